# decimal: precision, rounding modes, signals, special values, formatting and conversions.
# needs: decimal
import decimal
from decimal import Decimal as D, getcontext, localcontext
print('exact', D('0.1') + D('0.2'), D('1.10') + D('2.2'), D('1.20') * D('3'), D(1) / D(3), D(2).sqrt(), D(10) / 4,
    D('1E+3'), D('1000').normalize(), D('0E-5'), D('-0'), D(0.1), D('  1_000.5 '), D((1, (1, 2, 3), -2)))
print('division', D(7) // D(-2), D(7) % D(-2), divmod(D('-7.5'), 2), D(-7) % 3, D(7).remainder_near(4), D('1e3') // 7)
for mode in ('ROUND_HALF_EVEN', 'ROUND_HALF_UP', 'ROUND_HALF_DOWN', 'ROUND_UP', 'ROUND_DOWN', 'ROUND_CEILING',
    'ROUND_FLOOR', 'ROUND_05UP'):
    print(mode, [str(D(s).quantize(D('1'), rounding=mode)) for s in ('2.5', '3.5', '-2.5', '2.51', '-2.4', '0.1',
        '5.9')])
with localcontext() as ctx:
    ctx.prec = 5
    print('five digits', D(1) / 7, D('123456') + 1, +D('1.234567'), D(2).exp(), D(10).ln(), D(2) ** D('0.5'),
        D(2) ** 100, D(1234567))
    ctx.Emax = 10; ctx.traps[decimal.Overflow] = False
    print('overflow', D('9e10') * 10, -D('9e10') * 10, ctx.flags[decimal.Overflow], ctx.flags[decimal.Inexact])
print('outside', getcontext().prec, D(1) / 7)
for code in ("D(1) / 0", "D(0) / 0", "D('x')", "D('inf') - D('inf')", "D(-1).sqrt()", "D(1).quantize(D('1e-40'))",
    "D('NaN') < 1", "D('sNaN') + 1", "D(1) + 1.5", "int(D('inf'))", "int(D('nan'))", "D(1) < 'a'", "D([])",
    "D(0) ** 0", "D('1e999999') * D('1e999999')", "round(D('inf'))", "hash(D('sNaN'))", "D(5) % 0"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__, error)
print('special', D('Infinity'), D('-inf') + 5, D('NaN') == D('NaN'), D('nan') != 1, D('NaN123'), D('inf') > 10**100,
    D('0') == D('-0'), D('1.0') == D('1.00'), hash(D('1.0')) == hash(1), D('1.0').compare_total(D('1.00')),
    D('nan').is_nan())
print('format', f"{D('1234567.891'):,.2f}", f"{D('0.00001'):f}", f"{D('1E+5')}", f"{D('1e5'):f}", f"{D('12.5'):>10}|",
    f"{D('12.5'):010.3f}", f"{D('0.25'):.1%}", f"{D('1e-7')}", f"{D('123'):e}", f"{D('2.675'):.2f}", f"{D('-1.5'):+}")
print('parts', D('-12.30').as_tuple(), D('12.30').adjusted(), D('1.5').as_integer_ratio(), D('3.7').to_integral_value(),
    int(D('-3.7')), round(D('2.5')), round(D('2.675'), 2), D('123E-5').to_eng_string(), D('12e4').to_eng_string(),
    float(D('0.1')), D.from_float(0.5), D('1.5').scaleb(3), D(5).fma(2, 3), D('-5').copy_abs(), max(D(1), D('1.5')),
    sum([D('0.1')] * 3), abs(D('-1')), D('10').logb(), D('1').next_plus())
print('repr', repr(D('1.50')), [D(1)], str(D('1E-10')), D('0.000001'), D('0.0000001'))
