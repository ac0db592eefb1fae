# Comprehensions: evaluation order, scope of targets, nesting.
x = 'outer'
print('targets stay inside', [x for x in range(3)], x)
log = []


def t(v):
    log.append(v)
    return v


{t('k1'): t('v1') for _ in 'ab'}
print('key before value', log)
log.clear()
[t(('item', a, b)) for a in t('ab') if t(a == 'b') or True for b in t('x')]
print('order', log)
print('nested lists', [[i * j for j in range(3)] for i in range(3)])
print('flat', [c for word in ('ab', 'cd') for c in word if c != 'b'])
print('dependent', [(i, j) for i in range(4) for j in range(i) if (i + j) % 2])
print('dict', {k: v for k, v in zip('abc', range(3))}, {i: i for i in (1, 1.0, True)})
print('set', sorted({i % 3 for i in range(10)}))
print('unpacking', [a + b for a, (b, *_) in [(1, (2, 3)), (4, (5,))]])
print('starred target', [rest for first, *rest in ('abc', 'd')])
print('attribute target', end=' ')


class Box: pass


box = Box()
print([box.v for box.v in 'xy'], box.v)
lst = [0]
print('subscript target', [lst[0] for lst[0] in range(3)], lst)
print('lambda late binding', [f() for f in [lambda: i for i in range(3)]])
print('if-else in the element', ['even' if i % 2 == 0 else i for i in range(4)])
print('iterates over itself', [y for y in [y * 2 for y in range(3)]])
try:
    [undefined_name for _ in 'a']
except NameError as e:
    print(e)
try:
    [z for z in z]
except NameError as e:
    print(e)


def local_name():
    try:
        return [q for q in q]
    except UnboundLocalError as e:
        return 'unbound', e.args
    except NameError as e:
        return type(e).__name__, e.args[0]
    q = 1


print(local_name())


def shadows(i):
    r = [i for i in range(i)]
    return r, i


print('parameter of the same name', shadows(3))


def reads():
    k = 10
    return [k + i for i in range(2)], [[k for _ in 'a'] for k in 'b'], k


print('mixed', reads())
print('exception leaves outer name', end=' ')
x = 'kept'
try:
    [1 // x for x in (1, 0)]
except ZeroDivisionError:
    print(x)
import sys
print('frame', [sys._getframe().f_code.co_name for _ in 'a'], list(sys._getframe().f_code.co_name for _ in 'a'))
print('locals inside', [sorted(k for k in locals() if len(k) == 2) for _1, _2 in ['ab']])
