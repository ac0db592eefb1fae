# What builtin functions say about their arguments: too many, too few, wrong keywords.
codes = ["len()", "len(1, 2)", "len(obj=[])", "abs(1, 2)", "isinstance()", "chr()", "print(1, sepp=2)", "sorted()",
    "list(1, 2, 3)", "int(1, 2, 3)", "str(1, 2, 3, 4)", "''.join()", "''.split(1, 2, 3)",
    "''.split(sep=',', maxspl=1)", "[].append(1, x=2)", "[].pop(1, 2)", "{}.get(1, 2, 3)", "{}.get(key=1)",
    "dict(1, 2)", "enumerate(iterable=[], begin=1)", "range(stop=1)", "zip(a=1)", "open()", "hex()", "round(1, 2, 3)",
    "pow(1, 2, 3, 4)", "sum([], 1, 2)", "max(key=1)", "getattr(1)", "iter()", "object(1)", "float(1, 2)",
    "complex(1, 2, 3)", "bool(x=1)", "tuple(iterable=[])", "bytes(1, 2, 3, 4)", "slice()", "type()", "super()",
    "property(1, 2, 3, 4, 5)", "staticmethod()", "classmethod(1, 2)", "memoryview()", "int.from_bytes()",
    "(1).to_bytes(1, 2, 3)", "(1).bit_length(1)", "'a'.encode(1, 2, 3)", "'{}'.format_map()", "[].sort(1)",
    "[].index()", "{1}.add()", "().count()", "eval()", "exec()", "compile(1)", "vars(1, 2)", "id()", "divmod(1)",
    "callable()", "format(1, 2, 3)", "map()", "filter(None)", "breakpoint.__name__", "reversed()", "hash(a=1)",
    "int('1', b=2)", "frozenset(1, 2)", "str.upper()", "str.upper(5)", "list.append([])", "int.__add__(1)",
    "int.__add__('a', 1)", "(1).__add__()", "dict.fromkeys()"]
for code in codes:
    try:
        print(code, '=', eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
