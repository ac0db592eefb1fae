# Measures one function of a Python file, on the Python that runs this: CPython, PyPy, Jython, IronPython, MicroPython, 2.7
# to today. What it finds goes as JSON lines to a file of its own, each at once, so that a run that is ended keeps its
# samples and nothing mixes with the program's output. Nothing is imported that may be missing.
#   measure.py REPORT MODULE FUNCTION ARGS ITERATIONS MIN_MS BUDGET_MS RECURSION FILE [ARG ...]
import sys
import time

report = open(sys.argv[1], 'a')


def quoted(s):
    if isinstance(s, bytes):
        s = s.decode('utf-8', 'replace')
    out = ['"']
    for c in s:
        n = ord(c)
        if c == '"' or c == '\\':
            out.append('\\' + c)
        elif 32 <= n <= 126:
            out.append(c)
        else:
            # Above the first plane a pair of surrogates.
            units = [n] if n < 65536 else [0xD800 + ((n - 65536) >> 10), 0xDC00 + ((n - 65536) & 1023)]
            for unit in units:
                h = hex(unit)[2:]
                out.append('\\u' + '0' * (4 - len(h)) + h)
    out.append('"')
    return ''.join(out)


def say(event, pairs):
    items = ['"event":' + quoted(event)]
    for name, value in pairs:
        items.append(quoted(name) + ':' + (quoted(value) if isinstance(value, (str, bytes)) else repr(value)))
    report.write('{' + ','.join(items) + '}\n')
    report.flush()


say('started', [('epochMs', time.time() * 1000.0)])


def seconds_clock():
    """The finest monotonic clock there is, as a function that gives milliseconds."""
    if hasattr(time, 'perf_counter'):
        clock = time.perf_counter
        return lambda: clock() * 1000.0
    try:
        from java.lang import System
        return lambda: System.nanoTime() / 1e6
    except ImportError:
        pass
    if hasattr(time, 'ticks_us'):
        # Wraps around: sums of differences do not.
        state = [time.ticks_us(), 0.0]

        def ticks():
            now = time.ticks_us()
            state[1] += time.ticks_diff(now, state[0]) / 1000.0
            state[0] = now
            return state[1]

        return ticks
    if sys.platform in ('win32', 'cli'):
        clock = time.clock
        return lambda: clock() * 1000.0
    clock = time.time
    return lambda: clock() * 1000.0


now = seconds_clock()


def type_name(e):
    t = type(e)
    name = getattr(t, '__name__', 'Exception')
    module = getattr(t, '__module__', None)
    return name if module in (None, 'builtins', 'exceptions', '__main__') else module + '.' + name


class Text:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)


def show(e, skip):
    """Prints the traceback as the implementation does, without the `skip` outermost frames, which are ours."""
    shown = ''
    try:
        if hasattr(sys, 'print_exception'):
            sys.print_exception(e, sys.stderr)
        else:
            import traceback
            kind, value, tb = sys.exc_info()
            while skip and tb is not None:
                tb = tb.tb_next
                skip -= 1
            lines = traceback.format_exception(kind, value, tb)
            shown = ''.join(lines)
            sys.stdout.flush()
            sys.stderr.write(shown)
            sys.stderr.flush()
    except Exception:
        pass
    return shown


def failed(phase, e, skip):
    try:
        text = str(e)
    except Exception:
        text = ''
    say('failed', [('phase', phase), ('type', type_name(e)), ('text', text), ('traceback', show(e, skip))])
    sys.exit(130 if isinstance(e, KeyboardInterrupt) else 1)


def directory(path):
    at = max(path.rfind('/'), path.rfind('\\'))
    return path[:at] if at > 0 else '/' if at == 0 else ''


def load(path, name):
    """Code and namespace of the file, as a module of that name where modules can be made."""
    small = sys.implementation.name == 'micropython' if hasattr(sys, 'implementation') else False
    f = open(path, 'r' if small else 'rb')
    source = f.read()
    f.close()
    if small:
        return compile(source, path, 'exec'), {'__name__': name, '__file__': path}
    import types
    module = types.ModuleType(name)
    sys.modules[name] = module
    module.__file__ = path
    return compile(source, path, 'exec', 0, True), module.__dict__


def status_value(name):
    """A size in /proc/self/status, in bytes."""
    try:
        f = open('/proc/self/status')
        try:
            for line in f:
                if line.startswith(name + ':'):
                    return int(line.split()[1]) * 1024
        finally:
            f.close()
    except Exception:
        pass
    return None


def batch(function, args, loops):
    begin = now()
    for _ in range(loops):
        result = function(*args)
    return now() - begin, result


def sample(function, args, per_call, min_ms):
    """Calls until `min_ms` have passed; a call that got faster meanwhile, or a coarse clock, only makes more batches."""
    ms, loops = 0.0, 0
    more = 1
    if per_call > 0:
        more = min(int(min_ms / per_call) + 1, 1000000)
    while True:
        took, result = batch(function, args, more)
        ms += took
        loops += more
        if ms >= min_ms:
            return ms, loops, result
        if ms * 20 < min_ms:
            more = min(more * 10, 1000000)
        else:
            more = max(1, min(int((min_ms - ms) * loops / ms) + 1, 1000000))


def main(argv):
    module_name, function_name = argv[0], argv[1]
    args = eval(argv[2])
    iterations, min_ms, budget_ms = int(argv[3]), float(argv[4]), float(argv[5])
    path = argv[7]
    if argv[6] != '-':
        sys.setrecursionlimit(int(argv[6]))
    # MicroPython's sys.argv cannot be assigned, but its contents can.
    sys.argv[:] = argv[7:]
    if sys.path:
        sys.path[0] = directory(path)

    begin = now()
    try:
        code, namespace = load(path, module_name)
    except Exception as e:
        failed('main', e, 99)
    try:
        exec(code, namespace)
    except SystemExit:
        say('main', [('ms', now() - begin)])
        raise
    except BaseException as e:
        failed('main', e, 1)
    say('main', [('ms', now() - begin)])

    function = namespace.get(function_name)
    if not callable(function):
        say('failed', [('phase', 'call'), ('type', 'NameError'), ('traceback', ''),
                       ('text', 'the program has no function ' + function_name)])
        sys.exit(1)
    try:
        ms, result = batch(function, args, 1)
        expected = repr(result)
        say('first', [('ms', ms), ('repr', expected)])
        begin = now()
        per_call = ms
        if ms >= budget_ms:
            iterations = 1
        for _ in range(iterations - 1):
            ms, loops, result = sample(function, args, per_call, min_ms)
            per_call = ms / loops
            say('sample', [('ms', ms), ('loops', loops)])
            found = repr(result)
            if found != expected:
                say('failed', [('phase', 'call'), ('type', 'AssertionError'), ('traceback', ''),
                               ('text', function_name + '() gave ' + found + ' after ' + expected)])
                sys.exit(1)
            if now() - begin + ms > budget_ms:
                break
    except SystemExit:
        raise
    except BaseException as e:
        failed('call', e, 2)
    peak, current = status_value('VmHWM'), status_value('VmRSS')
    say('end', ([('peak', peak)] if peak else []) + ([('current', current)] if current else []))


main(sys.argv[2:])
