# A generator left in the middle: when does its finally run? CPython: at once. PyPy: at a collection. MicroPython: never.
def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned up")


for n in numbers():
    break
print("after the loop")
