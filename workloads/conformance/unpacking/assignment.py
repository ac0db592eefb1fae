# Unpacking assignment: nesting, stars, order, errors.
a, b = 1, 2
a, b = b, a
print('swap', a, b)
first, *middle, last = range(5)
print('star', first, middle, last)
*init, tail = 'ab'
head, *none = [1]
print('ends', init, tail, head, none)
(a, [b, *c]), d = (1, 'xyz'), {'k': 1}
print('nested', a, b, c, d)
[a, b] = {1: 'a', 2: 'b'}
print('dict keys', a, b)
a = b = c = []
print('chained is one object', a is b is c)
x = [0, 1, 2]
i = 0
i, x[i] = 1, 'set at the new index'
print('left to right', i, x)
a, = [5]
[b] = 'q'
() = []
[] = ()
print('one and none', a, b)
a, b = map(int, '12')
print('iterator', a, b)


class T:
    def __setattr__(self, k, v):
        print(f'{k}={v}', end=' ')


t = T()
t.a, (t.b, *t.c), t.d = 1, (2, 3, 4), 5
print()
t.x = t.y = 'chained left to right'
print()
cases = ['a, b = 1', 'a, b = [1]', 'a, b = [1, 2, 3]', 'a, *b, c = [1]', '*a, = 5', 'a, b = {}', 'a, (b, c) = 1, 2', 'a, b = iter([1])', 'a, b, c = "ab"', 'a, b = None', '[a, *b] = []',
         'a, b = {1, 2, 3}', '(a, b), c = (1, 2, 3), 4', 'a, b = range(10)', 'a, b = (x for x in "abc")', 'a, b = {"x": 1, "y": 2, "z": 3}']
for text in cases:
    try:
        exec(text)
        print(text, 'works')
    except (TypeError, ValueError) as e:
        print(text, '->', type(e).__name__ + ':', e)


def gen():
    try:
        yield 1
        yield 2
        print('  third value asked for', end=' ')
        yield 3
    finally:
        print('  generator closed')


try:
    p, q = gen()
except ValueError as e:
    print(e)
p = q = 'unchanged?'
try:
    p, q = 1, *[2, 3]
except ValueError as e:
    print(p, q, e)
for text in ('*a = [1]', '*a, *b = c', 'a, b += 1, 2', '(a, b): int = 1', '1, a = b', 'f(), a = b', 'a + 1 = b', '(a) = 1', '[a, b] = c = d', 'a = *b', 'a = *b,', '{a} = b', '{**a} = b',
             'a, b = c, d = e', 'None, a = b', '(yield) = 1', 'a = yield = 1', '"x" = 1', 'x.y, z[0] = w', '*(a, b), c = d', '(*a) = b', 'print(*a) = 1', 'lambda: 0 = 1', 'a if b else c = 1', '... = 1'):
    try:
        compile(text, '<u>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
