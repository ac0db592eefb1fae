# find, index, count, replace, partition, startswith and their bounds.
s = 'abracadabra'
print('find', s.find('a'), s.find('a', 1), s.find('bra', 2), s.find('x'), s.find(''), s.find('', 11), s.find('', 12),
    s.find('a', -1), s.find('ra', 0, 4), s.find('ra', 0, 3))
print('rfind', s.rfind('a'), s.rfind('a', 0, 10), s.rfind('bra'), s.rfind(''), s.rfind('', 0, 5), s.rfind('x'),
    s.rfind('abra', 0, -1))
print('count', s.count('a'), s.count('abra'), s.count(''), ''.count(''), s.count('a', 1, -1), 'aaaa'.count('aa'),
    s.count('', 20), s.count('', 11))
print('replace', s.replace('a', 'A'), s.replace('a', '', 2), s.replace('', '-'), ''.replace('', 'x'),
    ''.replace('a', 'x'), s.replace('', '.', 3), s.replace('a', 'b', 0), s.replace('abra', 'X', count=1),
    'aaa'.replace('aa', 'b'))
print('partition', s.partition('c'), s.partition('x'), s.rpartition('a'), s.rpartition('x'), 'a.b.c'.partition('.'),
    'a.b.c'.rpartition('.'))
print('startswith', s.startswith('abr'), s.startswith(('x', 'a')), s.startswith(''), s.startswith('', 11),
    s.startswith('', 12), s.startswith('ra', 2), s.startswith('ra', 2, 3), s.startswith(()))
print('endswith', s.endswith('bra'), s.endswith('ra', 0, -1), s.endswith(('x', 'bra')), s.endswith('', 3, 2),
    s.endswith('abracadabraX'))
print('remove', s.removeprefix('abra'), s.removesuffix('abra'), s.removeprefix('x'), s.removesuffix(''),
    'aaa'.removeprefix('a'))
print('wide', 'x\U0001F600y'.find('y'), 'x\U0001F600y'.index('\U0001F600'), '\U0001F600'.find('\ud83d'),
    '\u00e9'.find('e'))
for code in ("s.index('x')", "s.rindex('x')", "s.find(1)", "s.replace('a')", "s.partition('')", "s.rpartition('')",
    "s.startswith(['a'])", "s.startswith(('a', 1))", "s.count()", "s.removeprefix(1)", "s.find('a', '0')",
    "s.split('')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('None bounds', s.find('a', None, None), s.index('b', None, 5), s.count('a', 3, None))
