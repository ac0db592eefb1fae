# cause: Annotations are parsed and dropped.
# workaround: Keep such data in a dict of its own.
# micro: False
# cpython: True
def f(x: int) -> str:
    pass
print(hasattr(f, '__annotations__'))
