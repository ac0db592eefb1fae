# match inside functions, loops and generators; nesting; order of evaluation; no fall-through.
# needs: python-3.10
def subject():
    print('subject', end=' ')
    return [1, 2]


match subject():
    case [a, 5]:
        print('no')
    case [a, b]:
        print('once', a, b)


def loop(items):
    out = []
    for item in items:
        match item:
            case 'skip':
                continue
            case 'stop':
                break
            case ['return', v]:
                return out, v
            case [*_] as whole:
                out.append(whole)
            case _:
                out.append(item)
    else:
        out.append('else')
    return out


print(loop([1, 'skip', [2], 'stop', 3]), loop(['a']), loop([['return', 9]]))


def gen(xs):
    for x in xs:
        match x:
            case int():
                yield x
            case [*inner]:
                yield from gen(inner)


print(list(gen([1, [2, [3, 'x']], 4])))


class Ev:
    def __init__(self, name): self.name = name

    def __eq__(self, o):
        print(f'{self.name}=={o!r}', end=' ')
        return self.name == o


class V:
    a, b = Ev('a'), Ev('b')


match 'b':
    case V.a:
        print('a')
    case V.b:
        print('matched b')


def order(x):
    match x:
        case [('a' | 'b') as first, *_] | {'k': first}:
            return first
        case (str() | int()) as v if v:
            return ('truthy', v)
        case _ if x is None:
            return 'guarded wildcard'
    return 'nothing'


print(order(['b', 1]), order({'k': 5}), order('s'), order(''), order(None), order(0))


def evaluate(e):
    match e:
        case int() | float():
            return e
        case ('+' | '-' as op, left, right):
            l, r = evaluate(left), evaluate(right)
            return l + r if op == '+' else l - r
        case ('*', *args):
            result = 1
            for a in args:
                result *= evaluate(a)
            return result
        case ('let', str(name), value, body):
            return evaluate(substitute(body, name, evaluate(value)))
        case _:
            raise ValueError(f'cannot evaluate {e!r}')


def substitute(e, name, value):
    match e:
        case str() if e == name:
            return value
        case (*parts,):
            return tuple(substitute(p, name, value) if i else p for i, p in enumerate(parts))
        case _:
            return e


print(evaluate(('let', 'x', ('+', 2, 3), ('*', 'x', 'x', ('-', 'x', 1)))))
try:
    evaluate(('+', 1, 'free'))
except ValueError as e:
    print(e)
for text in ('match x:\n case a: pass\n case 1: pass', 'match x:\n case _: pass\n case 1: pass', 'match x:\n case a | 1: pass', 'match x:\n pass', 'match x:\n case 1 if y := 2: pass'):
    try:
        compile(text, '<m>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
