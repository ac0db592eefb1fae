# Functions in variables, lists and dictionaries; lambda.


def double(x):
    return 2 * x


def twice(f, x):
    return f(f(x))


print(twice(double, 5), twice(lambda x: x * x, 3))
operations = {'+': lambda a, b: a + b, '-': lambda a, b: a - b}
for sign in '+-':
    print(sign, operations[sign](7, 2))
print([f(-3) for f in (abs, double, str)])
print('callable', callable(double), callable(3), double.__name__)
print((lambda *a, k=1: (a, k))(1, 2, k=3))
