# The iterator protocol: iter, next, sentinel form, exhaustion, StopIteration from anywhere.
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print('for', [x for x in It(3)])
it = It(2)
print('next', next(it), next(it), next(it, 'default'))
try:
    next(it)
except StopIteration as e:
    print('StopIteration', e.args, e.value)


class Resumes:
    def __init__(self): self.i = 0
    def __iter__(self): return self

    def __next__(self):
        self.i += 1
        if self.i % 3 == 0:
            raise StopIteration
        return self.i


r = Resumes()
print('may resume', list(r), list(r))
l = [1]
it = iter(l)
print('list iterator', next(it), next(it, 'end'))
l.append(2)
print('stays exhausted', next(it, 'end'))
calls = iter([1, 2, 0, 3])
print('sentinel', list(iter(lambda: next(calls), 0)))


def stops():
    raise StopIteration


print('callable raising StopIteration', list(iter(stops, 0)))
for bad in (lambda: iter(5), lambda: iter(5, 0), lambda: next([1]), lambda: next(5), lambda: iter(type('A', (), {'__iter__': lambda s: 5})())):
    try:
        bad()
    except TypeError as e:
        print(e)


class NoNext:
    def __iter__(self): return self


try:
    for _ in NoNext():
        pass
except TypeError as e:
    print(e)
s = 'abc'
it = iter(s)
print('unpack the rest', next(it), [*it], list(it))
print('in consumes', 2 in (it := iter([1, 2, 3])), list(it))
print('zip eats one more', list(zip(it := iter([1, 2, 3]), [9])), list(it))
print('iterators of containers', [type(iter(x)).__name__ for x in ([], (), {}, set(), '', b'', range(0), {}.items(), {}.values())])
print('iter(it) is it', all(iter(i) is i for i in map(iter, ([], (), {}, set(), '', range(3)))))
d = {'a': 1}
it = iter(d)
d['b'] = 2
try:
    next(it)
except RuntimeError as e:
    print(e)
print('length hints', [i.__length_hint__() for i in (iter([1, 2]), iter((1,)), iter({1: 1}), iter(range(5)), iter('ab'), reversed([1, 2, 3]))])
