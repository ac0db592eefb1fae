# unicodedata: normal forms, names, categories, numeric values and widths.
# needs: unicodedata
import unicodedata as u
pairs = ['\u00e9', 'e\u0301', '\u212b', '\ufb01', '\u1e9b\u0323', '\uac00', '\u1100\u1161', '\u0344', '\u2460',
    'a\u0328\u0301', 'a\u0301\u0328', '\uf900', '\u00bd']
for s in pairs:
    print(ascii(s), [ascii(u.normalize(form, s)) for form in ('NFC', 'NFD', 'NFKC', 'NFKD')],
        [u.is_normalized(form, s) for form in ('NFC', 'NFD')])
for c in 'a1 \u00e9\u4e2d\uac00\u0661\u00bd\u2167\u0301\u200b\ud800\ue000\U0001F600':
    print(ascii(c), u.category(c), u.bidirectional(c), u.combining(c), u.mirrored(c), u.east_asian_width(c),
        u.name(c, 'no name'), u.numeric(c, None), u.decimal(c, None), u.digit(c, None), repr(u.decomposition(c)))
print('lookup', u.lookup('BULLET') == '\u2022', ascii(u.lookup('latin small letter e with acute')),
    ascii(u.lookup('HANGUL SYLLABLE GA')), ascii(u.lookup('CJK UNIFIED IDEOGRAPH-4E2D')), ascii(u.lookup('LF')),
    ascii(u.lookup('BELL')))
for code in ("u.lookup('NO SUCH')", "u.name('\\n')", "u.numeric('a')", "u.decimal('\\u00b2')", "u.digit('\\u00b2')",
    "u.category('ab')", "u.normalize('NFX', 'a')", "u.name('')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
