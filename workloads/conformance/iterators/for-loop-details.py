# for: targets, else, the value of the variable after the loop, nesting.
for i in []:
    pass
else:
    print('else of an empty loop', 'i' in globals())
for i in range(3):
    pass
print('last value', i)
for i in range(3):
    if i == 1:
        break
else:
    print('never')
print('after break', i)


class T: pass


t, lst, d = T(), [0, 0], {}
for t.attr in 'ab':
    pass
for lst[1] in (5, 6):
    pass
for d['k'] in 'xy':
    pass
for (a, (b, *c)), e in [((1, (2, 3, 4)), 5)]:
    pass
for [p, q] in ('ab',):
    pass
print('targets', t.attr, lst, d, a, b, c, e, p, q)
for x in 1, 2, *'ab':
    print(x, end=' ')
print()
for x, in [(1,), (2,)]:
    print('one-tuple', x, end=' ')
print()
for i in range(2):
    for j in range(3):
        if j == 1:
            continue
        if i == 1:
            break
        print((i, j), end=' ')
    else:
        print('inner else', end=' ')
        continue
    print('outer after break', end=' ')
print()
try:
    for a, b in [(1, 2), (3,)]:
        pass
except ValueError as e:
    print(e, a, b)
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
n = 0
while n < 5:
    n += 1
    if n == 3:
        continue
    if n == 10:
        break
else:
    print('while else', n)
while True:
    try:
        break
    finally:
        print('finally on break')
for i in range(2):
    try:
        continue
    finally:
        print('finally on continue', i, end=' ')
else:
    print('else')


def f():
    for i in range(5):
        try:
            if i == 2:
                return i
        finally:
            if i == 2:
                print('leaving', end=' ')
    return 'end'


print(f())
i = 'before'
for i in range(0):
    pass
print('unchanged', i)
for i in (i for i in range(2)):
    pass
print(i)
for text in ('for 1 in x: pass', 'for x() in y: pass', 'for x in y: pass else: pass', 'for x in: pass', 'for x, *y, *z in w: pass', 'for *x in y: pass', 'for x in *y: pass', 'for x in *y,: pass',
             'for (x in y): pass', 'for x := 1 in y: pass', 'for x if 1 else 2 in y: pass', 'for None in x: pass', 'for i in range(3) print(i)', 'while x = 1: pass'):
    try:
        compile(text, '<f>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
