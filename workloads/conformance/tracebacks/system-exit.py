# SystemExit with text: the text goes to stderr, status 1, no traceback; finally blocks run first.
import sys
for value in (None, 0, 1, 3, 'text', 2.5, (1, 2), True, -1, 10**20):
    try:
        sys.exit(value)
    except SystemExit as stop:
        print('exit', repr(value), repr(stop.code), stop.args)
try:
    raise SystemExit
except SystemExit as stop:
    print('plain', stop.code, stop.args)
try:
    exit(5)
except SystemExit as stop:
    print('exit()', stop.code)
try:
    raise SystemExit(1, 2)
except SystemExit as stop:
    print('two', stop.code)
try:
    sys.exit(1)
except Exception:
    print('never')
except BaseException as stop:
    print('base', type(stop).__mro__[1].__name__)
class Ctx:
    def __enter__(self): return self
    def __exit__(self, *exc): print('exit sees', exc[0].__name__, exc[1].code)
try:
    with Ctx():
        sys.exit('the reason is written to stderr')
finally:
    print('finally runs')
