# Facts in sys that are the same everywhere on a 64-bit CPython.
# reference: native
import sys
print('sizes', sys.maxsize == 2**63 - 1, sys.maxunicode, sys.byteorder, sys.float_info.max, sys.float_info.dig,
    sys.float_info.epsilon, sys.int_info.bits_per_digit, sys.int_info.sizeof_digit, sys.float_repr_style)
print('implementation', sys.implementation.name, sys.version_info[:1],
    sys.version_info.releaselevel in ('alpha', 'beta', 'candidate', 'final'), type(sys.version_info).__name__,
    sys.version_info >= (3, 8), sys.hexversion >> 24, sys.implementation.cache_tag.startswith('cpython-3'),
    sys.version.split()[0].startswith('3.'), sys.api_version)
print('kinds', type(sys.flags).__name__, type(sys.float_info).__name__, type(sys.hash_info).__name__,
    type(sys.argv).__name__, len(sys.argv), type(sys.stdin).__name__, sys.stdout.encoding, sys.stderr.errors,
    sys.stdout.name, sys.__stdout__ is sys.stdout)
print('names', 'sys' in sys.builtin_module_names, 'math' in sys.stdlib_module_names, 'numpy' in sys.stdlib_module_names,
    'sys' in sys.modules, '__main__' in sys.modules, sys.modules['sys'] is sys, sys.getdefaultencoding(),
    sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
print('recursion', sys.getrecursionlimit())
sys.setrecursionlimit(500)
print(sys.getrecursionlimit())
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
print('works', deep(300))
try:
    deep(600)
except RecursionError as error:
    print('RecursionError', error)
print('works again', deep(300))
sys.setrecursionlimit(1000)
print('switch interval', sys.getswitchinterval())
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())
print('intern', sys.intern('abc') is sys.intern('abc'), sys.is_finalizing(), sys.getrefcount.__name__,
    sys.getsizeof([]) > 0, sys.dont_write_bytecode in (True, False), sys.warnoptions, sys.exception())
for code in ("sys.setrecursionlimit(0)", "sys.setrecursionlimit('a')", "sys.intern(5)",
    "sys.setswitchinterval(0)", "sys.getsizeof()", "sys.exit.__name__", "sys.nothing", "sys.flags.nothing",
    "sys.version_info.foo", "type(sys.flags)()", "type(sys.version_info)()"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__, error)
