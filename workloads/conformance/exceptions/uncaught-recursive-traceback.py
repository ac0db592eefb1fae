# A traceback with many equal frames is shortened; the message of RecursionError.
# reference: native
import sys


def down(n):
    return down(n + 1)


def ping(n):
    if n == 0:
        raise ValueError('at the bottom')
    ping(n - 1)


import traceback
try:
    ping(20)
except ValueError:
    text = traceback.format_exc().splitlines()
    print(len(text))
    print(text[-3].strip(), '|', text[-1])
sys.setrecursionlimit(120)
down(0)
