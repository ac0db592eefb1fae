# assert passes silently and fails with AssertionError.
assert 1 + 1 == 2
assert [0], 'a list with an item is true'


def check(n):
    assert n > 0, 'must be positive'
    return n


print(check(1))
try:
    check(-1)
except AssertionError as e:
    print('failed:', e)
try:
    assert False
except AssertionError as e:
    print('without a text:', repr(str(e)))
