# Functions that yield.


def count(n):
    print('started')
    for i in range(n):
        yield i
    print('done')


g = count(2)
print('made')
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration:
    print('StopIteration')


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


out = []
for n in fibonacci():
    if n > 50:
        break
    out.append(n)
print(out)
print(sum(x for x in count(4)))
