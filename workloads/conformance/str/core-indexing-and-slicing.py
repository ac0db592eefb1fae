# Characters and pieces of text.
word = 'Python'
print('characters', word[0], word[5], word[-1], word[-6])
print('slices', word[0:2], word[2:], word[:2], word[-3:])
print('out of range slices', word[4:100], repr(word[10:]))
print('length', len(word))
print('membership', 'th' in word, 'x' in word, 'x' not in word)
print('each', [c for c in word])
try:
    word[6]
except IndexError:
    print('index 6: IndexError')
try:
    word[0] = 'J'
except TypeError:
    print('text cannot be changed')
