# Errors inside a sort: what the list holds afterwards, and the messages.
def attempt(title, values, **options):
    xs = list(values)
    try:
        xs.sort(**options)
        print(title, xs)
    except Exception as error:
        print(title, type(error).__name__ + ':', error, '|', len(xs),
            sorted(map(repr, xs)) == sorted(map(repr, values)))
attempt('int and str', [1, 'a', 2])
attempt('str and int', ['a', 1])
attempt('None', [None, None])
attempt('one None', [None])
attempt('dicts', [{}, {}])
attempt('complex', [1j, 2j])
attempt('mixed numbers', [2.5, 1, True, 10**20, -1.5])
attempt('nested', [(1, 'a'), (1, 2)])
attempt('nested apart', [(1, 'a'), (2, 2)])
attempt('lists and tuples', [[1], (1,)])
attempt('key raises', [3, 0, 1], key=lambda x: 1 / x)
attempt('key not callable', [2, 1], key=5)
attempt('keyword', [2, 1], cmp=None)
attempt('reverse text', [2, 1], reverse='yes')
class Flaky:
    count = 0
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        Flaky.count += 1
        if Flaky.count == 4:
            raise RuntimeError('fourth comparison')
        return self.n < other.n
    def __repr__(self):
        return f'F{self.n}'
attempt('comparison raises', [Flaky(n) for n in (5, 3, 4, 1, 2)])
class Truthy:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v
class NoBool:
    def __bool__(self):
        raise ValueError('no truth')
attempt('result without truth', [Truthy(NoBool()), Truthy(NoBool())])
attempt('result NotImplemented', [Truthy(NotImplemented), Truthy(NotImplemented)])
for code in ("sorted()", "sorted(5)", "sorted([1], len)", "[].sort(len)", "sorted([1, 2], key=lambda: 0)",
    "sorted([2, 1], lambda x: x)", "sorted(key=len)", "min()", "min([])", "max([], default=0)", "max(1, 2, default=3)",
    "min(5)", "max([1, 'a'])", "min(1, 2, key=None)", "max('ab', 'c', key=len)", "min([], key=len)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
nan = float('nan')
print('nan leaves order undefined but keeps items', len(sorted([3, nan, 1])), sorted([nan, nan]) != [])
