# lzma: containers, checks, filters, decompressors in pieces, what is damaged or cut off
# needs: lzma
import io
import lzma

data = b'the quick brown fox ' * 200 + bytes(range(256)) + b'z' * 600
packed = lzma.compress(data)
print('magic', packed[:6], 'round trip', lzma.decompress(packed) == data)
print('empty', lzma.decompress(lzma.compress(b'')), len(lzma.compress(b'')))
for name in ['CHECK_NONE', 'CHECK_CRC32', 'CHECK_CRC64', 'CHECK_SHA256']:
    number = getattr(lzma, name)
    decompressor = lzma.LZMADecompressor()
    before = decompressor.check
    result = decompressor.decompress(lzma.compress(data, check=number))
    print(name, number, before, decompressor.check, result == data)
print('supported', [n for n in range(16) if lzma.is_check_supported(n)])

alone = lzma.compress(data, format=lzma.FORMAT_ALONE)
print('alone', alone[:13], lzma.decompress(alone) == data)
print('alone only', lzma.decompress(alone, format=lzma.FORMAT_ALONE) == data)
for name in ['DELTA', 'X86', 'ARM', 'ARMTHUMB', 'POWERPC', 'SPARC', 'IA64']:
    chain = [{'id': getattr(lzma, 'FILTER_' + name)}, {'id': lzma.FILTER_LZMA2, 'preset': 1}]
    raw = lzma.compress(data, format=lzma.FORMAT_RAW, filters=chain)
    back = lzma.decompress(raw, format=lzma.FORMAT_RAW, filters=chain)
    print(name, back == data, lzma.decompress(lzma.compress(data, filters=chain)) == data)

for name, action in [
    ('not xz', lambda: lzma.decompress(b'no stream at all')),
    ('wrong format', lambda: lzma.decompress(alone, format=lzma.FORMAT_XZ)),
    ('cut off', lambda: lzma.decompress(packed[:-4])),
    ('damaged', lambda: lzma.decompress(packed[:40] + b'!!!' + packed[43:])),
    ('header', lambda: lzma.decompress(packed[:8] + b'!!!' + packed[11:])),
    ('little memory', lambda: lzma.decompress(packed, memlimit=1024)),
    ('raw without filters', lambda: lzma.LZMADecompressor(format=lzma.FORMAT_RAW)),
    ('filters with xz', lambda: lzma.LZMADecompressor(filters=[{'id': lzma.FILTER_LZMA2}])),
    ('memory of raw', lambda: lzma.LZMADecompressor(lzma.FORMAT_RAW, memlimit=1)),
    ('format 7', lambda: lzma.LZMACompressor(7)),
    ('format 8', lambda: lzma.LZMADecompressor(8)),
    ('check of alone', lambda: lzma.LZMACompressor(lzma.FORMAT_ALONE, check=1)),
    ('preset and filters', lambda: lzma.LZMACompressor(preset=3, filters=[{'id': lzma.FILTER_LZMA2}])),
    ('preset 10', lambda: lzma.LZMACompressor(preset=10)),
    ('preset 10 of alone', lambda: lzma.LZMACompressor(lzma.FORMAT_ALONE, preset=10)),
    ('preset as text', lambda: lzma.LZMACompressor(preset='6')),
    ('negative preset', lambda: lzma.LZMACompressor(preset=-1)),
    ('no id', lambda: lzma.LZMACompressor(filters=[{'preset': 6}])),
    ('no dict', lambda: lzma.LZMACompressor(filters=[3])),
    ('unknown id', lambda: lzma.LZMACompressor(filters=[{'id': 98}])),
    ('unknown option', lambda: lzma.LZMACompressor(filters=[{'id': lzma.FILTER_LZMA2, 'foo': 0}])),
    ('unknown delta', lambda: lzma.LZMACompressor(filters=[{'id': lzma.FILTER_DELTA, 'foo': 0}])),
    ('no filters', lambda: lzma.LZMACompressor(filters=[])),
    ('delta alone', lambda: lzma.LZMACompressor(filters=[{'id': lzma.FILTER_DELTA}])),
    ('five filters', lambda: lzma.LZMACompressor(filters=[{'id': lzma.FILTER_DELTA}] * 5)),
    ('lzma1 in xz', lambda: lzma.LZMACompressor(filters=[{'id': lzma.FILTER_LZMA1}])),
]:
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, error)

print('properties', lzma._encode_filter_properties({'id': lzma.FILTER_LZMA2, 'preset': 3}))
print('properties', lzma._encode_filter_properties({'id': lzma.FILTER_LZMA1, 'preset': 3, 'lc': 2}))
print('properties', lzma._decode_filter_properties(lzma.FILTER_LZMA1, b']\x00\x00\x80\x00'))
print('properties', lzma._decode_filter_properties(lzma.FILTER_DELTA, b'\x03'))
print('properties', lzma._decode_filter_properties(lzma.FILTER_X86, b''))
broken = lzma.LZMADecompressor()
for attempt in range(2):
    try:
        print(broken.decompress(b'no stream at all'))
    except lzma.LZMAError as error:
        print('again', error)

decompressor = lzma.LZMADecompressor()
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
for stream in packed, alone:
    slow = lzma.LZMADecompressor()
    found = b''.join(slow.decompress(stream[i : i + 1]) for i in range(len(stream)))
    print('byte by byte', found == data, slow.eof)

print('two streams', lzma.decompress(lzma.compress(b'one ') + lzma.compress(b'two')))
memory = io.BytesIO()
with lzma.open(memory, 'wt', encoding='utf-8') as file:
    file.write('first\nsecond\nthird é\n')
memory.seek(0)
with lzma.open(memory, 'rt', encoding='utf-8') as file:
    print('lines', list(file))
memory.seek(0)
with lzma.LZMAFile(memory) as file:
    print('seek', file.seek(6), file.readline(), file.tell(), file.peek(3)[:3], file.seek(-3, 2), file.read())
