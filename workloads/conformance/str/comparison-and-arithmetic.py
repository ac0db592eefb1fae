# Ordering by code point, concatenation, repetition, and a subclass of str.
print('order', 'a' < 'b', 'Z' < 'a', 'a' < 'ab', '' < 'a', '\uffff' < '\U00010000',
    sorted(['\uff5e', '\U0001F600', 'z', '\u00e9', 'Z', ''])[0] == '',
    [hex(ord(c)) for c in sorted('\uff5e\U0001F600z\u00e9Z')])
print('equal', 'a' == 'a', 'a' == b'a', '\u00e9' == 'e\u0301', 'a' != 'A', 'abc' == 97)
print('repeat', 'ab' * 3, 3 * 'ab', 'ab' * 0, 'ab' * -1, 'ab' * True, len('xyz' * 1000))
print('concat', 'a' + 'b', 'a' + '' + '\u00e9' == 'a\u00e9')
for code in ("'a' + 1", "1 + 'a'", "'a' - 'b'", "'a' * 'b'", "'a' * 1.5", "'a' < 1", "'a' + b'b'", "'a' + None", "-'a'",
    "'a' @ 'b'", "'a' < None", "sum(['a', 'b'], '')"):
    try:
        print(code, eval(code))
    except TypeError as error:
        print(code, '->', error)

class Name(str):
    def __new__(cls, value, extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self
    def __eq__(self, other):
        return str.__eq__(self, other.lower()) if isinstance(other, str) else NotImplemented
    __hash__ = str.__hash__
    def __str__(self):
        return 'str:' + self[:]
n = Name('ab', extra=5)
print('subclass', repr(n), str(n), f'{n}', '%s' % n, n.extra, n == 'AB', 'AB' == n, n == 5, len(n))
print('results are str', type(n + 'c').__name__, type(n.upper()).__name__, type(n[:]).__name__, type(n * 1).__name__,
    type(n.strip()).__name__, type(''.join([n])).__name__)
print('as key', {'ab': 1}[n], {n: 2}['ab'])
print('min max', min('hello'), max('hello'), max('abc', 'abd'), max(['aa', 'b'], key=len))
