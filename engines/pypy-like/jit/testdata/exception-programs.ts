// Programs for jit.test.ts with exceptions that are raised and caught in hot code: within one frame, by callers that are followed and by callers that
// call, with contexts, causes, tracebacks and what they show of frames.
export const exceptionPrograms: Record<string, { compiles: number; text: string }> = {
  'raised by a callee, caught by class': {
    compiles: 2,
    text: `class Wrong(Exception):
    def __init__(self, n, more):
        super().__init__('wrong %d' % n)
        self.n = n
        self.more = more
class Worse(Wrong):
    pass
class Plain(LookupError):
    pass

def check(i):
    if i % 3 == 0:
        raise Wrong(i, 2)
    if i % 5 == 0:
        raise Plain(i, 'p')
    if i % 7 == 0:
        raise ValueError
    return i

def run(n):
    total = wrong = plain = other = ends = 0
    texts = []
    for i in range(n):
        try:
            total += check(i)
        except Wrong as error:
            wrong += error.n * error.more
            if i % 60 == 0:
                texts.append(str(error))
        except Plain as error:
            plain += error.args[0]
        except (TypeError, ValueError) as error:
            other += len(error.args) + 1
        else:
            total += 1
        finally:
            ends += i
    return total, wrong, plain, other, ends, texts

print(run(300))

def worse(i):
    try:
        check(i)
    except Wrong as error:
        raise Worse(error.n, 3) from error
    except Plain:
        raise Worse(i, 4) from None
    except ValueError:
        raise

def chain(n):
    out = []
    for i in range(n):
        try:
            worse(i)
        except Worse as error:
            out.append((error.more, repr(error.__cause__), repr(error.__context__), error.__suppress_context__))
        except ValueError as error:
            out.append(repr(error))
    return out[-12:]
print(chain(200))
`,
  },
  'what a dict does not have': {
    compiles: 2,
    text: `class Table:
    def __init__(self):
        self.rows = {}
        self.missing = 0
    def get(self, key):
        try:
            return self.rows[key]
        except KeyError:
            self.missing += 1
            raise IndexError(key)
    def take(self, key):
        try:
            return self.get(key)
        except IndexError as error:
            return -len(error.args)

def run(n):
    table = Table()
    found = 0
    for i in range(n):
        key = i % 23
        if i % 4 == 0:
            table.rows[key] = i
        found += table.take(key)
        if i % 5 == 0:
            table.rows.pop(key, None)
    return found, table.missing, len(table.rows)
print(run(500))

def numbers(n):
    good = bad = 0
    for i in range(n):
        text = str(i) if i % 3 else 'x' * (i % 4)
        try:
            good += int(text)
        except ValueError as error:
            bad += len(str(error))
    return good, bad
print(numbers(300))

def items(n):
    values = [1, 2, 3]
    missed = 0
    for i in range(n):
        try:
            missed += values[i % 5]
        except IndexError:
            missed -= 100
        try:
            missed //= i % 3
        except ZeroDivisionError:
            missed += 7
        try:
            values.nothing
        except AttributeError as error:
            missed += len(error.name)
        try:
            missed += None
        except TypeError:
            missed += 1
    return missed
print(items(300))

def ends(n):
    out = []
    for i in range(n):
        it = iter(range(i % 4))
        while True:
            try:
                value = next(it)
            except StopIteration:
                break
            out.append(value)
    return len(out), sum(out)
print(ends(200))
`,
  },
  'tracebacks and frames': {
    compiles: 2,
    text: `import sys
def inner(a):
    b = a * 2
    if a % 4 == 1:
        raise ValueError(b)
    return b
def middle(a, unused=None):
    c = [a]
    d = 0.5
    return inner(a) + len(c)
def shown(error):
    out = []
    tb = error.__traceback__
    while tb is not None:
        f = tb.tb_frame
        names = [(k, v) for k, v in sorted(f.f_locals.items()) if k in 'abcdin']
        back = f.f_back and f.f_back.f_code.co_name
        out.append((f.f_code.co_name, tb.tb_lineno, names, back, f.f_globals is globals()))
        tb = tb.tb_next
    return out
def run(n):
    kept = []
    for i in range(n):
        try:
            middle(i)
        except ValueError as error:
            if i > n - 9:
                kept.append(error)
                print(shown(error), sys.exc_info()[1] is error, error.__traceback__.tb_frame is sys._getframe())
    return kept
for error in run(400):
    print(shown(error))

def leaves(n):
    for i in range(n):
        try:
            middle(i if i < n - 1 else 1)
        except ValueError as error:
            if i == n - 1:
                raise
    return n
for n in (100, 300, 301):
    try:
        leaves(n)
    except ValueError as error:
        print(shown(error))

def deep(n, k):
    if n == 0:
        raise KeyError(k)
    return deep(n - 1, k) + 1
def recursion(m):
    t = 0
    for i in range(m):
        try:
            t += deep(i % 6, i)
        except KeyError as error:
            t += error.args[0]
            if i == m - 1:
                print(shown(error))
    return t
print(recursion(200))
`,
  },
  'finally, nested handlers, contexts': {
    compiles: 3,
    text: `def clean(i, log):
    try:
        if i % 3 == 0:
            raise KeyError(i)
        if i % 3 == 1:
            return i
    finally:
        log.append(i)
    return -i
def nested(n):
    log = []
    t = 0
    for i in range(n):
        try:
            try:
                t += clean(i, log)
            except KeyError as error:
                t += 1
                try:
                    raise ValueError(i)
                except ValueError as second:
                    assert second.__context__ is error
                    t += 2
                if i % 2:
                    raise TypeError('odd')
        except TypeError as third:
            t += len(repr(third.__context__))
            log.pop()
    return t, len(log), log[-3:]
print(nested(200))

def outer(n):
    t = 0
    for i in range(n):
        try:
            1 // (i % 2)
        except ZeroDivisionError as error:
            for k in range(3):
                try:
                    raise IndexError(k)
                except IndexError as inner:
                    t += inner.args[0]
                    assert inner.__context__ is error
    return t
print(outer(100))

class Guard:
    def __init__(self, log):
        self.log = log
    def __enter__(self):
        self.log.append('in')
        return self
    def __exit__(self, kind, value, traceback):
        self.log.append(kind and kind.__name__)
        return kind is KeyError
def managed(n):
    log = []
    t = 0
    for i in range(n):
        try:
            with Guard(log) as guard:
                if i % 4 == 2:
                    raise KeyError(i)
                if i % 4 == 3:
                    raise ValueError(i)
                t += 1
            t += 10
        except ValueError:
            t += 100
    return t, len(log), log[-6:]
print(managed(200))

def reraise(n):
    t = 0
    for i in range(n):
        try:
            try:
                raise KeyError(i)
            except KeyError:
                t += 1
                raise
        except KeyError as error:
            t += error.args[0]
            tb, length = error.__traceback__, 0
            while tb:
                tb, length = tb.tb_next, length + 1
            t += length
    return t
print(reraise(200))

def generator(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            yield i
        except ValueError:
            yield -i
print(sum(generator(300)))
def consumer(n):
    t = 0
    for value in generator(n):
        try:
            if value < 0:
                raise LookupError
            t += value
        except LookupError:
            t += 3
    return t
print(consumer(300))

def uncaught(n):
    total = 0.0
    for i in range(n):
        try:
            total += 1.5
            if i == n - 3:
                raise RuntimeError('end', i, total)
        except ValueError:
            total = -1.0
    return total
for n in (30, 200):
    try:
        print(uncaught(n))
    except RuntimeError as error:
        print(error.args)
        tb = error.__traceback__.tb_next
        print(tb.tb_lineno, {k: v for k, v in sorted(tb.tb_frame.f_locals.items())})
`,
  },
};
