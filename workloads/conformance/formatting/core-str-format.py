# str.format: positions, names, widths.
print('{} and {}'.format('a', 'b'), '{1} {0}'.format('a', 'b'))
print('{name} is {age}'.format(name='Ann', age=31))
print('{:5d}|{:<5d}|{:^5d}|{:05d}'.format(42, 42, 42, 42))
print('{:>6}|{:<6}|{:^6}|{:*^6}'.format('ab', 'ab', 'ab', 'ab'))
print('{:.2f} {:8.3f} {:e}'.format(3.14159, 2.71828, 12345.678))
print('{:x} {:X} {:o} {:b} {:#x}'.format(255, 255, 8, 5, 255))
print('{:,}'.format(1234567), '{:+d}'.format(5), '{:%}'.format(0.5))
print('{!r} {!s}'.format('x', 'x'), '{{}}'.format())
