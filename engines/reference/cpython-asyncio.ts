// What asyncio needs to run on cpython-wasm, in Python. Its selector loop wakes itself through a pair of sockets, which
// there are none of here, and waits by poll(), which returns at once. It stays CPython's own loop, with no pair and with a
// selector that sleeps. This is done as its module is loaded, by the importer of asyncio's folder in the library, so that
// a program that does not import asyncio finds nothing of it and starts no later.
export const asyncioSource = String.raw`
def mend_asyncio():
    import sys, zipimport

    class Importer(zipimport.zipimporter):
        def exec_module(self, module):
            super().exec_module(module)
            if module.__name__ == 'asyncio.selector_events':
                without_sockets(module.BaseSelectorEventLoop)

    Importer.__name__ = Importer.__qualname__ = 'zipimporter'
    Importer.__module__ = 'zipimport'
    for entry in sys.path:
        folder = entry + '/asyncio'
        try:
            sys.path_importer_cache[folder] = Importer(folder)
            return
        except zipimport.ZipImportError:
            pass


def without_sockets(loop):
    import functools, selectors, time
    init = loop.__init__

    class Selector(selectors.DefaultSelector):
        def select(self, timeout=None):
            if self.get_map():
                return super().select(timeout)
            # In naps: what a signal's handler asked for is looked at after each.
            nap = 0.02 if timeout is None else min(timeout, 0.02)
            if nap > 0:
                time.sleep(nap)
            return []

    @functools.wraps(init)
    def __init__(self, selector=None):
        init(self, Selector() if selector is None else selector)

    def _make_self_pipe(self):
        self._ssock = self._csock = None

    def _close_self_pipe(self):
        pass

    loop.__init__ = __init__
    loop._make_self_pipe = _make_self_pipe
    loop._close_self_pipe = _close_self_pipe


mend_asyncio()
`;
