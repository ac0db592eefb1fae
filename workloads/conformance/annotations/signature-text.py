# inspect.signature of all parameter kinds as text, and of decorated and built-in callables.
# needs: inspect, functools
import functools
import inspect


def show(f):
    try:
        print(inspect.signature(f))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, str(e).split(' at 0x')[0])


show(lambda: 0)
show(lambda a, b=1, *c, d, e=2, **f: 0)
show(lambda a, /, b, *, c: 0)
show(lambda *, a=None: 0)
show(lambda a=(1, 2), b='text', c=[], d=...: 0)


def annotated(a: int, b: 'str' = 'x', *args: float, c: list[int], d: int | None = None, **kw: dict[str, int]) -> tuple[int, ...]: ...


show(annotated)


class C:
    def __init__(self, x, y=1): ...
    def method(self, a): ...
    @classmethod
    def cm(cls, a): ...
    @staticmethod
    def sm(a): ...
    def __call__(self, z): ...


for f in (C, C(1), C.method, C(1).method, C.cm, C.sm, C.__init__):
    show(f)
show(functools.partial(annotated, 1, c=[]))
show(functools.partial(C(1).method, 5))


@functools.wraps(annotated)
def wrapper(*a, **k): ...


show(wrapper)
print(inspect.signature(wrapper, follow_wrapped=False))


class New:
    def __new__(cls, a, *b): ...


class Meta(type):
    def __call__(cls, only, meta): ...


class WithMeta(metaclass=Meta):
    def __init__(self, ignored): ...


class Own:
    __signature__ = inspect.Signature([inspect.Parameter('faked', inspect.Parameter.POSITIONAL_ONLY)])


class Empty: ...


for f in (New, WithMeta, Own, Empty, object, 5, print, len, sorted, int, dict.get, [].append, str.split):
    show(f)
s = inspect.signature(annotated)
b = s.bind(1, c=[2], extra=3)
b.apply_defaults()
print(dict(b.arguments), b.args, b.kwargs)
print(s.parameters['c'], s.parameters['args'].kind, s.return_annotation, s.parameters['a'].default is inspect.Parameter.empty)
print(s.replace(return_annotation=inspect.Signature.empty, parameters=list(s.parameters.values())[:1]), s == inspect.signature(annotated))
for make in (lambda: inspect.Parameter('1x', inspect.Parameter.POSITIONAL_ONLY), lambda: inspect.Parameter('x', 9), lambda: inspect.Parameter('x', inspect.Parameter.VAR_POSITIONAL, default=1),
             lambda: inspect.Signature([inspect.Parameter('a', inspect.Parameter.KEYWORD_ONLY), inspect.Parameter('b', inspect.Parameter.POSITIONAL_ONLY)]), lambda: inspect.Parameter('class', inspect.Parameter.KEYWORD_ONLY)):
    try:
        make()
        print('accepted')
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(inspect.getfullargspec(annotated).args, inspect.getfullargspec(annotated).kwonlydefaults, inspect.getdoc(C) if C.__doc__ else 'no doc')
