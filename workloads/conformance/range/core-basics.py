# range: counting up, down and in steps.
print(list(range(5)), list(range(2, 5)), list(range(0, 10, 3)))
print('down', list(range(5, 0, -1)), list(range(3, 3)))
r = range(10, 20, 2)
print('as a sequence', len(r), r[0], r[-1], 14 in r, 15 in r)
print('shown', range(3), range(1, 4), range(0, 9, 2))
print('slice', list(r[1:3]))
total = 0
for i in range(1, 101):
    total += i
print('sum', total)
