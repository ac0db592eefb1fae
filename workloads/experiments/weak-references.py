# When does a weak reference die? CPython: with the last strong one. PyPy: at a collection. MicroPython: has none.
try:
    import weakref
except ImportError:
    print("no weakref")
else:

    class Thing:
        pass

    t = Thing()
    ref = weakref.ref(t)
    del t
    print("alive" if ref() is not None else "dead")
