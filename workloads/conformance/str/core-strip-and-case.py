# Trimming and changing case.
print('strip', repr('  hi  '.strip()), repr('  hi  '.lstrip()), repr('  hi  '.rstrip()))
print('characters', 'xxhixy'.strip('xy'), '001200'.lstrip('0'))
print('case', 'Hello'.upper(), 'Hello'.lower())
print('asking', 'abc'.isalpha(), '123'.isdigit(), ' \n'.isspace(), 'ABC'.isupper(), 'abC'.islower())
print('centre', repr('mid'.center(9)))
