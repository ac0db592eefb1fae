# Methods of bytes work on bytearrays too.
data = bytearray(b'a,b,a')
print('search', data.find(b'b'), data.count(b'a'), data.startswith(b'a'))
print('split', data.split(b','))
print('replace', data.replace(b'a', b'xx'))
print('case', data.upper())
print('text', data.decode())
