# Text files: modes, newlines, reading by line, seek and tell, encodings.
# needs: os, tempfile
import os
import tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'a.txt')
    with open(path, 'w', encoding='utf-8') as f:
        print('write', f.write('first\nsecond \u00e9\u20ac\n'), f.writelines(['x\n', 'y']), f.mode, f.encoding,
            f.closed, f.readable(), f.writable(), f.seekable())
    print('closed', f.closed)
    with open(path, encoding='utf-8') as f:
        print('read', repr(f.read(3)), repr(f.readline()), ascii(f.readline()), f.readlines(), repr(f.read()),
            repr(f.readline()))
        f.seek(0)
        print('iterate', [ascii(line) for line in f])
        f.seek(0); f.readline(); position = f.tell(); rest = f.read(); f.seek(position)
        print('tell and seek', position, f.read() == rest)
        f.seek(0, 2); print('end', f.tell(), os.path.getsize(path))
    with open(path, 'a', encoding='utf-8') as f:
        print('append starts at', f.tell()); f.write('!')
    with open(path, 'r+', encoding='utf-8') as f:
        f.write('FIRST'); f.seek(0); print('r+', ascii(f.read()))
        f.seek(5); f.truncate(); f.seek(0); print('truncated', repr(f.read()))
    for newline in (None, '', '\n', '\r', '\r\n'):
        with open(path, 'w', newline=newline) as f:
            f.write('a\nb\r\nc')
        with open(path, 'rb') as f:
            raw = f.read()
        with open(path, 'wb') as f:
            f.write(b'1\r2\n3\r\n4')
        with open(path, newline=newline) as f:
            print('newline', repr(newline), raw, [line for line in f], f.newlines)
    for encoding in ('utf-16', 'utf-8-sig', 'latin-1'):
        with open(path, 'w', encoding=encoding) as f:
            f.write('h\u00e9')
        with open(path, 'rb') as f:
            print(encoding, f.read())
    with open(path, 'wb') as f:
        f.write(b'ok\xffbad')
    for errors in ('strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace'):
        try:
            with open(path, encoding='utf-8', errors=errors) as f:
                print(errors, ascii(f.read()))
        except UnicodeDecodeError as error:
            print(errors, error)
