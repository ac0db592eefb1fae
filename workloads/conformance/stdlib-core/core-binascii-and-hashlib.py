# binascii and hashlib: hexadecimal, base64, digests.
# needs: binascii, hashlib
import binascii
import hashlib

print(binascii.hexlify(b'\x01\xab'), binascii.unhexlify(b'01ab'))
print(binascii.b2a_base64(b'hello'), binascii.a2b_base64(b'aGVsbG8='))
print(binascii.hexlify(hashlib.sha256(b'abc').digest())[:16])
h = hashlib.sha256()
h.update(b'a')
h.update(b'bc')
print(h.digest() == hashlib.sha256(b'abc').digest())
