# defaultdict's factory as an attribute of the class, copies by dataclasses.asdict, recursive repr; weak references: names and __weakref__.
# needs: collections, dataclasses, weakref
import collections
import dataclasses
import logging
import weakref

d = collections.defaultdict(list)
print(hasattr(collections.defaultdict, 'default_factory'), type(d)(d.default_factory), collections.defaultdict(None, {1: 2}))


@dataclasses.dataclass
class Record:
    counts: collections.defaultdict


print(dataclasses.asdict(Record(collections.defaultdict(int, {3: 4}))))


class Own(collections.defaultdict):
    def __init__(self):
        self.default_factory = self.make

    def make(self):
        return [len(self)]


own = Own()
print(repr(own), own['k'], len(own))
del own.default_factory
print(own.default_factory)
try:
    own['other']
except KeyError as error:
    print('KeyError', error)


class Outer:
    class Inner:
        pass


target = Outer.Inner()
logger = logging.Logger('name')
for reference in (weakref.ref(target), weakref.proxy(target), weakref.ref(logger), weakref.ref(collections.OrderedDict)):
    print(repr(reference).split(' to ')[1].split(' at ')[0] if ' to ' in repr(reference) else 'dead')
print(target.__weakref__ is weakref.ref(target), Outer.Inner().__weakref__)
