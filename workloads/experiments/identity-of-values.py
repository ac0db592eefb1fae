# Are equal values the same object? Made at run time, so that no compiler has merged them.
# CPython shares -5 to 256; PyPy takes ints and floats by value; MicroPython tags small ints.
def same(a, b):
    return a is b


for text in ["256", "257", "-6"]:
    print(text, same(int(text), int(text)))
print("1.5", same(float("1.5"), float("1.5")))
