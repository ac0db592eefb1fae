# A recursion without end is an error that can be caught.


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RuntimeError as e:
    print('stopped:', isinstance(e, RuntimeError))
print('and the program goes on', sum([1, 2]))
