# argparse: positionals, options, types, choices, subcommands, groups, help text and errors.
# needs: argparse, os
import argparse
import os
import sys
os.environ['COLUMNS'] = '80'
os.environ['NO_COLOR'] = '1'
class Error(Exception):
    pass
class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Error(message)
p = Parser(prog='tool', description='A tool.', epilog='The end.')
p.add_argument('file', help='input file')
p.add_argument('rest', nargs='*', type=int, help='numbers')
p.add_argument('-v', '--verbose', action='count', default=0, help='say more (default: %(default)s)')
p.add_argument('-o', '--output', metavar='OUT', default='a.out')
p.add_argument('--mode', choices=['fast', 'slow'])
p.add_argument('--flag', action=argparse.BooleanOptionalAction)
p.add_argument('-D', dest='defs', action='append', metavar='K=V')
p.add_argument('--pair', nargs=2, type=float)
g = p.add_mutually_exclusive_group()
g.add_argument('--up', action='store_const', const=1, dest='dir')
g.add_argument('--down', action='store_const', const=-1, dest='dir')
for line in ('f', 'f 1 2 -vv', '-o x f', '--out=y f', 'f -vvo z --mode fast', '--no-flag f', 'f -D a=1 -Db=2',
    'f --pair 1 2', 'f --up', '-- -f', 'f -1 -2', 'f --pair 1 2 3 4', '--mo slow f'):
    print(line, '->', p.parse_args(line.split()))
for line in ('', 'f x', 'f --mode wild', 'f --nope', 'f -o', 'f --up --down', 'f --pair 1', 'f --pair a b',
    '--verb=3 f', '--f', 'f --m'):
    try:
        print(line, p.parse_args(line.split()))
    except Error as error:
        print(line, '-> error:', error)
print(p.format_usage()); print(p.format_help())
print('known', p.parse_known_args(['f', '--other', '5']))
s = Parser(prog='git'); sub = s.add_subparsers(dest='command', required=True, title='commands')
add = sub.add_parser('add', help='add files', aliases=['a'])
add.add_argument('path')
add.set_defaults(func='do_add')
com = sub.add_parser('commit'); com.add_argument('-m', required=True)
for line in ('add x', 'a y', 'commit -m msg', '', 'push', 'commit', 'add'):
    try:
        print('sub', line, s.parse_args(line.split()))
    except Error as error:
        print('sub', line, '-> error:', error)
print(s.format_help())
plain = argparse.ArgumentParser(prog='plain', exit_on_error=False)
plain.add_argument('-n', type=int)
try:
    plain.parse_args(['-n', 'x'])
except argparse.ArgumentError as error:
    print('raised', error)
sys.stderr = sys.stdout
for line in (['-h'], ['--zzz']):
    try:
        plain.parse_args(line)
    except (SystemExit, argparse.ArgumentError) as stop:
        print('exit', getattr(stop, 'code', stop))
print(argparse.Namespace(b=1, a='x'), argparse.Namespace(a=1) == argparse.Namespace(a=1),
    vars(p.parse_args(['q']))['output'])
