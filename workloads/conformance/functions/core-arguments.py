# Defaults, keywords, and arguments in any order.


def greet(name, greeting='Hello', mark='!'):
    return greeting + ', ' + name + mark


print(greet('Ann'))
print(greet('Ann', 'Hi'))
print(greet('Ann', mark='?'))
print(greet(mark='.', name='Bob', greeting='Bye'))
try:
    greet()
except TypeError:
    print('missing: TypeError')
try:
    greet('Ann', colour='red')
except TypeError:
    print('unknown: TypeError')
try:
    greet('a', 'b', 'c', 'd')
except TypeError:
    print('too many: TypeError')
