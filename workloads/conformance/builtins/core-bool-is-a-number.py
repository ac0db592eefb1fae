# True and False are integers: they add, index and are instances of int.
print('sum', True + True, sum([True, False, True]))
print('index', 'no yes'.split()[True])
print('equal', True == 1, False == 0, True == 2)
print('kind', isinstance(True, int), issubclass(bool, int))
print('shown', True, str(False), repr(True), int(True))
