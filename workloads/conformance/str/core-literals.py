# Ways to write text.
print('single', "double", 'it\'s', "say \"hi\"")
print('''three
lines
here''')
print('tab:\tend', 'back\\slash', r'raw\n')
print('joined ' 'by the compiler')
print('by number', '\x41', '\u00e9' == '\xe9', chr(66), ord('C'))
print(repr('a\nb'), repr("it's"), repr('"'))
print(len('\n'), len('\\n'))
