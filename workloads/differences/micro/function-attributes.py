# cause: A function is three words; there is no dict to store attributes in.
# workaround: Use a class with __call__, or a dict keyed by the function.
# micro: AttributeError
# cpython: 1
def f():
    pass
try:
    f.x = 1
    print(f.x)
except AttributeError:
    print('AttributeError')
