# str.format looks into items and attributes.


class Point:
    x = 3


print('{0[1]} {0[0]}'.format([1, 2]))
print('{p.x} {d[key]}'.format(p=Point(), d={'key': 'value'}))
