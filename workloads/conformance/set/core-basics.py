# Sets: members, adding, removing.
s = {3, 1, 2, 3}
print(sorted(s), len(s))
s.add(10)
s.add(1)
s.discard(99)
s.remove(2)
print(sorted(s), 10 in s, 2 in s)
s.update([7, 8])
print('from a list', sorted(set([1, 1, 2])), 'letters', sorted(set('hello')))
print('empty', set(), len(set()))
try:
    s.remove(99)
except KeyError:
    print('remove of what is not there: KeyError')
