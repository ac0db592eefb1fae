# abs, divmod, pow, round, min, max, sum, hash, bool on user types and odd arguments.
class N:
    def __abs__(self): return 'abs'
    def __divmod__(self, o): return ('divmod', o)
    def __rdivmod__(self, o): return ('rdivmod', o)
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o, m=None): return ('rpow', o, m)
    def __round__(self, n='none'): return ('round', n)
    def __trunc__(self): return 'trunc'
    def __bool__(self): return False
n = N()
print('abs', abs(n), abs(-5), abs(-2.5), abs(3 - 4j), abs(True), abs(-(10**30)))
print('divmod', divmod(n, 1), divmod(1, n), divmod(7, -2), divmod(-7.5, 2), divmod(True, 2))
print('pow', pow(n, 2), pow(2, n), pow(n, 2, 3), n**3, 3**n)
print('pow with three and a right operand', pow(2, n, 5) if hasattr(N, '__rpow__') else '')
print('round', round(n), round(n, 2), round(n, None))
print('bool', bool(n), not n, bool([]), bool(()), bool('0'), bool(0.0), bool(None), bool())
class L:
    def __len__(self): return 0
class BadBool:
    def __bool__(self): return 1
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print('len as truth', bool(L()), bool(BadLen(3)), len(BadLen(True)))
print('min max', min(3, 1, 2), max([1, 3, 2]), min('b', 'a'), max({'a': 1, 'b': 0}), max('apple', 'fig', key=len),
    min([], default=None), min([[2], [1, 9]]), max(1, 1.0), max(1.0, 1), min(True, 1, 0, False))
for code in ("abs('a')", "abs()", "abs(None)", "divmod(1, 'a')", "divmod(1)", "pow(1)", "pow('a', 2)", "round()",
    "round(None)", "round([])", "bool(BadBool())", "len(BadLen(-1))", "len(BadLen('a'))", "len(BadLen(1.0))",
    "bool(BadLen(-1))", "len(5)", "len()", "len(1, 2)", "max()", "max(5)", "max([])", "max(1, 'a')", "hash([])",
    "hash(1, 2)", "bool(1, 2)", "divmod(1j, 1)", "float('a', 1)", "pow(2, 3, key=1)", "abs(x=1)",
    "round(1.5, ndigits=0)", "round(number=2.5)", "len(iter([]))"):
    try:
        print(code, '=', eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
