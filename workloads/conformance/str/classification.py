# The is… methods over characters where they disagree, and on empty and mixed text.
tests = ['isalpha', 'isdigit', 'isdecimal', 'isnumeric', 'isalnum', 'isspace', 'isupper', 'islower', 'istitle',
    'isidentifier', 'isprintable', 'isascii']
chars = ['a', 'A', '1', ' ', '_', '', '\u00b2', '\u00bd', '\u0663', '\u4e00', '\u2167', '\u01c5', '\u00aa', '\u02b0',
    '\u0301', '\x1c', '\u200b', '\u2003', '\u0345', '\U0001D7CE', '\U0001F600', '\ud800', '\u3007', '\u24b6']
for c in chars:
    print(ascii(c), ' '.join(t[2:] for t in tests if getattr(c, t)()))
for text in ['Hello World', 'HELLO 1', 'hello 1', '123', 'aB', 'A1b', "They're", '1a', 'class', 'a b', '\u00e9t\u00e9',
    'A\u01c5', 'x\n']:
    print(ascii(text), ' '.join(t[2:] for t in tests if getattr(text, t)()))
