# The % operator on text: flags, widths, stars, mappings and errors.
print('basic', '%s %r %a' % ('a', 'a', '\u00e9'), '%d %i %u' % (1, 2.9, True),
    '%x %X %#x %o %#o' % (255, 255, 255, 8, 8), '%c%c' % (65, 'b'), '%%' % ())
print('floats', '%f %e %g %G %E' % (1.5, 1.5, 1e-10, 1e20, 0),
    '%.2f|%8.3f|%-8.1f|%+.0f|% .1f|%08.2f|%#.0f|%#g' % (3.14159, 3.14159, 3.14159, 2.5, 2.5, -3.14159, 3.0, 1.0),
    '%f %F %g' % (float('inf'), float('nan'), -float('inf')))
print('flags', '%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|%.5d|%8.5d|%-08d|% +d|%#5x|%#06x|%.3x|%-#6o|' % ((42,) * 15))
print('text', '%5s|%-5s|%.2s|%5.1s|%05s|%r|%.3r|' % ('abc', 'abc', 'abc', 'abc', 'abc', 'abc', 'abc'))
print('stars', '%*d|%-*d|%.*f|%*.*f|%*s|' % (5, 42, 5, 42, 2, 3.14159, 8, 3, 3.14159, -5, 'ab'))
print('mapping', '%(a)s %(b)05d %(a)r' % {'a': 'x', 'b': 7}, '%(a b)s' % {'a b': 1}, '%(()) s' % {'()': 2},
    '%(x)s' % {'x': (1, 2)}, 'none' % {}, '%()s' % {'': 'empty'})
print('single', '%s' % 5, '%s' % [1, 2], '%s' % None, '%s' % {'a': 1}, '%s' % ((1, 2),), '%d%%' % 50, '%s' % 'x')
print('big', '%d' % 10**25, '%d' % -(2**70), '%x' % 2**70, '%d' % 1e20, '%.30d' % 7, '%+x' % -255, '%l' 'd' % 5,
    '%ld' % 6)
class Has:
    def __index__(self):
        return 3
    def __float__(self):
        return 1.5
    def __str__(self):
        return 'str'
    def __repr__(self):
        return 'repr'
print('protocol', '%s %r %x %f %c' % (Has(), Has(), Has(), Has(), Has()) == 'str repr 3 1.500000 \x03')
class M(dict):
    def __missing__(self, key):
        return f'<{key}>'
print('missing', '%(nothing)s' % M(), 'any' % M())
for template, value in (('%d', 'a'), ('%s %s', 'a'), ('%s', ('a', 'b')), ('%s %s', ('a',)), ('%q', 1), ('%', 1),
    ('%(a)s', 1), ('%(a)s', {}), ('%c', 'ab'), ('%c', -1), ('%x', 1.5), ('%f', 'a'), ('%d', None), ('abc', 1),
    ('%*d', ('a', 1)), ('%(a', {'a': 1}), ('%.', 1), ('%d', float('inf')), ('%d', 1j), ('%5', 1), ('%c', 1.5),
    ('%(a)s %s', {'a': 1}), ('%s', ()), ('x', [1]), ('%z', ())):
    try:
        print(repr(template), value, '=', template % value)
    except Exception as error:
        print(repr(template), value, '->', type(error).__name__ + ':', error)
