# Methods of the class and functions inside it.


class Temperature:
    made = 0

    def __init__(self, celsius):
        self.celsius = celsius
        Temperature.made += 1

    @classmethod
    def from_fahrenheit(cls, f):
        return cls((f - 32) * 5 / 9)

    @staticmethod
    def is_valid(celsius):
        return celsius >= -273.15


class Hot(Temperature):
    pass


t = Temperature.from_fahrenheit(212)
print(t.celsius, Temperature.is_valid(-300), t.is_valid(0))
print('class of a subclass', type(Hot.from_fahrenheit(50)).__name__)
print('made', Temperature.made)
