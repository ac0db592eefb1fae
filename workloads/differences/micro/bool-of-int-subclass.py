# cause: bool is a type of its own, not a subclass of int.
# workaround: Test with isinstance(x, (int, bool)).
# micro: False
# cpython: True
print(issubclass(bool, int))
