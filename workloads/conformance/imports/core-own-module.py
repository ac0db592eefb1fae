# Modules of one's own: import, from, as, and running once.
import os
import sys

folder = 'core_own_module_tmp'
os.mkdir(folder)
with open(folder + '/shapes.py', 'w') as f:
    f.write('print("loading")\nunit = "cm"\n\ndef area(w, h):\n    return w * h\n')
sys.path.insert(0, folder)
try:
    sys.dont_write_bytecode = True
except AttributeError:
    pass  # MicroPython writes none

import shapes
import shapes as again
from shapes import area, unit as measure

print(shapes.area(2, 3), area(4, 5), measure)
print(again is shapes, shapes.__name__)
shapes.unit = 'mm'
print(again.unit, measure)
try:
    import no_such_module_here
except ImportError:
    print('ImportError')
os.remove(folder + '/shapes.py')
os.rmdir(folder)
