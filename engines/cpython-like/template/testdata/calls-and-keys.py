# Calls by name and with defaults, callable objects, keys with a hash of their own, operators on operands that wait below others.
import enum
from dataclasses import dataclass
class St(enum.Enum):
    A='a'; B='b'
    def nxt(self): return NX[self]
NX={St.A:St.B,St.B:St.A}
@dataclass(frozen=True)
class P:
    x:int
    y:int
def f(a,b=2,*args,c=3,**kw): return (a,b,args,c,kw)
class K:
    def __init__(self,a,b=5): self.a=a; self.b=b
    def m(self,*a,**k): return (self.a,a,k)
class H:
    def __init__(self,v): self.v=v
    def __hash__(self): return hash(('H',self.v))
    def __eq__(self,o): return isinstance(o,H) and self.v==o.v
def work(n):
    s=St.A; t=0
    for i in range(n):
        s=s.nxt(); t+=len(s.value)
        p=P(i,y=i+1); q=P(x=i,y=i+1)
        assert p==q and hash(p)==hash(q)
        d={p:1}; assert d[q]==1
        assert f(1,c=4,z=i)==(1,2,(),4,{'z':i})
        assert f(1,2,3,4)==(1,2,(3,4),3,{})
        assert f(b=1,a=i)[:2]==(i,1)
        k=K(b=i,a=1); k2=K(i)
        assert k2.m(*(1,2),**{'q':3})==(i,(1,2),{'q':3})
        kk=K(*(1,)); 
        assert kk.b==5
        h={H(i%7):i}; assert H(i%7) in h and H(8) not in h
        assert type(kk).__name__=='K' and kk.__class__ is K
        assert {H(1),H(1),H(2)}=={H(2),H(1)}
        try: f()
        except TypeError as e: assert 'missing' in str(e)
        try: K(1,2,z=3)
        except TypeError as e: assert 'unexpected' in str(e),e
        try: K(1,a=3)
        except TypeError as e: assert 'multiple' in str(e),e
        assert St.A in (St.B,St.A) and St.A!=St.B and None!=St.A and St.A is not None
        assert sum(x for x in (1,2,i))==3+i
        class Bad:
            def __hash__(self): raise ValueError('no')
        try: {Bad():1}
        except ValueError: pass
        class Bad2:
            def __hash__(self): return 'x'
        try: d[Bad2()]
        except TypeError as e: assert 'integer' in str(e), e
    return t
print(work(40))

class V:
    def __init__(s,x): s.x=x
    def __add__(s,o): return V(s.x+(o.x if isinstance(o,V) else o))
    def __lt__(s,o): return s.x<o.x
    def __contains__(s,k): return k==s.x
    def __getitem__(s,k): return s.x*k
    def __setitem__(s,k,v): s.x=v
    def __bool__(s): return s.x%2==0
    def __len__(s): return s.x
    def __eq__(s,o): return isinstance(o,V) and s.x==o.x
    def __hash__(s): return s.x
    def __iter__(s): return iter((s.x,s.x+1))
class L:
    def __len__(s): return 2**70
def mixed(i, a, b, d):
    t = (i*2, i+0.5, 'k'+str(i), a+b, i in d, a[i])
    u = [i, (a in (b,)), (i*3) + (a+1).x, 1 if a else 2, 2 if not b else 3]
    d[i*7%11] = d.get(i%5, i) 
    a[3] = i
    x, y = a
    p, q = (i, i+1)
    r, s = [p, q]
    z = (i+1) * len(d) + len(a) + ord('a') + len('abc')
    c = i*5 + (7 if V(i) in d else d.setdefault(V(i), 1))
    e = 'x'.join(['a', str(i), 'c']) + chr(65+i%26)
    g = ('abc'.startswith('a'), i+1, 'abc'.endswith('b'))
    h = (i+1, a < b, i+2, a == b, i+3, a != b)
    k = d[V(i)] + (i+9)
    return repr((t[0],t[1],t[2],t[3].x,t[4],t[5],u,x,y,p,q,r,s,z,c,e,g,h,k))
def run(n):
    out=[]
    acc=0
    for i in range(n):
        a=V(i); b=V(i%3)
        d={1:2,3:4}
        s=mixed(i,a,b,d)
        acc=(acc*31+hash(len(s))+sum(map(ord,s)))%1000003
        st=set()
        st.add(i); st.add((i,i+1)); st.add(V(i)); st.discard(i); st.discard(99)
        acc+=len(st)+((i,i+1) in st)+(V(i) in st)
        try: st.remove(1234567)
        except KeyError as ex: acc+=ex.args[0]%7
        try: d['nope']
        except KeyError as ex: acc+=len(ex.args)
        try: [1,2].pop(5)
        except IndexError: acc+=1
        try: acc += (i+1)*2 + len(L())
        except (TypeError,OverflowError): acc+=2
        acc%=1000003
        l=[1,2,3]; acc+=l.pop()+l.pop(0)+len(l)
        f=lambda k=i: k+1
        acc+=f()
    return acc
print(run(60))
def gen(n):
    for i in range(n):
        if i in (3,5) or str(i) in {'7':1}: yield (i, V(i)+1)
print([(a,b.x) for a,b in gen(20)]*2)
def poly():
    class A:
        v=1
        @property
        def w(s): return s.v+1
    class B:
        def __init__(s): s.v=3; s.w=4
    class C:
        __slots__=('v','w')
        def __init__(s): s.v=5; s.w=6
    t=0
    for i in range(60):
        for o in (A(),B(),C()):
            t+=o.v*(i+1)+o.w
            o.__class__.__name__
        if i==40: A.v=10
    return t
print(poly())
class Callable:
    def __init__(s): s.n=0
    def __call__(s,x,y=2): s.n+=x; return s.n+y
class D:
    __call__ = None
def calls(n):
    c=Callable(); t=0; l=[]; ap=l.append; pop=l.pop; s=set(); ad=s.add; g={}.get
    it=iter(range(n)); nx=it.__next__
    for i in range(n):
        t+=c(i)+c(i,3)+c(i,y=4)
        ap(i); ad(i%5); t+=nx()
        if i%3==0: t+=pop()
        t+=g(i,1)
        f=[len,abs,str][i%3]
        try: t+=len(str(f(-i if i%3 else 'abc')))
        except TypeError: t+=1
        try: D()(i)
        except TypeError as e: t+=len(str(e))
        t += {k: v for k, v in zip('abc', (i,i+1,i+2))}['b'] + len({j%3 for j in range(i%7)}) + len(f'{i}-{i+1}:{c.n}{"x"}')
        t += max(map(c, [1,2])) + sum(sorted([3,1,i%2], key=lambda v: -v)) 
        if str(i) == '5' or 'b' < str(i%2) or str(i) >= '7': t+=1
    return t
print(calls(60))
class E(ValueError): pass
class F(E):
    def __init__(s,a,b): super().__init__(a); s.b=b
class G(Exception):
    x=1
class P: pass
def raised(n):
    t=0
    for i in range(n):
        try: raise E('a',i)
        except ValueError as e: t+=len(e.args)+e.args[1]
        try: raise E
        except E as e: t+=len(e.args)
        try: raise F(i,2)
        except E as e: t+=e.b+e.args[0]
        try: raise KeyError(i)
        except LookupError as e: t+=e.args[0]
        try:
            try: raise G()
            except G as g: raise RuntimeError('x') from g
        except RuntimeError as r: t+=r.__cause__.x + (r.__context__ is r.__cause__)
        p=P(); p.q=i; t+=p.q
        try: P(1)
        except TypeError as e: t+=len(str(e))
        try: int('x%d'%i)
        except ValueError as e: t+=len(str(e))
        try: {}[i]
        except KeyError as e: t+=e.args[0]
        try: next(iter(()))
        except StopIteration as e: t+= e.value is None
        try: [][i]
        except IndexError: t+=1
    return t
print(raised(60), repr(E(1)), E('x',2).args, str(G('m')), KeyError('k'))
