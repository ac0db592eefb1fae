# float() of text: spaces, underscores, exponents, names of infinity and nan, and refused forms.
good = ['1', ' 1.5\t', '.5', '5.', '-0', '1e5', '1E+05', '1e-400', '1e400', '-1e400', '1_000.000_1', 'inf', '-Infinity',
    '+INF', 'nan', 'NaN', '-nan', '0' * 50 + '1', '1' + '0' * 400 + 'e-400',
        '\u0661.\u0665', '\u20035\u2003', '4.9e-324', '2.4703282292062327e-324', '2.4703282292062328e-324',
            '179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880',
        '9007199254740993', '9007199254740992.999999999999999', '0.1e1', '00.5', '1e0_1']
for text in good:
    print('float', ascii(text[:45]), float(text))
bad = ['', ' ', '.', 'e5', '1e', '1e+', '1__0', '_1', '1_', '1_.5', '1._5', '1 2', '0x10', '1,5', 'infi', 'in', '+-1',
    '1e5.0', '--1', '1j', '1\x00', 'nan1']
for text in bad:
    try:
        print('accepted', ascii(text), float(text))
    except ValueError as error:
        print('ValueError', ascii(str(error)))
print('bytes', float(b'1.5'), float(bytearray(b' 2 ')), float())
class F:
    def __float__(self):
        return 2.5
class I:
    def __index__(self):
        return 7
class Bad:
    def __float__(self):
        return 1
print('protocol', float(F()), float(I()), float(True), float(10**15))
for call in (lambda: float(Bad()), lambda: float(None), lambda: float([]), lambda: float('1', 2), lambda: float(1j),
    lambda: float(b'x\xff')):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
