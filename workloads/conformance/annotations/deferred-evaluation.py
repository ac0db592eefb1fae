# PEP 649: annotations are evaluated when they are asked for.
# needs: python-3.14
def f(a: Later, b: print('evaluated once') or int = 5, *c: 'text', d: list[Later], **e: None) -> Later | None:
    pass


print('defined without error', f.__defaults__)
try:
    f.__annotations__
except NameError as e:
    print('too early:', e)


class Later:
    pass


print(sorted(f.__annotations__))
print('cached', f.__annotations__ is f.__annotations__, f.__annotations__['d'], f.__annotations__['c'])
print('__annotate__', type(f.__annotate__).__name__, f.__annotate__.__name__, f.__annotate__(1)['b'])
for fmt in (2, 3, 5, 'x'):
    try:
        f.__annotate__(fmt)
    except (NotImplementedError, TypeError) as e:
        print('format', fmt, type(e).__name__, e)


class C:
    x: int
    y: list[C] = None
    z: Undefined
    print('in body', '__annotations__' in locals(), [n for n in locals() if 'annot' in n])

    def m(self, other: C) -> C: ...


print('class is known in its own annotations', C.m.__annotations__)
try:
    C.__annotations__
except NameError as e:
    print(e)
Undefined = str
print(C.__annotations__)
print('attributes', hasattr(C, 'x'), C.y)
x: int = 1
y: NotDefinedAnywhere
z: 'forward'
del x


def local():
    v: this_is_never_evaluated() = 1
    w: int
    try:
        w
    except UnboundLocalError as e:
        return v, str(e), local.__annotations__


print(local())
f.__annotations__ = {'replaced': 1}
print('set', f.__annotations__, f.__annotate__)
f.__annotate__ = lambda fmt: {'from': 'annotate', 'fmt': fmt}
print('own function', f.__annotations__)
for name, value in (('__annotations__', 5), ('__annotate__', 5)):
    try:
        setattr(f, name, value)
    except TypeError as e:
        print(e)
print('lambda and no annotations', (lambda: 0).__annotations__, type('E', (), {}).__annotations__)
