# int / int rounds the exact quotient once, also where an operand does not fit a float.
print('small', 1 / 3, 2 / 3, -7 / 2, 0 / -5, 6 / 3)
print('beyond 2**53', (2**53 + 1) / 1, (2**53 + 1) / 2, (2**54 + 2) / 4)
print('half way goes to even', (2**54 + 2) / 2, (2**54 + 6) / 2, (2**53 + 1) / 1, (2**53 + 3) / 1)
print('both huge', 10**400 / 10**399, (10**400 + 1) / (3 * 10**400), -(7**500) / 7**499)
print('tiny', 1 / 10**300, 1 / 10**320, 1 / 10**323, 1 / 2**1074, 1 / 2**1075, 3 / 2**1076)
print('negative tiny', -1 / 2**1075, -1 / 10**400)
print('largest', (2**1024 - 2**970 - 1) / 1, (2**1025 - 2**971 - 1) / 2)
try:
    print(10**309 / 1)
except OverflowError as error:
    print('OverflowError', error)
try:
    print((2**1024 - 2**970) / 1)
except OverflowError as error:
    print('OverflowError', error)
try:
    float(10**400)
except OverflowError as error:
    print('OverflowError', error)
try:
    10**400 * 1.0
except OverflowError as error:
    print('OverflowError', error)
print('compared exactly', 10**400 > 1e308, 10**400 == float('inf'), -(10**400) < float('-inf'), 2**53 + 1 == 2.0**53)
