# Augmented assignment on numbers, text, lists, items and attributes.
n = 10
n += 5
n -= 1
n *= 3
n //= 4
n **= 2
n %= 37
print('number', n)
n = 6
n |= 8
n &= 12
n ^= 1
n <<= 2
print('bits', n)
text = 'ab'
text += 'c'
text *= 2
print('text', text)
items = [1, 2]
same = items
items += [3]
items[0] += 10
print('list', items, same is items)
