# f-strings: expressions, widths, digits.
name, n, x = 'Ann', 42, 3.14159
print(f'{name} has {n}')
print(f'{n + 1} {name.upper()} {len(name)} {n * 2 if n else 0}')
print(f'{n:5d}|{n:<5}|{n:05}|{name:>5}|{name:^7}|')
print(f'{x:.2f} {x:8.3f} {n:x} {n:b}')
print(f'{{braces}} {name!r} {[1, 2][0]}')
print(f'{n}{n}', f'', 'plain ' f'{n}')
width = 6
print(f'{n:{width}}|')
