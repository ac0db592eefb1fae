# match: literal, capture, wildcard, or- and value patterns.
# needs: python-3.10
class Colour:
    RED = 'red'
    GREEN = 2


def kind(x):
    match x:
        case 0 | 0.5:
            return 'zero or half'
        case -1:
            return 'minus one'
        case 1 + 2j:
            return 'complex'
        case 'a' 'b':
            return 'joined text'
        case b'x':
            return 'bytes'
        case None:
            return 'None'
        case True:
            return 'True by identity'
        case Colour.RED:
            return 'value pattern'
        case Colour.GREEN | 3 as n:
            return f'alternative {n}'
        case str() as s if len(s) > 3:
            return f'guarded {s}'
        case _:
            return 'anything'


for x in (0, 0.5, False, -1, -1.0, 1 + 2j, 'ab', b'x', None, True, 1, 1.0, 'red', 2, 3, 'long text', 'abc', [], object):
    print(repr(x) if x is not object else 'object', '->', kind(x))
match 5:
    case x:
        pass
print('captures stay', x)
match 'nothing':
    case 1:
        print('wrong')
print('no case matches: nothing happens')


def binds_even_when_guard_fails(v):
    match v:
        case [a, b] if a > b:
            return 'first'
        case _:
            return locals()


print(binds_even_when_guard_fails([1, 2]))
match = {'match': 1}
case = match['match']
print('soft keywords', match, case)
match (case):
    case 1: print('still a statement')
match, case = 1, 2
match[0] if False else match
_ = 'underscore kept'
match 5:
    case _:
        print(_)
type = 1
print('type too', type)
match case, 3:
    case 2, y:
        print('tuple without parentheses', y)
match *'ab', 1:
    case (first, *_):
        print('starred subject', first)
