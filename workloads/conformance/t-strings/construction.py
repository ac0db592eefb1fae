# Building Template and Interpolation by hand, and what they refuse.
# needs: python-3.14, string
from string.templatelib import Interpolation, Template
t = Template('a', 'b', Interpolation(1, 'x'), Interpolation(2), 'c')
print('strings are joined', t.strings, t.values)
i = Interpolation(5, 'five', 'r', '>3')
print('fields', i.value, i.expression, i.conversion, i.format_spec, Interpolation.__match_args__)
print('repr', i, Interpolation('v'))
print('equality is identity', t'a' == t'a', t == t, i == i)
print('nested', t'{t"x{1}"}'.values[0].values)
for code in ("t'a' + 'b'", "'b' + t'a'", "t'a' + f'b'", "Template(1)", "Interpolation()", "Interpolation(1, 2)", "Interpolation(1, 'a', 'x')", "str(t'a')[:8]", "len(t'a')", "t'a'[0]", "t'{undefined}'", "t'{1/0}'", "format(t'a', '>5')"):
    try:
        print(code, '=', eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
for name in ('strings', 'interpolations', 'values'):
    try:
        setattr(t, name, ())
    except AttributeError as error:
        print('read only', error)
for source in ("t'{}'", "t'a' 'b'", "'a' t'b'", "t'a' f'b'", "tf'a'", "tb'a'", "ut'a'", "t'{a!z}'", "t'{a'", "t'}'", "t'a' b'b'"):
    try:
        compile(source, '<t>', 'eval')
        print('compiles', source)
    except SyntaxError as error:
        print(source, '->', error.msg)
class Lazy:
    def __format__(self, spec):
        raise RuntimeError('never called')
    def __str__(self):
        raise RuntimeError('never called')
print('nothing is formatted', len(t'{Lazy():spec}{Lazy()!s}'.interpolations))
try:
    class Sub(Template):
        pass
except TypeError as error:
    print('final', error)

