# A descriptor stands in the class and answers for the instances.


class Positive:
    def __init__(self, name):
        self.name = '_' + name

    def __get__(self, instance, owner=None):
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError('must be positive')
        setattr(instance, self.name, value)


class Order:
    count = Positive('count')

    def __init__(self, count):
        self.count = count


o = Order(3)
o.count += 2
print(o.count)
try:
    o.count = 0
except ValueError as e:
    print('refused:', e)
