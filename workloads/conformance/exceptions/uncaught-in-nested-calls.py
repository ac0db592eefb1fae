# Carets under the failing part of a line: calls, subscripts, attributes, operators over several lines.
import traceback


class Node:
    next = None


def attribute():
    n = Node()
    return n.next.next


def subscript():
    data = {'a': {'b': [1, 2]}}
    return data['a']['b'][5]


def operator():
    x, y = 1, 'y'
    return (x + 1) * 2 + (y + x)


def call():
    return print(int(float('1.5x')))


def multi_line():
    return (
        1 +
        None +
        2
    )


def whole_line():
    raise ValueError('no carets for a whole line')


def assertion():
    assert 1 == 2, 'message'


def in_fstring():
    value = 0
    return f'text {1 / value} text'


def unpack():
    a, b = [1, 2, 3]


def with_unicode():
    größe = 'ü'; return größe + 1


for f in (attribute, subscript, operator, call, multi_line, whole_line, assertion, in_fstring, unpack, with_unicode):
    try:
        f()
    except Exception as e:
        e.__traceback__ = e.__traceback__.tb_next
        print(''.join(line.replace(__file__, 'FILE') for line in traceback.format_exception(e)).split('\n', 1)[1], end='')
