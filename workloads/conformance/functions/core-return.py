# Returning values: none, one, several, early.


def nothing():
    pass


def early(n):
    if n < 0:
        return 'negative'
    return 'not negative'


def several():
    return 1, 'two', [3]


print(nothing(), early(-1), early(1))
print(several())
a, b, c = several()
print(b)


def first_even(numbers):
    for n in numbers:
        if n % 2 == 0:
            return n


print(first_even([1, 3, 4, 5]), first_even([1]))
