# Two base classes: the first that has a method answers.


class Flyer:
    def move(self):
        return 'fly'

    def land(self):
        return 'land'


class Swimmer:
    def move(self):
        return 'swim'

    def dive(self):
        return 'dive'


class Duck(Flyer, Swimmer):
    pass


d = Duck()
print(d.move(), d.land(), d.dive())
print(isinstance(d, Flyer), isinstance(d, Swimmer))
