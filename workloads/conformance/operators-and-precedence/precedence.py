# Precedence and associativity shown by a class that writes down how it was combined.
class E:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def binary(symbol):
    def op(self, other):
        return E(f'({self.text} {symbol} {other.text})')

    return op


for name, symbol in [('add', '+'), ('sub', '-'), ('mul', '*'), ('matmul', '@'), ('truediv', '/'),
                     ('floordiv', '//'), ('mod', '%'), ('pow', '**'), ('lshift', '<<'), ('rshift', '>>'),
                     ('and', '&'), ('or', '|'), ('xor', '^'), ('lt', '<'), ('ge', '>=')]:
    setattr(E, f'__{name}__', binary(symbol))
for name, symbol in [('neg', '-'), ('pos', '+'), ('invert', '~')]:
    setattr(E, f'__{name}__', lambda self, symbol=symbol: E(f'{symbol}{self.text}'))

a, b, c, d = map(E, 'abcd')
print('left to right', a - b + c - d)
print('products', a * b // c % d @ a / b)
print('mixed', a + b * c - d)
print('power is right-associative', a ** b ** c)
print('unary minus below power', -a ** b, a ** -b, -a ** -b ** -c)
print('unary over product', -a * ~b, + - ~ a)
print('shift below sum', a << b + c >> d)
print('and above xor above or', a | b & c ^ d)
print('compare below or', a | b < c | d)
print('bit operators and shift', a & b << c)
print('numbers', -2 ** 2, 2 ** -1, -2 ** -2, 2 ** 3 ** 2, (-2) ** 2)
print('floor and unary', -7 // 2, -(7 // 2), - 7 % 3, ~5 ** 2)
print('not and in', not 1 in [1], not 1 == 1 or 1)
print('or and and', 1 or 0 and 0, (1 or 0) and 0)
print('attribute of a literal', 1 .real, 1.5.real, (1).bit_length(), 1..is_integer())
print('await-free primary', [1, 2][-1].__class__.__name__, 'ab'[0].upper() * 2)
