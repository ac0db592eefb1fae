# gc module: enable, thresholds, is_tracked, referents, callbacks, freeze.
# needs: refcounts, gc
import gc
print('enabled', gc.isenabled()); gc.disable(); print('disabled', gc.isenabled()); gc.enable()
print('types', type(gc.get_count()).__name__, len(gc.get_count()), len(gc.get_threshold()), gc.get_debug())
saved = gc.get_threshold()
gc.set_threshold(500, 5)
print('set_threshold', gc.get_threshold()[:2]); gc.set_threshold(*saved)
class C:
    pass
class S:
    __slots__ = ()
c = C()
print('tracked', [gc.is_tracked(x) for x in (1, 'a', None, 1.5, b'', [], [1], set(), lambda: 0, C, c, S(), int)])
print('finalized', gc.is_finalized(c), gc.is_finalized(5))
inner = ['x']
print('referents', gc.get_referents([1, 'a', inner]) == [1, 'a', inner],
    gc.get_referents({'k': inner}) == ['k', inner] or sorted(map(str, gc.get_referents({'k': inner}))),
    gc.get_referents(5, 'a'), gc.get_referents((inner,))[0] is inner)
holder = [inner]
print('referrers', any(r is holder for r in gc.get_referrers(inner)))
print('objects', any(o is holder for o in gc.get_objects()), any(type(o) is int for o in gc.get_objects()))
events = []
def callback(phase, info):
    events.append((phase, sorted(info), info['generation'], info['collected'] if phase == 'stop' else None))
gc.collect(); gc.disable()
gc.callbacks.append(callback)
a = C(); a.me = a; del a
print('collect', gc.collect())
gc.callbacks.remove(callback)
print('events', events)
stats = gc.get_stats()
print('stats', len(stats), sorted(stats[0]))
before = gc.get_stats()[2]['collections']
gc.collect(); gc.collect()
print('full collections counted', gc.get_stats()[2]['collections'] - before)
gc.freeze()
print('frozen', gc.get_freeze_count() > 0)
gc.unfreeze()
print('unfrozen', gc.get_freeze_count())
for code in ("gc.collect(3)", "gc.collect(-1)", "gc.collect('a')", "gc.set_threshold()", "gc.set_threshold('a')",
    "gc.is_tracked()", "gc.set_debug('a')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
gc.set_debug(gc.DEBUG_SAVEALL)
b = C(); b.me = b; del b
print('saveall', gc.collect() >= 1, any(isinstance(x, C) for x in gc.garbage))
gc.set_debug(0); gc.garbage.clear(); gc.collect(); print('garbage empty', gc.garbage)
