# Items and slices of lists, read and written.
xs = [0, 1, 2, 3, 4, 5]
print('items', xs[0], xs[-1])
print('slices', xs[1:3], xs[:2], xs[4:], xs[-2:], xs[:])
print('steps', xs[::2], xs[::-1], xs[4:1:-1])
xs[0] = 'zero'
xs[1:3] = ['one', 'two', 'extra']
print('written', xs)
del xs[3]
del xs[:1]
print('deleted', xs)
xs[1:1] = [7, 8]
print('inserted', xs)
try:
    xs[50]
except IndexError:
    print('index 50: IndexError')
