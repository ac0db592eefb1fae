# When `is` holds: small ints, interned names, constants in one code object, empty immutables, singletons.
# needs: python-3.8
import sys
a, b = int('5'), int('5')
print('small', a is b, int('256') is int('256'), int('-5') is int('-5'), (100 + 156) is int('256'))
print('beyond', int('257') is int('257'), int('-6') is int('-6'), (int('200') + int('57')) is int('257'))
def same():
    x = 1000; y = 1000; z = 10**3
    return x is y, x is z, 1.5 is 0 or None
print('one code object', eval('(lambda: (lambda x, y: x is y)(1000, 1000))()'), same()[:2])
s = 'hello'
print('literals', s == 'hello', sys.intern('ab' + str(1)) is sys.intern('ab1'))
p, q = 'same_name', 'same_name'
print('names are interned', p is q)
dynamic = ''.join(['same', '_', 'name'])
print('built text', dynamic is p, sys.intern(dynamic) is p, dynamic == p)
print('one character', chr(97) is 'banana'[1], 'abc'[0] is 'cba'[2], str(7) is '7', 'x'.upper() is 'X')
print('latin-1 characters', chr(233) is 'caf\u00e9'[3], chr(300) is chr(300))
print('empties', '' is ''.join([]), b'' is bytes(), () is tuple([]), frozenset() is frozenset(''), 'abc'[3:] is '')
print('fresh ones', [] is [], {} is {}, (lambda: 0) is (lambda: 0), object() is object())
print('singletons', None is None, (1 > 0) is True, ... is Ellipsis, type(None)() is None, bool(5) is True,
    NotImplemented is type(NotImplemented)())
t = (1, 2)
print('copies of immutables', tuple(t) is t, t[:] is t, str(p) is p, int(a) is a, p[:] is p, bytes(b'ab') is not None,
    frozenset(f := frozenset('a')) is f, 'ab'.replace('x', 'y') is not None)
print('unchanged results', p.strip() is p, p.replace('zz', '') is p, p.ljust(2) is p, p + '' is p, '' + p is p,
    p * 1 is p, (p.lower() is p), p.removeprefix('q') is p)
x = 2.5
print('floats', float(x) is x, +x is x, x * 1 is x, abs(x) is x)
big = 10**20
print('ints', +big is big, int(big) is big, big + 0 is big, big.conjugate() is big)
print('bound methods', s.upper is s.upper, s.upper == s.upper, [].append == [].append)
def f(): pass
print('code and defaults', f.__code__ is f.__code__, f.__dict__ is f.__dict__)
