# repr gives the shortest text that reads back to the same float; where the exponent form starts.
values = [0.0, -0.0, 1.0, 0.1, 0.2 + 0.1, 1 / 3, 2 / 3, 100.0, 1e15, 1e16, 123456789012345680.0, 9007199254740993.0,
    1e17, 1e22, 1e23, 0.0001, 0.00001, 1.5e-7,
          5e-324, 2.2250738585072014e-308, 2.2250738585072011e-308, 1.7976931348623157e308, 4.35, 0.1 + 0.7, 1e100,
              1.1e-100, 123456.789, 9.999999999999999e22, 2.0**70, 5e-5]
for x in values:
    text = repr(x)
    print('repr', text, str(x) == text, float(text) == x)
inf, nan = float('inf'), float('nan')
print('special', inf, -inf, nan, -nan, [inf, -inf, nan], 1e308 * 10, -1e308 * 10)
print('complex parts', 1e16 + 0j, complex(0.1, -0.0), 1e-5j)
print('in containers', [1.0, -0.0], (0.5,), {1.5: 2.5})
print('hex', (0.1).hex(), (1.0).hex(), (-0.0).hex(), (5e-324).hex(), inf.hex(), (1e308).hex(), (3.5).hex())
print('fromhex', float.fromhex('0x1.8p1'), float.fromhex('-0x.1p4'), float.fromhex(' 1p-1074 '), float.fromhex('inf'),
    float.fromhex('0xA.8'), float.fromhex('0x1.fffffffffffff8p0'))
for bad in ('', '0x', '1p', '0x1p99999', 'x1', '0x1.0p 1'):
    try:
        print(float.fromhex(bad))
    except Exception as error:
        print('fromhex', repr(bad), type(error).__name__, error)
