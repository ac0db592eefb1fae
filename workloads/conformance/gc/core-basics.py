# gc: collecting by hand leaves what is still used.
# needs: gc
import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None


kept = Node('kept')
for i in range(50):
    a, b = Node(i), Node(-i)
    a.other, b.other = b, a
kept.other = a
gc.collect()
print(kept.name, kept.other.name, kept.other.other.name, kept.other.other.other is a)
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled())
