# Errors of files: missing, directories, closed files; with and exceptions; OSError fields.
# needs: errno, os, tempfile
import errno
import os
import tempfile
def attempt(title, f):
    try:
        print(title, f())
    except Exception as e:
        text = str(e).replace(folder, 'DIR')
        print(title, type(e).__name__, text if not isinstance(e,
            OSError) or e.errno is None else [errno.errorcode[e.errno], os.path.basename(e.filename or '') or None])
with tempfile.TemporaryDirectory() as folder:
    join = lambda name: os.path.join(folder, name)
    attempt('missing', lambda: open(join('none')))
    attempt('missing folder', lambda: open(join('no/none'), 'w'))
    os.mkdir(join('sub'))
    attempt('directory', lambda: open(join('sub')))
    attempt('mkdir twice', lambda: os.mkdir(join('sub')))
    attempt('remove missing', lambda: os.remove(join('none')))
    attempt('listdir missing', lambda: os.listdir(join('none')))
    attempt('null byte', lambda: open(join('a\0b')))
    attempt('bad type', lambda: open(1.5))
    with open(join('f'), 'w+') as f:
        f.write('text')
    for name in ('read', 'write', 'readline', 'tell', 'flush', 'fileno', 'seek', '__enter__', '__iter__'):
        attempt('closed ' + name,
            lambda: getattr(f, name)(*(['x'] if name == 'write' else [0] if name == 'seek' else [])))
    print('close twice', f.close(), f.closed)
    try:
        with open(join('g'), 'w') as g:
            g.write('kept')
            raise ValueError('inside')
    except ValueError as error:
        print('with closes', error, g.closed, open(join('g')).read())
    attempt('exclusive', lambda: open(join('g'), 'x'))
    try:
        open(join('none'))
    except OSError as e:
        print('class', type(e).__mro__[1].__name__, e.errno == errno.ENOENT, e.strerror, e.filename == join('none'),
            e.filename2, e.args[0] == errno.ENOENT,
            str(e) == f"[Errno {errno.ENOENT}] No such file or directory: {join('none')!r}")
    print('listing', sorted(os.listdir(folder)), os.path.isdir(join('sub')), os.path.isfile(join('f')),
        os.path.exists(join('zz')))
    os.rename(join('f'), join('h'))
    os.replace(join('h'), join('sub/h'))
    os.rmdir(join('sub')) if not os.listdir(join('sub')) else print('not empty', os.listdir(join('sub')))
    for number, text in ((errno.ENOENT, 'a'), (errno.EEXIST, 'b'), (errno.EACCES, 'c'), (errno.EISDIR, 'd'),
        (errno.EPIPE, 'e'), (12345, 'f')):
        print('OSError picks', type(OSError(number, text)).__name__, OSError(number, text).strerror)
    print('forms', OSError('just text'), OSError(), OSError('a', 'b', 'c'), repr(OSError(5, 'x', 'file')),
        OSError(1, 'x', 'f', None, 'g').filename2)
print('folder is gone', os.path.exists(folder))
