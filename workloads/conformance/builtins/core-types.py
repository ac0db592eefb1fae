# type and isinstance of the usual values.
values = [1, 1.5, 'a', b'b', True, None, [1], (1,), {1: 2}, {1}, range(2), len, lambda: 0]
print([type(v).__name__ for v in values[:11]])
print(isinstance(1, int), isinstance(1, (str, int)), isinstance('a', int))
print(type(1) is int, type('a') == str)
print(callable(values[11]), callable(values[12]), callable(values[0]))
