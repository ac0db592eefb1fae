# Objects for `for`: __iter__ and __next__.


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


print([n for n in Countdown(3)])
print(list(Countdown(2)), sum(Countdown(4)), max(Countdown(5)))
i = iter([10, 20])
print(next(i), next(i), next(i, 'end'))
try:
    next(i)
except StopIteration:
    print('StopIteration')
print(3 in Countdown(5))
