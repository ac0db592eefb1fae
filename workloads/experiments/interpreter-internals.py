# What can a program see of the interpreter? Its frames, code objects and bytecode are each implementation's own.
import sys


def add(a, b):
    return a + b


code = getattr(add, "__code__", None)
print(hasattr(sys, "_getframe"), getattr(code, "co_varnames", "no code object to look at"))
try:
    import dis

    print([i.opname for i in dis.get_instructions(add)])
except (ImportError, AttributeError):
    print("no dis")
