# __bool__, __len__, __int__, __index__, __float__, __complex__, __str__, __bytes__ … and what they may return.
class Returns:
    def __init__(self, value):
        self.value = value


names = ['bool', 'int', 'index', 'float', 'complex', 'str', 'repr', 'bytes', 'len', 'hash', 'format', 'length_hint']


def make(name, value):
    return type('X', (), {f'__{name}__': lambda self, *a: value})()


class SubInt(int):
    pass


class SubStr(str):
    pass


checks = [
    (bool, 'bool', 1), (bool, 'bool', None), (bool, 'len', 0), (bool, 'len', 5), (bool, 'len', -1), (bool, 'len', 'x'),
    (bool, 'len', True), (len, 'len', 2.0), (len, 'len', -1), (len, 'len', SubInt(3)), (len, 'len', 2 ** 100),
    (int, 'int', 5), (int, 'int', 5.5), (int, 'int', 'x'), (int, 'index', 7), (int, 'index', 7.0), (int, 'trunc', 5),
    (float, 'float', 1.5), (float, 'float', 1), (float, 'index', 3), (complex, 'complex', 2j), (complex, 'complex', 1),
    (complex, 'float', 1.5), (complex, 'index', 4), (str, 'str', 5), (str, 'str', SubStr('sub')), (str, 'repr', 'r'), (repr, 'repr', None),
    (repr, 'str', 's'), (bytes, 'bytes', b'x'), (bytes, 'bytes', 'x'), (bytes, 'index', 3), (hash, 'hash', 5), (hash, 'hash', 1.5),
    (hash, 'hash', -1), (format, 'format', 'f'), (format, 'format', 5), (hex, 'index', 255),
    (bin, 'index', -5), (chr, 'index', 65), (list('abc').__getitem__, 'index', -1), ('ab'.__mul__, 'index', 2),
    (range, 'index', 2), (range, 'int', 2), (round, 'round', 'any'), (abs, 'abs', 'any'), (reversed, 'reversed', 'any'),
    (iter, 'iter', 5), (iter, 'iter', iter('a')), (dir, 'dir', 'cab'), (dir, 'dir', 5),
]
for function, name, value in checks:
    try:
        result = function(make(name, value))
        shown = type(result).__name__ if 'iterator' in repr(result) else repr(result)
        if 'object at' in shown:
            shown = type(result).__name__
        print(f'{function.__name__:11} __{name}__ -> {value!r:6}' if 'at 0x' not in repr(value) else f'{function.__name__} __{name}__',
              'gives', shown)
    except (TypeError, ValueError, OverflowError) as e:
        print(f'{function.__name__:11} __{name}__ -> {value!r:6}', type(e).__name__ + ':', e)
