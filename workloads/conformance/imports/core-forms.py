# Importing from the library: whole, by name, under another name.
import math
import math as m
from math import sqrt, floor as down

print(math.sqrt(16), m.pi > 3.14, sqrt(9), down(2.7))
print(m is math)


def inside():
    import sys
    return sys.maxsize > 1000


print(inside())
try:
    from math import no_such_name
except ImportError:
    print('ImportError')
print(__name__)
