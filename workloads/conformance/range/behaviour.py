# range: length, indexing, slicing to ranges, membership, equality, hash and huge bounds.
for r in (range(0), range(5), range(2, 10, 3), range(10, 0, -4), range(0, -5), range(5, 5), range(1, 2, 100),
    range(-3, 4, 2)):
    print(r, list(r), len(r), bool(r), list(reversed(r)), r[::-1], r[1:], r[-1:])
big = range(0, 10**20, 3)
print('huge', big[10**19], big[-1], 3 * 10**18 in big, 10**18 + 2 in big, big.index(9), big.count(4),
    big[5:10**19:10**18])
print('contains', 4 in range(0, 10, 2), 5 in range(0, 10, 2), 4.0 in range(5), 4.5 in range(5), 'a' in range(5),
    True in range(2), -1 in range(5), None in range(3))
print('equal', range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(1) == range(0, 1, 5),
    range(3) == [0, 1, 2], range(3) != range(4), hash(range(0)) == hash(range(5, 5)),
    hash(range(0, 3, 2)) == hash(range(0, 4, 2)), {range(2): 1}[range(0, 2)])
r = range(3, 30, 4)
print('attributes', r.start, r.stop, r.step, r.index(11), r.count(11), r.count(12), r[2], r[-2], r[1:4], r[::2],
    r[::-2], r[4:1:-1], min(r), max(r), sum(r))
it = iter(range(3))
print('iterator', next(it), it.__length_hint__(), list(it), next(it, 'done'), type(it).__name__,
    type(iter(range(10**20))).__name__)
print('big iteration', [x for x, _ in zip(range(10**20, 10**21, 10**20), range(3))], list(range(2**63 - 2, 2**63 + 1)),
    list(range(-(2**63) + 1, -(2**63) - 2, -1)))
for code in ("range(1, 2, 0)", "range(1.0)", "range('a')", "range()", "range(1, 2, 3, 4)", "range(3)[3]",
    "range(3)[-4]", "range(3).index(5)", "range(3)[1.0]", "range(3) + range(2)", "range(3) < range(4)",
    "range(stop=3)", "range(3)[::0]", "range(3).index('a')", "range(None)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
try:
    r.start = 1
except AttributeError as error:
    print('read only', error)
try:
    class R(range):
        pass
except TypeError as error:
    print('final', error)
