# ctypes: simple types, structures, bit fields, unions, arrays, pointers, memory and functions of one's own; no foreign code.
# needs: ctypes
# reference: native
import ctypes
import pickle
from ctypes import POINTER, Structure, Union, addressof, alignment, byref, cast, pointer, sizeof


def attempt(label, run):
    try:
        print(label, run())
    except (TypeError, ValueError, AttributeError, IndexError, ctypes.ArgumentError) as e:
        print(label, type(e).__name__, e)


names = ["c_bool", "c_byte", "c_short", "c_int", "c_long", "c_longlong", "c_float", "c_double", "c_longdouble", "c_char", "c_wchar", "c_char_p", "c_void_p", "c_size_t"]
print("sizes", [(name, sizeof(getattr(ctypes, name)), alignment(getattr(ctypes, name))) for name in names])
print("values", ctypes.c_int(5), ctypes.c_int(2**33 + 7), ctypes.c_uint(-1).value, ctypes.c_byte(200), ctypes.c_float(1.1).value, ctypes.c_bool(3))
print("texts", ctypes.c_char(b"x"), ctypes.c_wchar("y"), ctypes.c_char_p(b"hello").value, ctypes.c_wchar_p("h\u00e9llo").value, ctypes.c_char_p().value)
print("same", ctypes.c_int8 is ctypes.c_byte, ctypes.c_int64 is ctypes.c_long, ctypes.c_int.__ctype_be__(1).value, ctypes.c_void_p(0).value)
attempt("no int", lambda: ctypes.c_int("x"))
attempt("no float", lambda: ctypes.c_double("x"))
attempt("no bytes", lambda: ctypes.c_char_p("x"))


class Point(Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double), ("c", ctypes.c_char), ("n", ctypes.c_short)]


class Shape(Point):
    _fields_ = [("points", Point * 2), ("first", POINTER(Point)), ("name", ctypes.c_char * 8)]


p = Point(1, 2.5, c=b"q")
print("structure", p.x, p.y, p.c, p.n, sizeof(Point), alignment(Point), [getattr(Point, n).offset for n in "xycn"], Point.n.size)
p.x = -1
print("bytes", bytes(p)[:4], Point.from_buffer_copy(bytes(p)).y, pickle.loads(pickle.dumps(p)).y)
attempt("too many", lambda: Point(1, 2, b"x", 4, 5))
attempt("twice", lambda: Point(1, x=2))
attempt("deleted", lambda: delattr(p, "x"))
shape = Shape(7, 8.5, name=b"abc")
shape.points[1].x = 9
shape.first = pointer(p)
shape.first.contents.x = 77
print("nested", shape.x, shape.points[1].x, shape.first[0].y, p.x, shape.name, sizeof(Shape), len(shape.points))


class Bits(Structure):
    _fields_ = [("a", ctypes.c_uint, 3), ("b", ctypes.c_uint, 5), ("c", ctypes.c_int, 4)]


bits = Bits(5, 17, -3)
print("bits", bits.a, bits.b, bits.c, sizeof(Bits), bytes(bits))
bits.a = 9
print("bits", bits.a, bits.b, bits.c)


class Word(Union):
    _fields_ = [("i", ctypes.c_uint), ("f", ctypes.c_float), ("b", ctypes.c_ubyte * 4)]


class Tagged(Structure):
    _anonymous_ = ["word"]
    _fields_ = [("kind", ctypes.c_int), ("word", Word)]


class Big(ctypes.BigEndianStructure):
    _fields_ = [("x", ctypes.c_uint16), ("y", ctypes.c_uint32)]


word = Word(f=1.0)
tagged = Tagged(3, f=2.0)
print("union", hex(word.i), list(word.b), sizeof(Word), hex(tagged.i), tagged.word.f, sizeof(Tagged), Tagged.f.offset)
print("order", bytes(Big(1, 2)), Big(1, 2).y)

array = (ctypes.c_int * 5)(1, 2, 3)
array[1:3] = [8, 9]
print("array", list(array), array[-1], array[1:3], len(array), sizeof(array), (ctypes.c_int * 5).__name__, ctypes.c_int * 5 is type(array))
attempt("index", lambda: array[5])
matrix = (ctypes.c_int * 2 * 3)()
matrix[2][1] = 7
print("matrix", [list(row) for row in matrix], sizeof(matrix))
text = ctypes.create_string_buffer(b"hello", 10)
text.value = b"hi"
print("text", text.value, text.raw, sizeof(text), ctypes.create_unicode_buffer("h\u00e9", 5).value)
attempt("long", lambda: setattr(text, "value", b"x" * 11))

i = ctypes.c_int(3)
to_i = pointer(i)
to_i[0] = 22
print("pointer", i.value, to_i.contents, bool(to_i), bool(POINTER(ctypes.c_int)()), POINTER(ctypes.c_int) is type(to_i), type(to_i).__name__)
attempt("null", lambda: POINTER(ctypes.c_int)().contents)
first = cast(array, POINTER(ctypes.c_int))
print("cast", first[0], first[1:4], cast(array, ctypes.c_void_p).value == addressof(array), ctypes.c_int.from_address(addressof(i)).value)
ctypes.memmove(array, (ctypes.c_int * 2)(100, 200), 8)
ctypes.memset(text, ord("z"), 3)
print("memory", list(array), ctypes.string_at(text), ctypes.string_at(text, 2), ctypes.wstring_at("w\u00efde"))
shared = bytearray(8)
ctypes.c_int.from_buffer(shared, 4).value = 5
print("buffer", shared)
attempt("small", lambda: ctypes.c_int.from_buffer_copy(b"x"))
attempt("read only", lambda: ctypes.c_int.from_buffer(b"abcd"))


class Node(Structure):
    pass


Node._fields_ = [("next", POINTER(Node)), ("value", ctypes.c_int)]
second = Node(None, 2)
print("list", Node(pointer(second), 1).next.contents.value, bool(second.next))
attempt("final", lambda: setattr(Node, "_fields_", []))

add = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int)(lambda x, y: x + y)
print("function", add(2, 3), add(2**32 + 1, 1))
attempt("few", lambda: add(1))
attempt("wrong", lambda: add("a", 1))


def store(target):
    target[0] = 99


z = ctypes.c_int(1)
ctypes.CFUNCTYPE(None, POINTER(ctypes.c_int))(store)(byref(z))
print("by reference", z.value)
attempt("byref", lambda: byref(5))
attempt("sizeof", lambda: sizeof(5))
attempt("addressof", lambda: addressof(5))
try:
    ctypes.CDLL("libthatisnotthere.so.9")
except OSError as e:
    print("library", str(e).split(":")[0])
