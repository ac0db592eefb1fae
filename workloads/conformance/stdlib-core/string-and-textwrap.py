# string and textwrap: Template, Formatter, constants, wrap, fill, dedent, indent, shorten.
# needs: string, textwrap
import string
import textwrap
print('constants', string.ascii_letters, string.digits, string.hexdigits, string.octdigits, repr(string.whitespace),
    len(string.printable), string.punctuation)
t = string.Template('$who owes ${amount}x $$5 to $who')
print('template', t.substitute(who='A', amount=3), t.safe_substitute(who='B'), t.substitute({'who': 'C'}, amount=1),
    t.get_identifiers(), t.is_valid())
for text, values in (('$a', {}), ('$', {}), ('x\n$ y', {}), ('${a', {}), ('$1', {}), ('$\u00e9', {})):
    try:
        print(string.Template(text).substitute(values))
    except (KeyError, ValueError) as error:
        print('template', ascii(text), type(error).__name__, error, '|',
            ascii(string.Template(text).safe_substitute(values)))
class Percent(string.Template):
    delimiter = '%'
    idpattern = '[a-z]+'
print('custom', Percent('%a %b_c %%').safe_substitute(a=1, b=2))
class F(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f'<{key}>') if isinstance(key, str) else super().get_value(key, args, kwargs)
    def convert_field(self, value, conversion):
        return str(value).upper() if conversion == 'u' else super().convert_field(value, conversion)
print('formatter', F().format('{} {x} {y!u} {:>3}', 1, 2, y='yes'), list(string.Formatter().parse('a{b!r:>{w}}c{{')),
    string.capwords('hello  big world', ), string.capwords('a-b', '-'))
text = 'The quick  brown fox jumped over the lazy dog, and-then-some   extraordinarily-long-hyphenated word.'
for options in ({'width': 20}, {'width': 10}, {'width': 10, 'break_long_words': False},
    {'width': 15, 'break_on_hyphens': False}, {'width': 25, 'initial_indent': '* ', 'subsequent_indent': '  '},
    {'width': 30, 'max_lines': 2}, {'width': 30, 'max_lines': 1, 'placeholder': '~'},
    {'width': 20, 'drop_whitespace': False}):
    print('wrap', options, textwrap.wrap(text, **options))
print('fill', repr(textwrap.fill('a b c', 3)), textwrap.wrap(''), textwrap.wrap('  a\tb\n\nc', 9),
    textwrap.wrap('x. y', 80, fix_sentence_endings=True), textwrap.wrap('a\nb', replace_whitespace=False))
print('shorten', textwrap.shorten('Hello  wide world', 11), textwrap.shorten('Hello', 5),
    textwrap.shorten('Hello world', 10, placeholder='...'))
print('dedent', repr(textwrap.dedent('    a\n      b\n\n   \n    c')), repr(textwrap.dedent('\ta\n    b')),
    repr(textwrap.dedent('a\n  b')), repr(textwrap.dedent('  \n')))
print('indent', repr(textwrap.indent('a\n\n b\n', '> ')), repr(textwrap.indent('a\n\nb', '+', lambda line: True)))
for f in (lambda: textwrap.wrap('a', 0), lambda: textwrap.shorten('abcdef', 3),
    lambda: textwrap.wrap('a b', 3, max_lines=1, placeholder='.....')):
    try:
        print(f())
    except ValueError as error:
        print('ValueError', error)
