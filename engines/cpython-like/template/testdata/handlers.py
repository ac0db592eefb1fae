# Exceptions in functions that are compiled: handlers in loops, nested ones, finally, with, generators, what crosses builtins.
import sys, traceback
class Mine(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n
def boom(i):
    if i % 3 == 0: raise ValueError(i)
    if i % 3 == 1: raise Mine(i)
    return i
def deep(i, d):
    if d == 0: return boom(i)
    return deep(i, d - 1)
def one(n):
    log = []
    for i in range(n):
        try:
            log.append(deep(i, 3))
        except ValueError as e:
            log.append(('v', e.args))
            if i % 2: continue
            log.append('even')
        except (Mine, KeyError) as e:
            log.append(('m', e.n))
            for k in range(3):
                if k == 2: break
                try:
                    [1][k + i]
                except IndexError as e2:
                    log.append(str(e2)); log.append(type(e2.__context__).__name__)
        else:
            log.append('else')
        finally:
            log.append('f')
        x = i * 2
    return log
def two(n):
    d = {}
    c = 0
    while c < n:
        c += 1
        try:
            d[c]
        except KeyError:
            d[c + 1] = c
            try:
                raise RuntimeError('inner')
            except RuntimeError:
                try:
                    raise
                except RuntimeError as e:
                    d['last'] = repr(e), repr(e.__context__)
    return d
class Ctx:
    def __init__(self, swallow): self.swallow = swallow; self.seen = []
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        self.seen.append((t and t.__name__, tb and tb.tb_lineno))
        return self.swallow
def three(n):
    c = Ctx(True)
    for i in range(n):
        with c:
            if i % 2: boom(i)
    return c.seen
def gen(n):
    for i in range(n):
        try:
            got = yield i
            if got: boom(got)
        except ValueError as e:
            yield ('caught', e.args)
        except GeneratorExit:
            raise
def four(n):
    out = []
    g = gen(n)
    for x in g:
        out.append(x)
        try:
            out.append(g.send(x if isinstance(x, int) else 3))
        except Mine as e:
            out.append(('out', e.n)); g = gen(n - 1)
            break
        except StopIteration:
            break
        try:
            out.append(g.throw(ValueError('t')))
        except (StopIteration, ValueError) as e:
            out.append(repr(e))
    return out
def five(n):
    tbs = []
    for i in range(n):
        try:
            deep(0, 2)
        except ValueError as e:
            tbs.append([(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])
            last = e
    assert all(t == tbs[0] for t in tbs)
    return tbs[0], sys.exc_info()
def six(n):
    total = 0
    for i in range(n):
        try:
            try:
                total += 1 // (i % 4)
            except ZeroDivisionError as z:
                raise KeyError('k') from z
        except KeyError as k:
            total += len(repr(k.__cause__))
            try: z
            except UnboundLocalError as u: total += 1
    return total
def seven(n):
    def inner(i):
        try:
            return boom(i)
        except Mine:
            return -1
        finally:
            out.append(i)
    out = []
    r = 0
    for i in range(n):
        try: r += inner(i)
        except ValueError: r += 100
    return r, out
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
def eight(n):
    t = 0
    for i in range(n):
        try:
            for x in It(i): t += x
            if i % 5 == 0: next(It(0))
        except StopIteration:
            t += 1000
    return t
def nine(n):
    def f(i):
        if i > 0: return f(i - 1)
        raise RecursionError('deep')
    c = 0
    for i in range(n):
        try: f(170)
        except RecursionError: c += 1
    return c
def ten(n):
    r = []
    for i in range(n):
        try:
            sorted([3, 1, 2], key=lambda k: boom(k + i))
        except Exception as e:
            r.append(type(e).__name__)
        try: int('x%d' % i)
        except ValueError as e: r.append(str(e))
        try: getattr(i, 'zz')
        except AttributeError as e: r.append(e.name)
        try: (i).zz
        except AttributeError as e: r.append(str(e))
    return r
for k in range(3):
    for f in (one, two, three, four, five, six, seven, eight, nine, ten):
        a = f(24)
        print(f.__name__, a)
