# cause: Ints of 31 bits are tagged values, not objects.
# workaround: Compare ints with ==.
# micro: True
# cpython: False
a = int('300')
b = int('300')
print(a is b)
