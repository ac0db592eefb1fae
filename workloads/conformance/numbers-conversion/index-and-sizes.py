# Where an integer is needed: __index__, huge counts, and the messages for what is refused.
class Two:
    def __index__(self):
        return 2
class BadIndex:
    def __index__(self):
        return 2.0
class Raising:
    def __index__(self):
        raise LookupError('from __index__')

two = Two()
print('accepted', 'abc'[two], [1, 2, 3][two], (1, 2, 3)[:two], 'ab' * two, [0] * two, range(two), bytes(two),
    list(range(0, 9, two)), [5, 6, 7].pop(two), 'abcabc'.find('c', two))
for code in ("'abc'[1.0]", "[1][None]", "'abc'['0']", "(1,)[1:2:0]", "[1, 2][:1.0]", "'a' * 1.0", "range(1.0)",
    "bytes(1.0)", "[1] * 'a'", "'abc'[BadIndex()]", "[1][Raising()]", "[1, 2, 3][Raising():]", "range(10)[1.5]",
    "b'ab'['a']"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
big = 10**30
print('huge bounds clip', [1, 2, 3][-big:big], 'abc'[big:], (1, 2)[:big], 'abc'.find('c', -big, big),
    [1, 2].index(2, -big, big), range(big)[-1] == big - 1)
print('zero times huge', [] * 10**6, '' * 10**9, [1] * -5)
for code in ('[1][big]', "'a'[big]", '(1,)[-big]', 'range(3)[big]', 'len(range(big))'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__)
print('bool as index', 'ab'[True], [10, 20][False], range(True), 'x' * True)
