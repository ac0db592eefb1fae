# append to sort: every list method with its corner cases and messages.
xs = [1, 2, 3, 2]
xs.append([4])
xs.extend('ab')
xs.extend(xs[:1])
xs.insert(0, 'i')
xs.insert(-1, 'j')
xs.insert(99, 'k')
xs.insert(-99, 'l')
print('built', xs)
print('pop', xs.pop(), xs.pop(0), xs.pop(-2), xs)
print('index count', xs.index(2), xs.index(2, 3), xs.index('b', -3), xs.count(2), xs.count('z'),
    [1, True, 1.0].count(1))
xs.remove(2)
xs.reverse()
print('remove reverse', xs, xs.copy() == xs, xs.copy() is xs)
print('copy is shallow', xs.copy()[2] is xs[2])
ys = [1]
ys.extend(ys); ys += ys; ys += 'c'; ys *= 2
print('extend itself', ys)
zs = ys
zs += [0]
print('in place keeps identity', zs is ys, len(ys))
zs = zs + [1]
print('plus makes a new one', zs is ys, len(ys), len(zs))
ys.clear()
print('clear', ys, [].copy(), [] * 3, [[]] * 2, 2 * [0])
shared = [[]] * 2
shared[0].append(1)
print('repeat shares', shared)
for code in ("[].pop()", "[1].pop(5)", "[1].remove(2)", "[1].index(2)", "[1].index(1, 1)", "[1].insert('a', 1)",
    "[1].extend(5)", "[1] + (2,)", "[1].append()", "[1].append(1, 2)", "[1] * 'a'", "[1].pop('a')", "list(5)",
    "list(1, 2)", "[1, 2] < [1, 'a']", "[1] < (1,)", "[] > 5", "hash([])", "[1][0, 1]", "[1].sort(1)", "[1].copy(1)",
    "[1] - [1]", "[1].index()"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('compare', [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, [2]] == [1, [2]], [2] > [1, 9], [1] != [1.0],
    ['a'] <= ['a'])
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print('tuple item +=', error, t)
