# typing.get_type_hints and inspect.signature over annotations.
# needs: python-3.14, typing, inspect
import inspect
import typing


class A:
    x: int
    y: 'A'


class B(A):
    z: typing.Optional['B'] = None
    x: str


print(typing.get_type_hints(B))


def f(a, b: int, /, c: 'str' = 'x', *args: float, d: list['A'] | None = None, **kw: typing.Any) -> typing.Annotated[int, 'meta']: ...


print(typing.get_type_hints(f))
print(typing.get_type_hints(f, include_extras=True)['return'])
print(inspect.signature(f))
for p in inspect.signature(f).parameters.values():
    print(p.name, p.kind.name, p.default is inspect.Parameter.empty, end='; ')
print()
s = inspect.signature(f)
print(s.bind(1, 2, 3, 4, d=5, e=6).arguments)
for args, kw in (((), {}), ((1,), {}), ((1, 2), {'b': 1}), ((1, 2, 3), {'c': 4})):
    try:
        s.bind(*args, **kw)
        print('binds')
    except TypeError as e:
        print(e)
print(inspect.signature(B), inspect.signature(len), inspect.signature(lambda x, *, y=1: 0))


class M:
    def m(self, x: int = 1) -> None: ...
    @classmethod
    def c(cls, x): ...
    @staticmethod
    def s(x): ...
    def __call__(self, *a): ...


print(inspect.signature(M.m), inspect.signature(M().m), inspect.signature(M.c), inspect.signature(M.s), inspect.signature(M()))
print(typing.get_origin(list[int]), typing.get_args(dict[str, int]), typing.get_args(typing.Callable[[int], str]), typing.get_origin(int | str))
print(typing.List[int], typing.Optional[int], typing.Union[int, str, int], typing.Literal[1, 'a'], typing.Callable[..., int])
T = typing.TypeVar('T')


class G(typing.Generic[T]):
    v: T


print(G[int], G[int].__args__, G.__parameters__, G[int]().__orig_class__)


class TD(typing.TypedDict, total=False):
    a: typing.Required[int]
    b: str


class NT(typing.NamedTuple):
    a: int
    b: str = 'd'


print(TD(a=1), TD.__required_keys__, TD.__optional_keys__, NT(1), NT(1)._asdict(), NT.__annotations__)
