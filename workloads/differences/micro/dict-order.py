# cause: A dict is a plain hash table without an index beside it: 8 bytes an entry instead of 24 or more.
# workaround: Use collections.OrderedDict, or sort the keys.
# micro: [4, 5]
# cpython: [5, 4]
print(list({5: 0, 4: 0}))
