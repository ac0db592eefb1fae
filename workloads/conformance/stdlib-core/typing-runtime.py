# typing at run time: generic aliases, unions, Protocol, TypedDict, get_type_hints, NewType, TypeVar.
# needs: python-3.13, typing
import typing as t
from typing import Annotated, Any, Callable, ClassVar, Generic, Literal, Optional, Protocol, TypedDict, TypeVar, Union
print('repr', list[int], dict[str, list[int]], Optional[int], Union[int, str], int | None, Callable[[int], str],
    Callable[..., Any], Literal['a', 1], Annotated[int, 'meta'], tuple[int, ...], ClassVar[int], t.List[int],
    type[int], Any)
print('unions', Union[int, int], Union[int, str] == Union[str, int], int | str == Union[int, str], Optional[None],
    Union[int, Union[str, int]], isinstance(int | str, t.Union), (int | str).__args__, type(int | str).__name__)
print('parts', t.get_origin(list[int]), t.get_args(dict[str, int]), t.get_origin(int | str),
    t.get_args(Callable[[int, str], bool]), t.get_origin(int), t.get_args(Literal['a', 'b']),
    t.get_origin(Annotated[int, 5]), list[int].__origin__ is list, list[int]('ab'), list[int] == list[int],
    hash(list[int]) == hash(list[int]))
T = TypeVar('T'); K = TypeVar('K', bound=int); V = TypeVar('V', int, str)
class Box(Generic[T]):
    def __init__(self, x: T): self.x = x
print('generic', Box[int], Box[int](5).x, Box[int].__origin__ is Box, Box.__parameters__, Box.__orig_bases__, T,
    K.__bound__, V.__constraints__, dict[T, K][str, int], Box[int](1).__orig_class__)
class Stack[X: int = bool]:
    def push(self, x: X) -> X: return x
type Alias[Y] = list[Y] | None
print('new syntax', Stack.__type_params__, Stack[int], Alias, Alias.__value__, Alias[int], Alias.__type_params__,
    Stack.__type_params__[0].__default__)
@t.runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...
class Door:
    def close(self): pass
print('protocol', isinstance(Door(), Closable), isinstance(5, Closable), issubclass(Door, Closable))
class Movie(TypedDict, total=False):
    title: t.Required[str]
    year: int
print('typeddict', Movie(title='x', year=1), Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__,
    type(Movie(title='y')).__name__)
def f(a: int, b: 'list[str]' = None, *c: float, **d: 'Later') -> Optional[int]: ...
class Later: x: 'int'; y: ClassVar[str]
print('hints', t.get_type_hints(f), t.get_type_hints(Later), f.__annotations__['b'])
print('others', t.cast(int, 'a'), t.NewType('UserId', int)(5), t.NewType('UserId', int),
    t.NamedTuple('P', [('x', int)])(1), t.TYPE_CHECKING, t.assert_type(1, int), t.no_type_check(f) is f,
    t.is_typeddict(Movie), t.final(Door) is Door, Door.__final__, t.Self, t.Never)
for code in ("list[int][str]", "Union[()]", "Optional[int, str]", "Literal[[]]", "isinstance([], list[int])",
    "isinstance(5, Union[int, list[int]])", "Box[int, str]", "Callable[int]", "Any()", "Closable()",
    "isinstance(1, Protocol)", "int | 'str'", "int | 5", "Union[int, 5]", "TypeVar('Q', int)",
    "t.get_type_hints(lambda: 0)", "t.assert_never(1)", "type('S', (Any,), {})()", "t.NewType('U', int)[0]",
    "t.get_type_hints(type('E', (), {'__annotations__': {'z': 'nope'}}))", "T()", "t.nothing",
    "isinstance(Movie(title=''), Movie)"):
    try:
        value = eval(code); print(code, value if 'Any,' not in code else 'ok')
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
