# A decorator that remembers results.


def memoise(f):
    known = {}

    def wrapper(n):
        if n not in known:
            known[n] = f(n)
        return known[n]
    return wrapper


calls = []


@memoise
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60))
print('computed', len(calls), 'once each', len(calls) == len(set(calls)))
