# array: numbers of one type.
# needs: array
from array import array

a = array('i', [1, 2, 3])
a.append(4)
a[0] = 10
print(a, len(a), a[0], list(a))
a.extend(array('i', [5]))
print(sum(a), list(a[1:3]))
b = array('d', [0.5])
print(b, bytes(array('B', [65, 66])))
