# Exceptions raised by everyday operations, their types and texts.
# needs: json
import json

cases = [
    '[][0]', '[1][5]', '(1,)[1]', '"a"[9]', 'b"a"[9]', 'range(3)[3]', '{}["k"]', '{}[1, 2]', '[].pop()', '[1].pop(5)', '{}.pop("x")', 'set().pop()', '{}.popitem()',
    '[].remove(1)', 'set().remove(1)', '[].index(1)', '(1,).index(2)', '"abc".index("z")', 'b"abc".index(b"z")', 'next(iter([]))', 'int("x")', 'int("")', 'int("1.5")', 'int("12", 1)', 'int("z", 36 + 1)', 'int("9", 8)',
    'float("x")', 'float("")', 'complex("x")', 'complex("1 + 2j")', 'chr(-1)', 'chr(0x110000)', 'ord("")', 'bytes([256])', 'bytes([-1])', 'bytearray(b"a").append(256)', '"a".encode("nope")', 'b"\\xff".decode()', '"é".encode("ascii")',
    '"{} {}".format(1)', '"{a}".format()', '"{".format()', '"}".format()', '"{0} {}".format(1, 2)', '"%d" % "x"', '"%q" % 1', '"%(a)s" % {}', '"%s %s" % "x"', 'format(1, "q")', 'format("x", "d")', 'format(1.5, "x")',
    '[1, 2][::0]', 'range(1, 2, 0)', '"abc".split("")', '"a".partition("")', '"ab" * -1 + None', '[0] * (10 ** 30)', '"".join([1])', 'max([])', 'min(())', 'sum(["a"])', 'list(5)', 'dict([(1,)])', 'tuple(None)', 'set(5)',
    'open(5.5)', 'import_error', 'json.loads("{")', 'json.loads("")', 'json.dumps({1, 2})', 'getattr(5, "nope")', 'object().x', '(5).x', 'None.x', 'print.x', 'math', '(lambda: x_undefined)()',
    '1 / 0', '1 // 0', '1 % 0', '1.5 / 0', '0 ** -1', '(-8) ** 0.5 < 1', 'divmod(5, 0)', '10.0 ** 400', '1e308 * 10 == float("inf")', 'int(float("inf"))', 'int(float("nan"))', 'round(float("nan"))', 'float(10 ** 400)', '2 ** 10 ** 10 if False else 5',
    'hash([])', '{[]: 1}', '{{}}', 'sorted([1, "a"])', 'sorted([{}, {}])', 'reversed({1})', 'iter(5)', 'len(5)', 'isinstance(5, 5)', 'type("A", (5,), {})', '__import__("no_such_module")', 'exec("1 +")', 'eval("x = 1")', 'compile("(", "f", "eval")',
    'memoryview(5)', 'slice()', 'super()', 'zip([1], [1, 2], strict=True).__next__() and list(zip([1], [1, 2], strict=True))', '"abc".translate(5)', '"a".center(5, "xx")', '"a".zfill("x")', 'int.from_bytes([256], "big")', '(300).to_bytes(1, "big")', '(-1).to_bytes(1, "big")', 'bytes.fromhex("zz")', 'float.fromhex("q")', '"a".join("b", "c")',
]
for case in cases:
    try:
        value = eval(case)
        print(f'{case:32} = {value!r}'[:100])
    except BaseException as e:
        # The text of an errno is the C library's.
        print(f'{case:32} {type(e).__name__}: {e if isinstance(e.args[0] if e.args else None, str) else e.args[1:] and "by errno"}')
