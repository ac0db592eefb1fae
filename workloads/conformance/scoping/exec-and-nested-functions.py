# Names in nested functions, comprehensions and exec: which scope answers.
x = 'global'


def a():
    x = 'a'

    def b():
        def c():
            return x
        return c()

    def d():
        global x
        return x

    def e():
        x = 'e'
        return [x for _ in 'i'][0], (lambda: x)(), eval('x')

    def f():
        return eval('x')

    def g():
        x
        return eval('x')

    return b(), d(), e(), f(), g()


print(a())


def late():
    def use(): return y
    y = 1
    first = use()
    y = 2
    return first, use()


print('late', late())


def maybe(flag):
    if flag:
        z = 1
    try:
        return z
    except UnboundLocalError as e:
        return e.name if hasattr(e, 'name') else str(e)


print('maybe', maybe(True), maybe(False))


def loop_scope():
    for i in range(2):
        inner = i
    return i, inner


print('loops have no scope', loop_scope())


def try_scope():
    try:
        import math as m
        raise ValueError
    except ValueError:
        found = m.floor(1.5)
    return found, 'm' in locals()


print('try has none either', try_scope())


def args_shadow(len, print_=print):
    print_('parameter shadows a builtin', len)


args_shadow(5)


def comp_shadow():
    x = [x for x in range(3)]
    return x


print(comp_shadow())


def conditional_global(flag):
    if flag:
        global maybe_global
    maybe_global = 'global anyway'


conditional_global(False)
print(maybe_global)


def class_in_function():
    v = 'function'

    class K:
        v = v if False else 'class'
        seen = v

    return K.seen


try:
    print(class_in_function())
except NameError as e:
    print(e)


def nested_class():
    v = 'function'

    class K:
        w = v

        class L:
            u = v

        def m(self): return v

    return K.w, K.L.u, K().m()


print(nested_class())


def delete_free():
    n = 1
    def use(): return n
    del n
    try:
        use()
    except NameError as e:
        return str(e)


print(delete_free())
ns = {'x': 'exec global'}
exec('def f():\n    return x\nclass K:\n    y = x\nz = [x for _ in "a"]', ns)
print(ns['f'](), ns['K'].y, ns['z'])
