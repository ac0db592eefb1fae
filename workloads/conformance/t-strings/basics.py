# Template strings (3.14): strings, interpolations, values, conversions and specs.
# needs: python-3.14, string
from string.templatelib import Interpolation, Template, convert
name, n = 'World', 7
t = t'Hello {name!r:>10} and {n + 1}!'
print('type', type(t).__name__, isinstance(t, Template))
print('strings', t.strings)
print('values', t.values)
for part in t.interpolations:
    print('interpolation', part.value, repr(part.expression), repr(part.conversion), repr(part.format_spec))
print('iterate', [p if isinstance(p, str) else ('I', p.value) for p in t])
print('empty strings', t''.strings, t'{n}'.strings, t'{n}{n}'.strings, list(t''), [type(p).__name__ for p in t'{n}{n}'])
print('equals sign', t'{n=}'.strings, t'{n=}'.interpolations[0].conversion, t'{n = :>5}'.strings, t'{n=!s}'.interpolations[0].conversion)
print('nested spec', t'{n:{n}d}'.interpolations[0].format_spec, t'{ n  }'.interpolations[0].expression)
print('concatenate', (t'a{n}' + t'b').strings, (t'a' t'b{n}').strings)
print('repr', t'a{n}')
print('raw', rt'\n{n}'.strings, tr'\t'.strings, t'{{}}'.strings)
print('match', [(v, e) for p in t if isinstance(p, Interpolation) for v, e in [(p.value, p.expression)]])
match t.interpolations[0]:
    case Interpolation(value, expression, conversion, spec):
        print('pattern', value, expression, conversion, spec)

def render(template):
    return ''.join(p if isinstance(p, str) else format(convert(p.value, p.conversion), p.format_spec) for p in template)
print('render', render(t), render(t) == f'Hello {name!r:>10} and {n + 1}!')
print('evaluated at once', [i.value for i in t'{[1, 2][0]}{(lambda: 5)()}'.interpolations])

