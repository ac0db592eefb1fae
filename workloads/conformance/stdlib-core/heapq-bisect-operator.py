# heapq, bisect and operator.
# needs: bisect, heapq, operator
import bisect
import heapq
import operator as op
h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h); print('heapify', h)
heapq.heappush(h, 0)
print('push', h, heapq.heappop(h), h, heapq.heappushpop(h, 4), h, heapq.heapreplace(h, 7), h)
print('sort', [heapq.heappop(h) for _ in range(len(h))], heapq.nlargest(2, 'hello'),
    heapq.nsmallest(3, [3, 1, 2, 1], key=lambda x: -x), heapq.nlargest(0, [1]), list(heapq.merge([1, 4], [2, 3], [0])),
    list(heapq.merge('ca', 'db', reverse=True, key=None)), heapq.nsmallest(9, [2, 1]))
m = [1, 5, 3]
heapq.heapify_max(m)
heapq.heappush_max(m, 9)
print('max heap', m, heapq.heappop_max(m), heapq.heappop_max(m))
class Tie:
    def __init__(self, k, n): self.k, self.n = k, n
    def __lt__(self, o): return self.k < o.k
ties = [Tie(1, c) for c in 'abcd']
heapq.heapify(ties)
print('ties', [heapq.heappop(ties).n for _ in range(4)],
    [t.n for t in heapq.nsmallest(2, [Tie(1, 'x'), Tie(1, 'y'), Tie(0, 'z')])])
xs = [1, 3, 3, 3, 7]
print('bisect', bisect.bisect(xs, 3), bisect.bisect_left(xs, 3), bisect.bisect_right(xs, 0), bisect.bisect_left(xs, 9),
    bisect.bisect(xs, 3, 0, 2), bisect.bisect(['a', 'BB', 'ccc'], 2, key=len))
bisect.insort(xs, 4)
bisect.insort_left(xs, 3.0)
bisect.insort(xs, -1, key=lambda v: v)
print('insort', xs)
print('operator', op.add(1, 2), op.floordiv(-7, 2), op.mod(-7, 3), op.pow(2, 5), op.neg(3), op.not_(0), op.truth([]),
    op.is_(None, None), op.contains([1], 1), op.countOf('aab', 'a'), op.indexOf('abc', 'c'), op.getitem([5, 6], 1),
    op.concat('a', 'b'), op.matmul.__name__, op.index(True), op.inv(5), op.xor(6, 3), op.lshift(1, 4),
    op.is_none(None), op.length_hint(iter([1, 2])))
print('getters', op.itemgetter(1)('abc'), op.itemgetter(0, -1)([1, 2, 3]), op.itemgetter(slice(1, 3))('abcd'),
    op.attrgetter('real', 'imag')(1 + 2j), op.attrgetter('__class__.__name__')(5),
    op.methodcaller('split', ',', maxsplit=1)('a,b,c'), op.itemgetter('k'), op.attrgetter('a.b'),
    op.methodcaller('f', 1, x=2), op.call(max, 1, 2))
lst = [1]
same = op.iadd(lst, [2])
print('in place', same is lst, lst, op.imul(2, 3), op.setitem(lst, 0, 9), lst, op.delitem(lst, 0), lst, op.eq(1, 1.0),
    op.lt('a', 'b'))
for f in (lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heapify([1, 'a']),
    lambda: bisect.bisect([1], 'a'), lambda: bisect.bisect([1], 0, -1), lambda: op.itemgetter(),
    lambda: op.itemgetter(5)([1]), lambda: op.attrgetter('zz')(1), lambda: op.attrgetter(5),
    lambda: op.indexOf('abc', 'z'), lambda: op.concat(1, 2), lambda: op.index(1.0), lambda: op.methodcaller(),
    lambda: op.add(1), lambda: heapq.heapreplace([], 1), lambda: heapq.nlargest(1, 5)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
