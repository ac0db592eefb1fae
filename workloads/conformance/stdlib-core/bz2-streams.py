# bz2: compressors, decompressors in pieces, files, what is damaged or cut off
# needs: bz2
import bz2
import io

data = b'the quick brown fox ' * 200 + bytes(range(256)) + b'z' * 600
packed = bz2.compress(data)
print('length', len(packed), packed[:10])
print('round trip', bz2.decompress(packed) == data)
print('levels', [bz2.compress(b'level', n)[3:4] for n in range(1, 10)])
print('same at all levels', len({bz2.compress(data, n)[4:] for n in range(1, 10)}))
print('empty', bz2.compress(b''))

compressor = bz2.BZ2Compressor(5)
parts = [compressor.compress(data[i : i + 100]) for i in range(0, len(data), 100)]
parts.append(compressor.flush())
print('in pieces', bz2.decompress(b''.join(parts)) == data)
for name, action in [
    ('compress after flush', lambda: compressor.compress(b'x')),
    ('second flush', compressor.flush),
    ('level 0', lambda: bz2.BZ2Compressor(0)),
    ('level 10', lambda: bz2.BZ2Compressor(10)),
    ('level as text', lambda: bz2.BZ2Compressor('9')),
    ('str', lambda: bz2.compress('text')),
    ('no bzip2', lambda: bz2.decompress(b'no stream at all')),
    ('cut off', lambda: bz2.decompress(packed[:-4])),
    ('damaged', lambda: bz2.decompress(packed[:30] + b'!!!' + packed[33:])),
]:
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, error)

decompressor = bz2.BZ2Decompressor()
print('fresh', decompressor.eof, decompressor.needs_input, decompressor.unused_data)
first = decompressor.decompress(packed + b'behind', 10)
print('ten bytes', first, decompressor.eof, decompressor.needs_input)
rest = b''
while not decompressor.eof:
    rest += decompressor.decompress(b'', 1000)
print('the rest', first + rest == data, decompressor.unused_data, decompressor.needs_input)
try:
    decompressor.decompress(b'')
except EOFError as error:
    print('at the end', error)

slow = bz2.BZ2Decompressor()
found = b''.join(slow.decompress(packed[i : i + 1]) for i in range(len(packed)))
print('byte by byte', found == data, slow.eof)

print('two streams', bz2.decompress(bz2.compress(b'one ') + bz2.compress(b'two')))
print('junk behind', bz2.decompress(bz2.compress(b'one') + b'junk'))
memory = io.BytesIO()
with bz2.open(memory, 'wt', encoding='utf-8') as file:
    file.write('first\nsecond\nthird é\n')
memory.seek(0)
with bz2.open(memory, 'rt', encoding='utf-8') as file:
    print('lines', list(file))
memory.seek(0)
with bz2.BZ2File(memory) as file:
    print('seek', file.seek(6), file.readline(), file.tell(), file.peek(3)[:3], file.seek(-3, 2), file.read())
