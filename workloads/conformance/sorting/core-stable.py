# Sorting keeps the order of what compares equal.
people = [('Ann', 3), ('Bob', 1), ('Cid', 3), ('Dan', 2), ('Eve', 1), ('Fay', 2), ('Gus', 3), ('Hal', 1)]
by_number = sorted(people, key=lambda p: p[1])
print(' '.join(name for name, _ in by_number))
