# Generator expressions: laziness, scope, nesting, what they evaluate at once.
def noisy(name, items):
    print('make', name, end='; ')
    for i in items:
        print(name, i, end='; ')
        yield i


g = (x * y for x in noisy('x', [1, 2]) for y in noisy('y', [10, 20]) if y > 10)
print('| made')
print(next(g))
print(list(g))
try:
    (x for x in 5)
except TypeError as e:
    print('first iterable at once:', e)
h = (x for _ in 'a' for x in 5)
print('inner one later', end=': ')
try:
    next(h)
except TypeError as e:
    print(e)
x = 'outer'
print(list(x for x in range(3)), x)
g = (i for i in range(3))
print('consumed', 1 in g, list(g))
print('as only argument', sum(i for i in range(4)), sorted((-i for i in range(3)), key=abs))
print('nested', list(list(j for j in range(i)) for i in range(3)))
print('conditions', list(i for i in range(20) if i % 2 if i % 3))
funcs = list((lambda: i) for i in range(3))
print('late binding', [f() for f in funcs])
print('unpack target', list(a + b for a, b in [(1, 2), (3, 4)]), list(b for a, *b in ['abc']))
print('walrus', [last := k for k in (1, 2)], last, any((hit := n) > 3 for n in (1, 5, 9)), hit)
data = [1, 2, 3]
g = (d for d in data)
next(g)
data.append(4)
print('sees changes', list(g))
g = (d for d in data if d not in seen)
seen = [1, 4]
print('condition sees later names', list(g))
print('close', (lambda g: (next(g), g.close(), list(g)))(i for i in range(5)))
print('dict and set', dict((k, len(k)) for k in ('a', 'bb')), sorted(set(c for c in 'hello')))
for text in ('(x for x in y) = 1', 'f(x for x in y, 2)', '(yield for x in y)', '(x for x in yield)', '(x async for x in y)',
             '[(yield) for x in y]', '(x := 1 for x in y)', '(a for a, b in c := d)', '(*x for x in y)', '(x for x in 1 if 2 else 3)'):
    try:
        compile(text, '<g>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
