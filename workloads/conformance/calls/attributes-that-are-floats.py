# A float that stands where a method might: calling it is a TypeError about the float, in code that runs often, too.
class Holder:
    def __init__(self):
        self.level = 1.5
        self.me = self


class Derived(Holder):
    def asks(self):
        return self.level(3)


def direct(o):
    return o.level()


def compared(x, o):
    return x < o.level(x)


def chained(o):
    return o.me.level(1)


def by_name(o):
    level = o.level
    return level()


def looped(o):
    return [o.level(i) for i in (1,)]


holder = Holder()
derived = Derived()
for name, call in (
    ('direct', lambda: direct(holder)),
    ('compared', lambda: compared(1.0, holder)),
    ('chained', lambda: chained(holder)),
    ('by name', lambda: by_name(holder)),
    ('of self', lambda: derived.asks()),
    ('looped', lambda: looped(holder)),
):
    told = 0
    for _ in range(400):
        try:
            call()
        except TypeError as e:
            told += "'float' object" in str(e)
    print(name, told)
