# annotationlib: VALUE, FORWARDREF and STRING formats; ForwardRef objects.
# needs: python-3.14, annotationlib
from annotationlib import ForwardRef, Format, get_annotations, call_annotate_function


def f(a: int, b: Missing, c: Missing | None = None, *d: list[Missing[int]], e: 'str' = 1, **k: (1 + 2) * x.y[0]) -> a.b:
    pass


print('string', get_annotations(f, format=Format.STRING))
forward = get_annotations(f, format=Format.FORWARDREF)
print('forwardref', {k: type(v).__name__ for k, v in forward.items()})
print(forward['b'].__forward_arg__, forward['a'])
try:
    get_annotations(f)
except NameError as e:
    print('value:', e)
ref = forward['b']
try:
    ref.evaluate()
except NameError as e:
    print('evaluate:', e)
print('evaluate with names', ref.evaluate(globals={'Missing': 'found'}), ref.evaluate(format=Format.FORWARDREF) is ref, ref.evaluate(format=Format.STRING))
Missing = dict
print('now defined', ref.evaluate(), ForwardRef('list[int]').evaluate())


class Base:
    a: int


class Sub(Base):
    b: Missing


print('not inherited', get_annotations(Sub), get_annotations(Base), get_annotations(type('E', (Base,), {})))
print('eval_str', get_annotations(Base, eval_str=True), end=' ')


class S:
    x: 'int'
    y: 'list[str]'


print(get_annotations(S), get_annotations(S, eval_str=True))


def outer():
    T = int

    def inner(x: T, y: T | Later): ...
    return inner


inner = outer()
print('closure', get_annotations(inner, format=Format.FORWARDREF)['x'], get_annotations(inner, format=Format.STRING))
print('call_annotate', call_annotate_function(inner.__annotate__, Format.STRING))
for bad in (5, None, 'x'):
    try:
        get_annotations(bad)
    except TypeError as e:
        print(e)
print([f'{m.name}={m.value}' for m in Format])


def ops(a: x + 1, b: -x, c: not y, d: x < y, e: x.z(1, k=2), f: [x, 1], g: {x: 1}, h: lambda: x, i: x if y else z, j: 'text', k: x[1:2, ...], l: (x, *y), m: x and y) -> {x, 2}: ...


print({k: v for k, v in get_annotations(ops, format=Format.STRING).items() if k in 'abefgkl'})
