# One underscore is a convention, two underscores hide a name from subclasses.


class Base:
    def __init__(self):
        self._inner = 'inner'
        self.__hidden = 'base'

    def base_hidden(self):
        return self.__hidden


class Child(Base):
    def __init__(self):
        super().__init__()
        self.__hidden = 'child'


c = Child()
print(c._inner, c.base_hidden())
