# Identifiers outside ASCII: NFKC normalisation, what may start or continue a name.
café = 'latin'
π = 3.14
変数 = 'cjk'
ﬁ = 'ligature'
𝐱 = 'bold x'
ª = 'ordinal'
µ = 'micro sign'
print('names', café, π, 変数)
print('normalised', fi, x, a, 'ﬁ' in globals(), 'fi' in globals(), '\u00b5' in globals(), '\u03bc' in globals())
class C:
    ſize = 5
    def método(self, ｗidth=1):
        return ｗidth, width
print('attributes', C.size, getattr(C, 'size'), hasattr(C, 'ſize'), [n for n in vars(C) if 's' == n[0]])
width = 2
try:
    print('parameters', C().método(width=3), C().método(ｗidth=4))
except TypeError as error:
    print('TypeError', error)
print('keyword argument', (lambda **k: sorted(k))(ﬁ=1, x=2))
for name in ('é', '²x', 'x²', 'a·b', '·a', '℘', '℮x', 'a\u0301', '\u0301a', '_\u0660', '\u0660_', '😀', 'a\u200d', '𝐝𝐞𝐟',
    'None', 'ͺ', 'a\u2118', 'ﬁ', '\u309b'):
    try:
        compile(name + ' = 1', '<n>', 'exec')
        verdict = 'compiles'
    except SyntaxError as error:
        verdict = error.msg
    print('identifier', ascii(name), name.isidentifier(), verdict)
print('same name twice', (lambda ﬁ: fi)(7))
