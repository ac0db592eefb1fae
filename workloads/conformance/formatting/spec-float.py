# The format-spec language on floats.
specs = ['', 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%', '.0f', '.3f', '.3', '.3g', '.10g', '#.3g', '#.0f', '.0e', '.2%',
    '10.2f', '<10.2f', '^10.2f', '=10.2f', '010.2f', '+.1f', ' .1f', ',.2f', '_.2f', '.17g', 'z.1f', '+z.0f',
    '*=+12.1f', '#g', '.0', '.1', '012,.1f', '.6,f', '.6_f', ',.6_f']
for x in (3.14159, -0.04, 1234567.891, 1e22, 0.00001):
    for spec in specs:
        print(x, spec, '|' + format(x, spec) + '|')
inf, nan = float('inf'), float('nan')
for spec in ('', 'f', 'F', 'e', '010', '+', '%', '>6', '06.1f', '=8', ',', 'G', 'z'):
    print('special', spec, '|' + format(inf, spec) + '|', format(-inf, spec) + '|', format(nan, spec) + '|')
for spec in ('d', 'x', 's', 'c', 'b', '.', '#d', ',n', '.f', '..2f', '10.2.f', 'zd', '.1,,f'):
    try:
        print(spec, format(1.5, spec))
    except (ValueError, OverflowError) as error:
        print(spec, type(error).__name__, error)
print('halves', [format(x, '.0f') for x in (0.5, 1.5, 2.5, -0.5)], format(2.675, '.2f'), format(1e16, 'g'),
    format(123456.0, 'g'), format(1234567.0, 'g'), format(0.0001, 'g'), format(0.00001234, 'g'))
print('many digits', format(0.1, '.30f'), format(1e-10, '.40f'), format(2.0**80, '.0f'), format(5e-324, '.5e'),
    format(1e300, '.3f')[:8])
