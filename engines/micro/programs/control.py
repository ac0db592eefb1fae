# Loops, exceptions, finally in every way out, with, generators, closures.
def leave(how):
    for i in range(3):
        try:
            try:
                if how == "return":
                    return "returned %d" % i
                if how == "break":
                    break
                if how == "continue":
                    continue
                if how == "raise":
                    raise KeyError(how)
            finally:
                print("inner", how, i)
        except KeyError as e:
            print("caught", e)
        finally:
            print("outer", i)
    else:
        print("else")
    return "end"


for how in ("return", "break", "continue", "raise", "none"):
    print(leave(how))


class Context:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, t, v, tb):
        print("exit", t)
        return self.swallow


with Context(True) as c, Context(False):
    raise ValueError("x")


def counter(n):
    total = 0
    while n:
        got = yield total
        total += got or 1
        n -= 1
    return total


def outer():
    result = yield from counter(3)
    print("result", result)
    try:
        yield "last"
    except ValueError:
        yield "thrown"
    finally:
        print("closed")


g = outer()
print(next(g), g.send(5), g.send(None), next(g), g.throw(ValueError()))
g.close()


def adder():
    total = 0

    def add(x):
        nonlocal total
        total += x
        return total

    return add


a = adder()
a(1)
print(a(2), [lambda: i for i in range(3)][0](), {x: y for x, y in zip("ab", (1, 2))} == {"b": 2, "a": 1})
print((lambda a, *b, c=3, **d: (a, b, c, sorted(d)))(1, 2, c=4, e=5))
first, *middle, last = range(5)
print(first, middle, last, [(i, j) for i in range(3) for j in range(i) if i + j])
print(1 < 2 < 3, 1 < 3 < 2, not 1, 0 or "x", 1 and "y", "yes" if [] else "no")
try:
    try:
        1 // 0
    except ZeroDivisionError:
        raise
except Exception as e:
    print(repr(e))
