# In which order does a dict give its keys? CPython since 3.7 and PyPy: as they came. MicroPython: by hash.
d = {}
for word in "the quick brown fox jumps over the lazy dog".split():
    d[word] = d.get(word, 0) + 1
print(list(d.keys()))
