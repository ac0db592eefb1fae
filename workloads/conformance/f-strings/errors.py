# Messages of faulty f-strings.
sources = ["f'{}'", "f'{ }'", "f'{a'", "f'}'", "f'{a!}'", "f'{a!x}'", "f'{a!r '", "f'{a b}'", "f'{a:{b}'", "f'{!r}'",
    "f'{=}'", "f'{a=", "f'{lambda x: 1}'", "f'{a:{b:{c:{d}}}}'", "f'{a $ b}'", "f'{a! r}'", "f'{a !r}'", "f'{*}'",
    "f'{a.}'", "f'{,}'",
           "f'{yield}'", "f'{a]}'", "f'{(a}'", "f'{a:}}'", "f'{a[}'", "f'{1 = 2}'", "f'''{\n'''", "f'\\N'", "f'{a\\n}'",
               "fb'a'", "f'{for}'", "f'{a := 1}'", "f'{a!r!s}'", "f'{a}'  'b' b'c'", "f'{#}'", "f'{None = 1}'",
               "ff'a'"]
for source in sources:
    try:
        compile(source, '<f>', 'eval')
        print('compiles', source)
    except SyntaxError as error:
        print(ascii(source), '->', error.msg, error.lineno, error.offset)
