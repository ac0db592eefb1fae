# urllib.parse: splitting, joining, quoting and query strings.
# needs: urllib
from urllib.parse import parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, unquote_to_bytes, urldefrag, urlencode, urljoin, urlparse, urlsplit, urlunparse, urlunsplit
for url in ('http://user:p%40w@Host.com:8080/a/b;p?q=1&r=#frag', '//host/x', '/path?x', 'mailto:a@b.c',
    'http://[::1]:80/', 'a:b', '', 'HTTP://H', 'http://h?q#f', 'file:///etc/x', 'x://y:/', 'tel:+1',
    'http://h/a b\tc\n', '#only', '?q', '1http://x'):
    s = urlsplit(url)
    print(repr(url), tuple(s), s.hostname, s.username, s.password, s.port, s.geturl())
print('parse', urlparse('http://h/p;params?q#f'), urlunparse(('s', 'n', 'p', 'x', 'q', 'f')),
    urlunsplit(('', 'h', 'p', '', '')), urldefrag('http://h/a#b'))
base = 'http://a/b/c/d;p?q'
for ref in ('g', './g', 'g/', '/g', '//g', '?y', 'g?y', '#s', 'g#s', ';x', '', '.', './', '..', '../', '../g', '../..',
    '../../g', '../../../g', '/./g', '/../g', 'g.', '..g', './../g', 'g/../h', 'http:g', 'https://x', 'mailto:x'):
    print('join', repr(ref), urljoin(base, ref))
print('quote', quote('a b/c?\u00e9&=~'), quote('/', safe=''), quote_plus('a b+c'), quote(b'\xff '),
    quote('\u20ac', encoding='cp1252'), quote(''), unquote('a%20b%zz%e9%C3%A9'), unquote('%E9', encoding='latin-1'),
    unquote_plus('a+b%2B'), unquote_to_bytes('%ff a'), unquote('%'), unquote(b'%41'))
print('encode', urlencode({'a': 1, 'b': 'x y', 'c': '\u00e9&'}), urlencode([('k', [1, 2])], doseq=True),
    urlencode([('k', [1, 2])]), urlencode({'a b': None}, quote_via=quote))
print('query', parse_qs('a=1&a=2&b=&c=%20+x'), parse_qs('b=&', keep_blank_values=True), parse_qsl('a=1;b=2&c'),
    parse_qs('a=1;b=2', separator=';'), parse_qsl('x=%C3%A9', encoding='utf-8'), parse_qs(b'a=b'))
for f in (lambda: urlsplit('http://h:99999/').port, lambda: urlsplit('http://h:abc/').port,
    lambda: urlsplit('http://[::1/'), lambda: urlsplit('http://[1.2.3.4]/'), lambda: quote(5), lambda: quote('a', 5),
    lambda: urlencode(5), lambda: urlencode('ab'), lambda: parse_qs('a', strict_parsing=True),
    lambda: parse_qsl('a=1&b=2', max_num_fields=1), lambda: urljoin('a', b'b'), lambda: parse_qs('a', separator=''),
    lambda: urlsplit('http://h\u2100/'), lambda: quote(b'a', encoding='utf-8')):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))
