# A subclass of the module type has the module's dict and no other: what is put there is an attribute, whatever else the class defines.
import sys
import types


class Plain(types.ModuleType):
    pass


class WithFallback(types.ModuleType):
    def __getattr__(self, name):
        raise AttributeError('no ' + name)


class Slotted(types.ModuleType):
    __slots__ = ('kept',)


class Named:
    def name_in_dict(self):
        return self.__dict__['__name__']


class Mixed(Named, types.ModuleType):
    pass


for cls in (Plain, WithFallback, Slotted, Mixed):
    module = cls('made')
    module.__dict__['direct'] = 1
    module.assigned = 2
    vars(module).update({'updated': 3})
    print(cls.__name__, module.direct, module.assigned, module.updated, module.__dict__ is vars(module))
    del module.direct, module.updated
    print(sorted(name for name in module.__dict__ if not name.startswith('__')))
    try:
        module.direct
    except AttributeError as error:
        print(error)

slotted = Slotted('slots')
slotted.kept = 'slot'
print(slotted.kept, 'kept' in slotted.__dict__)
print(Mixed('mixed').name_in_dict())

# A module that puts another in its place, with all its names.
old = sys.modules[__name__]
new = WithFallback(__name__)
new.__dict__.update(old.__dict__)
print(new.new is new, new.types is types)
del new.new, new.old
print(hasattr(new, 'new'), hasattr(new, 'sys'))

changing = types.ModuleType('changing')
changing.value = 'stays'
changing.__class__ = Plain
print(type(changing).__name__, changing.value)
changing.__class__ = types.ModuleType
print(type(changing).__name__, changing.value)
