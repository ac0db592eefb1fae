# Subclasses: inheriting, overriding, calling super.


class Animal:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return '...'

    def speak(self):
        return self.name + ' says ' + self.sound()


class Dog(Animal):
    def sound(self):
        return 'Woof'


class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age

    def sound(self):
        return super().sound().lower() + '!'


for animal in (Animal('Thing'), Dog('Rex'), Puppy('Tim', 1)):
    print(animal.speak(), isinstance(animal, Dog))
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), Puppy.__bases__[0].__name__)
