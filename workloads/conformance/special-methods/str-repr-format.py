# Which of __str__, __repr__ and __format__ is used where.
class All:
    def __str__(self): return 'STR'
    def __repr__(self): return 'REPR'
    def __format__(self, spec): return f'FMT[{spec}]'


class OnlyRepr:
    def __repr__(self): return 'REPR'


class OnlyStr:
    def __str__(self): return 'STR'


x = All()
print('print', x)
print('containers', [x], (x,), {x: x}, {'k': [x]})
print(f'f-string {x} {x!s} {x!r} {x!a} {x:>5} {x!s:>5} {x=} {x=!s} {x=:abc}')
print('format', format(x), format(x, 'spec'), '{} {!s} {!r} {:y}'.format(x, x, x, x))
print('percent %s %r %a' % (x, x, x))
print('str and repr', str(x), repr(x), ascii(x))
print('fallback', str(OnlyRepr()), f'{OnlyRepr()}', f'{OnlyRepr():>6}' if False else OnlyRepr())
print('no fallback to str', 'OnlyStr object at' in repr(OnlyStr()), [1, str(OnlyStr())])
try:
    format(OnlyRepr(), '>6')
except TypeError as e:
    print(e)
try:
    f'{[]:d}'
except TypeError as e:
    print(e)


class Uni:
    def __repr__(self): return 'é\n\U0001f600'


print('ascii', ascii(Uni()), f'{Uni()!a}', repr('é'), ascii('é\x7f\u0100'))


class Sub(str):
    def __str__(self): return 'own str'
    def __repr__(self): return 'own repr'


s = Sub('value')
print('str subclass', s, str(s), repr(s), f'{s}', '%s' % s, s + '', ''.join([s]), '{}'.format(s))
r = []
r.append(r)
d = {}
d['self'] = d
print('recursive', r, d)


class Loop:
    def __init__(self): self.items = [self]
    def __repr__(self): return f'Loop({self.items})'


try:
    repr(Loop())
except RecursionError:
    print('user repr recursion is not caught')
import reprlib


class Safe:
    def __init__(self): self.items = [self]

    @reprlib.recursive_repr('<...>')
    def __repr__(self): return f'Safe({self.items})'


print(Safe())
