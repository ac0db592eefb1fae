# What is the Python that runs this program? A profiler of implementations: name, version, compiler, bytecode of a function,
# time of a sum, reference counts. Every finding degrades to a plain sentence where the implementation has nothing to show.
# Origin: written for this lab, after the lesson's first exercise. Runs on Python 3.6 or later, PyPy and MicroPython.
# The annotations are those that MicroPython accepts too: it reads past them and has no `typing` module.
import platform
import sys
import time

try:
    import dis
except ImportError:
    dis = None

if hasattr(time, 'perf_counter'):
    clock = time.perf_counter
elif hasattr(time, 'ticks_us'):

    def clock() -> float:
        return time.ticks_us() / 1000000

else:
    clock = time.time

# `sys.implementation.name` of the implementations that have no `platform.python_implementation`.
NAMES = {'cpython': 'CPython', 'pypy': 'PyPy', 'micropython': 'MicroPython', 'circuitpython': 'CircuitPython'}


def sum_of_squares(limit: int) -> int:
    """The function that is measured and disassembled."""
    total = 0
    for number in range(limit):
        total += number * number
    return total


def version_text(parts: tuple) -> str:
    return '.'.join([str(part) for part in parts[:3]])


class ImplementationProfiler:
    """Asks the running implementation about itself. `report()` answers a dict of plain data."""

    def __init__(self, function=sum_of_squares, argument: int = 20000) -> None:
        self.function = function
        self.argument = argument

    def implementation(self) -> str:
        if hasattr(platform, 'python_implementation'):
            return platform.python_implementation()
        name: str = sys.implementation.name
        return NAMES.get(name, name)

    def language_version(self) -> str:
        return version_text(sys.version_info)

    def implementation_version(self) -> str:
        """PyPy and MicroPython count their own versions beside the language's."""
        return version_text(sys.implementation.version)

    def compiler(self) -> str:
        told: str = platform.python_compiler() if hasattr(platform, 'python_compiler') else ''
        if not told and '[' in sys.version:
            # PyPy answers an empty text, but names its compiler at the end of sys.version.
            told = sys.version[sys.version.rindex('[') + 1 :].split(']')[0]
        return told or 'not told'

    def system(self) -> str:
        if hasattr(platform, 'platform'):
            return platform.platform()
        return sys.platform

    def word_size(self) -> int:
        """Bits of the largest size, which is 31 or 63 under a sign."""
        bits = 1
        size = sys.maxsize
        while size:
            bits += 1
            size >>= 1
        return bits

    def bytecode(self) -> 'list[str]':
        """One line for each instruction; empty where there is no `dis`."""
        if dis is None or not hasattr(self.function, '__code__'):
            return []
        lines = []
        for instruction in dis.get_instructions(self.function):
            lines.append(('%4d %s %s' % (instruction.offset, instruction.opname, instruction.argrepr)).rstrip())
        return lines

    def execution_time(self, repeat: int = 5) -> 'dict[str, object]':
        """Milliseconds of the first call and of the fastest: a JIT compiler shows between the two."""
        times = []
        result = 0
        for _ in range(repeat):
            start = clock()
            result = self.function(self.argument)
            times.append((clock() - start) * 1000)
        return {'result': result, 'first_ms': times[0], 'fastest_ms': min(times), 'calls': repeat}

    def reference_counts(self) -> 'dict[str, int] | None':
        """Of a list with one name and with two; None where objects are not counted."""
        if not hasattr(sys, 'getrefcount'):
            return None
        subject: list = []
        one_name = sys.getrefcount(subject)
        second_name = subject
        two_names = sys.getrefcount(second_name)
        return {'one_name': one_name, 'two_names': two_names}

    def memory_management(self) -> str:
        if hasattr(sys, 'getrefcount'):
            return 'reference counts, with a collector for cycles'
        name = sys.implementation.name
        if name == 'micropython':
            return 'mark and sweep over one heap'
        return 'a tracing collector, no reference counts'

    def report(self) -> 'dict[str, object]':
        return {
            'implementation': self.implementation(),
            'language_version': self.language_version(),
            'implementation_version': self.implementation_version(),
            'compiler': self.compiler(),
            'system': self.system(),
            'word_size': self.word_size(),
            'memory_management': self.memory_management(),
            'reference_counts': self.reference_counts(),
            'execution_time': self.execution_time(),
            'bytecode': self.bytecode(),
        }


def show(report: 'dict[str, object]') -> None:
    print('Implementation   ' + report['implementation'] + ' ' + report['implementation_version'])
    print('Language         Python ' + report['language_version'])
    print('Compiler         ' + report['compiler'])
    print('System           %s, %d bits' % (report['system'], report['word_size']))
    print('Memory           ' + report['memory_management'])
    counts = report['reference_counts']
    if counts is None:
        print('References       not counted (no sys.getrefcount)')
    else:
        print('References       %d with one name, %d with two' % (counts['one_name'], counts['two_names']))
    timing = report['execution_time']
    print('Sum of squares   %d' % timing['result'])
    print('Time             %.3f ms at first, %.3f ms at best of %d' % (
        timing['first_ms'], timing['fastest_ms'], timing['calls']))
    lines = report['bytecode']
    if not lines:
        print('Bytecode         not shown (no dis module)')
        return
    print('Bytecode         %d instructions' % len(lines))
    for line in lines:
        print('  ' + line)


def main() -> None:
    show(ImplementationProfiler().report())


if __name__ == '__main__':
    main()
