# sys.meta_path, __import__, importlib: modules from memory.
# needs: importlib, os
import importlib.abc
import importlib.util
import sys

SOURCES = {'mem': 'value = 42\nprint("mem executed as", __name__, __file__ if "__file__" in globals() else "no file")', 'mem_pack': 'here = __path__', 'mem_pack.child': 'from . import here\nup = here'}


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name in SOURCES:
            print('find', name, path)
            return importlib.util.spec_from_loader(name, self, is_package=name == 'mem_pack', origin='memory')
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(SOURCES[module.__name__], module.__dict__)


finder = Finder()
sys.meta_path.insert(0, finder)
import mem
print(mem.value, mem.__spec__.origin, mem.__loader__ is finder)
import mem_pack.child
print(mem_pack.child.up, mem_pack.child.__package__)
print('__import__ returns the top', __import__('mem_pack.child').__name__, __import__('mem_pack.child', fromlist=['x']).__name__)
print('import_module returns the last', importlib.import_module('mem_pack.child').__name__, importlib.import_module('.child', 'mem_pack').__name__)
print('find_spec', importlib.util.find_spec('mem').name, importlib.util.find_spec('no_such_thing_at_all'))
sys.meta_path.remove(finder)
print('still cached', __import__('mem').value)
import builtins
import os.path, math  # what the library imports for itself is not to be seen below
real = builtins.__import__


def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print('import', name, fromlist, level)
    return real(name, globals, locals, fromlist, level)


builtins.__import__ = spy
import math
import os.path as p
from math import pi, e as euler
from os import *
try:
    from .nowhere import thing
except ImportError as e:
    print(type(e).__name__, e)
builtins.__import__ = real
import importlib.machinery
module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec('empty', None))
print(module.__name__, module.__spec__.loader)
lazy = {'ran': False}


class Raises(importlib.abc.Loader):
    def create_module(self, spec): return None
    def exec_module(self, module): raise KeyError('while executing')


spec = importlib.util.spec_from_loader('raises', Raises())
try:
    importlib._bootstrap._load(spec)
except KeyError as e:
    print(e, 'raises' in sys.modules)
