# A dictionary keeps the order in which keys came.
d = {}
for word in 'the quick brown fox jumps over the lazy dog'.split():
    d[word] = len(word)
print(list(d))
del d['quick']
d['quick'] = 0
print(list(d.items())[-2:])
print({'z': 1, 'y': 2, 'x': 3})
