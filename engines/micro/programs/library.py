# Modules.
import json, re, math, struct, array, binascii, hashlib, heapq, io, errno, random

print(json.loads('{"a": [1, 2.5, null, true, "x\\n"]}'), json.dumps([1, "a", None, True, 1.5]))
m = re.match(r"(\w+)\s+(\d*)", "hello  42!")
print(m.group(0), m.group(1), m.group(2), re.sub("a+", "-", "caaat"), re.compile("[,;]").split("a,b;c"))
print(math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.pi, math.isnan(math.nan), math.log(100, 10))
print(struct.pack("<hIb", -2, 70000, 5), struct.unpack(">H", b"\x01\x02"), struct.calcsize("<Bi"))
a = array.array("h", [1, -2, 3])
a.append(4)
print(a, len(a), a[1], binascii.hexlify(b"abc"), binascii.b2a_base64(b"hello"), binascii.unhexlify("6162"))
print(binascii.hexlify(hashlib.sha256(b"abc").digest()))
h = [5, 2, 8]
heapq.heapify(h)
heapq.heappush(h, 1)
print([heapq.heappop(h) for _ in range(4)])
f = io.StringIO()
print("to a stream", 1, file=f)
print(repr(f.getvalue()), io.BytesIO(b"abc").read(2), errno.ENOENT)
random.seed(1)
print(random.getrandbits(8), random.randint(1, 100), random.randrange(0, 50, 5), random.choice("abc"))
try:
    open("/no/such/file")
except OSError as e:
    print(type(e))
