# maketrans and translate: dicts, None, strings, objects with __getitem__, and errors.
table = str.maketrans('abc', 'xyz', 'd')
print('table', table)
print('translate', 'abcd-dcba'.translate(table))
print('from dict', str.maketrans({'a': 'AA', 98: None, 'c': 0x43, '\U0001F600': ':)'}))
print('mixed', 'abc\U0001F600d'.translate(str.maketrans({'a': 'AA', 98: None, 'c': 0x43, '\U0001F600': ':)'})))
class Upper:
    def __getitem__(self, code):
        if code == ord(' '):
            raise LookupError
        if code > 127:
            return None
        return chr(code).upper()
print('object', 'a b \u00e9!'.translate(Upper()))
print('list as table', 'a\x00\x01\x02'.translate(['zero', None, 98]))
print('to wide and back', ascii('abc'.translate({97: 0x1F600, 98: '\u00e9'})), 'a\u00e9'.translate({0xe9: 'e'}))
for code in ("str.maketrans('a', 'bc')", "str.maketrans({'ab': 1})", "str.maketrans(1)", "str.maketrans({1.5: 'a'})",
    "'a'.translate({97: 0x110000})", "'a'.translate({97: b'x'})", "'a'.translate(None)", "str.maketrans('a', 'b', 1)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
def seen(calls=[]):
    class Log(dict):
        def __missing__(self, key):
            calls.append(key)
            return key
    'abca'.translate(Log())
    return calls
print('looked up at least once each', sorted(set(seen())))
