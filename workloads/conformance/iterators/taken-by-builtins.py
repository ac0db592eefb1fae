# What takes an iterator whole, and what compares: items that are plain, that call Python, that fail or end in the middle.
# needs: itertools
class T:
    def __init__(s,v): s.v=v
    def __bool__(s): return s.v
    def __repr__(s): return f'T({s.v})'
print(list(filter(None,[T(False),T(True),1,0,'',[],'x',T(False),T(True)])), list(filter(bool,[T(False),T(True),1,0])))
print(list(filter(None,[0]*100+[5]+[0]*3+[6])), list(filter(None,zip([],[]))), list(filter(None,(x for x in (1,0,2)))))
print(list(filter(lambda x:x>1,[1,2,3])), list(filter(None,map(int,'10203'))), list(filter(None,{}.items())))
class B:
    def __bool__(s): raise KeyError('no')
f=filter(None,[B(),3])
try: next(f)
except KeyError as e: print('KeyError',e, next(f))
class C:
    def __bool__(s): raise StopIteration
print(list(filter(None,[1,C(),3])))
d={'a':1}; d.update(d); e={}; e.update(d); e.update({'b':2}); e.update({(1,2):3}); e.update({'a':5,None:1}); print(d,e, e.update({}))
class D(dict):
    def keys(s): return ['q']
    def __getitem__(s,k): return 7
e.update(D(z=1)); print(e)
x={1,2}
class L:
    def __init__(s,k): s.k=k
    def __eq__(s,o): print('eq',s.k,o.k if isinstance(o,L) else o); return NotImplemented if s.k==3 else s.k==o.k
    def __lt__(s,o): print('lt',s.k,o.k); return NotImplemented if s.k==4 else s.k<o.k
    def __gt__(s,o): print('gt',s.k,o.k); return s.k>o.k
    def __hash__(s): return 1
print((L(1),2)<(L(1),3),(L(1),2)<(L(2),3),(L(3),2)<(L(4),3),(L(4),1)<(L(5),1),[L(1),L(3)]==[L(1),L(3)],(L(3),)==(L(3),),(L(3),)!=(L(3),))
class Q:
    def __eq__(s,o): l.clear(); return False
l=[Q(),1]; print(l==[Q(),1]); l=[Q(),1]; print(l<[Q(),1])
class M(type):
    def __instancecheck__(c,o): return 'yes'
class N(metaclass=M): pass
class O(type): pass
class P(metaclass=O): pass
class R:
    __class__=property(lambda s:P)
print(isinstance(3,N),isinstance(N(),N),isinstance(P(),P),isinstance(3,P),isinstance(R(),P))
from itertools import *
print(list(combinations(range(7),6))[:2],list(combinations([1,2],0)),list(combinations_with_replacement('ab',3)),list(permutations('abc',2)),list(product('ab','cd',repeat=1)),list(product(range(2),repeat=6))[5])
print(set(map(lambda x:x%3,range(9))),sorted(map(lambda x:-x,range(4))),tuple(map(str,(1,2))),set(map(abs,[-1,1,2])),list(map(lambda x:x,iter([]))))
def bad(x):
    if x==2: raise StopIteration
    return x
print(list(map(bad,[1,2,3])),sorted(map(bad,[1,0,2,3])),set(map(bad,[1,2,3])),list(map(next,[iter([1]),iter([]),iter([3])])),set(map(next,[iter([1]),iter([]),iter([3])])))
try: set(map(lambda x:[x],[1]))
except TypeError as e: print(e)
try: set(groupby([[1]],key=len)); set(zip([[1]],[2]))
except TypeError as e: print(e)
print([(k,list(g)) for k,g in groupby('aabbc')],list(map(list,[(1,2)])))
class It:
    def __iter__(s): return iter([1,1,2])
class It2:
    def __iter__(s): return 3
print([(k,list(g)) for k,g in groupby(It())],list(map(str,It())))
for f in (groupby,lambda x:map(str,x),enumerate,iter):
    try: f(It2())
    except TypeError as e: print(e)
