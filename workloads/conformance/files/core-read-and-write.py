# Text files: writing, reading, lines, appending.
import os

name = 'core-read-and-write.tmp'
with open(name, 'w') as f:
    f.write('one\n')
    f.write('two\nthree')
with open(name) as f:
    print(repr(f.read()))
with open(name, 'a') as f:
    f.write('\nfour\n')
with open(name) as f:
    print([line.strip() for line in f])
with open(name) as f:
    print(repr(f.readline()), f.readlines())
with open(name, 'rb') as f:
    print(f.read(3), f.read(2))
os.remove(name)
try:
    open(name)
except OSError:
    print('gone: OSError')
