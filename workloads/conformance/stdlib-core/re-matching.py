# re: groups, quantifiers, look-around, flags, alternation and anchors.
# needs: re
import re
m = re.match(r'(?P<first>\w+)\s(?P<second>\w+)?', 'hello world!')
print('match', m, m.group(), m.group(1, 'second'), m['first'], m.groups(), m.groupdict(), m.span(), m.span(2),
    m.start('first'), m.end(), m.lastgroup, m.lastindex, m.pos, m.endpos, m.string[-1], m.expand(r'\2-\g<first>'))
print('search', re.search('b+', 'aabbb').span(), re.match('b', 'ab'), re.fullmatch('a|ab', 'ab').group(),
    re.match('a|ab', 'ab').group(), re.search('$', 'a\n').start(), re.search(r'\Z', 'a\n').start(),
    re.search('^b', 'a\nb', re.M).start())
print('quantifiers', [re.match(p, 'aaaa').group() for p in ('a*', 'a+?', 'a{2}', 'a{2,}?', 'a{,3}', 'a??', 'a*+',
    '(?>a+)', '(?:a{1,2}){2}')], re.match('a{,', 'a{,').group(), re.match('(?>a+)a', 'aaa'),
    re.match('a++a', 'aaa'))
print('groups', re.match('(a)|(b)', 'b').groups(), re.match('(a)|b', 'b').groups('none'),
    re.match('(?:(a)|b)*', 'ab').groups(), re.match('(a*)*', 'b').groups(),
    re.match('(?:(x)|(y)|(z))+', 'xyz').groups(), re.match('((a)(b)?)+', 'aba').groups())
print('look', re.findall(r'\w+(?=,)', 'a,b c,'), re.findall(r'(?<=\$)\d+', '$5 6 $7'), re.findall(r'(?<!a)b', 'ab bb'),
    re.findall(r'a(?!b)', 'ab ac'), re.search(r'(?<=(a))b', 'ab').groups())
print('back', re.search(r'(\w)\1', 'hello').group(), re.search(r'(?P<q>[\'"]).*?(?P=q)', 'say "it\'s"').group(),
    re.match(r'(a)?b(?(1)c|d)', 'abc').group(), re.match(r'(a)?b(?(1)c|d)', 'bd').group(),
    re.match(r'(?i:A)b', 'ab').group(), re.match(r'(a)?b(?(1)c|d)', 'abd'))
print('classes', re.findall(r'[^\W\d_]+', 'a1_b\u00e9'), re.findall(r'[]a-]', 'a]-b'), re.findall(r'[\d-]', '5-a'),
    re.findall(r'\b\w', 'ab cd'), re.findall(r'\B\w', 'ab'), re.findall(r'[&&b]', 'b&'),
    re.findall('.', 'a\nb'), re.findall('.', 'a\nb', re.S))
print('flags', re.findall('\u00e9', '\u00c9\u00e9', re.I) == ['\u00c9', '\u00e9'], re.findall(r'\w', '\u00e9a', re.A),
    re.findall(r'''a  # comment
  \ b [ ]''', 'a b ', re.X), re.compile('a', re.I | re.M).flags == re.I | re.M | re.U, re.findall('(?im)^a', 'a\nA'),
      re.match('\u0130', 'i', re.I), bool(re.match('\u017f', 'S', re.I)), bool(re.match('\u212a', 'k', re.I)),
      re.match('[\u212a]', 'k', re.I | re.A))
print('bytes', re.findall(rb'\w+', b'ab \xe9'), re.match(b'(a)', b'a').groups(), re.sub(b'a', b'b', b'aa'))
print('empty', re.findall('', 'ab'), re.findall('x*', 'axb'), re.findall('(a)|(b)', 'ab'), re.findall('(a)b', 'abab'),
    [m.span() for m in re.finditer('a*?', 'aa')])
p = re.compile('b(.)')
print('positions', p.search('abcbd', 2).group(), p.match('abc', 1).group(), p.fullmatch('abcx', 1, 3).group(),
    p.findall('bcbd', 1), re.compile('^a').search('ba', 1), p.pattern, p.groups, p.groupindex, p)
print('long', re.match('(?:a|b)*c', 'ab' * 10000 + 'c').end(), re.match('(a?){20}a{20}', 'a' * 20).end(),
    re.match('.*.*=.*', 'x' * 200), len(re.findall(r'\d+', '1 ' * 5000)))
