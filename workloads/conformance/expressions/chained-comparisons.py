# A chain evaluates each operand once, stops at the first false link, and gives that link's own value.
class V:
    def __init__(self, name, answer):
        self.name, self.answer = name, answer

    def __lt__(self, other):
        print('  ', self.name, '<', other.name)
        return self.answer

    def __eq__(self, other):
        print('  ', self.name, '==', getattr(other, 'name', other))
        return self.answer

    def __bool__(self):
        print('   bool', self.name)
        return bool(self.answer)


print('stops', V('a', False) < V('b', True) < V('c', True))
print('goes on', V('a', True) < V('b', 'last') < V('c', True))
print('falsy object returned', repr(V('a', []) < V('b', 1) < V('c', 1)))
print('truthy non-bool', repr(V('a', [0]) < V('b', {}) < V('c', 1)))
print('bool of the link', type(V('a', V('link', 1)) == V('b', 2) == V('c', 3)).__name__)
print('in and ==', 'a' in 'ab' == 'ab', ('a' in 'ab') == 'ab')
print('is and not', None is None is not False, not None is None)
print('mixed', 1 < 2 != 3 > 2 >= 2 in [2] not in [[3]])
calls = 0


def middle():
    global calls
    calls += 1
    return 5


print('middle once', 1 < middle() < 9, calls)
print('not binds looser', not 1 == 2, not (1 == 2))
try:
    1 < 2 < 'x'
except TypeError as e:
    print('error in the second link:', e)
try:
    not_reached = 1 > 2 > 'x'
    print('second link not evaluated', not_reached)
except TypeError as e:
    print('wrong', e)
