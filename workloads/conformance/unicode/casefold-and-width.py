# Comparison without case, combining characters, and lengths in different encodings.
# needs: unicodedata
import unicodedata
pairs = [('Straße', 'STRASSE'), ('ΣΑΣ', 'σας'), ('ﬁn', 'FIN'), ('İ', 'i'), ('ı', 'I'), ('K', 'k'), ('ǅ', 'ǆ'),
    ('ᾳ', 'ΑΙ'), ('é', 'É'), ('ŉ', 'ʼn'), ('Ꭰ', 'ꭰ'), ('ẞ', 'ss')]
for a, b in pairs:
    print(ascii(a), ascii(b), 'lower', a.lower() == b.lower(), 'upper', a.upper() == b.upper(), 'casefold',
        a.casefold() == b.casefold())
print('lengths change', [(ascii(c), len(c.upper()), len(c.lower()), len(c.title()), len(c.casefold())) for c in ('ß',
    'ŉ', 'ǰ', 'ΐ', 'և', 'ﬃ', 'İ', 'ᾳ')])
texts = ['abc', 'é', 'e\u0301', '中文', '😀', '👨\u200d👩\u200d👧', '🇫🇷', '\u1100\u1161']
for t in texts:
    print('length', ascii(t), len(t), len(t.encode()), len(t.encode('utf-16-le')) // 2,
        len(unicodedata.normalize('NFC', t)), sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in t))
print('reverse breaks marks', ascii('e\u0301x'[::-1]), ascii('🇫🇷'[::-1]))
print('round trips', all(t.encode(e).decode(e) == t for t in texts for e in ('utf-8', 'utf-16', 'utf-32', 'utf-7',
    'unicode_escape')))
print('upper of lower is not lossless', [ascii(c) for c in 'ſıςϐµ' if c.upper().lower() != c])
print('sort keys', sorted(['Zebra', 'apple', 'Éclair', 'eclair', 'Äpfel']),
    sorted(['Zebra', 'apple', 'Éclair', 'eclair', 'Äpfel'], key=str.casefold))
print('title', 'ǆ ß ﬁ'.title() == '\u01c5 Ss Fi', ascii('ǆabc'.capitalize()), ascii('ßx'.capitalize()),
    ascii("o'neil 3rd".title()))
print('digits', int('٣'), int('４２'), float('٣.٥'), '٣'.isdecimal(), '³'.isdigit(), '³'.isdecimal(), '㊅'.isnumeric(),
    [unicodedata.numeric(c) for c in '½Ⅷ㊅'])
