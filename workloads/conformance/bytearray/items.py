# Items of bytearrays: what is an index and what is a byte, append, extend and slices, for both bytes types and subclasses.
def attempt(f, *a):
    try:
        return repr(f(*a))
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)
def get(b, i): return b[i]
def put(b, i, v):
    b[i] = v
    return b
def cut(b, i, j): return b[i:j]
class B(bytearray): pass
class C(bytes): pass
class I:
    def __index__(self): return 2
for make in (lambda: bytearray(b'abcdef'), lambda: b'abcdef', lambda: B(b'abcdef'), lambda: C(b'abcdef'), lambda: bytearray()):
    for i in (0, 5, -1, -6, -7, 6, True, 1.0, 'x', None, 2**70, -2**70, I()):
        print(attempt(get, make(), i))
        if isinstance(make(), bytes) and i in (2**70, -2**70): continue
        for v in (0, 255, 256, -1, 1.5, True, I(), 'a', 2**70):
            print(attempt(put, make(), i, v))
    for i in (None, 0, 1, -2, 9, -9, 2**70, True, 1.0):
        for j in (None, 0, 3, -1, 9, 2**70, -2**70):
            r = attempt(cut, make(), i, j)
            print(i, j, r, attempt(type, cut(make(), 0, 2)))
    print(attempt(len, make()), attempt(bytes, make()), [x for x in make()], attempt(list, make()))
    b = make()
    if isinstance(b, bytearray):
        for v in (0, 255, 256, -1, 1.5, True, I(), 'a', b'a', None):
            print(attempt(b.append, v), attempt(b.extend, v), b)
        print(attempt(b.extend, b), attempt(b.extend, [1, 2]), attempt(b.extend, [300]), attempt(b.extend, b'xyz'), b)
        m = memoryview(b)
        print(attempt(b.append, 1), attempt(b.extend, b'1'), attempt(b.extend, b''), attempt(put, b, 0, 7), m[0])
        del m
        b.append(9)
        it = iter(b)
        print(next(it)); b.append(1); b.pop(); print(list(it)); b.append(3); print(next(it, 'end'))
for x in ([1, 2, 255], [256], [-1], [], [1.0], (1, 2), 3, b'q', bytearray(b'q'), 'q', [True], [2**70], ['a'], None):
    print(attempt(bytes, x))
def loop():
    s = 0
    b = bytearray(10)
    for k in range(10): b[k] = k * 20; b[-1 - k] += 1
    for k in range(-10, 10): s += b[k]
    for i, x in enumerate(b): s += i * x
    for x, y in zip(b, bytes(b)): s += x - y
    return s, b
print(loop())
d = b'hello'
print(d[:] is d, d[0:5] is d, d[1:1], d[0:1])
