# for and while with break, continue and else.
for n in range(2, 8):
    for d in range(2, n):
        if n % d == 0:
            print(n, 'is', d, 'times', n // d)
            break
    else:
        print(n, 'is prime')
n = 0
while True:
    n += 1
    if n % 2:
        continue
    if n > 6:
        break
    print('even', n)
while n > 6:
    n -= 1
else:
    print('while ended at', n)
