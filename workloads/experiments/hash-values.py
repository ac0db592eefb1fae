# What does hash() answer? -1 is an error's mark in CPython's C code, so it hashes to -2; PyPy follows; MicroPython does not.
print(hash(-1))
print(hash(2**61 - 1))
