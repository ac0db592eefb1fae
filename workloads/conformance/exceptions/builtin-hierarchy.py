# The tree of built-in exceptions, with attributes that some of them carry.
def tree(cls, depth=0):
    print('  ' * depth + cls.__name__)
    for sub in sorted(cls.__subclasses__(), key=lambda c: c.__name__):
        if sub.__module__ == 'builtins':
            tree(sub, depth + 1)


tree(BaseException)
print('aliases', IOError is OSError, EnvironmentError is OSError)
import errno

e = OSError(errno.ENOENT, 'No such file', 'name.txt')
print('OSError picks a subclass', type(e).__name__, e.errno == errno.ENOENT, e.strerror, e.filename, len(e.args))
print('two names', OSError(999, 'msg', 'a', None, 'b'), '|', OSError('just text').errno, OSError(5))
print('by number', {n: type(OSError(getattr(errno, n), '')).__name__ for n in ('EPERM', 'ENOENT', 'EINTR', 'EACCES', 'EEXIST', 'ENOTDIR', 'EISDIR', 'EPIPE', 'EINVAL')})
e = UnicodeDecodeError('utf-8', b'a\xffb', 1, 2, 'bad byte')
print(e, '|', e.encoding, e.object, e.start, e.end, e.reason)
print(UnicodeEncodeError('ascii', 'aé', 1, 2, 'no'), '|', UnicodeTranslateError('abc', 0, 3, 'no'))
print(SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code, StopIteration(4).value)
print(repr(ImportError('m', name='n', path='p')), ImportError('m', name='n').name, ModuleNotFoundError('x', name='y').name)
e = SyntaxError('msg', ('f.py', 3, 5, 'text', 3, 8))
print(e, '|', e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.msg)
print(repr(NameError('n', name='who').name), AttributeError('a', name='x', obj=5).obj)
print('str of KeyError', str(KeyError('k')), str(KeyError('a', 'b')), str(KeyError()))
print('str and repr', str(ValueError()), str(ValueError('a')), str(ValueError('a', 1)), repr(ValueError()), repr(ValueError('a')), repr(ValueError(1, 2)))
for make in (lambda: ImportError('x', foo=1), lambda: ValueError(x=1), lambda: UnicodeDecodeError('a'), lambda: NameError(nam=1),
             lambda: OSError(x=1), lambda: StopIteration(value=1), lambda: UnicodeDecodeError('utf-8', 'str', 0, 1, 'r')):
    try:
        make()
    except TypeError as e:
        print(e)
