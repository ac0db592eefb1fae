# Objects that can be called.


class Polynomial:
    def __init__(self, *coefficients):
        self.coefficients = coefficients

    def __call__(self, x):
        total = 0
        for c in self.coefficients:
            total = total * x + c
        return total


p = Polynomial(1, 0, -2)
print(p(0), p(3), [p(x) for x in range(3)])
print(callable(p), list(map(p, [1, 2])))
