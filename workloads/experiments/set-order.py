# In which order does a set give its items? CPython: by hash (numbers by value, modulo the size of the table).
# PyPy: as they came. MicroPython: by its own hash.
s = set()
for item in [40, 3, 1000, 17, 8, 256]:
    s.add(item)
print(list(s))
