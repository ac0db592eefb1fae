# slice objects made by calling slice.
middle = slice(1, 3)
for value in ([0, 1, 2, 3], 'abcd', (5, 6, 7, 8)):
    print(value[middle])
print(middle.start, middle.stop, middle.step)
