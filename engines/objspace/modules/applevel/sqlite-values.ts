// Rows and blobs of the module `_sqlite3`, in Python: the second part of applevel/_sqlite3.ts. Stands in for CPython's Modules/_sqlite/row.c and
// blob.c. A blob is read and written by statements, for the host has no incremental input and output; triggers of its table run.

export const SQLITE_VALUES = String.raw`

# --- rows

class Row:
    __module__ = "sqlite3"
    __slots__ = ("_description", "_values")

    def __new__(cls, cursor, data, /):
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"Row() argument 1 must be sqlite3.Cursor, not {_type_name(cursor)}")
        if not issubclass(type(data), tuple):
            raise TypeError(f"Row() argument 2 must be tuple, not {_type_name(data)}")
        self = object.__new__(cls)
        self._values = data
        self._description = cursor._description
        return self

    def keys(self):
        """Returns the keys of the row."""
        return [column[0] for column in self._description or ()]

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self._values[key]
        if isinstance(key, slice):
            return self._values[key]
        if isinstance(key, str):
            for (name, *_), value in zip(self._description or (), self._values):
                if name == key or len(name) == len(key) and _same_name(name, key):
                    return value
            raise IndexError("No item with that key")
        raise IndexError("Index must be int or string")

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self._description == other._description and self._values == other._values

    def __hash__(self):
        return hash(self._description) ^ hash(self._values)


def _same_name(name, key):
    """Capitals of ASCII and small letters are the same."""
    for a, b in zip(name, key):
        if a != b and not (a.isascii() and b.isascii() and a.isalpha() and a.lower() == b.lower()):
            return False
    return True


# --- blobs

def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


def _open_blob(connection, name, table, column, row, is_read_only):
    blob = object.__new__(Blob)
    where = f"{_quoted(name)}.{_quoted(table)}"
    try:
        # The name first: in double quotes, what is no column would be a text.
        names = [found[1] for found in connection.execute(f"pragma {_quoted(name)}.table_info({_quoted(table)})")]
        if not names:
            raise _call_error(f"no such table: {name}.{table}")
        if column.lower() not in [found.lower() for found in names]:
            raise _call_error(f'no such column: "{column}"')
    except OperationalError as error:
        if str(error).startswith("unknown database"):
            raise _call_error(f"no such table: {name}.{table}") from None
        raise
    blob._connection = connection
    blob._column = _quoted(column)
    blob._table = where
    blob._row = row
    blob._is_read_only = bool(is_read_only)
    blob._offset = 0
    blob._content = None
    blob._content = blob._load()
    return blob


class Blob:
    __module__ = "sqlite3"
    __slots__ = ("_column", "_connection", "_content", "_is_read_only", "_offset", "_row", "_table")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'sqlite3.Blob' instances")

    def _check(self):
        if self._connection is None:
            raise ProgrammingError("Cannot operate on a closed blob.")
        self._connection._check()

    def _load(self):
        """The content now; an error where that is another one than when the blob was last looked at."""
        database = self._connection._check()
        row = database.prepare(f"select typeof({self._column}), {self._column} from {self._table} where rowid = ?").begin(
            (self._row,)
        )
        if row is None:
            raise _call_error(f"no such rowid: {self._row}")
        kind, content = row
        if isinstance(content, str):
            content = content.encode()
        if not isinstance(content, bytes):
            raise _call_error(f"cannot open value of type {kind}")
        if self._content is not None and content != self._content:
            raise _failure(OperationalError, SQLITE_ABORT, "SQLITE_ABORT", "query aborted")
        return content

    def _store(self, content):
        if self._is_read_only:
            raise _failure(
                OperationalError, SQLITE_READONLY, "SQLITE_READONLY", "attempt to write a readonly database"
            )
        database = self._connection._database
        database.prepare(f"update {self._table} set {self._column} = ? where rowid = ?").begin((content, self._row))
        self._content = content

    def close(self):
        """Close the blob."""
        if self._connection is not None:
            self._connection._check()
        self._connection = None

    def read(self, length=-1, /):
        """Read data at the current offset position."""
        self._check()
        content = self._load()
        end = len(content) if length < 0 else min(len(content), self._offset + length)
        data = content[self._offset : end]
        self._offset = end
        return data

    def write(self, data, /):
        """Write data at the current offset."""
        self._check()
        data = bytes(memoryview(data))
        content = self._load()
        end = self._offset + len(data)
        if end > len(content):
            raise ValueError("data longer than blob length")
        self._store(content[: self._offset] + data + content[end:])
        self._offset = end

    def seek(self, offset, origin=0, /):
        """Set the current access position to offset."""
        self._check()
        length = len(self._content)
        if origin == 1:
            base = self._offset
        elif origin == 2:
            base = length
        elif origin == 0:
            base = 0
        else:
            raise ValueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
        if base and offset > 2**31 - 1 - base:
            raise OverflowError("seek offset results in overflow")
        if not 0 <= base + offset <= length:
            raise ValueError("offset out of blob range")
        self._offset = base + offset

    def tell(self):
        """Return the current access position for the blob."""
        self._check()
        return self._offset

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, val, tb, /):
        self._check()
        self.close()
        return False

    def __len__(self):
        self._check()
        return len(self._content)

    __iter__ = None

    def _place(self, key):
        if not hasattr(type(key), "__index__"):
            raise TypeError("Blob indices must be integers")
        place = key.__index__()
        if not -(2**63) <= place < 2**63:
            raise IndexError("cannot fit 'int' into an index-sized integer")
        if place < 0:
            place += len(self._content)
        if not 0 <= place < len(self._content):
            raise IndexError("Blob index out of range")
        return place

    def _slice(self, key):
        return key.indices(len(self._content))

    def __getitem__(self, key, /):
        self._check()
        if isinstance(key, slice):
            start, stop, step = self._slice(key)
            return self._load()[start:stop:step] if len(range(start, stop, step)) else b""
        place = self._place(key)
        return self._load()[place]

    def __setitem__(self, key, value, /):
        self._check()
        if isinstance(key, slice):
            start, stop, step = self._slice(key)
            memory = memoryview(value)
            if not memory.c_contiguous:
                raise BufferError("memoryview: underlying buffer is not C-contiguous")
            places = range(start, stop, step)
            if len(places) != memory.nbytes:
                raise IndexError("Blob slice assignment is wrong size")
            if not places:
                return
            content = bytearray(self._load())
            content[start : places[-1] + 1 if step > 0 else stop : step] = memory.cast("B") if memory.nbytes else b""
        else:
            place = self._place(key)
            if not isinstance(value, int):
                raise TypeError(f"'{_type_name(value)}' object cannot be interpreted as an integer")
            if not 0 <= value < 256:
                raise ValueError("byte must be in range(0, 256)")
            content = bytearray(self._load())
            content[place] = value
        self._store(bytes(content))

    def __delitem__(self, key, /):
        self._check()
        if isinstance(key, slice):
            raise TypeError("Blob doesn't support slice deletion")
        raise TypeError("Blob doesn't support item deletion")
`;
