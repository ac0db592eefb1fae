# What the number and bytes types, pow, sum and setdefault ask of subclasses, and in which order.


class Shouting(str):
    def __float__(self):
        return 9.5

    def __bytes__(self):
        return b'loud'


class Power(int):
    def __pow__(self, other, modulus=None):
        return 'pow', modulus

    def __rpow__(self, other, modulus=None):
        return 'rpow', modulus


class Counted:
    hashed = compared = 0

    def __hash__(self):
        self.hashed += 1
        return 42

    def __eq__(self, other):
        self.compared += 1
        return self is other


class Unsized:
    def __iter__(self):
        return iter(range(3))

    def __len__(self):
        raise RuntimeError('no length')


class NoIndex(bytes):
    def __index__(self):
        raise TypeError


print('float', float(Shouting('8')))
print('bytes', bytes(Shouting('x')), bytearray(NoIndex(b'abc')))
print('pow', pow(Power(2), 3, 5), pow(2, Power(3), 5), pow(2, 3, Power(5)))
print('sum', sum([complex(0.1, 1e100), complex(0.2, 1.0), complex(0.3, -1e100)]))
d = {}
key = Counted()
d.setdefault(key, 1)
d.setdefault(key, 2)
print('setdefault', d[key])
for extend in [].extend, bytearray().extend:
    try:
        extend(Unsized())
    except RuntimeError as error:
        print('extend', error)
for count in 2**100, -(2**100):
    try:
        'a' * count
    except OverflowError:
        print('overflow')
print('list', list[int].append is list.append, '__copy__' in dir(list[int]))
print('halves', memoryview(b'\0<\0\xc0').cast('e').tolist())
