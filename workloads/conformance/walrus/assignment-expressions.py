# := binds in the enclosing function; where it needs parentheses.
print('value', (n := 10), n)
if (m := n + 5) > 12:
    print('in if', m)
while (n := n - 3) > 0:
    print('loop', n, end=' ')
print(n)
print('in a call', max(a := 3, b := 7), a, b)
print('chained', (x := (y := 4) + 1), x, y)
print('in f-string', f'{(z := 5)} {z:=+5}')
print('slice', [0, 1, 2, 3][(i := 1):(j := 3)], i, j)
print('precedence', (c := 1, 2), c, (d := 1 if False else 2), (e := 1 or 0), (f := 3 < 5))
data = [1, 5, 2]
print('comprehension', [s for v in data if (s := v * v) > 3], s)


def scope():
    if (inner := 5):
        pass
    [outer := k for k in range(3)]
    return sorted(locals())


print(scope())
print('lambda', (lambda: (q := 3) + q)(), 'q' in globals())


class C:
    attr = (u := 7)


print('class body', C.u, C.attr)


def default(v=(w := 9)):
    return v


print('default in the module', w, default())
print('dict and set', {'k': (v := 1)}, {(t := 2)}, v, t)
print('assert and return', (lambda x: (r := x) and r)(5))
print('and/or', (first := 0) or (second := 'x'), first, second)
print('conditional', (p := 5) if True else (p := 6), p)
print('tuple', (h := 1, k := 2), h, k)


def g():
    global gl
    (gl := 'global')
    def inner():
        nonlocal nl
        (nl := 'changed')
    nl = 0
    inner()
    return nl


print(g(), gl)
for text in ('x := 1', '(x := 1)', 'f(x := 1)', 'f(a=b := 1)', 'f(a=(b := 1))', '(x.y := 1)', '(x[0] := 1)', '((a, b) := 1)', '(x := 1, 2)', 'x = y := 1', 'x = (y := 1)',
             '[x := 1, 2]', '{x := 1}', '{x := 1: 2}', '{(x := 1): 2}', 'a[x := 1]', 'a[x := 1, y := 2]', 'a[x := 1:2]', 'lambda: x := 1', 'lambda: (x := 1)', 'def f(x := 1): pass',
             'def f(a=x := 1): pass', 'assert x := 1', 'del (x := 1)', 'with x := f(): pass', 'with (x := f()): pass', 'for (x := 1) in y: pass', '(None := 1)', '(x := yield)',
             'f"{x:=1}"', '(x := 1) += 1', 'import (x := y)', 'return (x := 1)', 'not x := 1', 'x if y := 1 else z', '(a := b := 1)', 'class A(x := int): pass', '@x := f\ndef g(): pass'):
    try:
        compile(text, '<w>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
