# Integers as bytes, in both orders.
data = (1000).to_bytes(2, 'big')
print('big', list(data), int.from_bytes(data, 'big'))
data = (1000).to_bytes(4, 'little')
print('little', list(data), int.from_bytes(data, 'little'))
print('one byte', (255).to_bytes(1, 'big'))
try:
    (256).to_bytes(1, 'big')
except OverflowError:
    print('too big: OverflowError')
