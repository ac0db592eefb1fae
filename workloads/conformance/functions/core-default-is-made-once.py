# A default value is made once, when the function is defined.


def collect(item, into=[]):
    into.append(item)
    return into


print(collect(1), collect(2))
print(collect(3, []))


def fresh(item, into=None):
    if into is None:
        into = []
    into.append(item)
    return into


print(fresh(1), fresh(2))
