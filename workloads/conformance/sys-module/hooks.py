# sys.displayhook, excepthook, unraisablehook, audit hooks, settrace-free hooks of import and exit.
# needs: builtins, importlib
import builtins
import sys
exec(compile('5\nNone\n"text"\n', '<s>', 'exec'))
exec(compile('[1, 2]', '<s>', 'single'))
print('underscore', builtins._)
shown = []
sys.displayhook = shown.append
exec(compile('1 + 1', '<s>', 'single')); exec(compile('None', '<s>', 'single'))
print('displayhook', shown); sys.displayhook = sys.__displayhook__
audited = []
def audit(event, args):
    if event.startswith('test.'):
        audited.append((event, args))
        if args and args[0] == 'stop':
            raise RuntimeError('audit says no')
sys.addaudithook(audit); sys.audit('test.event', 1, 'a'); sys.audit('other.event')
try:
    sys.audit('test.stop', 'stop')
except RuntimeError as error:
    print('audit', audited, error)
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith('virtual_'):
            import importlib.machinery
            return importlib.machinery.ModuleSpec(name, Finder)
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        module.answer = module.__name__.upper()
sys.meta_path.append(Finder)
import virtual_one
print('import hook', virtual_one.answer, 'virtual_one' in sys.modules, virtual_one.__spec__.name,
    virtual_one.__loader__ is Finder)
sys.modules['blocked'] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
sys.modules['faked'] = 'any object'
import faked
print('faked', faked)
del sys.modules['faked']
def hook(kind, value, tb):
    print('excepthook', kind.__name__, value, tb.tb_frame.f_code.co_name)
sys.excepthook = hook
print('path hooks', isinstance(sys.path, list), isinstance(sys.path_hooks, list),
    sys.path_importer_cache.__class__.__name__)
raise ValueError('goes to the hook')
