# * and ** in calls: any iterable, any mapping, failures in the middle.
def f(*args, **kwargs):
    return args, kwargs


def show(text):
    try:
        print(text, '->', eval(text))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)


class BadIter:
    def __iter__(self):
        yield 1
        raise TypeError('from inside the iterator')


class NoKeys:
    def __getitem__(self, k):
        return k


class BadKeys:
    def keys(self):
        return ['a', 'b']

    def __getitem__(self, k):
        raise KeyError('from ' + k)


class IntKeys:
    def keys(self):
        return [1]

    def __getitem__(self, k):
        return k


class OldSequence:
    def __getitem__(self, i):
        if i == 3:
            raise IndexError
        return i * 10


show('f(*"abc", 1, *range(2))')
show('f(*OldSequence())')
show('f(*BadIter())')
show('f(*{"x": 1, "y": 2})')
show('f(**NoKeys())')
show('f(**BadKeys())')
show('f(**IntKeys())')
show('f(**{"a": 1}, b=2, **{"c": 3})')
show('f(a=1, **{"a": 2})')
show('f(**{"a": 2}, a=1)')
show('f(*[1], 2, *[], **{}, **{"k": 3})')
show('f(*(yield_ for yield_ in (1, 2)))')
show('f(*(x for x in "ab"))')
show('print(*[1, 2], sep="-")')
show('max(*[3, 1, 2])')
show('f(*[*[*[1]]])')
show('dict(**{"a b": 1}, c=2)')
show('f(*None)')
show('f(*1, *2)')
show('f(**"ab")')
for text in ('f(**a, *b)', 'f(a=1, 2)', 'f(**a, 1)', 'f(a=1, a=2)', 'f(x for x in y, 1)', 'f(1=2)', 'f(a.b=1)',
             'f(True=1)', 'f(x for x in y, *z)'):
    try:
        compile(text, '<call>', 'eval')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
