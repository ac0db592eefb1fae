# Two common uses: counting and grouping.
text = 'the cat and the dog and the bird'
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
for word in sorted(counts):
    print(word, counts[word])
groups = {}
for word in sorted(set(text.split())):
    groups.setdefault(len(word), []).append(word)
for length in sorted(groups):
    print(length, groups[length])
print('most', max(counts, key=lambda w: counts[w]))
