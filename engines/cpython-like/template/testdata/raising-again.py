# Exceptions that go on: cleanup of names, finally, with, bare raise, causes, delegates; what tracebacks and frames tell of them.
import sys, traceback
class A(Exception): pass
class B(A): pass
log=[]
def inner(i):
    try:
        if i%3==0: raise A('x',i)
        if i%3==1: return {}[i]
        return [][i]
    finally:
        log.append(i)
def mid(i):
    try:
        inner(i)
    except KeyError as e:
        raise B(i) from e
    except IndexError:
        raise
def outer(i):
    try:
        mid(i)
    except B as b:
        return ('B', b.args, type(b.__cause__).__name__, len(traceback.extract_tb(b.__traceback__)), [f.lineno for f in traceback.extract_tb(b.__traceback__)])
    except A as a:
        try:
            raise ValueError(str(a))
        except ValueError as v:
            return ('A', v.args, v.__context__ is a, [f.lineno for f in traceback.extract_tb(a.__traceback__)])
    except IndexError as e:
        tb=e.__traceback__; l=[]
        while tb: l.append((tb.tb_lineno, tb.tb_frame.f_lineno)); tb=tb.tb_next
        return ('I', l)
class CM:
    def __enter__(s): return s
    def __exit__(s,*a): return a[0] is ZeroDivisionError
def withs(i):
    with CM():
        if i%2: 1//0
        with CM():
            raise A(i)
def gen(n):
    try:
        for k in range(n):
            try: yield k
            except ValueError as e: yield ('v', e.args)
    finally: log.append('g')
def g2():
    try:
        yield from gen(3)
    except KeyError: yield 'ke'
def nest(d):
    try:
        if d==0: raise A('deep')
        nest(d-1)
    except B: pass
    finally: log.append(d)
def w(n):
    out=[]
    for i in range(n):
        r=outer(i)
        if i>n-7: out.append(r)
        try: withs(i)
        except A as a: out.append(a.args) if i>n-3 else None
        g=g2(); next(g); 
        x=g.throw(ValueError(i)); y=next(g)
        try: z=g.throw(KeyError)
        except StopIteration: z='s'
        if i>n-3: out.append((x,y,z))
        try: nest(i%6)
        except A as e:
            if i>n-4: out.append([f.lineno for f in traceback.extract_tb(e.__traceback__)])
        assert sys.exc_info()[0] is None
        l=[]
        try:
            for k in [1,2,0]:
                try: l.append(6//k)
                except ZeroDivisionError: l.append('z'); continue
                else: l.append('e')
                finally: l.append('f')
        except Exception: pass
        if i==n-1: out.append(l)
    return out
for o in w(60): print(o)
print(len(log), log[-8:])
