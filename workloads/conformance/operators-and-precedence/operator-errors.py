# Messages of TypeErrors from operators between types that do not fit.
from operator import matmul

pairs = [("1 + 'a'", None), ("'a' + 1", None), ("'a' * 'b'", None), ('[] + ()', None), ('{} | []', None),
         ('None - 1', None), ("'a' - 'b'", None), ('1 @ 2', None), ("2 ** 'x'", None), ('1.5 // "x"', None),
         ('1.5 << 1', None), ('1 & 1.0', None), ('{1} + {2}', None), ('-"a"', None), ('+[]', None),
         ('~1.5', None), ("1 < 'a'", None), ('[] >= ()', None), ('None < None', None), ('1j < 2j', None),
         ("1 in 5", None), ("1 in 'a'", None), ("'a' in b'a'", None), ("b'a' + 'a'", None),
         ("'a' + b'a'", None), ('[1] * 1.5', None), ('[1] * [1]', None), ('divmod(1, "x")', None),
         ('pow(2, "x", 3)', None), ('pow(2, 3, "x")', None), ('object() + object()', None),
         ('print + 1', None), ('print >> 1', None), ('int | 1', None), ('() < []', None), ("'%d' % 'x'", None),
         ("'%d %d' % (1,)", None), ("'%d' % (1, 2)", None), ('(1,) + [2]', None), ('range(3) + range(3)', None),
         ('{}[[]]', None), ('[][1.5]', None), ("'abc'['a']", None), ('len(5)', None), ('5()', None),
         ('...()', None), ('lambda: 0 + 1 + "a"', None)]
for text, _ in pairs:
    try:
        value = eval(text)
        print(f'{text:22} no error', type(value).__name__)
    except TypeError as e:
        print(f'{text:22} {e}')
try:
    matmul([], [])
except TypeError as e:
    print('through operator:', e)
x = 5
for op in ('+=', '-=', '*=', '@=', '//=', '|=', '<<=', '**='):
    try:
        exec(f'x {op} "s"' if op != '*=' else 'x *= {}')
    except TypeError as e:
        print(f'x {op}', e)
