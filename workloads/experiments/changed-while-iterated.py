# A dict that loses items in its own loop: CPython and PyPy raise RuntimeError, MicroPython goes on.
d = {}
for i in range(10):
    d[i] = i
try:
    for key in d:
        if key % 2:
            d.pop(key)
    print("no error")
except RuntimeError:
    print("RuntimeError")
