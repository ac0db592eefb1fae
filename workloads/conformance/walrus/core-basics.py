# Naming a value inside an expression.
if (n := len('hello')) > 3:
    print('long', n)
items = [1, 2, 3]
while (left := len(items)) > 0:
    items.pop()
    print('left', left)
print([y for x in range(5) if (y := x * x) > 3])
print('last y', y)
