# Functions that wrap functions, with and without arguments.


def logged(f):
    def wrapper(*args):
        print('calling with', args)
        return f(*args)
    return wrapper


def times(n):
    def decorate(f):
        def wrapper(x):
            for _ in range(n):
                x = f(x)
            return x
        return wrapper
    return decorate


@logged
def add(a, b):
    return a + b


@times(3)
@logged
def double(x):
    return 2 * x


print(add(2, 3))
print(double(1))
