# Repeated frames are folded: [Previous line repeated N more times].
# needs: traceback
def down(n):
    if n == 0:
        raise ValueError('bottom')
    return down(n - 1)

def ping(n):
    return pong(n)

def pong(n):
    if not n:
        return down(12)
    return ping(n - 1)

def exactly(n):
    return exactly(n - 1) if n else down(2)

import traceback
for call in (lambda: down(1), lambda: down(2), lambda: down(3), lambda: down(4), lambda: exactly(50)):
    try:
        call()
    except ValueError as error:
        text = ''.join(traceback.format_exception(error))
        print(text.count('in down'), [line.strip() for line in text.splitlines() if line.strip().startswith('[')])
ping(3)
