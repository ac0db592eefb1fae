# Assigning to and deleting slices: other lengths, steps, the list itself, iterators.
def show(title, start, action):
    xs = list(start)
    try:
        action(xs)
        print(title, xs)
    except Exception as error:
        print(title, type(error).__name__ + ':', error, xs)

def setter(cut, value):
    def act(xs):
        xs[cut] = value(xs) if callable(value) else value
    return act
def deleter(cut):
    def act(xs):
        del xs[cut]
    return act

base = [0, 1, 2, 3, 4, 5]
show('grow', base, setter(slice(1, 3), 'abcd'))
show('shrink', base, setter(slice(1, 5), [9]))
show('insert', base, setter(slice(2, 2), (7, 8)))
show('at the end', base, setter(slice(100, 200), [7]))
show('reversed bounds insert at start', base, setter(slice(4, 2), ['x']))
show('step 2', base, setter(slice(None, None, 2), 'abc'))
show('step -2', base, setter(slice(None, None, -2), 'abc'))
show('step wrong size', base, setter(slice(None, None, 2), 'ab'))
show('step zero', base, setter(slice(None, None, 0), 'ab'))
show('empty step', base, setter(slice(3, 3, 2), ''))
show('itself', base, setter(slice(2, 4), lambda xs: xs))
show('own reversal', base, setter(slice(None), lambda xs: reversed(xs)))
show('generator', base, setter(slice(0, 2), lambda xs: (x * 10 for x in xs)))
show('not iterable', base, setter(slice(0, 2), 5))
show('step not iterable', base, setter(slice(0, 2, 2), 5))
show('delete', base, deleter(slice(1, 4)))
show('delete step', base, deleter(slice(None, None, 2)))
show('delete negative step', base, deleter(slice(None, None, -3)))
show('delete nothing', base, deleter(slice(4, 2)))
show('delete all', base, deleter(slice(None)))
show('item', base, setter(-1, 'z'))
show('item out of range', base, setter(6, 'z'))
show('delete out of range', base, deleter(-7))
show('bad index', base, setter('1', 'z'))
show('augmented', base, lambda xs: xs.__setitem__(slice(0, 3), xs[3:] * 2))
