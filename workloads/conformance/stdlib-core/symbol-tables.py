# symtable: scopes of functions, classes, type parameters, annotations.
# needs: symtable
import symtable
t = symtable.symtable('def f(a,b=1):\n  global x\n  x=[i for i in a]\nclass C[T]:\n  def m(self): return __class__\n', 'f.py', 'exec')

def show(t, d=0):
    print(' ' * d, t.get_type(), t.get_name(), t.get_lineno(), sorted(t.get_identifiers()), t.is_nested(), t.is_optimized(), t.has_children())
    for c in t.get_children():
        show(c, d + 2)
show(t)
