# What sys says in every implementation.
import sys

print(type(sys.version).__name__, sys.version_info[0] == 3, type(sys.implementation.name).__name__)
print(sys.byteorder in ('little', 'big'), sys.maxsize > 2 ** 30)
print(type(sys.path).__name__, type(sys.argv).__name__, type(sys.modules).__name__)
sys.stdout.write('written\n')
print('to stderr', file=sys.stderr)
try:
    sys.exit(2)
except SystemExit as e:
    print('exit can be caught', e.args)
