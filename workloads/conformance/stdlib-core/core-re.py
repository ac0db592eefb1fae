# re: match, search, groups, substitution.
# needs: re
import re

m = re.match('([a-z]+)=([0-9]+)', 'size=42;')
print(m.group(0), m.group(1), m.group(2))
print(re.match('x', 'abc'), re.search('b+', 'aabbb').group(0))
pattern = re.compile('[,;] *')
print(pattern.split('a, b;c'))
print(re.sub('[0-9]+', '#', 'a1b22'), re.sub('(a)(b)', '\\2\\1', 'xaby'))
print([re.match('^[a-c]*d?$', s) is not None for s in ('abd', 'cab', 'xyz', '')])
