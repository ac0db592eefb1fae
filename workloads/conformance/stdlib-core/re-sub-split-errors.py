# re.sub, re.split, escape, templates, the scanner, and messages of faulty patterns.
# needs: re, warnings
import re
print('sub', re.sub('a', 'b', 'aXa'), re.sub('(a)(b)?', r'[\1\2]', 'aab'), re.sub('x*', '-', 'abxc'),
    re.sub('a', 'b', 'aaa', count=2), re.subn('a', 'b', 'aa'), re.sub(r'(?P<n>\d)', r'<\g<n>\g<0>\g<1>0>', 'a1'),
    re.sub('', '-', 'ab'), re.sub('b*', lambda m: f'({m[0]})', 'abb'))
print('callable', re.sub(r'\d+', lambda m: str(int(m[0]) * 2), 'a1b22'), re.sub('a', r'\n\t\\', 'a') == '\n\t\\',
    re.sub('(.)', r'\1\1', 'ab'), re.sub('a', '\\\\g', 'a'), re.sub('(a)|b', r'\1', 'ab'),
    re.sub('.', 'A', 'q'))
print('split', re.split(',', 'a,b,,c'), re.split('(,)', 'a,b'), re.split(r'\s*', 'a b'), re.split('x*', 'axbc'),
    re.split(',', 'a,b,c', maxsplit=1), re.split('(a)|b', 'xbyaz'), re.split(r'\b', 'hi you'), re.split('', 'ab'),
    re.split(',', ''))
print('escape', re.escape('a.b*c[d]-e_f g\n\u00e9#&~'), re.escape(b'a+b'),
    re.fullmatch(re.escape('a.b?'), 'a.b?') is not None)
print('findall', re.findall(r'(\w)(\d)', 'a1 b2'), [m['k'] for m in re.finditer(r'(?P<k>\w)=', 'a=1,b=2')])
print('cached', re.compile('abc') is re.compile('abc'), re.compile('abc') == re.compile('abc', re.I),
    re.compile(re.compile('x')).pattern, hash(re.compile('q')) == hash(re.compile('q')))
bad = ['(', ')', '[', '[a', 'a**', '*a', '+', '?', 'a{2,1}', '\\', '(?P<n>a)(?P<n>b)', '(?P=x)', '(?P<1>a)', '(?P<n',
    '(?<n>a)', '(?z)', '[b-a]', r'\1', r'(a)\2', '(?<=a*)b', '(?(1)a)', '(?(x)a|b)', '(?(1)a|b|c)', r'\q', r'[\w-a]',
    '(?i', 'a(?i)', '(?P>a)', '(?#', r'\x4', r'\u12', r'\N{nope}', '(?-i)', '(?i-i:a)', '(?La)',
    'a{99999999999999999999}', 'x{1,2}{3}', 'a+++', '(?', '(?<', '(?P', '[[:alpha:]', r'\g<1>', '(?a-u:b)', '(?:a',
    '(?(0)a)', '(?P<a-b>c)']
for pattern in bad:
    try:
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            re.compile(pattern)
        print(ascii(pattern), 'compiles')
    except (re.error, OverflowError, ValueError) as error:
        print(ascii(pattern), '->', type(error).__name__, error, getattr(error, 'pos', None))
for f in (lambda: re.sub('a', r'\1', 'a'), lambda: re.sub('a', r'\q', 'a'), lambda: re.sub('a', r'\g<x>', 'a'),
    lambda: re.sub('a', r'\g<', 'a'), lambda: re.sub('(a)', r'\g<2>', 'a'), lambda: re.match('a', b'a'),
    lambda: re.match(b'a', 'a'), lambda: re.match(5, 'a'), lambda: re.match('a', 5),
    lambda: re.match('(a)', 'a').group(2), lambda: re.match('a', 'a')['x'], lambda: re.compile('a', 'b'),
    lambda: re.compile(re.compile('a'), re.I), lambda: re.sub('a', 5, 'a'), lambda: re.sub('a', b'b', 'a')):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
