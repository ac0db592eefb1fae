# logging: levels, handlers, formatters, propagation, filters, exceptions.
# needs: io, logging
import io
import logging
import sys
out = io.StringIO()
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter('%(levelname)-8s|%(name)s|%(funcName)s|%(message)s'))
root = logging.getLogger(); root.addHandler(handler); root.setLevel(logging.INFO)
log = logging.getLogger('app.module')
def work():
    log.debug('hidden %s', 'x')
    log.info('shown %s and %d', 'a', 5)
    log.warning('dict %(k)s', {'k': 'v'})
    log.error('no args %s')
    log.critical('%%')
work()
print(out.getvalue()); out.seek(0); out.truncate()
print('levels', log.level, log.getEffectiveLevel(), log.isEnabledFor(logging.DEBUG), log.parent.name,
    logging.getLogger('app').getChild('module') is log, logging.getLevelName(30), logging.getLevelName('ERROR'),
    logging.getLevelName(35), log)
logging.addLevelName(35, 'NOTICE')
log.log(35, 'custom level')
logging.getLogger('app').setLevel('ERROR')
log.warning('now hidden')
log.setLevel(logging.DEBUG)
log.debug('now shown')
print(out.getvalue()); out.seek(0); out.truncate()
try:
    1 / 0
except ZeroDivisionError:
    log.exception('failed'); log.error('with info', exc_info=True)
text = out.getvalue()
print([line for line in text.splitlines() if 'File' not in line and '~' not in line])
out.seek(0)
out.truncate()
class Only(logging.Filter):
    def filter(self, record):
        record.extra_field = 'added'
        return 'secret' not in record.getMessage()
handler.addFilter(Only())
handler.setFormatter(logging.Formatter('{name}:{extra_field}:{message}', style='{'))
log.info('a secret'); log.info('public'); print(out.getvalue()); out.seek(0); out.truncate()
child = io.StringIO()
h2 = logging.StreamHandler(child)
log.addHandler(h2)
log.propagate = False
log.error('only child')
print(repr(child.getvalue()), repr(out.getvalue()))
log.propagate = True
adapter = logging.LoggerAdapter(log, {'user': 'bob'})
h2.setFormatter(logging.Formatter('%(user)s %(message)s'))
log.removeHandler(h2)
log.addHandler(h2)
adapter.info('adapted'); print(repr(child.getvalue())); log.removeHandler(h2)
logging.disable(logging.CRITICAL)
log.critical('silenced')
logging.disable(logging.NOTSET)
print('disabled', 'silenced' in out.getvalue())
class Memory(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING); self.records = []
    def emit(self, record):
        self.records.append((record.levelno, record.msg, record.args, record.getMessage()))
m = Memory()
log.addHandler(m)
log.info('low')
log.warning('%s-%s', 1, 2)
print(m.records)
log.removeHandler(m)
handler.filters.clear()
sys.stderr = err = io.StringIO()
log.error('%d', 'not a number')
print('bad format', '--- Logging error ---' in err.getvalue(), 'TypeError' in err.getvalue())
lonely = logging.getLogger('lonely')
lonely.propagate = False
err.seek(0)
err.truncate()
lonely.warning('last resort')
print(repr(err.getvalue()))
sys.stderr = sys.__stderr__
print(logging.makeLogRecord({'msg': 'x %s', 'args': ('y',)}).getMessage(),
    logging.Formatter('%(asctime)s', datefmt='%Y').usesTime(), logging.root.handlers[0] is handler,
    logging.getLevelNamesMapping()['NOTICE'])
for f in (lambda: log.setLevel('NOPE'), lambda: log.log('a', 'b'), lambda: logging.Formatter('%(x', style='%'),
    lambda: logging.Formatter('{a', style='{'), lambda: logging.getLogger(5), lambda: logging.basicConfig(bogus=1)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
