# *args and **kwargs, in definitions and in calls.


def show(first, *rest, sep=' ', **options):
    return (first, rest, sep, sorted(options.items()))


print(show(1))
print(show(1, 2, 3))
print(show(1, 2, sep='-', colour='red', size=4))
numbers = [1, 2, 3]
options = {'sep': '/', 'x': 0}
print(show(*numbers))
print(show(*numbers, **options))
print(show(0, *numbers, *'ab', y=1, **options))


def forward(*args, **kwargs):
    return show(*args, **kwargs)


print(forward(5, 6, sep='|', z=1))
