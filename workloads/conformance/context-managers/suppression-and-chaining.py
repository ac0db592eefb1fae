# __exit__ that replaces, chains or hides exceptions; nested with and generator-based managers.
from contextlib import contextmanager, ExitStack


class CM:
    def __init__(self, name, action=None): self.name, self.action = name, action
    def __enter__(self): return self

    def __exit__(self, kind, value, tb):
        print(f'{self.name}: {kind.__name__ if kind else None}', end=' ')
        if self.action == 'hide':
            return True
        if self.action == 'replace':
            raise KeyError(f'from {self.name}')
        if self.action == 'reraise':
            raise value
        if self.action == 'cause':
            raise RuntimeError('wrapped') from value


def attempt(*managers, body=lambda: 1 / 0):
    try:
        with ExitStack() as stack:
            for m in managers:
                stack.enter_context(m)
            body()
        print('| no error')
    except Exception as e:
        chain = []
        while e:
            chain.append(type(e).__name__)
            e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
        print('|', ' < '.join(chain))


def plain(a, b, body=lambda: 1 / 0):
    try:
        with a, b:
            body()
        print('| no error')
    except Exception as e:
        chain = []
        while e:
            chain.append(type(e).__name__)
            e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
        print('|', ' < '.join(chain))


for first in (None, 'hide', 'replace', 'reraise', 'cause'):
    for second in (None, 'hide', 'replace'):
        print(first, second, end=' -> ')
        plain(CM('outer', first), CM('inner', second))
print('the same on a stack')
for first, second in ((None, None), ('hide', 'replace'), ('replace', 'replace'), ('cause', None)):
    attempt(CM('outer', first), CM('inner', second))
print('without an error', end=' ')
plain(CM('outer'), CM('inner', 'replace'), body=lambda: None)


@contextmanager
def gen(handle):
    try:
        yield
    except ZeroDivisionError as e:
        if handle == 'hide':
            return
        if handle == 'other':
            raise LookupError('other') from e
        raise
    finally:
        print(f'gen {handle}', end=' ')


for handle in ('hide', 'other', 'raise'):
    plain(gen(handle), CM('inner'))


def returns_from_with():
    for i in range(3):
        with CM(f'loop {i}', 'hide'):
            if i == 1:
                return 'returned'
            raise ValueError


print(returns_from_with())


class NoTb:
    def __enter__(self): ...

    def __exit__(self, *args):
        print(len(args), args[1].__traceback__ is args[2], end=' ')
        return True


with NoTb():
    raise ValueError
print('end')
