# try statements inside loops, handlers and finally blocks, with break, continue and return crossing them.
def crossing():
    log = []
    for i in range(5):
        try:
            try:
                if i == 0:
                    continue
                if i == 1:
                    raise KeyError(i)
                if i == 3:
                    break
                log.append(f'body {i}')
            except KeyError as e:
                log.append(f'handled {e}')
                continue
            else:
                log.append(f'else {i}')
            finally:
                log.append(f'inner finally {i}')
        finally:
            log.append(f'outer finally {i}')
    else:
        log.append('no break')
    return log


print(*crossing(), sep='\n')


def returns(where):
    log = []

    def note(x):
        log.append(x)
        return x

    def run():
        try:
            try:
                if where == 'try':
                    return note('try')
                raise ValueError
            except ValueError:
                if where == 'except':
                    return note('except')
            else:
                return note('else')
            finally:
                note('finally')
                if where == 'finally raises':
                    raise KeyError('late')
        except KeyError:
            return note('outer except')
        return note('end')

    return run(), log


for where in ('try', 'except', 'finally raises', 'nowhere'):
    print(where, returns(where))


def handler_loop():
    try:
        raise ValueError('a')
    except ValueError as e:
        for i in range(3):
            try:
                raise KeyError(i)
            except KeyError as k:
                if i == 1:
                    break
        return repr(e), 'k' in locals(), i


print(handler_loop())


def while_true():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                raise ValueError
            return n
        except ValueError:
            pass
        finally:
            n += 10


print(while_true())


def with_and_try():
    class CM:
        def __enter__(self): return self
        def __exit__(self, *a):
            print('exit', a[0] and a[0].__name__, end=' ')
            return a[0] is KeyError

    for kind in (KeyError, ValueError, None):
        try:
            with CM():
                if kind:
                    raise kind
                print('no error', end=' ')
        except ValueError:
            print('caught', end=' ')
        finally:
            print('finally')


with_and_try()


def deep(n):
    try:
        if n == 0:
            raise ValueError('bottom')
        deep(n - 1)
    except ValueError as e:
        if n < 3:
            raise
        return f'{e} at {n}'


print(deep(5))


def deep2(n):
    try:
        if n == 0:
            raise ValueError('bottom')
        return deep2(n - 1)
    except ValueError as e:
        if n < 3:
            raise
        return f'{e} at {n}'


print(deep2(5))
