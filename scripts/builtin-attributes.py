# Lists what a program can see of builtin types: one line "owner.attribute kind" each. Run by check-attributes.mjs on the reference and on an
# engine. The types are those of `builtins`, of `types`, and those that only values lead to.
import builtins
import sys
import types


def generator():
    yield


async def coroutine():
    pass


async def async_generator():
    yield


class Plain:
    __slots__ = ("slot",)


def caught():
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__


unawaited = coroutine()
values = [
    iter([]), reversed([]), iter(()), iter(""), iter("é"), iter(b""), iter(bytearray()), iter(memoryview(b"")),
    iter({}), iter({}.values()), iter({}.items()), reversed({}), reversed({}.values()), reversed({}.items()),
    {}.keys(), {}.values(), {}.items(), iter(set()), iter(range(1)), iter(range(2**70)), iter(lambda: 1, 1), iter(Plain.__mro__),
    generator(), unawaited, unawaited.__await__(), async_generator(), async_generator().asend(None), async_generator().athrow(ValueError),
    generator, generator.__code__, caught(), caught().tb_frame, sys, Plain().__init__, Plain.__init__, Plain.slot, [].append, list.append,
    dict.__dict__["fromkeys"], int.__dict__["real"], type.__dict__["__base__"], Plain.__init__.__get__, int.__dict__, None, NotImplemented,
    Ellipsis, list[int], int | str, iter(list[int]), types.SimpleNamespace(), (lambda: values).__closure__ or (lambda x: lambda: x)(1).__closure__[0],
    generator.__code__.co_lines(), generator.__code__.co_positions(), t"{1}", t"{1}".interpolations[0], iter(t"{1}"), generator.__get__(1),
    sys.flags, sys.version_info, sys.hash_info, sys.int_info, sys.float_info, sys.thread_info,
]
unawaited.close()
found = {}
for value in [*vars(builtins).values(), *vars(types).values()]:
    if isinstance(value, type) and value.__module__ in ("builtins", "types", "typing"):
        found[value] = None
for value in values:
    found[type(value)] = None


def kind(value):
    return type(value).__name__


for name in sorted(vars(builtins)):
    print(f"builtins.{name} {kind(vars(builtins)[name])}")
for name in sorted(vars(sys)):
    print(f"sys.{name} {kind(vars(sys)[name])}")
for owner in found:
    if owner.__flags__ & (1 << 9) and owner.__module__ == "types":
        continue
    for name in sorted(vars(owner)):
        print(f"{owner.__module__}.{owner.__qualname__}.{name} {kind(vars(owner)[name])}")
