# complex() of text and pairs, and format specs of complex numbers.
good = ['1', '1j', 'j', '-j', '+1.5e3-2J', ' (1+2j) ', '1_0+2_0j', 'inf+nanj', '-infj', 'nan', '(j)', '1e-3j', '.5-.5j',
    '-0-0j', '\t1+1j\n', '( 1 )']
for text in good:
    print('complex', repr(text), complex(text))
for text in ['', '()', '1 + 2j', '1+2', '1+2jj', 'i', '1j+2', '(1+2j', '1++2j', '1_+j', 'jj', '1+', 'inf nan', '1e',
    '\u00bd']:
    try:
        print('accepted', repr(text), complex(text))
    except ValueError as error:
        print('refused', repr(text), error)
print('pairs', complex(1, 2), complex(real=3), complex(imag=4), complex(), complex(1.5, True), complex(0, -0.0))
class C:
    def __complex__(self):
        return 1 - 1j
class F:
    def __float__(self):
        return 2.0
print('protocol', complex(C()), complex(F()), complex(F(), F()))
for call in (lambda: complex('1', 2), lambda: complex(1, '2'), lambda: complex(None), lambda: complex([], 1)):
    try:
        print(call())
    except TypeError as error:
        print('TypeError', error)
z = 3.14159 - 2.5j
print('format', f'{z}', f'{z:.2f}', f'{z:+.1e}', f'{z:>20.2f}|', f'{z:<20}|', f'{z:g}', f'{1e10+1j:,.1f}',
    f'{z:*^30.3f}', f'{0j:.1f}', f'{-0j:f}')
for spec in ('d', '010.2f', '=20', 's', 'x', '%'):
    try:
        print(format(z, spec))
    except ValueError as error:
        print('spec', spec, '->', error)
