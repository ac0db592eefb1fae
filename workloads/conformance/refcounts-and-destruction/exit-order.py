# What happens at interpreter exit: atexit functions first, then module globals.
# needs: refcounts, atexit
# reference: native
import atexit
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('del', self.name)
atexit.register(print, 'atexit registered first')
atexit.register(lambda: print('atexit registered last, run first', alive.name))
@atexit.register
def decorated():
    print('atexit decorator')
def removed():
    print('never')
atexit.register(removed)
atexit.unregister(removed)
alive = D('global')
_private = D('underscore global')
class Owner:
    item = D('class attribute')
def function(x=D('default argument')):
    pass
function.attribute = D('function attribute')
del function
import sys
print('end of program', sys.is_finalizing())
