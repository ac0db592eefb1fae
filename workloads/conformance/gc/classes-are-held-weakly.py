# A class that nothing leads to is no subclass any more once a collection has been; one that something leads to is, and follows its bases.
# needs: gc
import gc


class Base:
    pass


class Gone(Base):
    pass


class Kept(Base):
    pass


def names():
    gc.collect()
    return [cls.__name__ for cls in Base.__subclasses__()]


print(names())
del Gone
print(names())


def make():
    class Held(Kept):
        pass

    class Below(Held):
        pass

    return Held()


instance = make()
print(names(), [cls.__name__ for cls in Kept.__subclasses__()], type(instance).__subclasses__() == [])
Base.__len__ = lambda self: 7
Base.hello = lambda self: 'hello of the base'
print(len(instance), instance.hello())
cls = type(instance)
del instance
print(names(), Kept.__subclasses__() == [cls], cls().hello())
del cls
print(names(), (gc.collect(), Kept.__subclasses__())[1])


class Saving(Base):
    def __del__(self):
        global saved
        saved = self


Saving()
del Saving
print(names()[:1])
print(type(saved).__name__)
del Base.hello
try:
    saved.hello()
except AttributeError as error:
    print(error)
