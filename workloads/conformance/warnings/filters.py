# warnings: filters, catch_warnings, once per place, formats, errors, custom categories.
# needs: warnings
import warnings
def caught(action, *filters):
    with warnings.catch_warnings(record=True) as log:
        warnings.resetwarnings()
        for f in filters:
            warnings.filterwarnings(*f)
        action()
        return [(w.category.__name__, str(w.message), w.lineno > 0) for w in log]
def twice():
    for _ in range(2):
        warnings.warn('same place', UserWarning)
def two_texts():
    for text in 'ab':
        warnings.warn(text)
class Mine(UserWarning):
    pass
print('default', len(caught(twice, ('default',))), 'always', len(caught(twice, ('always',))), 'once',
    len(caught(lambda: (twice(), twice()), ('once',))), 'ignore', caught(twice, ('ignore',)), 'module',
    len(caught(twice, ('module',))))
print('texts', caught(two_texts, ('default',)))
print('by message', caught(two_texts, ('always',), ('ignore', 'b')), 'regular expression',
    caught(lambda: warnings.warn('Hello There'), ('always',), ('ignore', 'hello')))
print('by category', caught(lambda: (warnings.warn('d', DeprecationWarning), warnings.warn(Mine('m')),
    warnings.warn('u')), ('always',), ('ignore', '', UserWarning)))
print('latest filter wins', caught(twice, ('ignore',), ('always',)) != [])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    for f in (lambda: warnings.warn('becomes an error'), lambda: warnings.warn('d', DeprecationWarning),
        lambda: warnings.warn(Mine('own'))):
        try:
            f()
        except Warning as w:
            print('raised', type(w).__name__, w)
with warnings.catch_warnings(record=True, action='always') as log:
    def lib():
        warnings.warn('about the caller', stacklevel=2)
    lib(); here = log[0].lineno
    warnings.warn_explicit('explicit', UserWarning, 'file.py', 42)
    print('stacklevel', here > 0, log[1].filename, log[1].lineno, log[1])
    print('format', repr(warnings.formatwarning('text', UserWarning, 'f.py', 7, line='the line')))
    print('instance', [str(w.message) for w in log])
@warnings.deprecated('use new() instead')
def old():
    return 1
with warnings.catch_warnings(record=True, action='always') as log:
    print('deprecated', old(), log[0].category.__name__, log[0].message, old.__deprecated__)
for code in ("warnings.warn()", "warnings.warn('a', int)", "warnings.warn('a', 'b')", "warnings.warn(5)",
    "warnings.simplefilter('bogus')", "warnings.filterwarnings('ignore', 5)",
    "warnings.filterwarnings('ignore', category=int)", "warnings.simplefilter('ignore', lineno=-1)",
    "warnings.warn('a', UserWarning, 'x')", "warnings.warn_explicit('a', UserWarning, 'f')"):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            print(code, eval(code))
        except Exception as error:
            print(code, '->', type(error).__name__, error)
shown = []
warnings.showwarning = lambda message, category, filename, lineno, file=None, line=None: shown.append((str(message),
    category.__name__))
warnings.simplefilter('always'); warnings.warn('to the hook'); print(shown)
