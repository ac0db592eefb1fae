# Attribute, call and subscript chains, over lines, with literals and parentheses.
class Chain:
    def __init__(self, path=''): self.path = path
    def __getattr__(self, name): return Chain(f'{self.path}.{name}')
    def __call__(self, *args, **kw): return Chain(f'{self.path}({", ".join([*map(str, args), *(f"{k}={v}" for k, v in kw.items())])})')
    def __getitem__(self, key): return Chain(f'{self.path}[{key}]')
    def __str__(self): return self.path or 'start'


c = Chain()
print(c.a.b(1)[2].c(x=3)()[4][5].d)
print(c
      .over
      .lines) if False else print((c
                                   .over
                                   .lines(1)
                                   [2]))
print(c[1][2](3)(4)[5:6], c[1, 2], c[c.i], c(c(c)))
print('text methods', 'a-b'.upper().split('-')[0].lower() * 2, ' x '.strip().join(['1', '2']), '%s' % 'abc'[1:].upper())
print('numbers', (5).real.imag, 5 .bit_length(), 1.5.__add__(1).hex(), (-5).__abs__(), -5 .__abs__())
print('containers', [1, 2].copy().pop(), {'a': [1]}['a'][0].__class__.__name__, (1, 2).__len__().__str__() + '!')
print('lambda call', (lambda x: x)(5).real, (lambda: Chain)()().z, [lambda: 7][0]())
print('conditional', (c.x if c else c.y).z, (c or None).w, (not c).__str__())
print('starred', c(*[1, 2], **{'k': 3}).end)
print('await-like names', c.await_, c.print.exec, c._private.__class__.__name__)
print('dunder call', c.__call__(1), c.__getitem__(2), type(c).__str__(c.q))
print('getattr with any name', getattr(c, 'class'), getattr(c, '1 2'))
n = Chain('n')
n.attr = 5
n.attr += 1
print('stored', n.attr, n.other)
