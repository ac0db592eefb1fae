# eval, exec and compile: namespaces, modes, code objects and errors.
x = 'module'
def f():
    x = 'local'
    return eval('x'), eval('x', {'x': 'given'}), eval('x', {'x': 'g'}, {'x': 'l'}), eval('[x for _ in range(1)]')
print('eval', f())
ns = {}
exec('a = 1\nb = a + 1\ndef g(): return a', ns)
print('exec', ns['a'], ns['b'], ns['g'](), '__builtins__' in ns, sorted(k for k in ns if k != '__builtins__'))
def h():
    y = 1
    exec('y = 2; z = 3')
    loc = {}
    exec('z = y + 10', globals() | {'y': 5}, loc)
    return y, loc, 'z' in locals()
print('exec in a function', h())
class Space(dict):
    def __missing__(self, key):
        return f'<{key}>'
print('mapping as locals', eval('foo + bar', {}, Space()), eval('k', {'__builtins__': {}}, {'k': 1}))
code = compile('1 + 2', 'name.py', 'eval')
print('compile eval', eval(code), code.co_filename, code.co_name)
print('compile exec', exec(compile('q = 5', '<s>', 'exec'), ns), ns['q'])
print('compile single', end=' ')
exec(compile('6 * 7', '<s>', 'single'))
exec(compile('None', '<s>', 'single'))
exec(compile('w = 1', '<s>', 'single'))
print('spaces', eval('  1 + 1 '), eval('\t2'), eval('(1,\n2)'), eval(b'3'), eval('4 # comment'),
    eval('"\u00e9"') == '\u00e9')
print('globals kept', eval('globals() is n', {'n': 1}) is False, eval('__name__', {'__name__': 'me'}),
    eval('__builtins__ is not None', {}))
print('lambda sees globals only', eval('(lambda: a)()', {'a': 'global'}, {'a': 'local'}))
for source in ("eval('1 +')", "eval('x = 1')", "eval('')", "eval(5)", "exec(5)", "eval('1', 5)", "eval('1', {}, 5)",
    "exec('1', [])", "compile('1', 'f', 'mode')", "compile('a b', 'f', 'exec')", "eval('undefined_name')",
    "eval('open', {'__builtins__': {}})", "exec('def f(:')", "eval('1; 2')", "compile(1, 'f', 'exec')",
    "compile('1', 'f')", "eval('\\0')", "compile('1\\n2', 'f', 'single')", "eval('yield')", "exec('return')",
    "exec('break')", "eval(compile('1', 'f', 'exec'))", "eval('1', globals={'a': 1})",
    "exec('print(a)', globals={'a': 'keyword'})", "compile('a' * 10, 'f', 'eval', flags=1 << 30)",
    "__import__('no_such_module')", "__import__('')", "__import__(5)"):
    try:
        print(source, '=', eval(source))
    except Exception as error:
        print(source, '->', type(error).__name__ + ':', error)
