# A name that is assigned later in a function is local from its start.
value = 10


def early():
    print(value)
    value = 5


try:
    early()
except NameError as e:
    print('read before it is assigned:', type(e).__name__ in ('UnboundLocalError', 'NameError'))
try:
    undefined_name
except NameError:
    print('unknown name: NameError')
print('untouched', value)
