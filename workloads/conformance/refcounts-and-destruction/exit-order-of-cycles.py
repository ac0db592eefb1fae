# What goes in which order when the interpreter ends: functions and classes keep the module's names alive, so they go in a collection.
# needs: refcounts
# reference: native


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('del', self.name, 'sees', last.name if last else last)


first = D('first')
_private = D('private')


def function(x=D('default')):
    pass


class Owner:
    item = D('class attribute')


in_lists = [[D('in a list')]]
cycle = D('cycle')
cycle.me = cycle
last = D('last')
print('end')
