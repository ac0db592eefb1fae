# Assignment expressions and several conditions inside comprehensions.
def f(v):
    return v * v


print('compute once', [y for v in range(6) if (y := f(v)) % 2 == 0], y)
print('running total', [total := v if not v else total + v for v in range(5)], total)


def inside():
    found = [m := k for k in 'abc']
    return m, 'k' in locals()


print('binds in the function', inside())


def nested():
    r = [[last := j for j in range(i)] for i in range(3)]
    return r, last


print('nested', nested())


def nonlocal_():
    seen = 0

    def run():
        nonlocal seen
        [seen := v for v in (1, 2, 3)]

    run()
    return seen


print('nonlocal', nonlocal_())


def global_():
    global g
    [g := v for v in 'xyz']


global_()
print('global', g)
print('any as search', any((witness := n) % 7 == 0 for n in (3, 14, 21)), witness)
print('all as search', all((counter := n) < 10 for n in (3, 14, 2)), counter)
print('two conditions', [i for i in range(30) if i % 2 if i % 3 if i % 5])
print('condition with comprehension', [i for i in range(5) if i in [j for j in range(3)]])
print('lambda in condition', [i for i in range(5) if (lambda k: k > i)(3)])
for text in ('[i := 0 for i in range(5)]', '[[(j := 0) for i in range(5)] for j in range(5)]', '[i := 0 for i, j in x]', '[0 for i in (j := x)]',
             '[0 for i in x if (j := i)]', 'class A: [(a := i) for i in x]', '[(i := 1) for j in x for i in y]', '[i for i in x if (i := 2)]',
             '{(k := 1): k for k in x}', '[x for x in a, b]', '[x for x in a if b else c]', '[*x for x in y]', '{**x for x in y}', '[x, y for x, y in z]',
             '[for x in y]', '[x for]', '{x: y for x in y, z}', '[x async for x in y]', '[await x for x in y]', '[x for x.y in z]', '[x for 1 in z]'):
    try:
        compile(text, '<c>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
