# sorted and list.sort, with key and reverse.
numbers = [5, 2, 9, 1]
print('sorted', sorted(numbers), numbers)
numbers.sort()
print('in place', numbers)
numbers.sort(reverse=True)
print('reversed', numbers)
words = ['pear', 'fig', 'banana', 'kiwis']
print('by length', sorted(words, key=len))
print('by last letter', sorted(words, key=lambda w: w[-1]))
print('by two things', sorted([(2, 'b'), (1, 'z'), (2, 'a')]))
people = [{'name': 'Bo', 'age': 30}, {'name': 'Al', 'age': 25}]
print('by item', [p['name'] for p in sorted(people, key=lambda p: p['age'])])
try:
    sorted([1, 'a'])
except TypeError:
    print('number and text have no order')
