# How deep isinstance, issubclass and the splitting of exception groups go: RecursionError, not the end of the process.
# needs: python-3.11
# reference: native
deep = ()
for _ in range(150_000):
    deep = (deep,)
for call in (lambda: issubclass(str, deep), lambda: isinstance('', deep)):
    try:
        print(call())
    except RecursionError as error:
        print(type(error).__name__)
shallow = (int,)
for _ in range(300):
    shallow = (shallow, str)
print(isinstance(1, shallow), issubclass(int, shallow), isinstance(1.0, shallow))


def group_of(depth):
    e = TypeError(1)
    for i in range(depth):
        e = ExceptionGroup('eg', [e])
    return e


small = group_of(300)
print(small.subgroup(TypeError) is not None, small.split(ValueError)[0])
deep_group = group_of(150_000)
for call in (lambda: deep_group.split(TypeError), lambda: deep_group.subgroup(TypeError),
    lambda: deep_group.subgroup(lambda e: False)):
    try:
        print(call())
    except RecursionError as error:
        print(type(error).__name__)
