# dataclasses: defaults, order, frozen, slots, inheritance, field options, helper functions, errors.
# needs: dataclasses, inspect
import dataclasses as dc
from dataclasses import KW_ONLY, InitVar, dataclass, field
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
print('basic', P(1), P(1, 2) == P(1, 2), P(1) < P(1, 1), P(1).tags is not P(1).tags, P.__match_args__,
    sorted([P(2), P(1)]))
print('helpers', dc.asdict(P(1, tags=['t'])), dc.astuple(P(3)), dc.replace(P(1, 2), x=9),
    [f.name for f in dc.fields(P)], dc.is_dataclass(P), dc.is_dataclass(P(1)), dc.is_dataclass(5))
@dataclass(frozen=True, slots=True)
class F:
    a: int
    b: 'str' = 'b'
f = F(1)
print('frozen', f, hash(f) == hash(F(1)), F.__slots__, hasattr(f, '__dict__'))
for action in ("f.a = 5", "del f.a", "f.zz = 1"):
    try:
        exec(action)
    except (dc.FrozenInstanceError, AttributeError, TypeError) as error:
        print(action, '->', type(error).__name__, error)
@dataclass
class Base:
    name: str
    def __post_init__(self):
        print('  base post', self.name)
@dataclass
class Derived(Base):
    size: int = 5
    seed: InitVar[int] = 1
    _: KW_ONLY
    key: str = 'k'
    total: int = field(init=False, default=0)
    def __post_init__(self, seed):
        super().__post_init__()
        self.total = self.size * seed
print('derived', Derived('n', 2, 3, key='q'), Derived.__init__.__annotations__.keys() >= {'size'},
    Derived('z') != Derived('y'))
@dataclass(eq=False)
class E: v: int
print('eq off', E(1) == E(1), dc.make_dataclass('M', ['x', ('y', int, 7)])(1), P.__hash__,
    dataclass(repr=False)(type('R', (), {'__annotations__': {}})).__name__)
print('nested', dc.asdict(dc.make_dataclass('N', [('p', P), ('d', dict)])(P(1), {'k': [P(2)]})))
import inspect
print('signature', inspect.signature(P), inspect.signature(Derived))
for source in ("class A:\n a: int = 1\n b: int", "class A:\n a: list = []",
    "class A:\n a: int = field(default=1, default_factory=int)", "class A(F):\n c: int = 0"):
    try:
        ns = {'dataclass': dataclass, 'field': field, 'F': F}
        exec('@dataclass\n' + source, ns)
        print('fine')
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for code in ("P()", "P(1, 2, 3, 4)", "dc.fields(5)", "dc.replace(5)", "dc.asdict(P)", "P(1) < 5",
    "Derived('a', 1, 2, 'k')", "dc.replace(Derived('a'), total=3)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
