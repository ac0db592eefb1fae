# Equality and order of numbers, text and sequences; `is` and None.
print('numbers', 1 == 1.0, 1 != 2, 3 > 2 >= 2)
print('text', 'apple' < 'banana', 'Z' < 'a', 'ab' < 'abc')
print('lists', [1, 2] == [1, 2], [1, 2] < [1, 3], [] < [0])
print('tuples', (1, 'b') > (1, 'a'), (1,) == [1])
a = [1]
b = a
print('identity', a is b, a is not [1], None is None)
print('different types', 1 == '1', None == 0)
try:
    1 < 'a'
except TypeError:
    print('no order between number and text')
