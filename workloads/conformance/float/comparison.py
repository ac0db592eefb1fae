# Comparison of floats with each other, with ints of any size, and the ways of nan.
inf, nan = float('inf'), float('nan')
print('nan', nan == nan, nan != nan, nan < 1, nan >= 1, nan is nan, not nan, bool(nan))
print('nan in containers', nan in [nan], [nan] == [nan], (nan,) == (nan,), [nan] == [float('nan')], {nan: 1}.get(nan),
    [nan].count(nan), [1, nan].index(nan))
print('max and min', max(1, nan), max(nan, 1), min(1, nan), min(nan, 1), max([nan, 2, 3]), sorted([3, 1, 2]))
print('exact with int', 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 2**53 - 1 < 2.0**53,
    10**23 == 1e23, 10**22 == 1e22, 10**23 > 1e23)
print('huge ints', 10**400 > 1e308, -(10**400) < -1e308, 10**400 < inf, 10**400 == inf, 10**400 < nan,
    2**1024 > 1.7976931348623157e308)
print('fractions of int', 3 < 3.5, 4 > 3.5, -3 > -3.5, 3 == 3.0, 3 != 3.0000000000000004, 0 == -0.0, True == 1.0)
print('hash agrees', hash(3.0) == hash(3), hash(2.0**70) == hash(2**70), hash(0.0) == hash(-0.0),
    hash(True) == hash(1.0))
print('dict keys', {1: 'a', 1.0: 'b', True: 'c'}, len({0, 0.0, -0.0, False}))
print('chained', 1 < 2.5 < 3, 1 < 2.5 > 2 != 2.5, inf == inf, -inf < inf, inf > 10**1000)
class Odd(float):
    def __eq__(self, other):
        return 'odd eq'
    __hash__ = float.__hash__
print('subclass first', 1.0 == Odd(2), Odd(2) == 1.0, Odd(2) != 2.0, 1 == Odd(1))
for code in ('1.0 < "a"', '1.0 < None', '1.0 < 1j', '1.0 == 1+0j', '1.0 == "1.0"', 'nan <= 1j'):
    try:
        print(code, eval(code))
    except TypeError as error:
        print(code, '->', error)
