# Slices of text with a step.
word = 'abcdefg'
print('every second', word[::2], word[1::2])
print('backwards', word[::-1], word[5:1:-2])
print('palindrome', 'level' == 'level'[::-1])
