# Exceptions and control flow replaced by finally blocks.
# needs: warnings
import warnings

warnings.simplefilter('ignore')
source = '''
def swallow():
    try:
        raise ValueError('lost')
    finally:
        return 'returned'

def swallow_break():
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            break
    return i

def swallow_continue():
    seen = []
    for i in range(3):
        try:
            seen.append(i)
            raise ValueError(i)
        finally:
            continue
    return seen

def overrides():
    try:
        return 'first'
    finally:
        return 'second'

def nested():
    try:
        try:
            return 'a'
        finally:
            raise KeyError('from finally')
    except KeyError as e:
        return f'caught {e}, context {e.__context__}'

def generator():
    try:
        yield 1
        raise ValueError
    finally:
        return 'generator value'
'''
exec(source)
print('return swallows', swallow())
print('break swallows', swallow_break())
print('continue swallows', swallow_continue())
print('last return wins', overrides())
print('raise replaces return', nested())


def run():
    return (yield from generator())


print('in a generator', list(run()))


def order():
    log = []
    try:
        log.append(1)
        try:
            log.append(2)
            raise ValueError
        finally:
            log.append(3)
            try:
                raise KeyError
            except KeyError as e:
                log.append(type(e.__context__).__name__)
    except ValueError:
        log.append(4)
    return log


print(order())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    compile(source, '<f>', 'exec')
print('warned', [(w.category.__name__, str(w.message)) for w in caught])
