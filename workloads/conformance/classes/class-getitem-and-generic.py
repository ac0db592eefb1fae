# __class_getitem__, generic aliases and what they forward.
class A:
    n = 5

    def __init__(self, x=0):
        self.x = x

    def __class_getitem__(cls, item):
        return f'{cls.__name__}[{item!r}]'


class B(A):
    pass


print('called with the class', A[1], B['x'], A[1, 2], A[1:2])
try:
    A()[1]
except TypeError as e:
    print('not on instances:', e)


class M(type):
    def __getitem__(cls, item):
        return 'metaclass first'


class C(metaclass=M):
    def __class_getitem__(cls, item):
        return 'not reached'


print(C[0])
alias = list[int]
print('alias', alias, alias.__origin__, alias.__args__, alias() == [], type(alias('ab')).__name__)
print('nested', dict[str, list[int | None]], tuple[int, ...], tuple[()], type[int])
print('equality and hash', list[int] == list[int], list[int] == list[str], hash(list[int]) == hash(list[int]))
print('attributes forwarded', list[int].append is list.append, list[int].__name__)
for f in (lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: int[str], lambda: list[int][str],
          lambda: str[int]):
    try:
        print(f())
    except TypeError as e:
        print(e)


class D(list[int]):
    pass


print('as a base', D.__bases__, D.__orig_bases__, D([1, 2]))
print('union', int | None, int | str | int, (int | str) == (str | int), list[int] | None)
print('isinstance with a union', isinstance(5, int | str), isinstance(None, int | None), issubclass(bool, int | str))
try:
    isinstance(5, int | list[int])
except TypeError as e:
    print(e)


class Entry:
    def __mro_entries__(self, bases):
        print('mro_entries', len(bases))
        return (A, int)


class E(Entry()):
    pass


print('replaced bases', E.__bases__, type(E.__orig_bases__[0]).__name__)
