// The Python half of micropython-wasm: a module that is imported once, forgotten by `sys.modules`, and called from
// JavaScript. Questions and answers are JSON text. MicroPython cannot leave frames out of a traceback, so those of this
// file are cut from its text.

/** Path of the driver inside the sandbox while it is imported, as its frames are called in tracebacks. */
export const DRIVER_PATH = '/lib/_lab_driver.py';
export const DRIVER_MODULE = '_lab_driver';

export const driverSource = String.raw`
import builtins, gc, io, json, sys

state = {}


# The port's own input() is the line editor of a terminal: it waits for a carriage return, and for ever at the end of the input.
def input(prompt=''):
    sys.stdout.write(str(prompt))
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line[:-1] if line.endswith("\n") else line


builtins.input = input


def forget(_):
    del sys.modules['_lab_driver']
    return ''


def describe(_):
    import platform
    return json.dumps({
        'implementation': 'MicroPython' if sys.implementation.name == 'micropython' else sys.implementation.name,
        'languageVersion': '.'.join([str(n) for n in sys.version_info[:3]]),
        'implementationVersion': '.'.join([str(n) for n in sys.implementation.version[:3]]),
        'compiler': ' '.join(platform.python_compiler().split()),
        'platform': sys.platform,
        'build': getattr(sys.implementation, '_build', ''),
    })


def trace(e):
    b = io.StringIO()
    sys.print_exception(e, b)
    lines = b.getvalue().split('\n')
    first = 1 if lines[0].startswith('Traceback') else 0
    lines = [line for line in lines if not line.startswith('  File "/lib/_lab_driver.py"')]
    # Without a frame of the program there is nothing to trace: a syntax error's place is a frame by itself.
    if first and not lines[1].startswith('  File'):
        del lines[0]
    return '\n'.join(lines)


def record(e):
    shown = trace(e)
    kind = type(e).__name__
    text = shown[shown.rfind('\n' + kind) + 1:] if '\n' + kind in shown else shown
    text = text[len(kind) + 2:].strip('\n') if text.startswith(kind + ': ') else ''
    return {'type': kind, 'text': text, 'traceback': shown}


def find_module(name):
    import os
    parts = name.replace('.', '/')
    for folder in sys.path:
        if folder == '.frozen':
            continue
        base = (folder + '/' if folder else '') + parts
        for path in (base + '/__main__.py', base + '.py'):
            try:
                os.stat(path)
                return path
            except OSError:
                pass
    raise ImportError("no module named '" + name + "'")


def read(path):
    with open(path) as f:
        return f.read()


def directory(path):
    at = path.rfind('/')
    return path[:at] if at > 0 else '/' if at == 0 else ''


def prepare(request):
    request = json.loads(request)
    if request['optimise']:
        import micropython
        micropython.opt_level(request['optimise'])
    if request['recursion'] is not None:
        return json.dumps({'unsupported': 'a recursion limit'})
    sys.argv.extend(request['argv'])
    state['request'] = request
    return ''


def run(_):
    request = state['request']
    kind = request['kind']
    main = sys.modules.get('__main__')
    name = request['module']
    if name == '__main__':
        names = __import__('__main__').__dict__
    else:
        names = {'__name__': name}
    state['names'] = names
    try:
        if kind == 'file':
            path = request['path']
            sys.path[0] = directory(path)
            try:
                source = read(path)
            except OSError as e:
                sys.stderr.write("micropython: can't open file '%s': [Errno %d] %s\n"
                                 % (path, e.errno, request['errors'].get(str(e.errno), 'error')))
                return json.dumps({'status': 2})
            names['__file__'] = path
        elif kind == 'module':
            path = find_module(request['name'])
            source = read(path)
            sys.argv[0] = path
            names['__file__'] = path
        elif kind == 'stdin':
            path = '<stdin>'
            source = sys.stdin.read()
        else:
            path = request['filename']
            source = request['text']
        code = compile(source, path, 'exec')
        source = None
        exec(code, names)
        # A pending KeyboardInterrupt is raised at a jump, and there may have been none since it came.
        for _ in (0, 1):
            pass
        return json.dumps({'status': 0})
    except SystemExit as e:
        value = e.args[0] if e.args else None
        if value is None or isinstance(value, int):
            return json.dumps({'status': (value or 0) & 255})
        sys.stderr.write(str(value) + '\n')
        return json.dumps({'status': 1})
    except BaseException as e:
        r = record(e)
        sys.stderr.write(r['traceback'])
        r['status'] = 130 if isinstance(e, KeyboardInterrupt) else 1
        return json.dumps(r)


def has(name):
    f = state.get('names', {}).get(name)
    return 'yes' if callable(f) else ''


def choose(request):
    request = json.loads(request)
    state['f'] = state['names'][request['name']]
    state['args'] = tuple(request['args'])
    return ''


def call(_):
    try:
        return '+' + repr(state['f'](*state['args']))
    except BaseException as e:
        return '-' + json.dumps(record(e))


def memory(_):
    gc.collect()
    return json.dumps({'used': gc.mem_alloc(), 'free': gc.mem_free()})
`;
