# Is a file that nobody closed on the disk already? CPython: yes, it was closed when its last reference went.
# PyPy: not before a collection.
import os

NAME = "lab-experiment-unclosed.txt"


def write():
    f = open(NAME, "w")
    f.write("some text")


write()
with open(NAME) as f:
    print(repr(f.read()))
os.remove(NAME)
