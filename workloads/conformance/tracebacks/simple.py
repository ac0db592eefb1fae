# An uncaught exception: the full report on stderr with carets, exit status 1.
def average(values):
    total = 0
    for value in values:
        total += value
    return total / len(values)

def report(groups):
    for name, values in groups.items():
        print(name, average(values))

class Table:
    def __init__(self, groups):
        self.groups = groups

    def show(self):
        report(self.groups)

Table({'first': [1, 2, 3], 'second': [4.5], 'third': []}).show()
