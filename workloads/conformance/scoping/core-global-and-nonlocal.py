# global and nonlocal change names of outer scopes.
count = 0


def bump():
    global count
    count += 1


bump()
bump()
print('global', count)


def outer():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return total

    add(5)
    add(6)
    return total


print('nonlocal', outer())
x = 'module'


def shadow():
    x = 'local'
    return x


print('shadow', shadow(), x)
