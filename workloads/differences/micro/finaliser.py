# cause: Objects have no finaliser bit: __del__ of a class is never called.
# workaround: Close resources with a with statement.
# micro: end
# cpython: gone
import gc
class A:
    def __del__(self):
        print('gone')
        raise SystemExit
a = A()
del a
gc.collect()
print('end')
