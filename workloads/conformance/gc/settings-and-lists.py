# gc without counts: thresholds, debug flags, statistics, what is tracked, referents and referrers, callbacks, freeze.
# needs: gc
import gc
print('debug', gc.get_debug())
gc.set_debug(gc.DEBUG_STATS * 0)
saved = gc.get_threshold()
print('threshold', type(saved).__name__, len(saved), saved[0] > 0)
gc.set_threshold(700)
print('set', gc.get_threshold()[0])
gc.set_threshold(*saved)
print('restored', gc.get_threshold() == saved)
print('counts', len(gc.get_count()), all(type(n) is int and n >= 0 for n in gc.get_count()))
before = gc.get_stats()
gc.disable()
gc.collect(0)
gc.collect()
after = gc.get_stats()
print('statistics', [new['collections'] - old['collections'] for old, new in zip(before, after)], sorted(after[0]))
class C:
    def __init__(self):
        self.me = self
class Slots:
    __slots__ = ()
class Int(int):
    pass
print('tracked', [gc.is_tracked(x) for x in ([], [1], [[]], set(), lambda: 0, C, C(), Slots(), Int(), gc, (x for x in []))])
print('untracked', [gc.is_tracked(x) for x in (1, 1.5, 1j, True, None, 'a', b'a', bytearray(b'a'), int, object, object())])
print('referents', sorted(gc.get_referents([1, 3, 2], (5, 4), {7: 6})), gc.get_referents(1, 'a', 4j))
class Holder:
    pass
inner = C()
holder = [inner]
keeper = {'k': inner}
print('referrers', any(r is holder for r in gc.get_referrers(inner)), any(r is keeper for r in gc.get_referrers(inner)))
print('objects', any(o is holder for o in gc.get_objects()), any(o is inner for o in gc.get_objects()))
for wrong in (1000, -1000, '1', 1.25):
    try:
        gc.get_objects(wrong)
    except (TypeError, ValueError) as error:
        print('objects', wrong, type(error).__name__)
class Lazarus:
    def __del__(self):
        global revived
        revived = self
revived = None
lazarus = Lazarus()
lazarus.me = lazarus
print('not finalized', gc.is_finalized(lazarus), gc.is_finalized(3))
del lazarus
gc.collect()
print('finalized', type(revived).__name__, gc.is_finalized(revived))
events = []
def callback(phase, info):
    events.append((phase, sorted(info), info['generation']))
gc.callbacks.append(callback)
gc.collect()
gc.collect(1)
gc.callbacks.remove(callback)
gc.collect()
print('events', events)
gc.freeze()
print('frozen', gc.get_freeze_count() > 0)
gc.unfreeze()
print('unfrozen', gc.get_freeze_count())
gc.enable()
print(gc.isenabled())
