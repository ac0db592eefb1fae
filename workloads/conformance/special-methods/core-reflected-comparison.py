# a > b is answered by __lt__ of b when the class has no __gt__.


class Number:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __le__(self, other):
        return self.n <= other.n


one, two = Number(1), Number(2)
print(one < two, two > one, one > two)
print(one <= one, two >= one, one >= two)
print(max(one, two).n)
