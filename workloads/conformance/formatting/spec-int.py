# The format-spec language on integers.
n = 1234567
specs = ['', 'd', 'n', ',', '_', ',d', '_d', 'b', '#b', 'o', '#o', 'x', 'X', '#X', '_x', '_b', 'c', 'e', 'E', '.2e',
    'f', '.1f', ',.2f', 'g', 'G', '%', '.1%', '+', ' ', '-', '15', '<15', '>15', '^15', '=15', '015', '+015', '=+15',
    '*=+15', '*^15', '0<15', '#015x', '015,', '016,', '017,', '+,', '_^+20,d', '\u00e9>12', '>+15,', '020_b', '08b']
for spec in specs:
    try:
        print(ascii(spec), '|' + ascii(format(n, spec)) + '|', '|' + ascii(format(-42, spec)) + '|')
    except (ValueError, OverflowError) as error:
        print(ascii(spec), type(error).__name__, error)
print('char', format(65, 'c'), format(0x1F600, 'c') == '\U0001F600', format(65, '>4c'), format(65, '<4c') + '|')
for value, spec in ((1, '.2d'), (1, 's'), (-1, 'c'), (0x110000, 'c'), (65, '+c'), (65, ',c'), (1, 'y'), (1, ',x'),
    (1, ',_'), (1, ',,'), (1, '__'), (1, '10.'), (1, '.'), (1, '++'), (1, '>>>5'), (1, '5 '), (True, 'd'), (True, ''),
    (True, '>6'), (False, '.1f'), (1, '99999999999999999999'), (1, '#,'), (1, 'z'), (1, '.5c'), (10**20, 'f'),
    (1, '_n'), (2**70, ',')):
    try:
        print(value, spec, '|' + format(value, spec) + '|')
    except (ValueError, OverflowError) as error:
        print(value, spec, type(error).__name__, error)
