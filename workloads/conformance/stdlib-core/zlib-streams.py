# zlib: decompression in pieces, limits of length, what lies behind the end, copies, dictionaries, broken data; checksums.
# needs: zlib
import binascii
import gzip
import zlib

text = b"".join(b"line %d of a text that repeats itself\n" % (i % 97) for i in range(4000))
packed = zlib.compress(text, 6)
raw_maker = zlib.compressobj(wbits=-15)
raw = raw_maker.compress(text) + raw_maker.flush()
print("whole", zlib.decompress(packed) == text, zlib.decompress(raw, -15) == text, zlib.decompress(packed + b"behind") == text)
print("gzip", gzip.decompress(gzip.compress(text) + gzip.compress(b"second")) == text + b"second")

for size in (1, 7, 100, 5000):
    d = zlib.decompressobj()
    out = b"".join(d.decompress(packed[i : i + size]) for i in range(0, len(packed), size))
    print("pieces", size, out == text, d.eof, d.unused_data, d.unconsumed_tail)

d = zlib.decompressobj()
data, lengths = packed + b"rest", []
while not d.eof:
    piece = d.decompress(data, 60000)
    lengths.append(len(piece))
    data = d.unconsumed_tail
print("limited", lengths, d.unused_data, d.eof)

d = zlib.decompressobj()
head = d.decompress(packed, 1000)
copy = d.copy()
print("copies", copy.decompress(copy.unconsumed_tail) == d.decompress(d.unconsumed_tail), copy.eof, d.eof)
d = zlib.decompressobj()
print("after the end", d.decompress(zlib.compress(b"abc") + b"x"), d.decompress(b"y"), d.unused_data)
print("exactly", zlib.decompressobj().decompress(zlib.compress(b"abc"), 3))

words = b"repeats itself of a text that line"
maker = zlib.compressobj(zdict=words)
small = maker.compress(text[:200]) + maker.flush()
print("dictionary", zlib.decompressobj(zdict=words).decompress(small) == text[:200])
for attempt in (
    lambda: zlib.decompressobj().decompress(small),
    lambda: zlib.decompressobj(zdict=b"other").decompress(small),
    lambda: zlib.decompress(packed[:-1]),
    lambda: zlib.decompress(packed[:-4] + b"\0\0\0\0"),
    lambda: zlib.decompress(b"no zlib data"),
    lambda: zlib.decompress(packed[:50] + b"\xff" * 50 + packed[100:]),
    lambda: zlib.decompress(b""),
    lambda: zlib.decompressobj(-15).decompress(b"\x07"),
):
    try:
        print("no error", attempt())
    except zlib.error as error:
        print("zlib.error", error)
for size in (0, 1, 255, 256, 257, 10000):
    part = text[:size]
    print("sums", size, zlib.crc32(part), zlib.crc32(part, 12345), zlib.adler32(part), binascii.crc32(part, 99))
