# Adding, repeating, comparing and searching lists; nested lists.
print('add', [1, 2] + [3])
print('repeat', [0] * 4, [1, 2] * 2)
print('in', 2 in [1, 2], 5 not in [1, 2])
print('equal', [1, [2, 3]] == [1, [2, 3]])
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
print('rows apart', grid)
shared = [[0] * 3] * 2
shared[0][1] = 5
print('rows shared', shared)
print('made from', list('abc'), list(range(3)), list((1, 2)))
