# Lists, dicts, sets, strings, bytes and their methods.
l = [5, 3, 9, 1]
l.sort()
l.insert(1, 7)
l[1:3] = [8, 8, 8]
del l[0]
print(l, l[::-1], l.index(8), l.count(8), l.pop(), sorted(l, key=lambda x: -x), l * 2, [1] + l, 8 in l)
d = {"a": 1, "b": 2}
d.update(c=3)
d["d"] = d.pop("a")
print(sorted(d.items()), d.get("z"), d.setdefault("q", 9), "b" in d, len(d), sorted(d))
try:
    d["none"]
except KeyError as e:
    print("KeyError", e)
s = {1, 2, 3} | {3, 4}
print(sorted(s), sorted(s & {2, 9}), sorted(s - {1}), sorted(s ^ {1, 99}), {1} < s, frozenset([1]) == {1})
t = "Hello, World"
print(t.upper(), t.lower(), t.split(", "), t.find("o"), t.rfind("o"), t.replace("l", "L"), t[1:5], t[-1], t[::1])
print("a-b-c".rsplit("-", 1), " x ".strip(), "x".join("abc"), "abc".startswith("ab"), "%s" % (t,), t.count("l"))
print("\x41\u00e9\t'\"", repr("\n\x00"), "é".encode(), b"\xc3\xa9".decode(), len("日本語"), "日本語"[1])
b = bytearray(b"abc")
b.extend(b"de")
b[0] = 122
print(b, bytes(b)[1:3], memoryview(b)[2:].__class__ is memoryview, list(b"ab"), b.find(b"d"))
print(tuple(zip((1, 2), "ab")), list(map(str, range(3))), list(filter(None, [0, 1, 2])), list(enumerate("ab", 1)))
print(any([0, 1]), all([1, 0]), sum([1, 2, 3]), min(3, 1), max([1, 5], key=lambda x: -x), list(reversed([1, 2])))
print("{}-{}".format(*[1, 2]), [x for x in range(10) if x % 3 == 0], {x % 3 for x in range(9)} == {0, 1, 2})
from collections import namedtuple, deque, OrderedDict

P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x + p.y, tuple(p), deque([1, 2, 3], 3).popleft(), list(OrderedDict([(3, 1), (1, 2)])))
