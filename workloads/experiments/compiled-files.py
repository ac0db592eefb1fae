# Where is compiled code kept, and can another implementation read it? CPython writes .pyc files named after itself and its version,
# PyPy others, MicroPython none (.mpy is made ahead of time).
import sys

print("tag:", getattr(getattr(sys, "implementation", None), "cache_tag", None) or "keeps no compiled files")
try:
    import marshal

    code = compile("a + b", "<text>", "eval")
    print("marshal:", len(marshal.dumps(code)), "bytes for one expression")
except (ImportError, ValueError, AttributeError):
    print("marshal: not for code")
try:
    from importlib.util import MAGIC_NUMBER, cache_from_source

    print("file:", cache_from_source("module.py"), "magic:", MAGIC_NUMBER)
except ImportError:
    print("file: none")
