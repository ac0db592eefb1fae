# Which methods an f-string calls, in which order, and what it passes to them.
# needs: python-3.8
class Noisy:
    def __init__(self, name):
        self.name = name
    def __format__(self, spec):
        print('  __format__', self.name, repr(spec))
        return f'<{self.name}:{spec}>'
    def __str__(self):
        print('  __str__', self.name)
        return self.name
    def __repr__(self):
        print('  __repr__', self.name)
        return f'R{self.name}'

a, b = Noisy('a'), Noisy('b')
print('simple:', f'{a}')
print('spec:', f'{a:any thing % 5}')
print('conversions:', f'{a!s}', f'{a!r:>5}', f'{a!a:^6}')
print('nested spec:', f'{a:{b}x{b!s}}')
print('equals:', f'{a=}', f'{a=!s}', f'{a=:q}')
print('order:', f'{print("  first")}{print("  second"):{print("  third") or ""}}')

class BadStr:
    def __str__(self):
        return 5
class BadFormat:
    def __format__(self, spec):
        return 5
class Plain:
    def __repr__(self):
        return 'plain'
print('default', f'{Plain()}', f'{Plain():}', f'{Plain()!s:>7}')
for code in ("f'{BadStr()}'", "f'{BadFormat()}'", "f'{Plain():5}'", "f'{[]:5}'", "f'{None:>5}'", "f'{1:z}'",
    "f'{\"a\":d}'", "f'{1:{2:>{3}}}'", "f'{undefined}'", "f'{1/0}'", "f'{(1,):>9}'", "f'{1.5:d}'",
    "f'{True:d} {True} {True:5}'", "f'{b\"x\"}'"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
