# "Did you mean": names, attributes, imports, keyword arguments, builtins, and when nothing is suggested.
# needs: re, traceback
import re
import traceback
class Shape:
    colour = 'red'
    _private = 1
    def __init__(self):
        self.height = 1
    def method(self):
        return hight_of_all
    def uses_self(self):
        return height
length_of_item = 5
def keyword(first, second_value=1):
    pass
def local():
    counter = 1
    return conter
def unbound():
    print(value)
    value = 1
def deleted():
    thing = 1
    del thing
    return thing
def show(source):
    try:
        exec(source, globals())
        print(source, 'is fine')
    except Exception as error:
        text = ''.join(traceback.TracebackException.from_exception(error).format_exception_only()).strip()
        print(source, '->', re.sub(r" from '(\w+)' \(.*?\)", r" from '\1' (…)", text))
for source in ('lenght_of_item', 'length_of_itme + 1', 'Shape().color', 'Shape().hieght', 'Shape().methd()',
    'Shape.colr', 'Shape()._privat', 'Shape().zzzzzz', 'Shape().uses_self()', 'prnt(1)', 'rang(5)', 'Tru', 'none',
    'false', 'import maths', 'from math import sqr', 'from math import zzzz', 'import math; math.sinn(1)',
    '"a".uper()', '[].appendd(1)', '{}.itms()', '(1).bitlength()', 'keyword(frist=1)', 'keyword(1, second_valeu=2)',
    'keyword(1, zzz=2)', 'local()', 'unbound()', 'deleted()', 'xx', 'a', 'os', 'sys.path', 'json.dumps', 'collections',
    'itertools.count', 'self', 'int("a").foo', 'None.foo', 'Shape().colour.uppper', 'max.__nam__', 'import colections',
    'from collections import defaultdit', 'import os.pth', 'sorted([1], revers=True)', 'int("1", bas=2)',
    'print(1, seperator="")', '"".join(seq=[])', 'Shape(heigth=1)', 'import json.nothing', 'time.sleep',
    'Colour = Shap', 'dict().iteritems()', '[].add(1)', '{1}.append(2)', '"a".append', '(1,).append(2)',
    'frozenset().add', 'deque()', 'datetime.now()', '[1].push(2)', '{}.add(1)', 'bytes().append'):
    show(source)
