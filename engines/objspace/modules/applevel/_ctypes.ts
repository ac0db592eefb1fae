// The module `_ctypes`, in Python: C's data types over memory of this program's own, with addresses that stand for it. Stands in for CPython's
// Modules/_ctypes. There is no native code: libraries cannot be opened, function pointers call Python; memory that is not ours has no address
// here. Left out: buffers' formats (all are bytes), `_objects` by its key, checks of a union's by-value passing.
import type { ModuleDefinition } from '../module-definition.ts';
import { reportRow } from '../sys.ts';

const python = String.raw`
import os
import struct as _struct
from _weakref import ref as _ref
from bisect import bisect_right as _bisect

__version__ = "1.1.0"
RTLD_LOCAL = 0
RTLD_GLOBAL = 256
SIZEOF_TIME_T = 8
CTYPES_MAX_ARGCOUNT = 1024
FUNCFLAG_CDECL = 1
FUNCFLAG_PYTHONAPI = 4
FUNCFLAG_USE_ERRNO = 8
FUNCFLAG_USE_LASTERROR = 16
_errno = 0


class ArgumentError(Exception):
    __module__ = "ctypes"


# --- memory

_next_address = 0x5580_0000_0000
_addresses = []
_placed = []


class _Block:
    """The memory of one object, or a buffer that it was made from; it gets an address when one is asked for."""

    __slots__ = ("__weakref__", "address", "data", "keeps")

    def __init__(self, data):
        self.data = data
        self.address = None
        # What pointers in it point to, by their offset: addresses alone keep nothing alive.
        self.keeps = {}

    def place(self):
        global _next_address
        if self.address is None:
            if len(_addresses) > 1000 and _placed[0]() is None:
                _forget_dead()
            self.address = _next_address
            _next_address += (len(self.data) + 63) & ~15
            _addresses.append(self.address)
            _placed.append(_ref(self))
        return self.address


def _forget_dead():
    alive = [(address, block) for address, block in zip(_addresses, _placed) if block() is not None]
    _addresses[:] = [address for address, block in alive]
    _placed[:] = [block for address, block in alive]


def _at(address, size=0):
    """The block and the offset that an address stands for."""
    if not address:
        raise ValueError("NULL pointer access")
    i = _bisect(_addresses, address) - 1
    block = _placed[i]() if i >= 0 else None
    if block is None or address + size > block.address + len(block.data):
        raise ValueError(f"no memory of this program's at {address:#x}: this engine has no other")
    return block, address - block.address


def _new_block(size):
    return _Block(memoryview(bytearray(size)))


def _bytes_block(data):
    block = _new_block(len(data))
    block.data[:] = data
    return block


# --- what all types have

class _Type(type):
    """Metaclass of all types of C's: their size, alignment and format, and the ways to instances that share memory."""

    def __init__(cls, name, bases, namespace, **kwargs):
        type.__init__(cls, name, bases, namespace)
        if "_shape" not in namespace:
            cls._shape = cls._describe(namespace)

    def _describe(cls, namespace):
        """(size, alignment, format) of a type; None for one that has no instances."""
        return cls.__dict__.get("_shape") or getattr(cls, "_shape", None)

    def __mul__(cls, length):
        if not hasattr(type(length), "__index__"):
            return NotImplemented
        if length < 0:
            raise ValueError(f"Array length must be >= 0, not {length}")
        key = cls, length
        made = _array_types.get(key)
        if made is None:
            made = _array_types[key] = _ArrayType(f"{cls.__name__}_Array_{length}", (Array,), {"_type_": cls, "_length_": length})
        return made

    def __rmul__(cls, length):
        return cls.__mul__(length)

    def from_address(cls, address, /):
        """Access a C instance at the specified address."""
        if not isinstance(address, int):
            raise TypeError("integer expected")
        block, offset = _at(address, _size_of(cls))
        return _share(cls, block, offset)

    def from_buffer(cls, obj, offset=0, /):
        """Construct a C instance from a writeable buffer."""
        memory = memoryview(obj)
        if memory.readonly:
            raise TypeError("underlying buffer is not writable")
        if not memory.c_contiguous:
            raise TypeError("underlying buffer is not C contiguous")
        _check_room(cls, memory.nbytes, offset)
        if isinstance(obj, _CData):
            made = _share(cls, obj._block, obj._offset + offset)
        else:
            made = _share(cls, _Block(memory.cast("B") if memory.nbytes else memory), offset)
        return made

    def from_buffer_copy(cls, obj, offset=0, /):
        """Construct a C instance from a readable buffer."""
        memory = memoryview(obj)
        _check_room(cls, memory.nbytes, offset)
        made = cls.__new__(cls)
        size = _size_of(cls)
        made._memory[:] = memory.tobytes()[offset : offset + size]
        if isinstance(obj, _CData):
            _copy_keeps(obj._block, obj._offset + offset, size, made._block, 0)
        return made

    def in_dll(cls, library, name, /):
        """Access a C instance in a dll."""
        raise ValueError(f"{name}: this engine runs no native code")

    def from_param(cls, value, /):
        """Convert a Python object into a function call parameter."""
        if isinstance(value, cls):
            return value
        if isinstance(value, _Reference) and isinstance(cls, _PointerType) and isinstance(value._obj, cls._type_):
            return value
        as_parameter = getattr(value, "_as_parameter_", None)
        if as_parameter is not None:
            return cls.from_param(as_parameter)
        raise TypeError(f"expected {cls.__name__} instance instead of {type(value).__name__}")

    @property
    def __pointer_type__(cls):
        made = _pointer_types.get(cls)
        if made is None:
            raise AttributeError(f"type object {cls.__name__!r} has no attribute '__pointer_type__'")
        return made

    @__pointer_type__.setter
    def __pointer_type__(cls, made):
        _pointer_types[cls] = made


_array_types = {}
_pointer_types = {}


def _check_room(cls, length, offset):
    size = _size_of(cls)
    if offset < 0:
        raise ValueError("offset cannot be negative")
    if length - offset < size:
        raise ValueError(f"Buffer size too small ({length} instead of at least {size + offset} bytes)")


def _size_of(cls):
    shape = cls._shape
    if shape is None:
        raise TypeError("abstract class")
    return shape[0]


def _share(cls, block, offset, base=None, index=0):
    made = object.__new__(cls)
    made._block = block
    made._offset = offset
    made._b_base_ = base
    made._b_needsfree_ = base is None
    return made


def _copy_keeps(block, offset, size, into, at):
    into_keeps = into.keeps
    for place in [place for place in into_keeps if at <= place < at + size]:
        del into_keeps[place]
    for place, kept in list(block.keeps.items()):
        if offset <= place < offset + size:
            into_keeps[place - offset + at] = kept


class _CData:
    __slots__ = ("__dict__", "__weakref__", "_b_base_", "_b_needsfree_", "_block", "_offset")
    _shape = None
    __hash__ = None

    def __new__(cls, *args, **kwargs):
        if cls._shape is None:
            raise TypeError("abstract class")
        if isinstance(cls, _RecordType):
            cls._is_laid_out = True
        return _share(cls, _new_block(cls._shape[0]), 0)

    @property
    def _memory(self):
        return self._block.data[self._offset : self._offset + _size_of(type(self))]

    @property
    def _objects(self):
        return dict(self._block.keeps) or None

    def __buffer__(self, flags):
        return self._memory

    def __reduce__(self):
        if self._block.keeps:
            raise ValueError("ctypes objects containing pointers cannot be pickled")
        return _unpickle, (type(self), (self.__dict__, bytes(self._memory)))

    def __setstate__(self, state):
        self.__dict__.update(state[0])
        self._memory[:] = state[1]

    def __ctypes_from_outparam__(self):
        return self


_CData.__hash__ = object.__hash__


def _unpickle(cls, state):
    made = cls.__new__(cls)
    made.__setstate__(state)
    return made


# --- numbers, characters, addresses

_FORMATS = {
    "c": ("c", 1), "u": ("I", 4), "b": ("b", 1), "B": ("B", 1), "h": ("h", 2), "H": ("H", 2), "i": ("i", 4),
    "I": ("I", 4), "l": ("q", 8), "L": ("Q", 8), "q": ("q", 8), "Q": ("Q", 8), "f": ("f", 4), "d": ("d", 8),
    "g": ("d", 16), "F": ("f", 8), "D": ("d", 16), "G": ("d", 32), "P": ("Q", 8), "z": ("Q", 8), "Z": ("Q", 8),
    "O": ("Q", 8), "?": ("?", 1), "v": ("h", 2),
}
_BUFFER_FORMATS = {"u": "w", "z": "P", "Z": "P", "v": "?"}
_INTEGERS = "bBhHiIlLqQ"
_COMPLEX = "FDG"


class _SimpleType(_Type):
    def _describe(cls, namespace):
        code = namespace.get("_type_", getattr(cls, "_type_", None))
        if code is None:
            if cls.__bases__ == (_CData,):
                return None
            raise AttributeError("class must define a '_type_' attribute")
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1 or code not in _FORMATS:
            raise AttributeError("class must define a '_type_' attribute which must be\na single character string containing one of 'cbBhHiIlLdDfFGuzZqQPXOv?g'.")
        inherited = getattr(cls, "_shape", None)
        if inherited is not None and "_type_" not in namespace:
            return inherited
        size = _FORMATS[code][1]
        align = {"F": 4, "D": 8, "G": 16}.get(code, size)
        if code not in "czZPOu" and not namespace.get("_is_swapped"):
            swapped = {"_type_": code, "_is_swapped": True, "__module__": cls.__module__}
            if code in "bB?":
                cls.__ctype_le__ = cls.__ctype_be__ = cls
            elif code not in _COMPLEX and code != "g":
                other = _SimpleType(cls.__name__, (_SimpleCData,), swapped)
                other.__ctype_le__ = cls.__ctype_le__ = cls
                other.__ctype_be__ = cls.__ctype_be__ = other
        order = ">" if namespace.get("_is_swapped") else "<"
        return size, align, order + _BUFFER_FORMATS.get(code, code)

    def from_param(cls, value, /):
        if isinstance(value, cls):
            return value
        code = cls._type_
        if code in "zZP":
            return _pointer_parameter(cls, code, value)
        try:
            return cls(value)
        except (TypeError, OverflowError) as error:
            as_parameter = getattr(value, "_as_parameter_", None)
            if as_parameter is not None:
                return cls.from_param(as_parameter)
            raise error


def _pointer_parameter(cls, code, value):
    if value is None or isinstance(value, int) and code == "P":
        return cls(value)
    if isinstance(value, bytes) and code in "zP" or isinstance(value, str) and code in "ZP":
        return _SimpleCData_pointer(cls, value)
    if isinstance(value, (Array, _Pointer, _Reference, CFuncPtr)):
        if code == "P" or getattr(getattr(value, "_type_", None), "_type_", None) == {"z": "c", "Z": "u"}[code]:
            return value
        if isinstance(value, _Reference) and getattr(type(value._obj), "_type_", None) == {"z": "c", "Z": "u"}[code]:
            return value
    if isinstance(value, _SimpleCData) and value._type_ in "zZP" and code == "P":
        return value
    as_parameter = getattr(value, "_as_parameter_", None)
    if as_parameter is not None:
        return cls.from_param(as_parameter)
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as ctypes.{cls.__name__}")


def _SimpleCData_pointer(cls, value):
    made = cls.__new__(cls)
    _store_text(made._block, made._offset, value)
    return made


def _text_bytes(value):
    if isinstance(value, str):
        return value.encode("utf-32-le", "surrogatepass") + bytes(4)
    return bytes(value) + b"\0"


def _store_text(block, offset, value):
    target = _bytes_block(_text_bytes(value))
    _struct.pack_into("<Q", block.data, offset, target.place())
    block.keeps[offset] = target


def _text_at(address, code):
    """The text or the bytes at an address, up to a zero."""
    block, offset = _at(address)
    data = block.data
    if code == "z":
        end = offset
        while data[end]:
            end += 1
        return bytes(data[offset:end])
    points = []
    while offset + 4 <= len(data):
        (point,) = _struct.unpack_from("<I", data, offset)
        if not point:
            break
        points.append(chr(point))
        offset += 4
    return "".join(points)


def _load(cls, block, offset):
    """The Python value of a simple type."""
    code = cls._type_
    if code == "O":
        if offset not in block.keeps:
            raise ValueError("PyObject is NULL")
        return block.keeps[offset]
    order = cls._shape[2][0]
    form = order + _FORMATS[code][0]
    if code in _COMPLEX:
        parts = form + form[1]
        if code == "G":
            return complex(*(_struct.unpack_from("<d", block.data, offset + i)[0] for i in (0, 16)))
        return complex(*_struct.unpack_from(parts, block.data, offset))
    (value,) = _struct.unpack_from(form, block.data, offset)
    if code == "u":
        return chr(value)
    if code == "v":
        return value != 0
    if code in "zZ":
        return _text_at(value, code) if value else None
    if code == "P":
        return value or None
    return value


def _save(cls, block, offset, value):
    code = cls._type_
    data = block.data
    if isinstance(value, cls):
        size = cls._shape[0]
        data[offset : offset + size] = value._memory
        _copy_keeps(value._block, value._offset, size, block, offset)
        return
    order = cls._shape[2][0]
    if code in _INTEGERS:
        if isinstance(value, float) or not hasattr(type(value), "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        size = cls._shape[0]
        whole = value.__index__() & ((1 << 8 * size) - 1)
        data[offset : offset + size] = whole.to_bytes(size, "big" if order == ">" else "little")
    elif code in "dfg":
        if not isinstance(value, float):
            if not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
                raise TypeError(f"must be real number, not {type(value).__name__}")
            value = float(value)
        if code == "f" and abs(value) > 3.4028235677973366e38 and value - value == 0:
            value = float("inf") if value > 0 else float("-inf")
        _struct.pack_into(order + _FORMATS[code][0], data, offset, value)
    elif code in _COMPLEX:
        value = complex(value)
        step = cls._shape[0] // 2
        for i, part in enumerate((value.real, value.imag)):
            _struct.pack_into(order + _FORMATS[code][0], data, offset + i * step, part)
    elif code == "c":
        if isinstance(value, (bytes, bytearray)):
            if len(value) != 1:
                raise TypeError(f"one character bytes, bytearray, or an integer in range(256) expected, not a {type(value).__name__} object of length {len(value)}")
            data[offset] = value[0]
        elif isinstance(value, int) and 0 <= value < 256:
            data[offset] = value
        elif isinstance(value, int):
            raise TypeError("integer not in range(256)")
        else:
            raise TypeError(f"one character bytes, bytearray, or an integer in range(256) expected, not {type(value).__name__}")
    elif code == "u":
        if not isinstance(value, str):
            raise TypeError(f"a unicode character expected, not instance of {type(value).__name__}")
        if len(value) != 1:
            raise TypeError(f"a unicode character expected, not a string of length {len(value)}")
        _struct.pack_into("<I", data, offset, ord(value))
    elif code == "?":
        data[offset] = 1 if value else 0
    elif code == "v":
        _struct.pack_into(order + "h", data, offset, -1 if value else 0)
    elif code == "O":
        block.keeps[offset] = value
        _struct.pack_into("<Q", data, offset, id(value) & (2**64 - 1))
    else:
        block.keeps.pop(offset, None)
        if value is None:
            value = 0
        if isinstance(value, int):
            _struct.pack_into("<Q", data, offset, value & (2**64 - 1))
        elif code == "z" and isinstance(value, bytes) or code == "Z" and isinstance(value, str):
            _store_text(block, offset, value)
        elif code == "P":
            raise TypeError("cannot be converted to pointer")
        else:
            wanted = "bytes" if code == "z" else "unicode string"
            raise TypeError(f"{wanted} or integer address expected instead of {type(value).__name__} instance")


class _SimpleCData(_CData, metaclass=_SimpleType):
    __slots__ = ()

    def __init__(self, value=None, /):
        if value is not None:
            _save(type(self), self._block, self._offset, value)
        elif type(self)._type_ == "O":
            self._block.keeps[self._offset] = None

    @property
    def value(self):
        return _load(type(self), self._block, self._offset)

    @value.setter
    def value(self, value):
        _save(type(self), self._block, self._offset, value)

    @value.deleter
    def value(self):
        raise TypeError("can't delete attribute")

    def __bool__(self):
        return any(self._memory)

    def __repr__(self):
        if type(self).__base__ is not _SimpleCData:
            return object.__repr__(self)
        return f"{type(self).__name__}({self.value!r})"

    def __ctypes_from_outparam__(self):
        return self.value if type(self).__base__ is _SimpleCData else self


def _is_plain(cls):
    """Whether Python sees the values of a type, not instances of it."""
    return isinstance(cls, _SimpleType) and cls.__base__ is _SimpleCData


def _get(cls, block, offset, base=None):
    if _is_plain(cls):
        return _load(cls, block, offset)
    return _share(cls, block, offset, base)


def _set(cls, block, offset, value):
    if isinstance(cls, _SimpleType):
        _save(cls, block, offset, value)
        return
    size = _size_of(cls)
    if isinstance(value, cls):
        block.data[offset : offset + size] = bytes(value._memory)
        _copy_keeps(value._block, value._offset, size, block, offset)
    elif isinstance(cls, _PointerType) and value is None:
        block.data[offset : offset + size] = bytes(size)
        block.keeps.pop(offset, None)
    elif isinstance(cls, _PointerType) and isinstance(value, Array) and issubclass(value._type_, cls._type_):
        _struct.pack_into("<Q", block.data, offset, addressof(value))
        block.keeps[offset] = value._block
    elif isinstance(cls, _ArrayType) and cls._type_._shape[2][1:] in ("c", "w") and isinstance(value, (bytes, str)):
        _share(cls, block, offset).value = value
    elif isinstance(value, tuple) and not isinstance(cls, _PointerType):
        made = cls(*value)
        block.data[offset : offset + size] = bytes(made._memory)
        _copy_keeps(made._block, made._offset, size, block, offset)
    elif isinstance(cls, _FunctionType) and callable(value):
        _set(cls, block, offset, cls(value))
    else:
        raise TypeError(f"incompatible types, {type(value).__name__} instance instead of {cls.__name__} instance")


# --- arrays

class _ArrayType(_Type):
    def _describe(cls, namespace):
        length = namespace.get("_length_", getattr(cls, "_length_", None))
        item = namespace.get("_type_", getattr(cls, "_type_", None))
        if cls.__bases__ == (_CData,):
            return None
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if item is None:
            raise AttributeError("class must define a '_type_' attribute")
        size, align, form = item._shape
        return size * length, align, form


class Array(_CData, metaclass=_ArrayType):
    """Abstract base class for arrays."""

    __slots__ = ()
    __module__ = "_ctypes"

    def __init__(self, *items):
        for i, item in enumerate(items):
            self[i] = item

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)

    def __len__(self):
        return self._length_

    def __iter__(self):
        return (self[i] for i in range(self._length_))

    def _place(self, index):
        if not hasattr(type(index), "__index__"):
            raise TypeError("indices must be integers")
        index = index.__index__()
        if index < 0:
            index += self._length_
        if not 0 <= index < self._length_:
            raise IndexError("invalid index")
        return self._offset + index * self._type_._shape[0]

    def __getitem__(self, index):
        if isinstance(index, slice):
            items = [self[i] for i in range(*index.indices(self._length_))]
            return _joined(self._type_, items)
        return _get(self._type_, self._block, self._place(index), self)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length_))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
            for i, item in zip(places, value):
                self[i] = item
            return
        _set(self._type_, self._block, self._place(index), value)

    def __delitem__(self, index):
        raise TypeError("Array does not support item deletion")

    def __getattr__(self, name):
        code = getattr(self._type_, "_type_", None)
        if name == "raw" and code == "c":
            return bytes(self._memory)
        if name == "value" and code == "c":
            return bytes(self._memory).split(b"\0", 1)[0]
        if name == "value" and code == "u":
            return "".join(self[i] for i in range(self._length_)).split("\0", 1)[0]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        code = getattr(self._type_, "_type_", None)
        if name == "raw" and code == "c":
            data = memoryview(value).tobytes()
            if len(data) > self._length_:
                raise ValueError("byte string too long")
            self._memory[: len(data)] = data
        elif name == "value" and code == "c":
            if not isinstance(value, bytes):
                raise TypeError(f"bytes expected instead of {type(value).__name__} instance")
            if len(value) > self._length_:
                raise ValueError("byte string too long")
            self._memory[: len(value)] = value
            if len(value) < self._length_:
                self._memory[len(value)] = 0
        elif name == "value" and code == "u":
            if not isinstance(value, str):
                raise TypeError(f"unicode string expected instead of {type(value).__name__} instance")
            if len(value) > self._length_:
                raise ValueError("string too long")
            for i, character in enumerate(value + "\0" * (len(value) < self._length_)):
                self[i] = character
        else:
            _CData.__setattr__(self, name, value)


def _joined(cls, items):
    """A slice as Python sees it: characters as one text."""
    code = getattr(cls, "_type_", None)
    if code == "c":
        return b"".join(items)
    return "".join(items) if code == "u" else items


# --- structures and unions

class CField:
    """Structure/Union member"""

    __module__ = "ctypes"
    __slots__ = ("bit_offset", "byte_offset", "byte_size", "index", "is_anonymous", "is_bitfield", "name", "type", "_bits")

    def __new__(cls, *, name, type, byte_size, byte_offset, index, _internal_use, bit_size=None, bit_offset=None):
        self = object.__new__(cls)
        if not isinstance(name, str):
            raise TypeError(f"field {name!r}: name must be a string, not {name.__class__.__name__}")
        self.name = name
        self.type = type
        self.byte_size = byte_size
        self.byte_offset = byte_offset
        self.index = index
        self.is_bitfield = bit_size is not None
        self._bits = bit_size
        self.bit_offset = bit_offset or 0
        self.is_anonymous = False
        if self.is_bitfield and getattr(type, "_type_", None) not in (*_INTEGERS, "?", "c", "u"):
            raise TypeError(f"bit fields not allowed for type {type.__name__}")
        return self

    offset = property(lambda self: self.byte_offset)
    bit_size = property(lambda self: self._bits if self.is_bitfield else self.byte_size * 8)

    @property
    def size(self):
        return (self._bits << 16) | self.bit_offset if self.is_bitfield else self.byte_size

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if not isinstance(instance, _CData):
            raise TypeError("not a ctype instance")
        block, place = instance._block, instance._offset + self.byte_offset
        if not self.is_bitfield:
            if isinstance(self.type, _ArrayType) and getattr(self.type._type_, "_type_", "") in ("c", "u"):
                return _share(self.type, block, place, instance).value
            return _get(self.type, block, place, instance)
        word = self._word(block, place) >> self.bit_offset & ((1 << self._bits) - 1)
        code = self.type._type_
        if code in "bhilq" and word >> (self._bits - 1):
            word -= 1 << self._bits
        return bool(word) if code == "?" else word

    def _order(self):
        return "big" if self.type._shape[2][0] == ">" else "little"

    def _word(self, block, place):
        return int.from_bytes(block.data[place : place + self.byte_size], self._order())

    def __set__(self, instance, value):
        if not isinstance(instance, _CData):
            raise TypeError("not a ctype instance")
        block, place = instance._block, instance._offset + self.byte_offset
        if not self.is_bitfield:
            _set(self.type, block, place, value)
            return
        mask = ((1 << self._bits) - 1) << self.bit_offset
        if self.type._type_ == "?":
            value = bool(value)
        elif not isinstance(value, int):
            raise TypeError(f"int expected instead of {type(value).__name__} instance")
        word = self._word(block, place) & ~mask | (int(value) << self.bit_offset) & mask
        block.data[place : place + self.byte_size] = word.to_bytes(self.byte_size, self._order())

    def __delete__(self, instance):
        raise TypeError("can't delete attribute")

    def __repr__(self):
        if self.is_bitfield:
            bits = f", bit_size={self._bits}, bit_offset={self.bit_offset}"
            return f"<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.byte_offset}{bits}>"
        return f"<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.byte_offset}, size={self.byte_size}>"


def _moved(field, outer, index):
    """A field of an anonymous field, as one of the outer type."""
    bits = {"bit_size": field._bits, "bit_offset": field.bit_offset} if field.is_bitfield else {}
    return CField(
        name=field.name, type=field.type, byte_size=field.byte_size, byte_offset=outer.byte_offset + field.byte_offset,
        index=index, _internal_use=True, **bits,
    )


class _RecordType(_Type):
    _is_structure = True

    def __init__(cls, name, bases, namespace, **kwargs):
        if bases == (_CData,):
            cls._shape = None
            cls._all = ()
            return
        inherited = next((base for base in cls.__mro__[1:] if base.__dict__.get("_shape") is not None), None)
        cls._shape = inherited._shape if inherited is not None else (0, 1, "B")
        cls._is_laid_out = False
        if "_abstract_" in namespace:
            cls._shape = None
            return
        if inherited is not None:
            inherited._is_laid_out = True
        if "_fields_" in namespace:
            # As any assignment: the byte order of a structure is what its metaclass makes of it there.
            cls._fields_ = namespace["_fields_"]

    def __setattr__(cls, name, value):
        if name == "_fields_":
            if cls.__dict__.get("_is_laid_out"):
                raise AttributeError("_fields_ is final")
            type.__setattr__(cls, name, value)
            cls._lay_out(value)
        else:
            type.__setattr__(cls, name, value)

    def _lay_out(cls, fields):
        from ctypes import _layout

        base = next((base for base in cls.__mro__[1:] if isinstance(base, _RecordType) and base._shape is not None and base._shape[0]), None)
        layout = _layout.get_layout(cls, fields, cls._is_structure, base)
        names = []
        anonymous = cls.__dict__.get("_anonymous_", ())
        for field in layout.fields:
            field.is_anonymous = field.name in anonymous
            if isinstance(field.type, _RecordType):
                field.type._is_laid_out = True
            type.__setattr__(cls, field.name, field)
            names.append(field.name)
        for name in anonymous:
            if name not in names:
                raise AttributeError(name)
            outer = cls.__dict__[name]
            for i, inner_name in enumerate(outer.type._all):
                type.__setattr__(cls, inner_name, _moved(getattr(outer.type, inner_name), outer, i))
        cls._shape = layout.size, layout.align, layout.format_spec
        cls._names = tuple(names)
        inner = [name for field in layout.fields if field.is_anonymous for name in field.type._all]
        cls._all = (*getattr(base, "_all", ()), *names, *inner)
        cls._is_laid_out = True


class _UnionType(_RecordType):
    _is_structure = False


def _initialise(self, args, kwargs):
    names = []
    for base in reversed(type(self).__mro__):
        names += base.__dict__.get("_names", ())
    if len(args) > len(names):
        raise TypeError("too many initializers")
    for name, value in zip(names, args):
        if name in kwargs:
            raise TypeError(f"duplicate values for field {name!r}")
        setattr(self, name, value)
    for name, value in kwargs.items():
        setattr(self, name, value)


class Structure(_CData, metaclass=_RecordType):
    """Structure base class"""

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        _initialise(self, args, kwargs)


class Union(_CData, metaclass=_UnionType):
    """Union base class"""

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        _initialise(self, args, kwargs)


# --- pointers

class _PointerType(_Type):
    def __init__(cls, name, bases, namespace, **kwargs):
        cls._shape = None if bases == (_CData,) else (8, 8, "P")
        target = namespace.get("_type_")
        if target is not None:
            if not isinstance(target, _Type):
                raise TypeError("_type_ must have storage info")
            _pointer_types.setdefault(target, cls)
            cls._shape = 8, 8, "&" + (target._shape[2] if target._shape else "B")

    def set_type(cls, target, /):
        cls._type_ = target
        _pointer_types.setdefault(target, cls)

    def from_param(cls, value, /):
        if value is None:
            return cls()
        target = cls._type_
        if isinstance(value, target):
            return byref(value)
        if isinstance(value, (Array, _Pointer)) and issubclass(value._type_, target):
            return value
        return _Type.from_param(cls, value)


class _Pointer(_CData, metaclass=_PointerType):
    """XXX to be provided"""

    __slots__ = ()
    __module__ = "_ctypes"

    def __init__(self, value=None, /):
        if not hasattr(type(self), "_type_"):
            raise TypeError("Cannot create instance: has no _type_")
        if value is not None:
            self.contents = value

    def _address(self):
        return _struct.unpack_from("<Q", self._block.data, self._offset)[0]

    @property
    def contents(self):
        block, offset = self._target(0)
        return _share(self._type_, block, offset, self)

    @contents.setter
    def contents(self, value):
        target = self._type_
        if not isinstance(value, target) and not (isinstance(value, Array) and issubclass(value._type_, target)):
            raise TypeError(f"expected {target.__name__} instead of {type(value).__name__}")
        _struct.pack_into("<Q", self._block.data, self._offset, addressof(value))
        self._block.keeps[self._offset] = value._block

    def _target(self, index):
        size = _size_of(self._type_)
        address = self._address()
        if not address:
            raise ValueError("NULL pointer access")
        return _at(address + index * size, size)

    def __bool__(self):
        return self._address() != 0

    def __getitem__(self, index):
        if isinstance(index, slice):
            if index.stop is None:
                raise ValueError("slice stop is required")
            step = 1 if index.step is None else index.step
            if index.start is None and step < 0:
                raise ValueError("slice start is required for step < 0")
            return _joined(self._type_, [self[i] for i in range(index.start or 0, index.stop, step)])
        if not hasattr(type(index), "__index__"):
            raise TypeError("Pointer indices must be integer")
        return _get(self._type_, *self._target(index.__index__()), self)

    def __setitem__(self, index, value):
        if not isinstance(index, int):
            raise TypeError("Pointer indices must be integer")
        block, offset = self._target(index)
        _set(self._type_, block, offset, value)

    def __delitem__(self, index):
        raise TypeError("Pointer does not support item deletion")


class _Reference:
    """What byref() makes: an address as an argument, and what keeps it."""

    __slots__ = ("_obj", "_plus")

    def __repr__(self):
        return f"<cparam 'P' ({addressof(self._obj) + self._plus:#x})>"


_Reference.__name__ = _Reference.__qualname__ = "CArgObject"


def byref(obj, offset=0, /):
    """Return a pointer lookalike to a C instance, only usable as function argument."""
    if not isinstance(obj, _CData):
        raise TypeError(f"byref() argument must be a ctypes instance, not '{type(obj).__name__}'")
    made = object.__new__(_Reference)
    made._obj = obj
    made._plus = offset
    return made


def addressof(obj, /):
    """Return the address of the C instance internal buffer"""
    if not isinstance(obj, _CData):
        raise TypeError("invalid type")
    return obj._block.place() + obj._offset


def sizeof(obj, /):
    """Return the size in bytes of a C instance."""
    if isinstance(obj, _Type):
        if obj._shape is not None:
            return obj._shape[0]
    elif isinstance(obj, _CData):
        block = obj._block
        return len(block.data) if getattr(obj, "_is_resized", False) else _size_of(type(obj))
    raise TypeError("this type has no size")


def alignment(obj, /):
    """Return the alignment requirements of a C instance."""
    shape = getattr(obj, "_shape", None)
    if not isinstance(obj, (_Type, _CData)) or shape is None:
        raise TypeError("no alignment info")
    return shape[1]


def buffer_info(obj, /):
    """Return buffer interface information"""
    dimensions = []
    cls = obj if isinstance(obj, type) else type(obj)
    if getattr(cls, "_shape", None) is None:
        raise TypeError("not a ctypes type or object")
    form = cls._shape[2]
    while isinstance(cls, _ArrayType):
        dimensions.append(cls._length_)
        cls = cls._type_
    return form, len(dimensions), tuple(dimensions)


def resize(obj, size, /):
    """Resize the memory of an object that has its own."""
    if not isinstance(obj, _CData):
        raise TypeError("excepted ctypes instance")
    if size < _size_of(type(obj)):
        raise ValueError(f"minimum size is {_size_of(type(obj))}")
    if obj._b_base_ is not None:
        raise ValueError("Memory cannot be resized because this object doesn't own it")
    block = _new_block(size)
    old = obj._block
    count = min(size, len(old.data))
    block.data[:count] = old.data[:count]
    block.keeps = old.keeps
    obj._block = block
    obj._is_resized = True


def get_errno():
    return _errno


def set_errno(value, /):
    global _errno
    old = _errno
    _errno = value
    return old


def POINTER(cls, /):
    """Create and return a new ctypes pointer type."""
    from ctypes import POINTER

    return POINTER(cls)


def pointer(obj, /):
    """Create a new pointer instance, pointing to 'obj'."""
    from ctypes import pointer

    return pointer(obj)


# --- functions

_NO_CODE = "this engine runs no native code"


def dlopen(name, mode=RTLD_LOCAL, /):
    """dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}) open a shared library"""
    if name is None:
        return 1
    raise OSError(f"{os.fsdecode(name)}: cannot open shared object file: {_NO_CODE}")


def dlsym(handle, name, /):
    """find symbol in shared library"""
    raise OSError(f"{name}: undefined symbol: {_NO_CODE}")


def dlclose(handle, /):
    """dlclose a library"""


def call_function(address, arguments, /):
    raise OSError(_NO_CODE)


call_cdeclfunction = call_function


def _location(value):
    """Block and offset that an argument for a pointer stands for; None for a null pointer."""
    if value is None:
        return None
    if isinstance(value, _Reference):
        return value._obj._block, value._obj._offset + value._plus
    if isinstance(value, _Pointer) or isinstance(value, _SimpleCData) and value._type_ in "zZP":
        (address,) = _struct.unpack_from("<Q", value._block.data, value._offset)
        return _at(address) if address else None
    if isinstance(value, _CData):
        return value._block, value._offset
    if isinstance(value, int):
        return _at(value) if value else None
    return _bytes_block(_text_bytes(value)), 0


def _need(location, size):
    if location is None:
        raise ValueError("NULL pointer access")
    block, offset = location
    if offset + size > len(block.data):
        raise ValueError(f"{_NO_CODE}: {size} bytes are more than there are")
    return block, offset


def _address_of(location):
    return None if location is None else location[0].place() + location[1]


def _plain(value):
    return value.value if isinstance(value, _SimpleCData) else value


def _memmove(target, source, count):
    count = _plain(count)
    to_block, to = _need(_location(target), count)
    block, offset = _need(_location(source), count)
    to_block.data[to : to + count] = bytes(block.data[offset : offset + count])
    _copy_keeps(block, offset, count, to_block, to)
    return _address_of((to_block, to))


def _memset(target, value, count):
    count = _plain(count)
    block, offset = _need(_location(target), count)
    block.data[offset : offset + count] = bytes([_plain(value) & 255]) * count
    return _address_of((block, offset))


def _string(target, size):
    size = _plain(size)
    location = _location(target)
    if size >= 0:
        block, offset = _need(location, size)
        return bytes(block.data[offset : offset + size])
    block, offset = _need(location, 1)
    return bytes(block.data[offset:]).split(b"\0", 1)[0]


def _wide_string(target, size):
    size = _plain(size)
    location = _location(target)
    if size >= 0:
        block, offset = _need(location, 4 * size)
        return bytes(block.data[offset : offset + 4 * size]).decode("utf-32-le", "surrogatepass")
    _need(location, 4)
    return _text_at(_address_of(location), "Z")


def _view(target, size, is_readonly):
    block, offset = _need(_location(target), _plain(size))
    view = block.data[offset : offset + _plain(size)]
    return view.toreadonly() if _plain(is_readonly) else view


def _cast(pointer, source, target):
    target = _plain(target)
    if not isinstance(target, (_PointerType, _FunctionType)) and not (isinstance(target, _SimpleType) and target._type_ in "zZPsXO"):
        raise TypeError(f"cast() argument 2 must be a pointer, not {target.__name__}")
    made = target.__new__(target)
    source = _plain(source)
    location = _location(pointer)
    _struct.pack_into("<Q", made._block.data, 0, _address_of(location) or 0)
    if location is not None:
        made._block.keeps[0] = location[0]
    return made


_SPECIAL = dict(enumerate((_memmove, _memset, _string, _wide_string, _cast, _view), 0x7F00_0000_0000))
_memmove_addr, _memset_addr, _string_at_addr, _wstring_at_addr, _cast_addr, _memoryview_at_addr = _SPECIAL
# Python functions by the address that stands for them.
_callbacks = {}


class _FunctionType(_Type):
    def _describe(cls, namespace):
        if cls.__bases__ == (_CData,):
            return None
        return 8, 8, "X{}"


class CFuncPtr(_CData, metaclass=_FunctionType):
    """Function Pointer"""

    __slots__ = ("_call", "_errcheck", "_result", "_wanted")
    __module__ = "_ctypes"

    def __new__(cls, *args, **kwargs):
        if not hasattr(cls, "_flags_"):
            raise TypeError("class must define _flags_ which must be an integer")
        made = _CData.__new__(cls)
        made._call = made._errcheck = made._wanted = None
        made._result = _missing
        return made

    def __init__(self, what=None, *more):
        if what is None:
            return
        if isinstance(what, tuple):
            name, library = what[:2]
            if not isinstance(name, (str, bytes, int)):
                raise TypeError("the _handle attribute of the second argument must be an integer")
            raise AttributeError(f"{name}: undefined symbol: {_NO_CODE}")
        if isinstance(what, int):
            address = what
            self._call = _SPECIAL.get(what) or _callbacks.get(what)
        elif callable(what):
            self._call = _callback(type(self), what)
            address = self._block.place() + 0x2000_0000_0000
            _callbacks[address] = self._call
            self._block.keeps["function"] = what
        else:
            raise TypeError("argument must be callable or integer function address")
        _struct.pack_into("<Q", self._block.data, self._offset, address)

    @property
    def argtypes(self):
        return getattr(type(self), "_argtypes_", None) if self._wanted is None else self._wanted

    @argtypes.setter
    def argtypes(self, types):
        if types is not None:
            types = tuple(types)
            for i, kind in enumerate(types):
                if not hasattr(kind, "from_param"):
                    raise TypeError(f"item {i + 1} in _argtypes_ has no from_param method")
        self._wanted = types

    @property
    def restype(self):
        return getattr(type(self), "_restype_", None) if self._result is _missing else self._result

    @restype.setter
    def restype(self, kind):
        if kind is not None and not isinstance(kind, _Type) and not callable(kind):
            raise TypeError("restype must be a type, a callable, or None")
        self._result = kind

    @property
    def errcheck(self):
        return self._errcheck

    @errcheck.setter
    def errcheck(self, check):
        if not callable(check):
            raise TypeError("the errcheck attribute must be callable")
        self._errcheck = check

    def __bool__(self):
        return any(self._memory)

    def __call__(self, *args, **kwargs):
        call = self._call
        if call is None:
            (address,) = _struct.unpack_from("<Q", self._block.data, self._offset)
            call = _SPECIAL.get(address) or _callbacks.get(address)
            if call is None:
                raise OSError(f"no function at {address:#x}: {_NO_CODE}")
        wanted = self.argtypes
        if wanted is not None:
            if len(args) < len(wanted):
                raise TypeError(f"this function takes at least {len(wanted)} argument{'s' * (len(wanted) != 1)} ({len(args)} given)")
            converted = []
            for i, (kind, value) in enumerate(zip(wanted, args)):
                try:
                    converted.append(kind.from_param(value))
                except Exception as error:
                    raise ArgumentError(f"argument {i + 1}: {type(error).__name__}: {error}") from None
            args = (*converted, *args[len(wanted):])
        value = call(*args)
        kind = self.restype
        if getattr(kind, "_type_", None) == "O":
            pass
        elif isinstance(kind, _Type) and not isinstance(value, kind) and kind._shape is not None:
            made = kind.__new__(kind)
            if value is not None:
                _set(kind, made._block, 0, value)
            value = made.value if _is_plain(kind) else made
        elif isinstance(value, _SimpleCData) and _is_plain(type(value)):
            value = value.value
        elif kind is not None and not isinstance(kind, _Type):
            value = kind(value)
        if self._errcheck is not None:
            return self._errcheck(value, self, args)
        return value

    def __repr__(self):
        return f"<{type(self).__name__} object at {id(self):#x}>"


_missing = object()


def _callback(cls, function):
    """A Python function as C would call it: its arguments and its result take the way through their types."""
    wanted = getattr(cls, "_argtypes_", ())

    def call(*args):
        values = []
        for kind, value in zip(wanted, args):
            made = kind.__new__(kind)
            if isinstance(value, _Reference) or isinstance(value, Array) and not isinstance(kind, _ArrayType):
                location = _location(value)
                _struct.pack_into("<Q", made._block.data, 0, _address_of(location))
                made._block.keeps[0] = location[0]
            else:
                _set(kind, made._block, 0, value)
            values.append(made.value if _is_plain(kind) else made)
        try:
            return function(*values)
        except BaseException as error:
            _report(error, f"Exception ignored while calling ctypes callback function {function!r}")
            return None

    return call


def PyObj_FromPtr(address, /):
    raise OSError(_NO_CODE)


Py_INCREF = Py_DECREF = lambda obj, /: obj

for _metaclass, _name in (
    (_Type, "CType_Type"), (_SimpleType, "PyCSimpleType"), (_ArrayType, "PyCArrayType"), (_RecordType, "PyCStructType"),
    (_UnionType, "UnionType"), (_PointerType, "PyCPointerType"), (_FunctionType, "PyCFuncPtrType"),
):
    _metaclass.__name__ = _metaclass.__qualname__ = _name
del _metaclass, _name
`;

export const ctypesModule: ModuleDefinition = {
  name: '_ctypes',
  doc: 'Create and manipulate C compatible data types in Python.',
  functions: [reportRow],
  python,
};
