# Inner functions remember names of the outer one.


def adder(n):
    def add(x):
        return x + n
    return add


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count
    return step


three, ten = adder(3), adder(10)
print(three(1), ten(1))
a, b = counter(), counter()
print(a(), a(), b(), a())
late = [lambda: i for i in range(3)]
print('late', [f() for f in late])
early = [lambda i=i: i for i in range(3)]
print('early', [f() for f in early])
