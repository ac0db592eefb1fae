// The Python half of cpython-wasm: small functions that JavaScript calls through the C API. They are compiled into a
// dictionary that no module owns, and none of their frames is on the stack while the program's own code runs.
// Text goes back as UTF-8 bytes, with lone surrogates escaped.

export const driverSource = String.raw`
def text(s):
    return s.encode('utf-8', 'backslashreplace')


def describe():
    import json, platform, sys
    gil = getattr(sys, '_is_gil_enabled', None)
    return text(json.dumps({
        'implementation': platform.python_implementation(),
        'languageVersion': platform.python_version(),
        'implementationVersion': '.'.join(map(str, sys.implementation.version[:3])),
        'compiler': ' '.join(platform.python_compiler().split()),
        'platform': sys.platform,
        'maxsize': sys.maxsize,
        'gil': gil() if gil else True,
    }))


# What pymain_run_python does before it runs the program: the module to run it in, and sys.path[0].
def namespace(module_name, filename):
    import sys
    import builtins
    main = sys.modules.get(module_name)
    if main is None:
        main = type(sys)(module_name)
        sys.modules[module_name] = main
    ns = main.__dict__
    ns['__builtins__'] = builtins
    if filename is not None:
        ns['__file__'] = filename
        ns.setdefault('__cached__', None)
    return ns


def prepend_path(entry):
    import sys
    if not sys.flags.safe_path:
        sys.path.insert(0, entry)


def prepare_file(path, module_name):
    import os, sys
    import importlib.machinery
    absolute = os.path.abspath(path)
    prepend_path(os.path.dirname(os.path.realpath(absolute)))
    ns = namespace(module_name, absolute)
    with open(absolute, 'rb') as f:
        source = f.read()
    ns['__loader__'] = importlib.machinery.SourceFileLoader(module_name, absolute)
    return compile(source, absolute, 'exec', dont_inherit=True), ns


def prepare_text(source, filename, module_name):
    import sys
    import linecache
    sys.argv[0] = '-c' if filename == '<string>' else filename
    prepend_path('')
    ns = namespace(module_name, None if filename == '<string>' else filename)
    # As for -c: tracebacks show the lines.
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    return compile(source, filename, 'exec', dont_inherit=True), ns


def prepare_stdin(module_name):
    import sys
    prepend_path('')
    ns = namespace(module_name, None)
    return compile(sys.stdin.buffer.read(), '<stdin>', 'exec', dont_inherit=True), ns


def prepare_module(name, module_name):
    import os, sys, runpy
    prepend_path(os.getcwd())
    _, spec, code = runpy._get_module_details(name, runpy._Error)
    sys.argv[0] = spec.origin
    ns = namespace(module_name, spec.origin)
    ns.update(__spec__=spec, __loader__=spec.loader, __package__=spec.parent)
    return code, ns


# The status that the process ends with, what the exception was, and what was printed of it.
def handle(exc):
    import sys
    if isinstance(exc, SystemExit):
        code = exc.code
        if code is None:
            return 0, b'', b'', b''
        if isinstance(code, int):
            return code & 0xff if -1 << 31 <= code < 1 << 31 else 255, b'', b'', b''
        try:
            sys.stdout.flush()
        except Exception:
            pass
        print(code, file=sys.stderr)
        return 1, b'', b'', b''
    kind, message, trace = describe_exception(exc)
    sys.excepthook(type(exc), exc, exc.__traceback__)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except Exception:
        pass
    return 130 if isinstance(exc, KeyboardInterrupt) else 1, kind, message, trace


def describe_exception(exc):
    import traceback
    kind = type(exc)
    name = kind.__qualname__ if kind.__module__ in ('builtins', '__main__') else kind.__module__ + '.' + kind.__qualname__
    try:
        message = str(exc)
    except Exception:
        message = '<exception str() failed>'
    return text(name), text(message), text(''.join(traceback.format_exception(exc)))


# An error before the first line of the program. The frames are ours, so they are not shown. Answers the status when all
# is said that CPython says, None when it is shown as any exception.
def handle_unprepared(exc, path):
    import os, runpy, sys
    exc.__traceback__ = None
    exc.__context__ = None
    if isinstance(exc, runpy._Error):
        print(f'{sys.executable}: {exc}', file=sys.stderr)
        return 1
    if isinstance(exc, OSError) and path:
        print(f"{sys.executable}: can't open file {os.path.abspath(path)!r}: [Errno {exc.errno}] {exc.strerror}",
              file=sys.stderr)
        return 2


def flush():
    import sys
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def function(ns, name):
    f = ns.get(name)
    return f if callable(f) else None


def representation(value):
    return text(repr(value))


def dump(kind, source, filename, options):
    import io
    out = io.StringIO()
    on = lambda name: options.get(name) not in (None, False, '', 'false', '0')
    try:
        globals()['dump_' + kind](source, filename, on, options, out)
    except SyntaxError as e:
        import traceback
        e.__traceback__ = None
        return False, text(''.join(traceback.format_exception_only(e)))
    except ValueError as e:
        message = str(e)
        return False, text(message if kind == 'tokens' else 'ValueError: ' + message) + b'\n'
    except (RecursionError, MemoryError) as e:
        return False, text(type(e).__name__ + ': ' + str(e) + '\n')
    return True, text(out.getvalue())


def dump_tokens(source, filename, on, options, out):
    import io, token, tokenize
    try:
        for t in tokenize.tokenize(io.BytesIO(source).readline):
            kind = t.exact_type if on('exact') else t.type
            place = '%d,%d-%d,%d:' % (t.start + t.end)
            out.write('%-20s%-15s%-15r\n' % (place, token.tok_name[kind], t.string))
    # As tokenize's own command line says it.
    except IndentationError as e:
        line, column = e.args[1][1:3]
        raise ValueError('%s:%d:%d: error: %s' % (filename, line, column, e.args[0])) from None
    except tokenize.TokenError as e:
        line, column = e.args[1]
        raise ValueError('%s:%d:%d: error: %s' % (filename, line, column, e.args[0])) from None
    except SyntaxError as e:
        raise ValueError('%s: error: %s' % (filename, e)) from None


def dump_ast(source, filename, on, options, out):
    import ast
    tree = ast.parse(source, filename, options.get('mode') or 'exec', type_comments=on('type-comments'))
    indent = options.get('indent')
    indent = None if indent in (False, 'none') else int(indent) if indent not in (None, True) else 2
    out.write(ast.dump(tree, include_attributes=on('attributes'), indent=indent, show_empty=on('show-empty')) + '\n')


def dump_symtable(source, filename, on, options, out):
    import symtable

    def show(table, depth):
        pad = '    ' * depth
        kind = getattr(table.get_type(), 'value', table.get_type())
        nested = ' nested' if table.is_nested() else ''
        out.write(f'{pad}{kind} {table.get_name()!r} line {table.get_lineno()}{nested}\n')
        questions = ('parameter', 'local', 'global', 'declared_global', 'nonlocal', 'free', 'assigned', 'referenced',
                     'imported', 'annotated', 'type_parameter', 'namespace', 'comp_iter', 'comp_cell', 'free_class')
        for symbol in sorted(table.get_symbols(), key=lambda s: s.get_name()):
            facts = [q.replace('_', '-') for q in questions if getattr(symbol, 'is_' + q, lambda: False)()]
            out.write(f'{pad}    {symbol.get_name()}: {" ".join(facts)}\n')
        for child in table.get_children():
            show(child, depth + 1)

    show(symtable.symtable(source, filename, 'exec'), 0)


def dump_bytecode(source, filename, on, options, out):
    import dis
    code = compile(source, filename, options.get('mode') or 'exec', dont_inherit=True)
    depth = options.get('depth')
    dis.dis(code, file=out, depth=None if depth is None else int(depth), show_caches=on('caches'),
            adaptive=on('adaptive'), show_offsets=on('offsets'), show_positions=on('positions'))


# The listing after the program ran: what the specialising interpreter has made of each function.
def dump_quickened(source, filename, on, options, out):
    import contextlib, dis, io
    code = compile(source, filename, 'exec', dont_inherit=True)
    ns = {'__name__': '__main__', '__builtins__': __builtins__, '__file__': filename}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, ns)
    dis.dis(code, file=out, show_caches=on('caches'), adaptive=True, show_offsets=on('offsets'),
            show_positions=on('positions'))


def read_source(kind, value):
    import sys
    if kind == 'file':
        with open(value, 'rb') as f:
            return f.read()
    if kind == 'stdin':
        return sys.stdin.buffer.read()
    import importlib.util
    spec = importlib.util.find_spec(value)
    if spec is None or not hasattr(spec.loader, 'get_source'):
        raise ImportError(f'no source for module {value}')
    source = spec.loader.get_source(value)
    if source is None:
        raise ImportError(f'no source for module {value}')
    return source.encode()


def module_file(name):
    import importlib.util
    return text(importlib.util.find_spec(name).origin)
`;
