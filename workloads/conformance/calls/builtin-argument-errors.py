# TypeErrors of calls to builtins: counts, keywords and kinds, as their C signatures tell them.
calls = [
    'len()', 'len(1, 2)', 'len(obj=[])', 'len(5)', 'ord("ab")', 'ord(5)', 'chr("a")', 'abs()', 'abs("x")',
    'isinstance(1)', 'isinstance(1, 5)', 'isinstance(1, (int, 5))', 'issubclass(1, int)', 'iter()', 'iter(5)',
    'iter(5, 6)', 'next()', 'next(5)', 'next([])', 'sorted()', 'sorted(5)', 'sorted([], 1)', 'sorted([], cmp=1)',
    'sum()', 'sum(5)', 'sum(["a"], "")', 'sum([1], b"")', 'max()', 'max(5)', 'max([])', 'max(1, 2, default=0)',
    'min([], default=0)', 'print(1, foo=2)', 'print(1, sep=2)', 'range()', 'range(1, 2, 3, 4)', 'range("a")',
    'range(1.5)', 'range(stop=5)', 'range(1, 2, 0)', 'list(1)', 'list(1, 2)', 'list(a=1)', 'tuple(5)', 'dict(5)',
    'dict([1])', 'dict([(1, 2, 3)])', 'dict(1, 2)', 'set(1, 2)', 'int([])', 'int("x")', 'int("1", "2")', 'int(1, 2)',
    'int(x=1)', 'float([])', 'float("x")', 'str(b"a", "utf-8", "strict", 1)', 'str("a", "utf-8")', 'bytes("a")',
    'bytes(-1)', 'bytes(["a"])', 'bool(1, 2)', 'bool(x=1)', 'enumerate()', 'enumerate(5)', 'zip(5)', 'zip([], 5)',
    'zip([1], strict=True)', 'map()', 'map(1)', 'map(len)', 'filter(1)', 'reversed()', 'reversed({1})', 'hash()',
    'hash([])', 'hash({})', 'getattr(1)', 'getattr(1, 2)', 'setattr(1, 2)', 'hasattr(1, 2)', 'callable()', 'id()',
    'divmod(1)', 'pow(2)', 'round()', 'round("x")', 'round(1.5, "x")', 'open()', 'slice()', 'super(1, 2)', 'type()',
    'type(1, 2)', 'type("A", (), {}, 1)', 'type(1, (), {})', 'type("A", 1, {})', 'type("A", (1,), {})', 'object(1)',
    'object.__new__()', '"a".join(5)', '"a".join([1])', '"a".split(1)', '"a".replace("b")', '[].append()',
    '[].append(1, 2)', '[].pop("a")', '{}.get()', '[].sort(1)', '[].index()', '{}.update(1)', '"a".startswith(1)',
    '(1).bit_length(1)', '[].insert(1)', 'vars(1)', 'dir(1, 2)', 'compile()', 'eval()', 'eval(5)', 'exec(5)',
]
for call in calls:
    try:
        value = eval(call)
        print(f'{call:34} no error {type(value).__name__}')
    except (TypeError, ValueError, AttributeError) as e:
        print(f'{call:34} {type(e).__name__}: {e}')
