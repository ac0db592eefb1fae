# del: names, attributes, items, slices, nested targets, errors.
a = b = c = 1
del a
del b, (c)
for name in 'abc':
    print(name, name in globals(), end=' ')
print()
x = [0, 1, 2, 3, 4, 5]
del x[0], x[-1]
del x[::2]
print('items', x)
d = {'k': 1, 'l': 2}
del d['k']
print(d)


class T:
    cls = 1

    def __delattr__(self, n): print('delattr', n)
    def __delitem__(self, k): print('delitem', k)


t = T()
del t.a, t[0], (t.b, [t[1:2], t[...]])
del T.cls
print(hasattr(T, 'cls'))
del ()
del []


def local():
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)
    try:
        del v
    except UnboundLocalError as e:
        print(e)
    v = 2
    return v


print(local())


def glob():
    global made
    made = 1
    del made
    try:
        made
    except NameError as e:
        return str(e)


print(glob())
for text in ('del nothing', 'del d["zz"]', 'del [1][5]', 'del (1,)[0]', 'del "ab"[0]', 'del 5 .x', 'del d.x', 'del print', 'del {}[[]]', 'del [][0:5]', 'del range(3)[0]', 'del x["a"]', 'del x[None]'):
    try:
        exec(text)
        print(text, 'works')
    except (NameError, KeyError, IndexError, TypeError, AttributeError) as e:
        print(text, '->', type(e).__name__ + ':', e)
for text in ('del 1', 'del f()', 'del (a + b)', 'del *a', 'del a, *b', 'del None', 'del "x"', 'del a = 1', 'del', 'del (a, b), [c]', 'del a if b else c', 'del (yield)', 'del [a, 1]', 'del lambda: 0', 'del x := 1', 'del {}', 'del a.b, c[0], (d)', 'del not a', 'del __debug__'):
    try:
        compile(text, '<d>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
l = [1, 2, 3]
del l[:]
print('emptied', l)
for i in range(2):
    del i
print('loop variable deleted', 'i' in globals())
