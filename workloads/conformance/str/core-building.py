# Building text: adding, repeating, converting.
line = ''
for i in range(5):
    line += str(i) + ' '
print(repr(line))
print('-' * 10, 'ab' * 3, repr('x' * 0))
table = []
for name, price in (('tea', 2), ('cake', 13)):
    table.append(name + '.' * (10 - len(name)) + str(price))
print('\n'.join(table))
print('sorted letters', ''.join(sorted('banana')))
print('largest and smallest', max('banana'), min('banana'))
