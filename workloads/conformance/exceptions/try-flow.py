# try, except, else and finally: which blocks run, in which order.
def flow(action):
    log = []
    try:
        try:
            log.append('try')
            action()
        except KeyError:
            log.append('except')
        except (ValueError, IndexError) as e:
            log.append(f'tuple {type(e).__name__}')
            raise
        else:
            log.append('else')
        finally:
            log.append('finally')
        log.append('after')
    except Exception as e:
        log.append(f'outer {type(e).__name__}')
    return log


def throw(e):
    raise e


print('nothing', flow(lambda: 0))
print('KeyError', flow(lambda: {}['x']))
print('IndexError is no KeyError', flow(lambda: [][0]))
print('reraised', flow(lambda: throw(ValueError)))
print('not handled', flow(lambda: 1 / 0))


def else_raises():
    try:
        pass
    except KeyError:
        print('never')
    else:
        raise KeyError('from else')
    finally:
        print('finally before leaving', end=' ')


try:
    else_raises()
except KeyError as e:
    print(e)
for i in range(4):
    try:
        if i == 1:
            continue
        if i == 3:
            break
    finally:
        print('loop finally', i, end=' ')
else:
    print('no else after break')
print()


def nested():
    try:
        try:
            raise ValueError('inner')
        finally:
            print('f1', end=' ')
    except ValueError:
        print('e1', end=' ')
        try:
            raise KeyError('second')
        except KeyError:
            print('e2', end=' ')
        finally:
            print('f2', end=' ')
    finally:
        print('f3')


nested()


def dynamic(kinds, exc):
    try:
        raise exc
    except kinds as e:
        return type(e).__name__


print('computed handler', dynamic((KeyError, ValueError), ValueError()), dynamic(LookupError, IndexError()))
try:
    dynamic(5, ValueError('v'))
except TypeError as e:
    print(e, '| context', repr(e.__context__))
print('handler not evaluated without need', end=' ')
try:
    pass
except undefined_name:
    pass
print('ok')
try:
    try:
        raise ValueError('v')
    except undefined_name:
        pass
except NameError as e:
    print(e, '| context', repr(e.__context__))
