# sys.exception in nested handlers, sys.excepthook and sys.unraisablehook.
import sys


def name():
    e = sys.exception()
    return type(e).__name__ if e else None


print('none', name())
try:
    raise ValueError
except ValueError:
    print('in handler', name())
    try:
        raise KeyError
    except KeyError:
        print('nested', name())
    print('back', name())
    try:
        pass
    finally:
        print('finally without error', name())
print('after', name())


def in_finally():
    try:
        raise TypeError
    finally:
        print('finally with error', name())


try:
    in_finally()
except TypeError:
    pass


def called():
    return name()


try:
    raise IndexError
except IndexError:
    print('called function sees it', called(), [name() for _ in 'a'])


class CM:
    def __enter__(self): ...

    def __exit__(self, *a):
        print('in exit', name())
        return True


with CM():
    raise OSError
print('after with', name())


class Unraisable:
    def __del__(self):
        raise ValueError('in del')


sys.unraisablehook = lambda u: print('unraisable', u.exc_type.__name__, u.exc_value, u.err_msg.split(' <')[0])
u = Unraisable()
del u
print('hook attributes', sys.excepthook is sys.__excepthook__)


def hook(kind, value, tb):
    print('hook got', kind.__name__, value, tb.tb_frame.f_code.co_name)


sys.excepthook = hook
raise RuntimeError('for the hook')
