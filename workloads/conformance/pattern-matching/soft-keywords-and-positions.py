# match, case, type and _ stay ordinary names; statements that only look like match.
# needs: python-3.12
match = {'case': 1}
print(match['case'], match.get('x', 'none'))
match (1, 2):
    case (a, b):
        print('tuple', a, b)


def case(x): return f'case({x})'


print(case(1), case (2))


class match:
    case = 5

    def __init__(self, *a): self.a = a
    def __neg__(self): return 'minus'
    def __mul__(self, o): return f'times {o}'
    def __getitem__(self, k): return f'item {k}'


m = match(1)
print(match.case, -m, m * 2, match(3)[1], match (4).a)
match = m
match * 3
match[1]
match.a
match -1 if False else 0
print(match *5, match[0])
match match:
    case case:
        print(type(case).__name__)
match -1:
    case -1:
        print('minus one as a subject')
match [1]:
    case [x]:
        print('list subject', x)
match {'k': 1}:
    case {'k': y}:
        print('dict subject', y)
match not 1:
    case False:
        print('not')
match lambda: 1:
    case f:
        print(f())
match x, :
    case x, :
        print('one-tuple', x)
match (yes := 5):
    case 5 if (no := yes + 1) > 5:
        print('walrus', no)
type type = int
print(type.__name__, type.__value__)
_ = lambda s: f'gettext {s}'
match 'a':
    case _:
        print(_('untouched'))
match 'b':
    case str(_) | _:
        print(_('still'))
for text in ('match x:\ncase 1: pass', 'match x: case 1: pass', 'match:\n case 1: pass', 'match x\n case 1: pass', 'match x:\n case 1 pass', 'case 1:\n pass', 'match x:\n case 1:\n  pass\n else:\n  pass', 'match x:\n case:\n  pass', 'match x y:\n case 1: pass', 'match = 1', 'match.x = 1', 'match[x] = 1', 'match: int = 5', 'match x:\n\n\n case 1: pass', 'match x:\n # only a comment\n case 1: pass', 'match *x:\n case 1: pass', 'match x:\n case {}: pass\n x = 1'):
    try:
        compile(text, '<m>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
