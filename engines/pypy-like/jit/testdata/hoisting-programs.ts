// Programs for jit.test.ts on what stands in front of a loop: it holds for each turn, but not for each time that the loop is entered.
export const hoistingPrograms: Record<string, { compiles: number; text: string }> = {
  'items, closures and lengths that are there at some entries of the loop only': {
    compiles: 3,
    text: `def by_index(names, k, n):
    t = 0
    for i in range(n):
        if k < len(names):
            t += len(names[k])
        else:
            t += 1
    return t
def first(names, k, n):
    t = 0
    for i in range(n):
        if i % 3 and k < len(names):
            t += ord(names[k])
        else:
            t += 1
    return t
def makes(m):
    def a(x): return x % m
    def b(x): return x + 1
    return a, b
def calls(f, n):
    t = 0
    for i in range(n):
        t += f(i)
    return t
def deflt(x, k=3): return x + k
def plain(x, k): return x * k
def items(xs, ks, n):
    t = 0
    for i in range(n):
        t += xs[ks[0]]
    return t
def keyed(f, n):
    t = 0
    for i in range(n):
        t += f(i, k=2) if f is deflt else f(i, 5)
    return t
a, b = makes(7)
for n in range(3, 14):
    print(n, by_index(['ab', 'c', 'def'], n % 3, n), by_index(['ab'], n % 3, n), by_index([], n % 2, n), by_index([1, 'a'], 2, n))
    print(first(['a', 'b', 'c'], n % 3, n), first(['a'], n % 3 + 1, n), first([], n % 3, n))
    print(calls(a, n), calls(b, n), calls(lambda x: x - 1, n), calls(makes(5)[0], n), calls(abs, n))
    print(keyed(deflt, n), keyed(plain, n))
    try: print(items([1, 2, 3], [n % 5], n))
    except IndexError as e: print(e)
    print(items({0: 1.5, 1: 4, 2: 5, 3: 6, 4: 7}, (n % 5,), n), items((1, 2, 3.5, 4, 5), {0: n % 5}, n))
`,
  },
  'a list that is of another strategy when the loop is entered again': {
    compiles: 2,
    text: `def store2(xs, k, n, on):
    for i in range(n):
        if k < len(xs):
            xs[k] += 1
        elif i % 3 == 0:
            pass
    return xs
def attr(o, n):
    for i in range(n):
        if hasattr(o, 'a'): o.a += 1
    return vars(o)
class O: pass
for n in range(3, 12):
    print(store2([1, 2, 3], n % 5, n, 1), store2([], n % 2, n, 1), store2([1.5, 2], n % 4, n, 1), store2(['a'] * 0, 0, n, 0))
    o = O()
    if n % 3: o.a = n if n % 2 else 0.5
    print(attr(o, n))
`,
  },
};
