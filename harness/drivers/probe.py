# What a Python says of itself, as one line of JSON after a marker. Runs on anything that calls itself Python, from 2.7 to
# MicroPython: nothing is imported that may be missing, and no syntax is newer than 2.7's.
import sys

facts = {}


def fact(name, ask):
    try:
        value = ask()
        if value is not None:
            facts[name] = value
    except Exception:
        pass


def from_platform(name):
    import platform
    return getattr(platform, name)()


def implementation_version():
    v = sys.implementation.version if hasattr(sys, 'implementation') else sys.pypy_version_info
    return '.'.join([str(n) for n in v[:3]])


def pypy_version():
    return '.'.join([str(n) for n in sys.pypy_version_info[:3]])


def bits():
    n = 0
    m = sys.maxsize
    while m:
        m >>= 1
        n += 1
    return n + 1


def gil():
    return bool(sys._is_gil_enabled())


def jit_of_cpython():
    return bool(sys._jit.is_enabled())


def jit_of_pypy():
    import pypyjit
    return bool(pypyjit)


def has_thread():
    try:
        import _thread
    except ImportError:
        import thread
    return True


def has(module):
    __import__(module)
    return True


def real_executable():
    import os
    return os.path.realpath(sys.executable)


fact('implementation', lambda: from_platform('python_implementation'))
fact('name', lambda: sys.implementation.name)
fact('languageVersion', lambda: '.'.join([str(n) for n in sys.version_info[:3]]))
fact('version', lambda: ' '.join(sys.version.split()))
fact('implementationVersion', implementation_version)
fact('pypyVersion', pypy_version)
fact('executable', lambda: str(sys.executable) if sys.executable else None)
fact('realExecutable', real_executable)
fact('compiler', lambda: ' '.join(from_platform('python_compiler').split()))
fact('libc', lambda: ' '.join(from_platform('libc_ver')))
fact('machine', lambda: from_platform('machine'))
fact('prefix', lambda: str(sys.prefix))
fact('threadModel', lambda: str(sys.implementation._thread))
fact('platform', lambda: str(sys.platform))
fact('bits', bits)
fact('gil', gil)
fact('jit', jit_of_cpython)
fact('pypyjit', jit_of_pypy)
fact('threads', has_thread)
fact('refcounts', lambda: sys.getrefcount(None) > 0)
fact('dis', lambda: has('dis'))
fact('ast', lambda: has('ast'))
fact('symtable', lambda: has('symtable'))
fact('tokenize', lambda: has('tokenize'))


def quoted(s):
    out = []
    for c in s:
        n = ord(c)
        if c == '"' or c == '\\':
            out.append('\\' + c)
        elif n < 32 or n > 126:
            h = hex(n)[2:].rstrip('L')
            out.append('\\u' + '0' * (4 - len(h)) + h if n < 65536 else '?')
        else:
            out.append(c)
    return '"' + ''.join(out) + '"'


def encoded(v):
    if v is True:
        return 'true'
    if v is False:
        return 'false'
    if isinstance(v, int):
        return str(v)
    return quoted(v)


# No json on the smallest ones, so it is written by hand.
print('lab-probe:{' + ','.join([quoted(k) + ':' + encoded(facts[k]) for k in sorted(facts)]) + '}')
