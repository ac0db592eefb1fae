# hashlib, hmac, base64, binascii and zlib on small inputs.
# needs: base64, binascii, hashlib, hmac, zlib
import base64
import binascii
import hashlib
import hmac
import zlib
for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_256', 'blake2b', 'blake2s'):
    h = hashlib.new(name, b'abc')
    print(name, h.digest_size, h.block_size, h.hexdigest()[:40], hashlib.new(name).hexdigest()[:16])
h = hashlib.sha256(); h.update(b'a'); g = h.copy(); h.update(b'bc'); g.update(b'x' * 1000)
print('update', h.hexdigest() == hashlib.sha256(b'abc').hexdigest(), g.hexdigest()[:16], h.name,
    hashlib.shake_128(b'x').hexdigest(5), hashlib.blake2b(b'm', digest_size=4, key=b'k').hexdigest(),
    hashlib.sha256(bytearray(b'abc')).digest() == h.digest())
print('hmac', hmac.new(b'key', b'msg', 'sha256').hexdigest()[:32], hmac.digest(b'k' * 100, b'm', 'md5').hex(),
    hmac.compare_digest('a', 'a'), hmac.compare_digest(b'a', b'b'))
try:
    hmac.compare_digest('a', b'a')
except TypeError:
    print('compare_digest wants operands of one kind')
for data in (b'', b'f', b'fo', b'foo', b'\xff\xfe\xfd', bytes(range(10))):
    print(data, base64.b64encode(data), base64.b32encode(data), base64.b16encode(data), base64.a85encode(data),
        base64.b85encode(data), base64.urlsafe_b64encode(data))
print('decode', base64.b64decode('Zm9v'), base64.b64decode(b'Zm 9v\n'), base64.urlsafe_b64decode('__79'),
    base64.b32decode('mzxw6===', casefold=True), base64.b16decode('fF', casefold=True), base64.a85decode(b'AoDS'),
    base64.b85decode(b'W^Zp'), base64.encodebytes(b'x' * 60), base64.b32hexencode(b'hi'),
    base64.standard_b64decode('+/=='), base64.b64encode(b'\xfb\xff', altchars=b'-_'))
print('binascii', binascii.hexlify(b'\x01\xff'), binascii.unhexlify('01fF'), binascii.crc32(b'hello'),
    binascii.crc32(b'lo', binascii.crc32(b'hel')), binascii.crc_hqx(b'a', 0), binascii.b2a_base64(b'x', newline=False),
    binascii.a2b_qp(b'a=20b=\n'), binascii.b2a_qp(b'\xe9=\t'), binascii.b2a_uu(b'cat'),
    binascii.hexlify(b'abcd', '-', 2))
data = b'the quick brown fox ' * 50
z = zlib.compress(data)
print('zlib', zlib.decompress(z) == data, len(z) < 100, zlib.crc32(data), zlib.adler32(b'abc'),
    zlib.decompress(zlib.compress(b'', 0)), z[:2])
d = zlib.decompressobj()
print('stream', d.decompress(z[:20], 5), d.unconsumed_tail != b'',
    (d.decompress(d.unconsumed_tail + z[20:]) + d.flush())[-4:], d.eof, d.unused_data)
for f in (lambda: base64.b64decode('abc'), lambda: base64.b64decode('a'),
    lambda: base64.b64decode('Zm9v!', validate=True), lambda: base64.b32decode('a'), lambda: base64.b16decode('ff'),
    lambda: base64.b64encode('text'), lambda: binascii.unhexlify('abc'), lambda: binascii.unhexlify('zz'),
    lambda: hashlib.new('nope'), lambda: hashlib.md5('text'), lambda: zlib.decompress(b'junk'),
    lambda: zlib.decompress(z[:10]), lambda: hmac.new(b'k', b'm'), lambda: base64.b85decode(b'~~~~~'),
    lambda: base64.a85decode(b'v'), lambda: base64.b64decode('\u00e9'),
    lambda: hashlib.blake2b(digest_size=65), lambda: zlib.compress(b'', 10)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
