// The module `_lsprof`: what cProfile counts and times, in Python, over `sys.monitoring`. Stands in for CPython's Modules/_lsprof.c: entries and
// subentries, recursion counted apart, builtin functions by the text that stands for them. Left out: recursion through an external timer.
import type { ModuleDefinition } from '../module-definition.ts';
import { reportRow } from '../sys.ts';

const python = String.raw`
import sys
import time
from types import BuiltinFunctionType, CodeType, MethodDescriptorType, ModuleType

_monitoring = sys.monitoring
_TOOL = _monitoring.PROFILER_ID
_EVENTS = _monitoring.events
_BUILTIN = (BuiltinFunctionType, MethodDescriptorType)
_PYTHON = (
    _EVENTS.PY_START
    | _EVENTS.PY_RESUME
    | _EVENTS.PY_THROW
    | _EVENTS.PY_RETURN
    | _EVENTS.PY_YIELD
    | _EVENTS.PY_UNWIND
)


def _sequence(name, fields):
    """A struct sequence: a tuple whose items have names."""

    def make(cls, values):
        return tuple.__new__(cls, values)

    def show(self):
        return f"{cls.__module__}.{name}({', '.join(f'{n}={v!r}' for n, v in zip(fields, self))})"

    members = {"__slots__": (), "__module__": "_lsprof", "__new__": make, "__repr__": show}
    members["__match_args__"] = fields
    members["n_fields"] = members["n_sequence_fields"] = len(fields)
    members["n_unnamed_fields"] = 0
    for i, field in enumerate(fields):
        members[field] = property(lambda self, i=i: self[i])
    cls = type(name, (tuple,), members)
    return cls


profiler_subentry = _sequence(
    "profiler_subentry", ("code", "callcount", "reccallcount", "totaltime", "inlinetime")
)
profiler_entry = _sequence(
    "profiler_entry", ("code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls")
)


class _Counts:
    """Calls of one function, or of one function by another."""

    __slots__ = ("key", "total", "inline", "calls", "recursive", "depth", "subentries")

    def __init__(self, key):
        self.key = key
        self.total = self.inline = 0
        self.calls = self.recursive = self.depth = 0
        self.subentries = None

    def sub(self, key):
        if self.subentries is None:
            self.subentries = {}
        found = self.subentries.get(key)
        if found is None:
            found = self.subentries[key] = _Counts(key)
        return found

    def ended(self, total, inline):
        self.depth -= 1
        if self.depth == 0:
            self.total += total
        else:
            self.recursive += 1
        self.inline += inline
        self.calls += 1


def _name(function):
    """What stands for a builtin function in the statistics."""
    if type(function) is MethodDescriptorType:
        return repr(function)
    owner = function.__self__
    if owner is None or isinstance(owner, ModuleType):
        module = function.__module__
        if isinstance(module, str):
            return f"<built-in method {module}.{function.__name__}>"
        return f"<built-in method {function.__name__}>"
    method = getattr(type(owner), function.__name__, None)
    if method is not None:
        return repr(method)
    if isinstance(function.__module__, str):
        return f"<built-in method {function.__module__}.{function.__name__}>"
    return f"<built-in method {function.__name__}>"


class Profiler:
    """Builds a profiler object using the specified timer function."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer
        self._unit = timeunit
        self._subcalls = subcalls
        self._builtins = builtins
        self._entries = {}
        # Calls that are under way: [counts, time of the call, time of what it called].
        self._stack = []
        self._enabled = False
        self._active = False

    def _now(self):
        if self._timer is None:
            return time.perf_counter_ns()
        try:
            now = self._timer()
            return int(now) if self._unit > 0 else float(now)
        except Exception as error:
            _report(error, f"Exception ignored while calling _lsprof timer {self._timer!r}")
            return 0

    def _enter(self, key):
        entries = self._entries
        counts = entries.get(key)
        if counts is None:
            counts = entries[key] = _Counts(key)
        counts.depth += 1
        stack = self._stack
        if self._subcalls and stack:
            stack[-1][0].sub(counts.key).depth += 1
        stack.append([counts, self._now(), 0])

    def _leave(self, key):
        if not self._stack:
            return
        if key in self._entries:
            self._stop(self._entries[key])
        else:
            self._stack.pop()

    def _stop(self, counts):
        now = self._now()
        _, start, below = self._stack.pop()
        total = now - start
        inline = total - below
        counts.ended(total, inline)
        if self._stack:
            caller = self._stack[-1]
            caller[2] += total
            if self._subcalls:
                caller[0].sub(counts.key).ended(total, inline)

    # What sys.monitoring calls.
    def _started(self, code, offset, error=None):
        self._enter(_METHODS.get(code, code))

    def _returned(self, code, offset, value):
        self._leave(_METHODS.get(code, code))

    def _called(self, code, offset, callable, first):
        if self._builtins and type(callable) in _BUILTIN and code not in _METHODS:
            self._enter(_name(callable))

    def _answered(self, code, offset, callable, first):
        if self._builtins and type(callable) in _BUILTIN and code not in _METHODS:
            self._leave(_name(callable))

    def enable(self, subcalls=True, builtins=True):
        """Start collecting profiling information."""
        self._subcalls = bool(subcalls)
        self._builtins = bool(builtins)
        if self._active:
            return
        if _monitoring.get_tool(_TOOL) is not None:
            raise ValueError("Another profiling tool is already active")
        _monitoring.use_tool_id(_TOOL, "cProfile")
        self._active = True
        for event, callback in (
            (_EVENTS.PY_START, self._started),
            (_EVENTS.PY_RESUME, self._started),
            (_EVENTS.PY_THROW, self._started),
            (_EVENTS.PY_RETURN, self._returned),
            (_EVENTS.PY_YIELD, self._returned),
            (_EVENTS.PY_UNWIND, self._returned),
            (_EVENTS.CALL, self._called),
            (_EVENTS.C_RETURN, self._answered),
            (_EVENTS.C_RAISE, self._answered),
        ):
            _monitoring.register_callback(_TOOL, event, callback)
        _monitoring.set_events(_TOOL, _PYTHON | _EVENTS.CALL)

    def disable(self):
        """Stop collecting profiling information."""
        if not self._active:
            return
        _monitoring.set_events(_TOOL, 0)
        self._active = False
        for event in (
            _EVENTS.PY_START,
            _EVENTS.PY_RESUME,
            _EVENTS.PY_THROW,
            _EVENTS.PY_RETURN,
            _EVENTS.PY_YIELD,
            _EVENTS.PY_UNWIND,
            _EVENTS.CALL,
            _EVENTS.C_RETURN,
            _EVENTS.C_RAISE,
        ):
            _monitoring.register_callback(_TOOL, event, None)
        _monitoring.free_tool_id(_TOOL)
        while self._stack:
            self._stop(self._stack[-1][0])

    def clear(self):
        """Clear all profiling information collected so far."""
        self._entries.clear()
        self._stack.clear()

    def getstats(self):
        """Return list of profiler_entry objects."""
        if self._active:
            self.disable()
            self.enable(self._subcalls, self._builtins)
        unit = 1e-9 if self._timer is None else self._unit if self._unit > 0 else 1.0
        result = []
        for counts in self._entries.values():
            if counts.calls == 0:
                continue
            calls = None
            if counts.subentries:
                calls = [profiler_subentry(_row(sub, unit)) for sub in counts.subentries.values() if sub.calls]
            result.append(profiler_entry((*_row(counts, unit), calls or None)))
        return result


def _row(counts, unit):
    return counts.key, counts.calls, counts.recursive, counts.total * unit, counts.inline * unit


# Methods of this class show as the builtin ones they stand in for.
_METHODS = {Profiler.disable.__code__: "<method 'disable' of '_lsprof.Profiler' objects>"}
`;

export const lsprofModule: ModuleDefinition = {
  name: '_lsprof',
  doc: 'Fast profiler',
  functions: [reportRow],
  python,
};
