# Dictionaries: set, get, delete, ask.
ages = {'Ann': 31, 'Bob': 25}
ages['Cid'] = 40
ages['Bob'] += 1
print(ages['Ann'], ages['Bob'], len(ages))
print('get', ages.get('Ann'), ages.get('Zoe'), ages.get('Zoe', 0))
print('in', 'Ann' in ages, 31 in ages)
del ages['Ann']
print('keys', sorted(ages.keys()))
print('values', sorted(ages.values()))
print('items', sorted(ages.items()))
print('equal', ages == {'Cid': 40, 'Bob': 26})
try:
    ages['Ann']
except KeyError:
    print('deleted: KeyError')
