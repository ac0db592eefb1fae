# compression.zstd: frames, levels and options, decompressors in pieces, files, what is damaged or cut off
# needs: _zstd
import io
from compression import zstd

data = b'the quick brown fox ' * 200 + bytes(range(256)) + b'z' * 600
packed = zstd.compress(data)
print('magic', packed[:4], 'round trip', zstd.decompress(packed) == data)
print('small', zstd.decompress(zstd.compress(b'abc')), zstd.get_frame_info(zstd.compress(b'abc')))
print('frame', zstd.get_frame_size(packed) == len(packed), zstd.get_frame_info(packed))
print('levels', all(zstd.decompress(zstd.compress(data, level=n)) == data for n in (-5, 1, 10, 19)))
CP = zstd.CompressionParameter
options = {CP.compression_level: 5, CP.checksum_flag: 1, CP.content_size_flag: 0}
checked = zstd.compress(data, options=options)
print('options', zstd.get_frame_info(checked), zstd.decompress(checked) == data)
print('bounds', CP.compression_level.bounds(), CP.checksum_flag.bounds(), CP.strategy.bounds())

compressor = zstd.ZstdCompressor()
print('mode', compressor.last_mode, compressor.CONTINUE, compressor.FLUSH_BLOCK, compressor.FLUSH_FRAME)
parts = [compressor.compress(data[i : i + 100]) for i in range(0, len(data), 100)]
print('mode', compressor.last_mode)
parts.append(compressor.flush(compressor.FLUSH_BLOCK))
parts.append(compressor.flush())
print('in pieces', zstd.decompress(b''.join(parts)) == data)
print('again', zstd.decompress(compressor.compress(b'second', compressor.FLUSH_FRAME)))
compressor.set_pledged_input_size(5)
print('pledged', zstd.get_frame_info(compressor.compress(b'12345') + compressor.flush()))
for name, action in [
    ('level 100', lambda: zstd.ZstdCompressor(level=100)),
    ('level as text', lambda: zstd.ZstdCompressor(level='3')),
    ('both', lambda: zstd.ZstdCompressor(level=3, options={CP.checksum_flag: 1})),
    ('value', lambda: zstd.ZstdCompressor(options={CP.window_log: 3})),
    ('key', lambda: zstd.ZstdCompressor(options={999: 7})),
    ('no dict', lambda: zstd.ZstdCompressor(options=3)),
    ('mode', lambda: compressor.compress(b'', 7)),
    ('flush mode', lambda: compressor.flush(0)),
    ('str', lambda: zstd.compress('text')),
    ('no zstd', lambda: zstd.decompress(b'no frame at all')),
    ('cut off', lambda: zstd.decompress(packed[:-4])),
    ('header', lambda: zstd.get_frame_info(b'abc')),
    ('size', lambda: zstd.get_frame_size(b'abc')),
    ('short dictionary', lambda: zstd.ZstdDict(b'abc')),
    ('window', lambda: zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 99}) and 0),
]:
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, str(error).replace('[10, 30]', '[10, 31]'))

decompressor = zstd.ZstdDecompressor()
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
slow = zstd.ZstdDecompressor()
found = b''.join(slow.decompress(checked[i : i + 1]) for i in range(len(checked)))
print('byte by byte', found == data, slow.eof)

raw = zstd.ZstdDict(b'the quick brown fox jumps over', is_raw=True)
print('dictionary', raw, raw.dict_id, len(raw))
with_dict = zstd.compress(b'the quick brown fox jumps', zstd_dict=raw)
print('with it', zstd.decompress(with_dict, zstd_dict=raw))
print('two frames', zstd.decompress(zstd.compress(b'one ') + zstd.compress(b'two')))
memory = io.BytesIO()
with zstd.open(memory, 'wt', encoding='utf-8') as file:
    file.write('first\nsecond\nthird é\n')
memory.seek(0)
with zstd.open(memory, 'rt', encoding='utf-8') as file:
    print('lines', list(file))
memory.seek(0)
with zstd.ZstdFile(memory) as file:
    print('seek', file.seek(6), file.readline(), file.tell(), file.peek(3)[:3], file.seek(-3, 2), file.read())
