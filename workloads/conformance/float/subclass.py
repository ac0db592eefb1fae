# A subclass of float, number protocol methods, and reflected operations with int.
class Celsius(float):
    def __repr__(self):
        return f'Celsius({float(self)})'
    def __add__(self, other):
        return Celsius(float(self) + other)
    __radd__ = __add__

c = Celsius(20.5)
print('repr', c, [c], str(c), f'{c:.2f}', f'{c}', '%s %.1f' % (c, c))
print('add', c + 1, 1 + c, 1.5 + c, type(c + 1).__name__)
print('rest', type(c * 2).__name__, type(-c).__name__, type(abs(c)).__name__, type(float(c)).__name__,
    type(c.real).__name__)
print('sum', sum([c, c, c]), sum([1, c], start=0.5))
print('from text', Celsius('1e3'), Celsius.fromhex('0x1p3'), type(Celsius.fromhex('0x1p3')).__name__)
print('hash', hash(c) == hash(20.5), {20.5: 'warm'}[c])
print('NotImplemented', (1.0).__add__('a'), (1.0).__eq__('a'), (1.0).__lt__(1j), (1.0).__add__(2))
print('methods', (1.5).conjugate(), (1.5).real, (1.5).imag, (-1.5).__abs__(), (1.5).__neg__(), (1.5).__trunc__(),
    (2.5).__floor__(), (2.5).__ceil__(), (2.5).__round__())
print('3.14 from_number', [float.from_number(x) if hasattr(float, 'from_number') else None for x in (1, 2.5, True)])
try:
    float.from_number('1')
except TypeError as error:
    print('from_number of text:', error)
print('format default', format(1.0), format(1e100), format(1.0, ''), format(0.1 + 0.2), format(1e16))
print('getformat', float.__getformat__('double'))
print('in set', len({1.0, 1, True}), 1.0 in {1}, 0.5 in {1, 0.5})
