# decimal: whole quotients, remainders and moved digits where the precision is far beyond any number, and where it is small.
# needs: decimal
import decimal
D = decimal.Decimal
c = decimal.getcontext()
c.prec = 20000
c.Emax = decimal.MAX_EMAX
c.Emin = decimal.MIN_EMIN
print(D(50) // 2, D(7) % D(2), divmod(D('1e20'), D('3.7')), D('10').remainder_near(D('3')), D(123).shift(2), D(12345).shift(-2))
def factorial(n, m):
    if n > m: return factorial(m, n)
    elif m == 0: return 1
    elif n == m: return n
    else: return factorial(n, (n + m) // 2) * factorial((n + m) // 2 + 1, m)
print(len(str(factorial(D(3000), 0))))
c.prec = 5
for a, b in (('99999', '1'), ('100000', '1'), ('1e10', '1e4'), ('1e10', '1e5'), ('0', '3')):
    for f in (lambda x, y: x // y, lambda x, y: x % y, divmod, lambda x, y: x.remainder_near(y), lambda x, y: x.shift(2), lambda x, y: x.rotate(-2)):
        try: print(a, b, f(D(a), D(b)))
        except decimal.DecimalException as e: print(a, b, repr(e))
