# Generators fed by generators do only the work that is asked for.


def numbers():
    n = 0
    while True:
        n += 1
        print('make', n)
        yield n


def odd(source):
    return (n for n in source if n % 2)


def take(n, source):
    for _ in range(n):
        yield next(source)


print(list(take(2, (n * n for n in odd(numbers())))))
