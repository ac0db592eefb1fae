# __getattr__ answers for attributes that are not there.


class Record:
    def __init__(self):
        self.fields = {'name': 'Ann', 'age': 31}

    def __getattr__(self, name):
        if name in self.fields:
            return self.fields[name]
        raise AttributeError(name)


r = Record()
print(r.name, r.age, hasattr(r, 'other'))
r.name = 'stored'
print(r.name, r.fields['name'])
try:
    r.other
except AttributeError:
    print('AttributeError')
