# ExceptionGroup: construction, split, subgroup, derive.
# needs: python-3.11
g = ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)]), OSError(4)])
print(g, '|', repr(g), '|', g.message, len(g.exceptions), type(g.exceptions).__name__, g.args[0])
match, rest = g.split(ValueError)
print('split', repr(match), '| rest', repr(rest))
print('subgroup', repr(g.subgroup((TypeError, OSError))))
print('by predicate', repr(g.subgroup(lambda e: e.args == (4,))))
print('nothing', g.subgroup(KeyError), g.split(KeyError)[0])
print('everything is itself', g.subgroup(Exception) is g, g.split(Exception)[1])
print('base picks the class', type(BaseExceptionGroup('b', [ValueError()])).__name__, type(BaseExceptionGroup('b', [KeyboardInterrupt()])).__name__)
for make in (lambda: ExceptionGroup('x', []), lambda: ExceptionGroup('x', [KeyboardInterrupt()]), lambda: ExceptionGroup(5, [ValueError()]),
             lambda: ExceptionGroup('x', 5), lambda: ExceptionGroup('x', [5]), lambda: ExceptionGroup('x'), lambda: ExceptionGroup('x', [ValueError]),
             lambda: g.split(5), lambda: g.subgroup('x'), lambda: ExceptionGroup('x', {ValueError()})):
    try:
        print(repr(make()))
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)


class MyGroup(ExceptionGroup):
    def __new__(cls, message, excs, code=0):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return MyGroup(self.message, excs, self.code + 1)


m = MyGroup('mine', [ValueError(1), TypeError(2)], 10)
match, rest = m.split(ValueError)
print('derive keeps the class', type(match).__name__, match.code, type(rest).__name__, rest.code)
try:
    raise m
except* TypeError as part:
    print('except* uses derive', type(part).__name__, part.code)
except* ValueError as part:
    print('and again', type(part).__name__, part.code)


class Plain(ExceptionGroup):
    pass


print('without derive', type(Plain('p', [ValueError(1), TypeError(2)]).subgroup(ValueError)).__name__)


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5


try:
    BadDerive('b', [ValueError(1), TypeError(2)]).split(ValueError)
except TypeError as e:
    print(e)
try:
    g.exceptions = ()
except AttributeError as e:
    print(e)
g2 = ExceptionGroup('c', [ValueError(1)])
g2.__cause__ = KeyError('cause')
g2.add_note('n')
s = ExceptionGroup('c', [ValueError(1), TypeError()])
s.__cause__ = KeyError('cause')
print('split copies cause', repr(s.split(ValueError)[0].__cause__))
print('generic', ExceptionGroup[ValueError])
