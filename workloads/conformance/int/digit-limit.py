# The limit on digits when converting between int and decimal text.
import sys
print('default', sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits,
    sys.int_info.str_digits_check_threshold)
for code in ('int("1" * 4300) > 0', 'int("1" * 4301)', 'len(str(10**4299))', 'str(10**4300)', 'int("9" * 5000)',
    'len(hex(10**5000))', 'int("f" * 5000, 16) > 0',
             'int("7" * 5000, 9)', 'len("%d" % 10**4)', 'repr(-(10**4300))', 'f"{10**4300}"', 'f"{10**5000:x}"[:5]'):
    try:
        print(code[:30], eval(code))
    except ValueError as error:
        print(code[:30], '->', error)
sys.set_int_max_str_digits(0)
print('no limit', len(str(10**5000)), int('1' * 5000) % 1000)
sys.set_int_max_str_digits(640)
print('640', sys.get_int_max_str_digits())
try:
    str(10**640)
except ValueError as error:
    print('over 640 ->', error)
for wrong in (639, -1, 'a'):
    try:
        sys.set_int_max_str_digits(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print('underscores do not count', int('1_' * 600 + '1') % 1000)
