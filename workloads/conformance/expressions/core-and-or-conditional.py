# and, or, not and the conditional expression.
print('and', 1 and 2, 0 and 2, '' and 'x')
print('or', 1 or 2, 0 or 2, None or 'default')
print('not', not 0, not [1])
for n in (-1, 0, 1):
    print(n, 'negative' if n < 0 else 'zero' if n == 0 else 'positive')


def loud(value):
    print('  asked for', value)
    return value


print('short', loud(0) and loud(1))
print('long', loud(0) or loud(1))
