# f_locals of functions is a view that writes through (PEP 667); locals() is a copy; of modules and classes it is the namespace itself.
import sys


def shows():
    x = 1
    y = 'a'
    view = sys._getframe().f_locals
    print('view', type(view).__name__, sorted(view), view['x'], 'z' in view, len(view))
    view['x'] = 10
    print('written through', x)
    view['extra'] = 5
    print('extra', view['extra'], 'extra' in locals(), sys._getframe().f_locals['extra'])
    x = 11
    print('follows', view['x'], view.get('none', 'default'))
    for attempt in (lambda: view.pop('x'), lambda: view.__delitem__('x'), lambda: view.clear()):
        try:
            attempt()
        except (ValueError, AttributeError, TypeError) as e:
            print('refused', type(e).__name__)
    snapshot = locals()
    snapshot['x'] = 99
    print('locals is a copy', x, locals() is locals())
    print('items', sorted((k, v) for k, v in view.items() if k in ('x', 'y')))
    print('equal', view == sys._getframe().f_locals, view == dict(view), dict(view) == view)


def cells():
    counter = 0

    def inner():
        nonlocal counter
        counter += 1
        return sys._getframe().f_locals

    first = inner()
    print('free variable', first['counter'])
    inner()
    print('follows', first['counter'])
    first['counter'] = 50
    print('written', counter)


def callers():
    secret = 1
    change()
    return secret


def change():
    sys._getframe(1).f_locals['secret'] = 2


def generates():
    step = 0
    while step < 3:
        step += 1
        yield step


shows()
cells()
print('caller changed', callers())
g = generates()
next(g)
g.gi_frame.f_locals['step'] = 2
print('generator', list(g), g.gi_frame)


def unbound():
    if False:
        late = 1
    view = sys._getframe().f_locals
    print('unbound', 'late' in view, sorted(view))
    view['late'] = 7
    return late


print('bound from outside', unbound())
print('module', sys._getframe().f_locals is globals(), type(sys._getframe().f_locals).__name__)


class Body:
    a = 1
    sys._getframe().f_locals['b'] = 2
    print('class', type(sys._getframe().f_locals).__name__, locals() is sys._getframe().f_locals)


print('class attribute', Body.b)


def executes():
    x = 1
    exec('x = 2; made = 3')
    print('exec in a function', x, 'made' in locals())
    space = locals()
    exec('x = 2; made = 3', globals(), space)
    print('exec in a copy', x, space['x'], space['made'])
    exec('x = 4', globals(), sys._getframe().f_locals)
    print('exec in the view', x)
    print('eval', eval('x + 1'), [eval('x', globals(), locals()) for _ in range(1)])


executes()


def comprehends():
    outer = 5
    seen = [sorted(k for k in sys._getframe().f_locals if k != 'k') for i in range(1)]
    print('inlined comprehension', seen[0], 'i' in locals())
    return outer


comprehends()
try:
    raise ValueError
except ValueError as e:
    def after():
        held = 1
        raise KeyError
    try:
        after()
    except KeyError as k:
        f = k.__traceback__.tb_next.tb_frame
        print('of a dead frame', f.f_locals['held'])
        f.clear()
        print('cleared', dict(f.f_locals))
