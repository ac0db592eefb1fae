# from __future__ import annotations: strings, as written by the compiler.
# needs: python-3.11
from __future__ import annotations


def f(a: x + 1, b: "quoted" = 1, *c: (1, 2), d: lambda y: y * 2, e: [i for i in z if i], **k: not a or b and c) -> dict[str, int | None]: ...


for name, text in f.__annotations__.items():
    print(name, repr(text))


class C:
    p: x[1:2, ::3]
    q: f'{a!r:>{w}} {b=}'
    r: -1 ** 2 + ~x // (y - 1)
    s: {1: 2, **z}
    t: a if b else c
    v: await_.b().c[0](*d, **e)
    w: 'it\'s'
    x1: 1e100
    x2: 0x10 + 0b11 + 1_000
    x3: b'bytes' + r'\raw'
    x4: (a < b <= c is not d not in e)
    x5: {*a, 1}
    x6: ()
    x7: (1,)
    x8: ...
    x9: lambda *a, b=1, **c: (a, b)
    y1: a @ b % c << 2 | d & e ^ f
    y2: (a + b) * c - (d - (e - f))
    y4: 'a' 'b'
    y5: 1j * 2.50


for name, text in C.__annotations__.items():
    print(name, text)
