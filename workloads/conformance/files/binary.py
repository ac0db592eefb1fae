# Binary files: read, write, seek from three places, readinto, peek, buffering and raw files.
# needs: errno, os, tempfile, warnings
import errno
import os
import tempfile
def describe(error):
    if isinstance(error, OSError) and error.errno is not None:
        return type(error).__name__, errno.errorcode[error.errno]
    return type(error).__name__, str(error)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'data.bin')
    with open(path, 'wb') as f:
        print('write', f.write(bytes(range(10))), f.write(bytearray(b'ab')), f.write(memoryview(b'cd')), f.tell(),
            f.mode, type(f).__name__)
    with open(path, 'rb') as f:
        print('read', f.read(3), f.read(0), f.tell(), f.seek(-2, 2), f.read(), f.read(), f.seek(2), f.seek(1, 1),
            f.read(1), type(f).__name__)
        buffer = bytearray(4)
        f.seek(0); print('readinto', f.readinto(buffer), buffer, f.peek(2)[:2], f.read1(2))
        f.seek(8); print('iterate', list(f), f.readline())
    with open(path, 'rb', buffering=0) as f:
        print('raw', type(f).__name__, f.read(2), f.readall()[:3], f.read(1))
    with open(path, 'r+b') as f:
        f.seek(20); f.write(b'end'); f.seek(12); print('hole', f.read(), type(f).__name__)
        f.truncate(5); f.seek(0); print('truncate', f.read())
    with open(path, 'xb') if not os.path.exists(path) else open(path, 'ab') as f:
        f.write(b'++')
    print('size', os.path.getsize(path))
    for mode in ('xb', 'rw', '', 'q', 'rt+b', 'U', 'br+', 'wt'):
        try:
            with open(path, mode) as f:
                print('mode', repr(mode), f.mode)
        except (ValueError, FileExistsError) as error:
            print('mode', repr(mode), *describe(error))
    with open(path, 'wb') as f:
        f.write(b'one\ntwo\r\nthree')
    with open(path, 'rb') as f:
        print('lines', f.readlines(), f.seek(0), f.readlines(1), f.seek(0), f.readline(2))
    calls = [lambda: open(path, 'rb', encoding='utf-8'), lambda: open(path, buffering=0),
        lambda: open(path, 'wb').write('text'), lambda: open(path, 'w').write(b'x'), lambda: open(path).write('x'),
        lambda: open(path, 'w').read(), lambda: open(path, 'rb').seek(-1), lambda: open(path).seek(-1),
        lambda: open(path).seek(1, 1), lambda: open(path, 'rb').seek(0, 9), lambda: open(path, newline='x'),
        lambda: open(path, encoding='none-such'), lambda: open(path, 'rb').read('a')]
    import warnings
    warnings.simplefilter('ignore')
    for call in calls:
        try:
            print(call())
        except Exception as error:
            print(*describe(error))
