# itertools: chain, count, islice, product.
# needs: itertools
import itertools

print(list(itertools.chain([1], 'ab', (2,))))
print(list(itertools.islice(itertools.count(10, 5), 3)))
print(list(itertools.product('ab', [1, 2])))
print(list(itertools.permutations([1, 2, 3], 2)))
print(list(itertools.accumulate([1, 2, 3])))
