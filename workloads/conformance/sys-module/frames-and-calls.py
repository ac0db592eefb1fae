# sys._getframe, f_locals, code objects, sys.call_tracing-free facts about frames and functions.
import sys
def who():
    frame = sys._getframe()
    caller = frame.f_back
    return frame.f_code.co_name, caller.f_code.co_name, caller.f_lineno - caller.f_code.co_firstlineno
def asks():
    x = 1

    return who()
print('names', asks())
def reads(a, b=2, *c, d, **e):
    z = a
    f = sys._getframe()
    return sorted(f.f_locals), f.f_locals['z'], f.f_code.co_varnames, f.f_code.co_argcount, f.f_code.co_kwonlyargcount, f.f_code.co_posonlyargcount, f.f_code.co_nlocals, f.f_code.co_flags & 0x0C
print('locals', reads(5, d=1))
def writes():
    x = 1
    sys._getframe().f_locals['x'] = 2
    sys._getframe().f_locals['new'] = 3
    try:
        new
    except NameError as error:
        message = str(error)
    return x, locals().get('new'), message
print('f_locals is written through (PEP 667)', writes())
def outer():
    free = 1
    def inner():
        own = free
        return inner.__code__.co_freevars, outer.__code__.co_cellvars, sorted(locals())
    return inner()
print('cells', outer())
print('module', sys._getframe().f_code.co_name, sys._getframe().f_back, sys._getframe().f_locals is globals(),
    sys._getframe().f_globals is globals())
c = reads.__code__
print('code', c.co_name, c.co_qualname, c.co_consts[0] is None or 'const', c.co_names[:2],
    c.replace(co_name='other').co_name, [p for p in c.co_positions()][0][0] == c.co_firstlineno,
    next(c.co_lines())[2] == c.co_firstlineno)
def gen():
    yield sys._getframe().f_code.co_name
g = gen()
print('generator', next(g), g.gi_frame is not None, g.gi_code is gen.__code__, g.gi_running, g.gi_yieldfrom, list(g),
    g.gi_frame)
events = []
def tracer(frame, event, arg):
    events.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
    return tracer
def traced(n):
    total = 0
    for i in range(n):
        total += i
    return total
sys.settrace(tracer); traced(2); sys.settrace(None)
print('trace', events)
events.clear()
def profiler(frame, event, arg):
    events.append((event, getattr(arg, '__name__', frame.f_code.co_name)))
sys.setprofile(profiler); len(str(traced(1))); sys.setprofile(None)
print('profile', events)
for code in ("sys._getframe(1000)", "sys._getframe('a')", "sys._getframe(-1).f_code.co_name",
    "sys._getframe().f_lineno > 0", "sys._current_frames().__class__"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__, error)
