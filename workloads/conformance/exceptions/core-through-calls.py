# An exception leaves all calls up to the one that catches it.
trail = []


def deep(n):
    trail.append(n)
    try:
        if n == 3:
            raise IndexError('bottom')
        deep(n + 1)
    finally:
        trail.append(-n)


try:
    deep(0)
except IndexError as e:
    print('caught', e)
print(trail)
for n in range(3):
    try:
        if n == 1:
            continue
        print('loop', n)
    finally:
        print('end of', n)
