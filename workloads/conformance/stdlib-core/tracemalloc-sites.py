# Where objects were made: sites of instances, functions, strings, growing containers, and what snapshots tell.
# needs: tracemalloc
import tracemalloc

class Point:
    def __init__(self, x):
        self.x = x


def points(count):
    return [Point(None) for _ in range(count)]  # line 11


def texts(count):
    made = []
    for i in range(count):
        made.append('text number %d of many' % (i + 1000))  # line 17
    return made


def adder(n):
    def add(x):  # line 22
        return x + n

    return add


def lines_of(traceback):
    return traceback if traceback is None else [frame.lineno for frame in traceback]


print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit(), tracemalloc.get_traced_memory())
before = Point(1)

try:
    tracemalloc.take_snapshot()
except RuntimeError as error:
    print(error)
for wrong in 0, -1, 65536, 2**40:
    try:
        tracemalloc.start(wrong)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error if wrong < 2**31 else '')

# What the interpreter keeps of dead objects for the next ones is used up, so that new ones are new memory.
used_up = [[[] for _ in range(200)], [{} for _ in range(200)], [(i,) for i in range(3000)]]

tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
some = points(400)  # line 50
words = texts(3000)  # line 51
functions = [adder(i) for i in range(1000)]  # line 52
blob = bytes(800000)  # line 53
table = {}
for i in range(3000):
    table[i] = None  # line 56
numbers = list(range(100000, 101000))  # line 57
seen = set()
for i in range(5000):
    seen.add(-i)  # line 60
grown = []
for i in range(20000):
    grown.append(None)  # line 63
pair = [some[0], some[1]]
pair_of_lists = [[] for _ in range(100)]  # line 65
snapshot = tracemalloc.take_snapshot()

print('sites of objects')
for o in before, some[0], some[399], words[0], words[2999], functions[7], blob, numbers[500], pair_of_lists[99]:
    print(type(o).__name__, lines_of(tracemalloc.get_object_traceback(o)))
print(tracemalloc.get_object_traceback(used_up), tracemalloc.get_object_traceback(None), tracemalloc.get_object_traceback(int))

del words, blob
more = [bytes(1000) for _ in range(50)]  # line 74
later_snapshot = tracemalloc.take_snapshot()

print('peak')
tracemalloc.reset_peak()
current, peak = tracemalloc.get_traced_memory()
print(current == peak or peak - current < 5000)
huge = bytes(1000000)
del huge
current, peak = tracemalloc.get_traced_memory()
print(900000 < peak - current < 1100000)
tracemalloc.reset_peak()
current, peak = tracemalloc.get_traced_memory()
print(peak - current < 5000, tracemalloc.get_tracemalloc_memory() > 0)

print('cleared')
tracemalloc.clear_traces()
print(tracemalloc.is_tracing(), tracemalloc.get_object_traceback(some[0]), tracemalloc.get_traced_memory()[0] < 5000)
again = Point(2)
print(lines_of(tracemalloc.get_object_traceback(again)))
tracemalloc.start(9)
print(tracemalloc.get_traceback_limit())
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_object_traceback(again), tracemalloc.get_traced_memory())


def down(n):
    return Point(n) if n == 0 else down(n - 1)


tracemalloc.start(4)
deep = down(6)
found = tracemalloc.get_object_traceback(deep)
print(lines_of(found), len(found), found.total_nframe)
tracemalloc.stop()
tracemalloc.start(20)
deep = down(6)
found = tracemalloc.get_object_traceback(deep)
print(lines_of(found)[-8:], found.format()[-1].strip())
tracemalloc.stop()

here = snapshot.filter_traces([tracemalloc.Filter(True, __file__)])
print('by line')
for statistic in here.statistics('lineno')[:9]:
    print(statistic.traceback[0].lineno, statistic.size > 5000, (statistic.count + 50) // 100)
print('by traceback')
wanted = {(50, 11), (51, 17), (52, 24), (53,), (63,)}
for statistic in here.statistics('traceback'):
    lines = tuple(lines_of(statistic.traceback))
    if lines in wanted:
        print(lines, (statistic.count + 50) // 100)
print('by file', len(here.statistics('filename')), here.statistics('filename')[0].size > 300000)
print('cumulative', [s.count // 1000 for s in here.statistics('lineno', cumulative=True) if s.traceback[0].lineno in (50, 51)])
only = here.filter_traces([tracemalloc.Filter(True, __file__, lineno=53)])
largest = max(only.traces, key=lambda trace: trace.size)
print('filter by line', largest.size > 800000, largest.domain, largest.traceback[0].lineno)
without = here.filter_traces([tracemalloc.Filter(False, __file__, lineno=53)])
print('filter out', len(here.traces) - len(without.traces) == len(only.traces))
print('other domain', len(here.filter_traces([tracemalloc.DomainFilter(True, 7)]).traces))

print('later')
later = later_snapshot.filter_traces([tracemalloc.Filter(True, __file__)])
for difference in later.compare_to(here, 'lineno')[:3]:
    print(difference.traceback[0].lineno, difference.size_diff > 0, (difference.count_diff + 5) // 10)
