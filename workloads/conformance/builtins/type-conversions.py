# list, tuple, dict, set, str, bytes and bool as converters, with the special methods they look for.
class Everything:
    def __iter__(self):
        print('  iter'); return iter([('k', 1)])
    def __len__(self):
        print('  len'); return 1
    def __length_hint__(self):
        print('  hint'); return 5
    def __str__(self):
        print('  str'); return 'text'
    def __bytes__(self):
        print('  bytes'); return b'data'
    def __bool__(self):
        print('  bool'); return True
    def __index__(self):
        print('  index'); return 3
    def __float__(self):
        print('  float'); return 1.5
    def __complex__(self):
        print('  complex'); return 2j
    def __int__(self):
        print('  int'); return 4
e = Everything()
for convert in (list, tuple, set, frozenset, dict, str, bytes, bool, int, float, complex, iter, sorted, enumerate,
    range, bytearray, hex):
    print(convert.__name__)
    result = convert(e)
    print('   ->', result if convert not in (iter, enumerate) else list(result))
class Hint:
    def __init__(self, hint):
        self.hint = hint
    def __iter__(self):
        return iter('ab')
    def __length_hint__(self):
        if isinstance(self.hint, Exception):
            raise self.hint
        return self.hint
for hint in (0, 100, NotImplemented, -1, 'x', TypeError('swallowed'), ValueError('passed on')):
    try:
        print('hint', repr(hint), list(Hint(hint)))
    except (ValueError, TypeError) as error:
        print('hint', repr(hint), '->', type(error).__name__, error)
class OnlyLen:
    def __len__(self):
        raise RuntimeError('len raises')
    def __iter__(self):
        return iter('q')
for f in (list, tuple, set, bool):
    try:
        print(f.__name__, f(OnlyLen()))
    except RuntimeError as error:
        print(f.__name__, '->', error)
