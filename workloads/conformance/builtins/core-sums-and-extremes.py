# sum, min, max, any, all, len, abs, round.
xs = [4, -2, 9]
print(sum(xs), sum(xs, 100), sum([]), sum([0.5, 0.25]))
print(min(xs), max(xs), min(3, 1, 2), max('b', 'a'))
print(max(xs, key=abs), min(['aaa', 'b'], key=len), max([], default='none'))
print(any([0, 1]), any([]), all([1, 1]), all([1, 0]), all([]))
print(any(x > 8 for x in xs), all(x > 0 for x in xs))
print(abs(-3), round(2.5), round(3.5), round(7.4), pow(2, 5), divmod(9, 4))
try:
    max([])
except ValueError:
    print('max of nothing: ValueError')
