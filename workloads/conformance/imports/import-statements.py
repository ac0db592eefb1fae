# Forms of the import statement: what is bound to which name.
import sys
import os.path
import os.path as osp
import collections.abc, json.decoder as jd, math as m
from math import floor, ceil as up
from collections import (
    OrderedDict,
    defaultdict as dd,
)
import xml.dom

print('top name bound', os.__name__, osp is os.path, 'collections' in globals(), jd.__name__, m.__name__)
print('from', floor(1.5), up(1.5), OrderedDict.__name__, dd.__name__, xml.__name__, xml.dom.__name__)


def local():
    import string
    from string import digits as d
    return 'string' in locals(), d, 'string' in globals()


print(local())


class C:
    import math
    from math import pi as circle


print(C.math.__name__, C.circle > 3, C().math.sqrt(4))


def rebinding():
    global json
    import json
    return json.__name__


print(rebinding(), json.dumps([1]))
for name in ('sys', 'sys'):
    module = __import__(name)
    print(module is sys, end=' ')
print(__import__('os.path').__name__ == 'os', __import__('os.path', fromlist=['join']).__name__ == os.path.__name__)
try:
    import math.pi
except ModuleNotFoundError as e:
    print(e, '|', e.name)
try:
    from math import nothing_like_this
except ImportError as e:
    print(type(e).__name__, str(e).split(' (')[0], '|', e.name, e.name_from)
try:
    import no_such_module_1.sub
except ModuleNotFoundError as e:
    print(e, '|', e.name, e.path)
try:
    from sys import *
    print('star from sys', 'maxsize' in globals(), '_getframe' in globals())
except ImportError as e:
    print(e)
sys.modules['fake_module'] = type(sys)('fake_module')
sys.modules['fake_module'].a = 1
sys.modules['fake_module']._b = 2
from fake_module import *
print('star', a, '_b' in globals())
sys.modules['fake_module'].__all__ = ['_b', 'missing']
try:
    from fake_module import *
except AttributeError as e:
    print(e, '_b' in globals())
sys.modules['fake_module'].__all__ = [5]
try:
    from fake_module import *
except TypeError as e:
    print(e)
import fake_module as fm, fake_module
print(fm is fake_module)
if 0:
    import never_imported
for unused in ():
    import also_never
print('not executed: no error')
del sys.modules['fake_module']
try:
    import fake_module
except ModuleNotFoundError as e:
    print(e)
print('builtin modules', 'sys' in sys.builtin_module_names, sys.__spec__.origin, hasattr(sys, '__file__'))
