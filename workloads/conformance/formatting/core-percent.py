# The % operator.
print('%s is %d years old' % ('Ann', 31))
print('%5d|%-5d|%05d|%+d' % (42, 42, 42, 42))
print('%x %X %o %c' % (255, 255, 8, 'A'))
print('%.2f %8.3f %e' % (3.14159, 2.71828, 12345.678))
print('%5s|%-5s|%r' % ('ab', 'ab', 'ab'))
print('%s' % [1, 2], '100%%' % (), '%d%%' % 50)
print('%(name)s: %(size)d' % {'name': 'box', 'size': 3})
try:
    '%d %d' % (1,)
except TypeError:
    print('too few: TypeError')
