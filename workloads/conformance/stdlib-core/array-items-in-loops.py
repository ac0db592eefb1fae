# array: items of arrays of every type code read and written in hot loops: numbers that do not fit, other indices, views of the same memory, arrays that grow.
# needs: array
from array import array
def read(a, n):
    s = 0
    for r in range(n):
        for i in range(len(a)):
            s += a[i] - a[-1 - i] * 2
    return s
def fill(a, f, n):
    for r in range(n):
        for i in range(len(a)):
            a[i] = f(i + r)
    return a.tolist()
for code in 'bBhHiIqQfd':
    a = array(code, range(10))
    print(code, read(a, 30), fill(a, lambda x: x % 50, 20), read(a, 30))
for code, big in (('b', 127), ('B', 255), ('h', 32767), ('H', 65535), ('q', 2**63 - 1), ('Q', 2**64 - 1)):
    a = array(code, [0] * 5)
    log = []
    for r in range(40):
        for v in (big - 1, big, big + 1, -1, -big, -big - 1, -big - 2, 1.5, 'x', None):
            if r < 30 and not (isinstance(v, int) and 0 <= v <= big): continue
            try:
                a[r % 5] = v
                if r >= 38: log.append(a[r % 5])
            except Exception as e:
                if r >= 38: log.append((type(e).__name__, str(e)))
    print(code, log, a.tolist())
def index(a, i):
    return a[i]
a = array('d', [1.5, 2.5])
for r in range(60):
    for i in (0, 1, -1, -2):
        index(a, i)
for i in (2, -3, 'x', 1.0, slice(0, 1), True):
    try: print(i, index(a, i))
    except Exception as e: print(i, type(e).__name__, e)
class A(array):
    def __getitem__(self, i): return 'own %d' % i
b = A('i', [1, 2])
print([index(x, 1) for r in range(30) for x in (a, b)][-2:])
def alias(n):
    a = array('i', [0] * 4); m = memoryview(a); t = 0
    for k in range(n):
        m[k % 4] = k
        t += a[k % 4]
        a[(k + 1) % 4] = k + 1
        t += m[(k + 1) % 4]
    return t, a.tolist()
print(alias(200))
def grow(n):
    a = array('h'); t = 0
    for k in range(n):
        a.append(k); t += a[-1]; a[0] = 5; t += a[0] + len(a)
        if len(a) > 20: a.pop(); a.pop(0)
    return t, a.tolist()
print(grow(300))
def floats(n):
    a = array('f', [0.1] * 3); d = array('d', [0] * 3); t = 0
    for k in range(n):
        a[k % 3] = 0.1 + k; d[k % 3] = a[k % 3]; t += d[k % 3]; d[(k + 1) % 3] = k; t += d[(k + 1) % 3]; a[k % 3] += 1.3; a[(k+1) % 3] = k
    return t, a.tolist(), d.tolist()
print(floats(200))
def words(n):
    a = array('w', 'abc'); t = ''
    for k in range(n):
        t = (t + a[k % 3])[-5:]; a[k % 3] = 'xyzé'[k % 4]
    return t, a
print(words(90))
def swap(n):
    a = array('B', range(8)); t = 0
    for k in range(n):
        a[k % 8], a[(k + 3) % 8] = a[(k + 3) % 8], a[k % 8]
        a.byteswap(); a.reverse() if k % 7 == 0 else None
        t += a[k % 8]
    return t, a
print(swap(200))
