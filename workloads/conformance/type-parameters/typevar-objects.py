# TypeVar, ParamSpec, TypeVarTuple and TypeAliasType as objects.
# needs: python-3.13, typing
import typing
from typing import NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple

T = TypeVar('T')
B = TypeVar('B', bound=int, covariant=True)
K = TypeVar('K', int, 'str')
D = TypeVar('D', default=list)
P = ParamSpec('P')
Ts = TypeVarTuple('Ts')
print('repr', T, B, TypeVar('C', contravariant=True), P, Ts, TypeVar('I', infer_variance=True))
print('attributes', T.__name__, T.__module__, B.__bound__, K.__constraints__, D.__default__, T.__default__ is NoDefault)
print('unions', T | int, int | T, T | None)
print('in generics', list[T], dict[T, B][str, bool], tuple[*Ts], tuple[int, *Ts][str, bytes])
print('callable', typing.Callable[P, T][[int, str], bool], P.args, P.kwargs, P.args.__origin__ is P)
print('unpack', list(Ts)[0], typing.Unpack[Ts])
A = TypeAliasType('A', list[T], type_params=(T,))
print('alias', A, A.__value__, A[int], A[int].__origin__ is A, A[int].__args__, A.__parameters__)
for bad in (lambda: TypeVar('X', int), lambda: TypeVar('X', int, str, bound=int), lambda: TypeVar('X', covariant=True, contravariant=True), lambda: TypeVar(5), lambda: TypeVar(),
            lambda: type('S', (T,), {}), lambda: T(), lambda: TypeVar('X', bound='x y'), lambda: TypeAliasType('A', int, type_params=5), lambda: isinstance(1, T), lambda: T[int], lambda: list[int][str]):
    try:
        bad()
        print('no error')
    except (TypeError, ValueError, SyntaxError) as e:
        print(type(e).__name__ + ':', e)
try:
    T.__name__ = 'x'
except AttributeError as e:
    print(e)
T.extra = 1
print('identity', TypeVar('T') == T, T.extra, hash(T) == hash(T))
import copy
import pickle
print('copy', copy.copy(T) is T, copy.deepcopy(T) is T, pickle.loads(pickle.dumps(T)) is T)


def f[X: int = bool](): ...


X = f.__type_params__[0]
print('evaluators', X.evaluate_bound(1), X.evaluate_default(1), X.evaluate_constraints)
