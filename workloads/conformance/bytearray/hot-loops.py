# Bytearrays in hot loops: bytes loaded and stored, beside everything that changes an array behind a trace's back.


def fill(array, value):
    for i in range(len(array)):
        array[i] = value
    return sum(array)


def backwards(array):
    total = 0
    i = -1
    while i >= -len(array):
        total = total * 3 + array[i] & 0xffff
        array[i] = i & 255
        i -= 1
    return total


def growing(rounds):
    array = bytearray(b'x')
    for i in range(rounds):
        array[0] = i & 127
        array.append(array[-1])
        if i % 7 == 0:
            array += b'yz'
        if i % 11 == 0:
            del array[1:3]
        array[len(array) - 1] = (array[0] + i) & 255
    return len(array), sum(array), bytes(array[:12])


def seen_elsewhere(rounds):
    array = bytearray(16)
    view = memoryview(array)
    found = []
    for i in range(rounds):
        array[3] = i & 255
        view[4] = array[3]
        if array[4] != i & 255:
            found.append('view')
        if bytes([i & 255]) not in array:
            found.append('in')
        if array.count(i & 255) < 2:
            found.append('count')
        if array[3:5] != bytes([i & 255]) * 2:
            found.append('slice')
        if array.find(i & 255) > 3:
            found.append('find')
        array[5] = 7
        array.reverse()
        if array[10] != 7:
            found.append('reverse')
        array[10] = 0
        array.reverse()
    view.release()
    return found, bytes(array)


def two_names(rounds):
    first = bytearray(4)
    second = first
    other = bytearray(4)
    total = 0
    for i in range(rounds):
        first[i & 3] = i & 63
        total += second[i & 3]
        other[i & 3] = 1
        total -= other[3 - (i & 3)]
        if i == rounds // 2:
            second = other
    return total, bytes(first), bytes(other)


def errors(rounds):
    array = bytearray(5)
    counts = {}
    for i in range(rounds):
        try:
            array[i % 6] = i % 300
            array[-1] += 1
            array[i % 5 - 6 if i % 17 == 0 else 0] = 2
        except (IndexError, ValueError) as error:
            counts[str(error)] = counts.get(str(error), 0) + 1
    return sorted(counts.items()), bytes(array)


def swapped(rounds):
    """The array that the loop works on is another one from time to time."""
    arrays = [bytearray(3), bytearray(b'abc'), bytearray(8)]
    array = arrays[0]
    total = 0
    for i in range(rounds):
        array[2] = i & 255
        array[1] ^= array[2]
        total += array[1]
        if i % 50 == 49:
            array = arrays[i // 50 % 3]
    return total, [bytes(a) for a in arrays]


def of_bools(rounds):
    array = bytearray(2)
    for i in range(rounds):
        array[0] = i % 2 == 0
        array[True] = array[0] + 1
    return bytes(array)


def in_function(array, i):
    array[i] = array[i - 1] + 1 & 255
    return array[i]


array = bytearray(64)
print([fill(array, value) for value in (0, 1, 255)], backwards(array), backwards(array))
print(growing(900))
print(seen_elsewhere(600))
print(two_names(1000))
print(errors(900))
print(swapped(1000))
print(of_bools(400))
print([in_function(array, i % 64) for i in range(600)][-5:], sum(array))
