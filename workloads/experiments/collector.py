# What does gc.collect() answer? CPython: how many objects it found unreachable. PyPy: None. MicroPython: another number.
import gc


class Node:
    pass


gc.collect()
a = Node()
b = Node()
a.other = b
b.other = a
del a, b
answer = gc.collect()
print(answer if answer is None else answer == 2)
