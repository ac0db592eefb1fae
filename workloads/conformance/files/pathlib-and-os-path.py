# pathlib and os.path on paths that need not exist, and a small tree in a temporary folder.
# needs: os, pathlib, tempfile
import os.path as p
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
for s in ('/a/b/c.tar.gz', 'a', '', '/', 'a/', '//x', '.hidden', 'a/../b', '..', 'dir.d/file', '.', 'a.'):
    print('os.path', repr(s), p.split(s), p.splitext(s), p.basename(s), p.dirname(s), repr(p.normpath(s)), p.isabs(s))
print('join', p.join('a', 'b', '/c', 'd'), p.join('', 'x'), p.join('a', ''), p.commonpath(['/a/b', '/a/c']),
    p.commonprefix(['/a/bc', '/a/bd']), p.relpath('/a/b', '/a/c/d'))
for s in ('/a/b/c.tar.gz', 'a/.b', '/', '.', 'a//b/./c', '../x', 'f.'):
    q = PurePosixPath(s)
    print('pure', q, repr(q.name), repr(q.stem), q.suffix, q.suffixes, q.parts, q.parent, q.is_absolute())
q = PurePosixPath('/a/b.txt')
print('build', q / 'c', q / '/abs', 'r' / q.parent, q.with_name('z'), q.with_suffix('.md'), q.with_suffix(''),
    q.with_stem('n'), q.relative_to('/a'), list(map(str, q.parents)), q.match('*.txt'),
    q == PurePosixPath('/a//b.txt'), q < PurePosixPath('/b'))
print('windows', PureWindowsPath('C:/a/B.TXT').parts, PureWindowsPath('c:/A') == PureWindowsPath('C:/a'),
    PureWindowsPath('a\\b').as_posix())
for f in (lambda: q.with_name(''), lambda: q.with_suffix('x'), lambda: q.relative_to('/z'), lambda: q / 5,
    lambda: PurePosixPath('.').with_suffix('.a')):
    try:
        print(f())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    (root / 'x' / 'y').mkdir(parents=True)
    (root / 'x' / 'one.py').write_text('1\n'); (root / 'x' / 'y' / 'two.py').write_bytes(b'22')
    print('tree', sorted(str(f.relative_to(root)) for f in root.rglob('*')),
        sorted(f.name for f in root.glob('*/*.py')), (root / 'x/one.py').read_text(),
        (root / 'x/y/two.py').stat().st_size)
    print('walk', [(d.name if d != root else '.', sorted(ds), sorted(fs)) for d, ds, fs in root.walk()][0][1:],
        (root / 'nope').exists(), [f.is_dir() for f in (root / 'x').iterdir() if f.name == 'y'])
