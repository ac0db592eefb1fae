# pickle: every protocol, basic types, sharing, cycles, and the opcodes of small pickles.
# needs: io, pickle, pickletools
import pickle
import pickletools
import io
values = [None, True, 0, -1, 255, 256, 65536, 2**31, -(2**31), 2**63, 10**100, 1.5, float('inf'), 1j, '', 'a',
    '\u00e9\U0001F600', '\ud800', b'', b'ab\xff', bytearray(b'x'), (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {'k': 1},
    {1, 2}, frozenset([3]), range(2, 9, 3), slice(1, 2), ..., NotImplemented, len, int, print, type(None)]
for protocol in range(6):
    same = []
    for v in values:
        got = pickle.loads(pickle.dumps(v, protocol))
        same.append(type(got) is type(v) and got == v)
    print('protocol', protocol, all(same))
for v in (None, True, 5, 300, 2**40, -1.5, 'a', b'b', (1, 2), [1], {'k': 'v'}, {1}):
    print(v, [pickle.dumps(v, p) for p in (0, 2, 4)])
shared = [1]
a, b, c = pickle.loads(pickle.dumps([shared, shared, (shared,)]))
print('sharing', a is b, c[0] is a)
loop = []; loop.append(loop); loop.append({'l': loop})
got = pickle.loads(pickle.dumps(loop)); print('cycle', got[0] is got, got[1]['l'] is got)
t = ([],)
t[0].append(t)
got = pickle.loads(pickle.dumps(t))
print('tuple cycle', got[0][0] is got)
f = io.BytesIO()
p = pickle.Pickler(f)
p.dump(shared)
p.dump(shared)
p.clear_memo()
p.dump('end')
f.seek(0)
u = pickle.Unpickler(f)
print('stream', u.load(), u.load(), u.load(), f.read())
print('opcodes', [op.name for op, arg, pos in pickletools.genops(pickle.dumps({'a': (1, 'x')}, 4))],
    pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL)
pickletools.dis(pickle.dumps([1, 'a', (2,)], 2))
print(pickletools.optimize(pickle.dumps(['a', 'b'], 4)))
print('big', len(pickle.dumps(b'x' * 300, 4)), len(pickle.dumps('y' * 70000, 4)),
    pickle.loads(pickle.dumps(list(range(3000)), 2)) == list(range(3000)))
buffers = []
data = pickle.dumps(pickle.PickleBuffer(b'out of band'), 5, buffer_callback=buffers.append)
print('buffers', len(buffers), bytes(pickle.loads(data, buffers=buffers)))
for f in (lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps((i for i in ())),
    lambda: pickle.dumps(memoryview(b'a')), lambda: pickle.loads(b''), lambda: pickle.loads(b'junk'),
    lambda: pickle.loads(b'\x80\x09N.'), lambda: pickle.loads(b'N'), lambda: pickle.loads(b'cos\nnothing\n.'),
    lambda: pickle.loads(b'.'), lambda: pickle.dumps(1, 9), lambda: pickle.loads('text'),
    lambda: pickle.loads(b'I1x\n.'), lambda: pickle.loads(b'cnomodule\nx\n.'), lambda: pickle.dumps(__import__('sys')),
    lambda: pickle.load(5), lambda: pickle.dump(1, 5), lambda: pickle.loads(b'(lp0\nI1\na'),
    lambda: pickle.dumps(type('Local', (), {}))):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, str(error).split(' at 0x')[0])
