# sys.exit ends the program with a status, after the finally clauses.
import sys

print('before')
try:
    sys.exit(3)
finally:
    print('finally')
