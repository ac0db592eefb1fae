# When does __del__ run? CPython: as soon as the last reference goes. PyPy: when it collects. MicroPython: never for
# classes of the program.
class Handle:
    def __del__(self):
        print("closed")


h = Handle()
print("before del")
del h
print("after del")
