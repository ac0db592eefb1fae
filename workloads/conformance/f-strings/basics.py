# Conversions, nested format specs, expressions of every kind, and quoting inside braces.
# needs: python-3.12
name, n, pi = 'World', 42, 3.14159
print(f'plain {name} {n} {pi}')
print(f'conversions {name!r} {name!s} {chr(0xe9)!a} {name!r:>10}|')
print(f'spec {n:5}|{n:<5}|{n:^5}|{n:05}|{n:+}|{n:x}|{n:#b}|{pi:.2f}|{pi:8.3f}|{name:>8}|{name:.2}|')
width, precision = 10, 3
print(f'nested {pi:{width}.{precision}f}|{name:{"*"}^{width}}|{n:{"0"}{width // 2}d}')
print(f'braces {{}} {{{n}}} {{{{{n}}}}}')
print(f'{n=} {n = } {name=!s} {pi=:.1f} {n+1=} { n = :>6}')
print(f'expressions {[x * 2 for x in range(3)]} {(lambda: 7)()} {n if n else 0} {n > 3 and name} { {"a": 1}["a"] } {(n, 1)} {n!r}')
print(f'walrus {(y := 5)} {y}', f'{n:=5}', f'{n!=41}')
print(f'same quotes {'in'+'side'} {", ".join(['a', 'b'])} {'\n'.join('xy')!r}')
print(f'multi-line {
    n   # a comment is fine
    + 1
}')
print(f'''triple {
    name.upper()
} end''')
print(rf'raw \n {n}\t', fr'{n:>5}', F'{n}', Rf'\{n}')
print('implicit' f' {n}' ' {n}' f'{name[0]}')
print(f'nested f {f"{f'{n}'}"} {f'{n:>{width}}'}')
print(f'{"a" "b"} {"{}"} {n:}|{"":>3}|{None} {...} {lambda_ if (lambda_ := 3) else 0}')
print(f'star {*range(3), 9}', f'{[*range(2)]}', f'{n,}', f'{not n}', f'{-n}', f'{n:%}')
print(f'\N{BULLET}{n}\x41\u0042 {"\N{BULLET}"}' == '\u202242AB \u2022')
