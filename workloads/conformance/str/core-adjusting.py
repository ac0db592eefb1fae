# Padding and capitals: ljust, rjust, zfill, title, capitalize.
print('left', repr('ab'.ljust(5)), repr('ab'.ljust(5, '.')))
print('right', repr('ab'.rjust(5)), repr('7'.rjust(3, '0')))
print('zeros', '42'.zfill(5), '-42'.zfill(5))
print('capitals', 'hello world'.capitalize(), 'hello world'.title())
print('swapped', 'Hello'.swapcase())
