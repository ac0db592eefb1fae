# return through loops, try, with and nested functions.
def implicit():
    pass


def bare():
    return


def early(xs):
    for x in xs:
        if x < 0:
            return 'negative'
    else:
        return 'none'
    return 'not reached'


def through_finally():
    try:
        return 'try'
    finally:
        print('  finally runs', end=' ')


def finally_wins():
    for i in range(3):
        try:
            return i
        finally:
            if i < 2:
                continue
    return 'end'


def nested_finally():
    out = []
    try:
        try:
            out.append(1)
            return out
        finally:
            out.append(2)
    finally:
        out.append(3)


def value_is_fixed():
    x = 1
    try:
        return x
    finally:
        x = 2


def multiple():
    return 1, *[2, 3], 4


def starred():
    return *'ab',


print('implicit', implicit(), bare())
print('early', early([1, -1]), early([]), early([1]))
print(through_finally())
import warnings
print('nested', nested_finally())
print('value is fixed before finally', value_is_fixed())
print('tuple', multiple(), starred())


def while_else(n):
    while n:
        n -= 1
        if n == 5:
            break
    else:
        return 'ran out'
    return 'broke'


print('while else', while_else(3), while_else(8))


def swallow():
    try:
        raise KeyError
    except KeyError:
        return 'handled'
    else:
        return 'else'
    finally:
        pass


print('swallow', swallow())


def dead_code():
    return 1
    yield 2


print('yield after return makes a generator', type(dead_code()).__name__, list(dead_code()))
for text in ('return 1', 'class A: return 1', 'break', 'continue', 'def f(): break', 'while 1:\n def g(): continue',
             'for x in y: pass\nelse: break', 'yield 1', 'class A: yield 1', 'await x'):
    try:
        compile(text, '<flow>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
