# What does id() say? CPython: an address, which the next object may get. PyPy: for ints a number made from the value.
print(id(1) == 17)
print(id([]) == id([]))
