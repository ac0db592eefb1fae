# str.format and format_map: fields, attributes, indexes, nesting, auto-numbering and errors.
class P:
    x = 3
    items = {'k': [10, 20], '1': 'text key', 1: 'int key'}
p = P()
print('fields', '{} {}'.format('a', 'b'), '{1} {0} {1}'.format('a', 'b'), '{n} {m}'.format(n=1, m=2),
    '{} {n}'.format(5, n=6), '{0.x} {p.x}'.format(p, p=p), '{0[k][1]}'.format(p.items), '{0[1]}'.format(p.items),
    '{0.items[k][0]}'.format(p), '{[0]} {.x}'.format('ab', p))
print('conversion', '{!r} {!s} {!a}'.format('a', 'b', '\u00e9'), '{0!r:>6}|{0:<4}|'.format('x'))
print('nested', '{:{}}|{:{w}.{p}f}|'.format(5,
    6, 3.14159, w=8, p=2), '{0:{1}{2}}'.format('a', '>', 5), '{:{}{}}'.format(7, '0', 4))
print('braces', '{{}}'.format(), '{{{}}}'.format(1), '}}{{'.format(),
    '{:*<4}'.format(1))
print('odd names', '{a b}'.format(**{'a b': 1}), '{-}'.format(**{'-': 2}), '{0[a b]}'.format({'a b': 3}),
    '{0[-1]}'.format({'-1': 4}), '{0[a.b]}'.format({'a.b': 5}))
class D(dict):
    def __missing__(self, key):
        return '?' + key
print('format_map', '{a} {zz}'.format_map(D(a=1)), '{a.x}'.format_map({'a': p}))
class F:
    def __format__(self, spec):
        return 'spec=' + repr(spec)
print('passes spec', '{:a b} {:%Y-%m} {}'.format(F(), F(), F()), '{:{}}'.format(F(), 'in'),
    '{0:{1}{1}}'.format(F(), 'x'))
for template, args, kwargs in (('{', (), {}), ('}', (), {}), ('{}', (), {}), ('{0} {}', (1, 2), {}),
    ('{} {0}', (1, 2), {}), ('{a}', (), {}), ('{1}', (1,), {}), ('{0.y}', (p,), {}), ('{0[z]}', ({},), {}),
    ('{0[9]}', ([1],), {}), ('{!x}', (1,), {}), ('{!}', (1,), {}), ('{!r', (1,), {}), ('{0!rr}', (1,), {}),
    ('{:{:{}}}', (1, 2, 3), {}), ('{0.}', (1,), {}), ('{0[]}', ([1],), {}), ('{0[1}', ([1],), {}), ('{0]}', (1,), {}),
    ('{0[0]x}', ([1],), {}), ('{:d}', ('a',), {}), ('{-1}', (1,), {}), ('{99999999999999999999}', (1,), {}),
    ('{0[-1]}', ([1],), {}), ('{ 0}', (1,), {}), ('{:', (1,), {}), ('{a!r:}', (), {'a': 'k'}), ('{0[a]}', ([1],), {})):
    try:
        print(repr(template), '=', template.format(*args, **kwargs))
    except Exception as error:
        print(repr(template), '->', type(error).__name__ + ':', error)
for call in (lambda: '{}'.format_map([1]), lambda: '{a}'.format_map(1), lambda: '{0}'.format_map({0: 1})):
    try:
        print(call())
    except Exception as error:
        print('format_map ->', type(error).__name__ + ':', error)
