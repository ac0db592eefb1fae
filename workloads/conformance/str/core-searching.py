# Looking for text in text.
s = 'one two three two'
print('find', s.find('two'), s.find('two', 5), s.find('four'))
print('rfind', s.rfind('two'))
print('index', s.index('three'))
print('count', s.count('two'), s.count('z'))
print('starts and ends', s.startswith('one'), s.endswith('two'), s.endswith('one'))
print('replace', s.replace('two', '2'), s.replace('two', '2', 1))
try:
    s.index('four')
except ValueError:
    print('index of what is not there: ValueError')
