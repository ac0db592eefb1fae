# Code from text: eval and exec with names of their own.
print(eval('1 + 2 * 3'), eval('[x * x for x in range(3)]'))
x = 10
print(eval('x + 1'), eval('a * b', {'a': 6, 'b': 7}))
names = {}
exec('y = 5\ndef f(n):\n    return n * y', names)
print(names['y'], names['f'](4))
try:
    eval('1 +')
except SyntaxError:
    print('SyntaxError')
