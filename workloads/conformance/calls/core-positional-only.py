# Parameters before a slash are given by position.
# needs: python-3.8


def power(base, exponent=2, /, *, name='x'):
    return name, base ** exponent


print(power(3), power(2, 5), power(2, name='y'))
try:
    power(base=2)
except TypeError:
    print('by name: TypeError')
