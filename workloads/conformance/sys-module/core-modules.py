# sys.modules has each module that was imported.
import sys
import math

print('sys' in sys.modules, 'math' in sys.modules)
print(sys.modules['math'] is math)
print('no_such_module' in sys.modules)
