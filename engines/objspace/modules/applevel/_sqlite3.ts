// The module `_sqlite3` above databases and statements of the machine, in Python: connections, cursors, adapters. Stands in for CPython's
// Modules/_sqlite. Rows and blobs are in sqlite-values.ts. Left out, for the host gives no way: collations, progress handlers; most of setconfig.
import { SQLITE_VALUES } from './sqlite-values.ts';

const python = String.raw`
import os
import sys
import warnings
from _thread import get_ident

if sqlite_version is None:
    raise ImportError("no module _sqlite3: the host of this engine has no SQLite", name="_sqlite3")

threadsafety = 3
_deprecated_version = "2.6.0"
_DML = frozenset(("INSERT", "UPDATE", "DELETE", "REPLACE"))
_READING = frozenset(("SELECT", "VALUES", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"))
_LEVELS = ("", "DEFERRED", "IMMEDIATE", "EXCLUSIVE")
_AUTOCOMMIT = (True, False, LEGACY_TRANSACTION_CONTROL)
_CODE_MISUSE = 21
_show_callbacks = False


def enable_callback_tracebacks(enable, /):
    """Enable or disable callback functions throwing errors to stderr."""
    global _show_callbacks
    _show_callbacks = bool(enable)


def _report(callback):
    """What a call-back raised cannot go through SQLite."""
    if _show_callbacks:
        _report_unraisable(sys.exception(), f"Exception ignored on sqlite3 callback {callback!r}")


def _failure(kind, code, name, text):
    error = kind(text)
    error.sqlite_errorcode = code
    error.sqlite_errorname = name
    return error


def _call_error(text):
    return _failure(OperationalError, SQLITE_ERROR, "SQLITE_ERROR", text)


def _storable(value):
    """Whether SQLite has a type for what a call-back answers; raises where the value does not fit it."""
    if value is None or isinstance(value, float):
        return True
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return True
    if isinstance(value, str):
        value.encode()
        return True
    try:
        memory = memoryview(value)
    except TypeError:
        return False
    if not memory.c_contiguous:
        raise BufferError("memoryview: underlying buffer is not C-contiguous")
    return True


# --- adapters and converters

adapters = {}
converters = {}
_are_plain_adapted = False
_PLAIN = frozenset((int, float, str, bytearray))
_missing = object()


class PrepareProtocol:
    """PEP 246 style object adaption protocol type."""

    __slots__ = ()
    __module__ = "sqlite3"


def register_adapter(type, adapter, /):
    """Register a function to adapt Python objects to SQLite values."""
    global _are_plain_adapted
    if type is int or type is float or type is str or type is bytearray:
        _are_plain_adapted = True
    adapters[type, PrepareProtocol] = adapter


def register_converter(typename, converter, /):
    """Register a function to convert SQLite values to Python objects."""
    if not isinstance(typename, str):
        raise TypeError(f"register_converter() argument 1 must be str, not {_type_name(typename)}")
    converters[typename.upper()] = converter


def adapt(obj, proto=PrepareProtocol, alt=_missing, /):
    """Adapt given object to given protocol."""
    adapter = adapters.get((type(obj), proto))
    if adapter is not None:
        return adapter(obj)
    for owner, name, argument in ((proto, "__adapt__", obj), (obj, "__conform__", proto)):
        method = getattr(owner, name, None)
        if method is None:
            continue
        try:
            adapted = method(argument)
        except TypeError:
            continue
        if adapted is not None:
            return adapted
    if alt is not _missing:
        return alt
    raise ProgrammingError("can't adapt")


def _type_name(value):
    return type(value).__name__


def _adapted(value):
    if type(value) in _PLAIN and not _are_plain_adapted:
        return value
    return adapt(value, PrepareProtocol, value)


def _bound(names, values):
    """The values of the parameters, in their order."""
    kind = type(values)
    if kind is tuple or kind is list or not isinstance(values, dict) and hasattr(kind, "__getitem__"):
        count = len(values)
        if count != len(names):
            raise ProgrammingError(
                "Incorrect number of bindings supplied. The current statement uses "
                f"{len(names)}, and there are {count} supplied."
            )
        if not names:
            return ()
        bound = []
        for i, name in enumerate(names):
            if name is not None and name[0] != "?":
                raise ProgrammingError(
                    f"Binding {i + 1} ('{name}') is a named parameter, but you supplied a sequence which "
                    "requires nameless (qmark) placeholders."
                )
            bound.append(_adapted(values[i]))
        return tuple(bound)
    if not hasattr(kind, "__getitem__"):
        raise ProgrammingError("parameters are of unsupported type")
    bound = []
    for i, name in enumerate(names):
        if name is None:
            raise ProgrammingError(
                f"Binding {i + 1} has no name, but you supplied a dictionary (which has only names)."
            )
        try:
            value = values[name[1:]]
        except LookupError:
            raise ProgrammingError(f"You did not supply a value for binding parameter :{name[1:]}.") from None
        bound.append(_adapted(value))
    return tuple(bound)


# --- connections

def _warn_positional(function, count):
    if count > 1:
        warnings.warn(
            f"Passing more than 1 positional argument to {function} is deprecated. Parameters 'timeout', "
            "'detect_types', 'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' "
            "will become keyword-only parameters in Python 3.15.",
            DeprecationWarning,
            stacklevel=3,
        )


def connect(*args, **kwargs):
    """Open a connection to the SQLite database file 'database'.

    You can use ":memory:" to open a database connection to a database that
    resides in RAM instead of on disk.
    """
    _warn_positional("sqlite3.connect()", len(args))
    factory = kwargs.get("factory", args[5] if len(args) > 5 else Connection)
    with warnings.catch_warnings():
        if len(args) > 1 and factory is Connection:
            warnings.simplefilter("ignore", DeprecationWarning)
        return factory(*args, **kwargs)


def _warn_keywords(method, names, last):
    warnings.warn(
        f"Passing keyword argument{'s' if ' and ' in names else ''} {names} to _sqlite3.Connection.{method}() is "
        f"deprecated. Parameter{'s' if ' and ' in names else ''} {names} will become positional-only in Python 3.15.",
        DeprecationWarning,
        stacklevel=4,
    )


def _given(method, parameters, args, kwargs):
    """Arguments of a method whose positional-only parameters may still be given by name."""
    if kwargs:
        shown = [repr(name) for name in parameters]
        _warn_keywords(method, " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown), None)
    values = list(args)
    for name in parameters[len(args):]:
        if name not in kwargs:
            raise TypeError(f"{method}() missing required argument '{name}' (pos {len(values) + 1})")
        values.append(kwargs.pop(name))
    if kwargs or len(values) > len(parameters):
        raise TypeError(f"{method}() takes at most {len(parameters)} arguments ({len(values) + len(kwargs)} given)")
    return values


def _file_of(database, is_uri):
    """What SQLite opens: paths are relative to where Python is, and names that look like URIs are none unless told so."""
    name = os.fsdecode(database)
    if "\0" in name:
        raise ValueError("embedded null byte")
    if is_uri and name.startswith("file:"):
        path, mark, query = name[5:].partition("?")
        in_memory = path == ":memory:" or "mode=memory" in query
        if not in_memory and path and not path.startswith("/"):
            path = os.path.join(os.getcwd(), path)
        return f"file:{path}{mark}{query}", in_memory
    if name == ":memory:" or not name:
        return name, True
    return os.path.join(os.getcwd(), name), False


class Connection:
    """SQLite database connection object."""

    __module__ = "sqlite3"
    __slots__ = (
        "_autocommit", "_cache", "_cached", "_database", "_defined", "_detects", "_file", "_is_ready", "_level",
        "_thread", "_timeout", "_trace", "row_factory", "text_factory",
    )

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._database = self._thread = None
        self._is_ready = False
        return self

    def __init__(self, *args, **kwargs):
        _warn_positional("_sqlite3.Connection()", len(args))
        self._open(*args, **kwargs)

    def _open(
        self, database=_missing, timeout=5.0, detect_types=0, isolation_level="", check_same_thread=True,
        factory=None, cached_statements=128, uri=False, *, autocommit=LEGACY_TRANSACTION_CONTROL,
    ):
        if database is _missing:
            raise TypeError("Connection() missing required argument 'database' (pos 1)")
        sys.audit("sqlite3.connect", database)
        file, in_memory = _file_of(database, uri)
        level = _level_of(isolation_level)
        _check_autocommit(autocommit)
        self._is_ready = False
        self._database = None
        if not in_memory and (_files == "none" or _files == "read-only" and "mode=ro" not in file):
            if _files == "none" or not os.path.exists(file):
                raise _failure(
                    OperationalError, SQLITE_CANTOPEN, "SQLITE_CANTOPEN", "unable to open database file"
                )
            if not file.startswith("file:"):
                file = "file:" + file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
            file += ("&" if "?" in file else "?") + "mode=ro"
        self._thread = get_ident() if check_same_thread else None
        self._timeout = int(timeout * 1000)
        self._file = None if in_memory else file
        self._database = _open(file, self._timeout)
        self._detects = detect_types
        self._level = level
        self._autocommit = autocommit
        self._cached = cached_statements
        self._cache = {}
        self._defined = []
        self._trace = self.row_factory = None
        self.text_factory = str
        self._is_ready = True
        sys.audit("sqlite3.connect/handle", self)
        if autocommit is False:
            self._run("BEGIN")

    def _check(self):
        """The database, where it may be used here and now."""
        if self._thread is not None and self._thread != get_ident():
            raise ProgrammingError(
                "SQLite objects created in a thread can only be used in that same thread. The object was created "
                f"in thread id {self._thread} and this is thread id {get_ident()}."
            )
        database = self._database
        if database is None:
            if not self._is_ready:
                raise ProgrammingError("Base Connection.__init__ not called.")
            raise ProgrammingError("Cannot operate on a closed database.")
        return database

    def _traced(self, sql):
        trace = self._trace
        try:
            trace(sql)
        except BaseException:
            _report(trace)

    def _run(self, sql):
        if self._trace is not None:
            self._traced(sql)
        self._database.run(sql)

    def _begin(self):
        self._run(f"BEGIN {self._level}")

    def _check_length(self, sql):
        most = self._database.limit(SQLITE_LIMIT_SQL_LENGTH)
        if most is not None and len(sql) > most // 4 and len(sql.encode()) > most:
            raise DataError("query string is too large")

    def _prepare(self, sql):
        """The statement, out of the cache where it is there and at rest; None where there is nothing to do."""
        cache = self._cache
        statement = cache.pop(sql, None)
        if statement is None or statement.is_active:
            self._check_length(sql)
            if "\0" in sql:
                raise ProgrammingError("the query contains a null character")
            if not _has_sql(sql.replace(";", "")):
                sql.encode()
                return None
            statement = self._database.prepare(sql)
            source = statement.source
            if len(source) < len(sql) and _has_sql(sql[len(source):]):
                raise ProgrammingError("You can only execute one statement at a time.")
            if self._cached <= 0:
                return statement
            if len(cache) >= self._cached:
                del cache[next(iter(cache))]
        cache[sql] = statement
        return statement

    def __call__(self, sql, /):
        self._check()
        if not isinstance(sql, str):
            raise TypeError(f"argument must be str, not {_type_name(sql)}")
        return self._prepare(sql)

    def __enter__(self):
        """Called when the connection is used as a context manager."""
        self._check()
        return self

    def __exit__(self, type, value, traceback, /):
        """Called when the connection is used as a context manager."""
        if type is None and value is None and traceback is None:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        else:
            self.rollback()
        return False

    def __del__(self):
        if self._database is not None:
            if not sys.is_finalizing():
                warnings.warn(f"unclosed database in {self!r}", ResourceWarning, source=self)
            self._end()

    def _end(self):
        database = self._database
        if self._autocommit is False and database.in_transaction:
            self._run("ROLLBACK")
        self._database = None
        self._cache.clear()
        self._defined.clear()
        database.close()

    def close(self):
        """Close the database connection."""
        if self._thread is not None and self._thread != get_ident() or not self._is_ready:
            self._check()
        if self._database is not None:
            self._end()

    def cursor(self, factory=_missing):
        """Return a cursor for the connection."""
        self._check()
        made = (Cursor if factory is _missing else factory)(self)
        if not issubclass(type(made), Cursor):
            raise TypeError(f"factory must return a cursor, not {_type_name(made)}")
        if self.row_factory is not None:
            made.row_factory = self.row_factory
        return made

    def execute(self, sql, parameters=(), /):
        """Executes an SQL statement."""
        return Connection.cursor(self).execute(sql, parameters)

    def executemany(self, sql, parameters, /):
        """Repeatedly executes an SQL statement."""
        return Connection.cursor(self).executemany(sql, parameters)

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        return Connection.cursor(self).executescript(sql_script)

    # --- transactions

    def commit(self):
        """Commit any pending transaction to the database."""
        database = self._check()
        if self._autocommit is False:
            self._run("COMMIT")
            self._run("BEGIN")
        elif self._autocommit is not True and database.in_transaction:
            self._run("COMMIT")

    def rollback(self):
        """Roll back to the start of any pending transaction."""
        database = self._check()
        if self._autocommit is False:
            self._run("ROLLBACK")
            self._run("BEGIN")
        elif self._autocommit is not True and database.in_transaction:
            self._run("ROLLBACK")

    @property
    def in_transaction(self):
        return self._check().in_transaction

    @property
    def total_changes(self):
        return self._check().total_changes()

    @property
    def isolation_level(self):
        self._check()
        return self._level

    @isolation_level.setter
    def isolation_level(self, level):
        if level is None:
            self._level = None
            # As a COMMIT of one's own would.
            if self._check().in_transaction:
                self._run("COMMIT")
        else:
            self._level = _level_of(level)

    @isolation_level.deleter
    def isolation_level(self):
        raise AttributeError("cannot delete attribute")

    @property
    def autocommit(self):
        self._check()
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        database = self._check()
        _check_autocommit(value)
        if value is True:
            if database.in_transaction:
                self._run("COMMIT")
        elif value is False:
            if not database.in_transaction:
                self._run("BEGIN")
        self._autocommit = value

    # --- functions

    def _define(self, define):
        """Tells the database of a function, now and whenever it is opened anew."""
        define(self._database)
        self._defined.append(define)

    def create_function(self, *args, deterministic=False, **kwargs):
        """Creates a new function."""
        name, narg, func = _given("create_function", ("name", "narg", "func"), args, kwargs)
        self._check()
        self._create(name, narg, lambda database: database.define(name, narg, bool(deterministic), _function(name, func)))

    def create_aggregate(self, *args, **kwargs):
        """Creates a new aggregate."""
        name, n_arg, factory = _given("create_aggregate", ("name", "n_arg", "aggregate_class"), args, kwargs)
        self._check()
        self._create_aggregate(name, n_arg, factory, False)

    def create_window_function(self, name, num_params, aggregate_class, /):
        """Creates or redefines an aggregate window function. Non-standard."""
        self._check()
        if num_params < -1 or num_params > 127:
            raise ProgrammingError(f"num_params must be between -1 and 127, not {num_params}")
        self._create_aggregate(name, num_params, aggregate_class, True)

    def _create_aggregate(self, name, count, factory, is_window):
        call = _no_function(name) if factory is None else _aggregation(factory, is_window)
        self._create(name, count, lambda database: database.define_aggregate(name, count, is_window, call))

    def _create(self, name, count, define):
        most = self._database.limit(SQLITE_LIMIT_FUNCTION_ARG)
        if not isinstance(name, str):
            raise TypeError(f"create_function() argument 'name' must be str, not {_type_name(name)}")
        if count < -1 or most is not None and count > most:
            raise ProgrammingError(f"'narg' must be between -1 and {most}, not {count}")
        if len(name.encode()) > 255:
            raise OperationalError("Error creating function")
        try:
            self._define(define)
        except Error as error:
            raise OperationalError("Error creating function") from error

    def create_collation(self, name, callback, /):
        """Creates a collation function."""
        self._check()
        if not isinstance(name, str):
            raise TypeError(f"create_collation() argument 1 must be str, not {_type_name(name)}")
        name.encode()
        if callback is not None:
            if not callable(callback):
                raise TypeError("parameter must be callable")
            raise NotSupportedError("the host's SQLite takes no collations")

    def set_authorizer(self, *args, **kwargs):
        """Set authorizer callback."""
        (callback,) = _given("set_authorizer", ("authorizer_callback",), args, kwargs)
        database = self._check()

        def ask(*about):
            try:
                answer = callback(*about)
                if isinstance(answer, int):
                    if -(2**31) <= answer < 2**31:
                        return answer
                    raise OverflowError("Python int too large to convert to C int")
            except BaseException:
                _report(callback)
            return SQLITE_DENY

        # Statements prepared before would tell of a refusal as of no error.
        self._cache.clear()
        database.authorize(None if callback is None else ask)

    def set_progress_handler(self, *args, **kwargs):
        """Set progress handler callback."""
        handler, n = _given("set_progress_handler", ("progress_handler", "n"), args, kwargs)
        self._check()
        if handler is not None:
            raise NotSupportedError("the host's SQLite calls no progress handler")

    def set_trace_callback(self, *args, **kwargs):
        """Set a trace callback called for each SQL statement (passed as unicode)."""
        (callback,) = _given("set_trace_callback", ("trace_callback",), args, kwargs)
        self._check()
        self._trace = callback

    # --- the database as a whole

    def interrupt(self):
        """Abort any pending database operation."""
        if self._database is None:
            self._check()

    def iterdump(self, *, filter=None):
        """Returns iterator to the dump of the database in an SQL text format."""
        self._check()
        from sqlite3.dump import _iterdump

        return _iterdump(self, filter=filter)

    def getlimit(self, category, /):
        """Get connection run-time limits."""
        return self.setlimit(category, -1)

    def setlimit(self, category, limit, /):
        """Set connection run-time limits, and answer those there were."""
        database = self._check()
        category = category.__index__() if hasattr(category, "__index__") else _no_int(category)
        limit = limit.__index__() if hasattr(limit, "__index__") else _no_int(limit)
        old = database.limit(category) if 0 <= category <= SQLITE_LIMIT_WORKER_THREADS else None
        if old is None:
            if category == SQLITE_LIMIT_WORKER_THREADS:
                return 0
            raise ProgrammingError("'category' is out of bounds")
        if limit >= 0:
            database.set_limit(category, limit)
        return old

    def getconfig(self, op, /):
        """Query a boolean connection configuration option."""
        database = self._check()
        if op == SQLITE_DBCONFIG_ENABLE_FKEY:
            return bool(database.prepare("pragma foreign_keys").begin(())[0])
        if 1002 <= op <= SQLITE_DBCONFIG_TRUSTED_SCHEMA:
            raise NotSupportedError(f"the host's SQLite does not tell setting {op}")
        raise ValueError("unknown config 'op': %d" % op)

    def setconfig(self, op, enable=True, /):
        """Set a boolean connection configuration option."""
        database = self._check()
        if op == SQLITE_DBCONFIG_ENABLE_FKEY:
            database.run(f"pragma foreign_keys = {int(bool(enable))}")
        elif op == SQLITE_DBCONFIG_DEFENSIVE:
            database.set_defensive(enable)
        elif 1002 <= op <= SQLITE_DBCONFIG_TRUSTED_SCHEMA:
            raise NotSupportedError(f"the host's SQLite does not change setting {op}")
        else:
            raise ValueError("unknown config 'op': %d" % op)

    def serialize(self, *, name="main"):
        """Serialize a database into a byte string."""
        return self._check().serialize(name)

    def deserialize(self, data, /, *, name="main"):
        """Load a serialized database."""
        database = self._check()
        if isinstance(data, str):
            data = data.encode()
        memory = memoryview(data)
        if not memory.c_contiguous:
            raise BufferError("memoryview: underlying buffer is not C-contiguous")
        self._cache.clear()
        # The host looks at the whole image at once, SQLite when it is first asked.
        if len(memory) < 512:
            raise _failure(DatabaseError, 26, "SQLITE_NOTADB", "file is not a database")
        database.deserialize(data, name)

    def backup(self, target, *, pages=-1, progress=None, name="main", sleep=0.250):
        """Makes a backup of the database."""
        if not isinstance(target, Connection):
            raise TypeError(f"backup() argument 'target' must be sqlite3.Connection, not {_type_name(target)}")
        database = self._check()
        if target is self:
            raise ValueError("target cannot be the same connection instance")
        into = target._check()
        if into.in_transaction:
            raise OperationalError("target is in transaction")
        if progress is not None and not callable(progress):
            raise TypeError("progress argument must be a callable")
        if name not in ("main", "temp", *[row[1] for row in self.execute("pragma database_list")]):
            raise _failure(OperationalError, SQLITE_ERROR, "SQLITE_ERROR", f"unknown database {name}")
        total = database.prepare(f'pragma "{name}".page_count').begin(())[0]
        image = database.serialize(name)
        if target._file is None:
            target._cache.clear()
            if image:
                into.deserialize(image, "main")
        else:
            target._cache.clear()
            into.close()
            with open(target._file, "wb") as file:
                file.write(image)
            target._database = _open(target._file, target._timeout)
            for define in target._defined:
                define(target._database)
        if progress is not None:
            step = total if pages < 1 else pages
            done = 0
            while done < total or not done:
                done = min(total, done + step) or 1
                progress(SQLITE_DONE if done >= total else SQLITE_OK, max(total - done, 0), total)

    def blobopen(self, table, column, row, /, *, readonly=False, name="main"):
        """Open and return a BLOB object."""
        self._check()
        return _open_blob(self, name, table, column, row, readonly)


for _name in (
    "Warning", "Error", "InterfaceError", "DatabaseError", "DataError", "OperationalError", "IntegrityError",
    "InternalError", "ProgrammingError", "NotSupportedError",
):
    setattr(Connection, _name, globals()[_name])
del _name


def _no_int(value):
    raise TypeError(f"'{_type_name(value)}' object cannot be interpreted as an integer")


def _level_of(level):
    if level is None:
        return None
    if not isinstance(level, str):
        raise TypeError("isolation_level must be str or None")
    upper = str.upper(level)
    if upper not in _LEVELS:
        raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    return upper


def _check_autocommit(value):
    if value is not True and value is not False and value != LEGACY_TRANSACTION_CONTROL:
        raise ValueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")


def _no_function(name):
    def call(*values):
        raise _call_error(f"no such function: {name}")

    return call


def _function(name, function):
    """A user's function as SQLite calls it: its errors become SQLite's."""
    if function is None:
        return _no_function(name)

    def call(*values):
        try:
            value = function(*values)
            if _storable(value):
                return value
        except MemoryError:
            _report(function)
            raise MemoryError from None
        except OverflowError:
            _report(function)
            raise _failure(DataError, SQLITE_TOOBIG, "SQLITE_TOOBIG", "string or blob too big") from None
        except BaseException:
            _report(function)
            raise _call_error("user-defined function raised exception") from None
        raise _call_error("user-defined function raised exception")

    return call


def _aggregation(factory, is_window):
    """A user's aggregate class as SQLite calls it: an instance for each aggregation that has seen a row."""
    live = {}

    def attempt(method, *values):
        try:
            function = getattr(live[values[0]], method)
        except AttributeError:
            _report(factory)
            raise _call_error(f"user-defined aggregate's '{method}' method not defined") from None
        try:
            value = function(*values[1:])
            if method != "step" and method != "inverse" and not _storable(value):
                raise TypeError("no value of SQLite's")
            return value
        except BaseException:
            live.pop(values[0], None)
            _report(factory)
            raise _call_error(f"user-defined aggregate's '{method}' method raised error") from None

    def call(what, key, *values):
        if what == "result":
            if key not in live:
                return None
            if is_window:
                return attempt("value", key)
            try:
                return attempt("finalize", key)
            finally:
                live.pop(key, None)
        if key not in live:
            try:
                live[key] = factory()
            except BaseException:
                _report(factory)
                raise _call_error("user-defined aggregate's '__init__' method raised error") from None
        attempt(what, key, *values)

    return call


# --- cursors

class Cursor:
    """SQLite database cursor class."""

    __module__ = "sqlite3"
    __slots__ = (
        "__weakref__", "_connection", "_converters", "_description", "_is_closed", "_is_locked", "_is_ready", "_lastrowid", "_row",
        "_rowcount", "_size", "_statement", "row_factory",
    )

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._is_ready = self._is_closed = self._is_locked = False
        self._connection = self._converters = self._description = self._lastrowid = None
        self._row = self._statement = self.row_factory = None
        self._rowcount = -1
        self._size = 1
        return self

    def __init__(self, connection, /):
        if not issubclass(type(connection), Connection):
            raise TypeError(f"Cursor() argument 1 must be sqlite3.Connection, not {_type_name(connection)}")
        if self._is_locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self._connection = connection
        self._is_ready = True
        self._is_closed = False
        connection._check()

    def __del__(self):
        self._reset()

    def _check(self):
        if not self._is_ready:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        if self._is_closed:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        if self._is_locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self._connection._check()

    def _reset(self):
        statement = self._statement
        self._statement = self._row = None
        if statement is not None:
            statement.reset()

    def execute(self, sql, parameters=(), /):
        """Executes an SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"execute() argument 1 must be str, not {_type_name(sql)}")
        return self._execute(sql, parameters, False)

    def executemany(self, sql, seq_of_parameters, /):
        """Repeatedly executes an SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"executemany() argument 1 must be str, not {_type_name(sql)}")
        return self._execute(sql, seq_of_parameters, True)

    def _execute(self, sql, parameters, is_many):
        self._check()
        connection = self._connection
        database = connection._database
        self._is_locked = True
        try:
            turns = iter(parameters) if is_many else (parameters,)
            self._reset()
            self._description = self._converters = None
            self._rowcount = -1
            statement = connection._prepare(sql)
            if statement is None:
                if not is_many:
                    self._lastrowid = database.last_row_id()
                return self
            word = statement.first_word
            is_dml = word in _DML
            if is_many and not is_dml and word in _READING:
                raise ProgrammingError("executemany() can only execute DML statements.")
            if is_dml:
                self._rowcount = 0
                if (
                    connection._level is not None
                    and connection._autocommit is not True
                    and connection._autocommit is not False
                    and not database.in_transaction
                ):
                    connection._begin()
            names = statement.parameters
            self._statement = statement
            row = None
            for values in turns:
                bound = _bound(names, values)
                if connection._trace is not None:
                    connection._traced(_expanded(connection, sql, names, bound))
                row = statement.begin(bound)
                if self._description is None:
                    self._describe(statement)
                if row is None:
                    if is_dml:
                        self._rowcount += database.changes()
                elif is_many:
                    statement.reset()
                    row = None
            if not is_many:
                self._lastrowid = database.last_row_id()
            self._row = row
            if row is None:
                self._statement = None
        except BaseException:
            self._rowcount = -1
            self._reset()
            raise
        finally:
            self._is_locked = False
        return self

    def _describe(self, statement):
        columns = statement.columns()
        if not columns:
            return
        detects = self._connection._detects
        description = []
        used = []
        for name, declared in columns:
            converter = None
            if detects & PARSE_COLNAMES:
                start = name.find("[")
                if start >= 0:
                    end = name.find("]", start)
                    if end >= 0:
                        converter = converters.get(name[start + 1 : end].upper())
            if converter is None and detects & PARSE_DECLTYPES and declared is not None:
                end = min((i for i in (declared.find(" "), declared.find("(")) if i >= 0), default=len(declared))
                converter = converters.get(declared[:end].upper())
            used.append(converter)
            if detects & PARSE_COLNAMES:
                cut = name.find(" [")
                if cut >= 0:
                    name = name[:cut]
            description.append((name, None, None, None, None, None, None))
        self._description = tuple(description)
        if any(converter is not None for converter in used):
            self._converters = used

    def _converted(self, row):
        factory = self._connection.text_factory
        used = self._converters or (None,) * len(row)
        values = []
        for value, converter in zip(row, used):
            if value is not None and converter is not None:
                if type(value) is not bytes:
                    value = (value if type(value) is str else repr(value)).encode()
                # SQLite gives no pointer to an empty blob.
                value = None if value == b"" else converter(value)
            elif type(value) is str and factory is not str:
                value = factory(value.encode())
            values.append(value)
        return tuple(values)

    def _is_plain(self):
        return self._converters is None and self._connection.text_factory is str

    def _advance(self):
        """The row at hand, the next one taken up; None at the end."""
        row = self._row
        if row is None:
            return None
        self._is_locked = True
        try:
            if self._converters is not None or self._connection.text_factory is not str:
                row = self._converted(row)
        finally:
            self._is_locked = False
        if self.row_factory is not None:
            row = self.row_factory(self, row)
        statement = self._statement
        if statement is None:
            # The factory has run something else.
            return row
        try:
            self._row = statement.next()
        except BaseException:
            self._reset()
            raise
        if self._row is None:
            self._ended(statement)
        return row

    def _ended(self, statement):
        if statement.first_word in _DML:
            self._rowcount = self._connection._database.changes()
        self._statement = None

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        if not isinstance(sql_script, str):
            raise TypeError(f"executescript() argument must be str, not {_type_name(sql_script)}")
        if "\0" in sql_script:
            raise ValueError("embedded null character")
        self._check()
        connection = self._connection
        database = connection._database
        connection._check_length(sql_script)
        if connection._autocommit is not True and connection._autocommit is not False and database.in_transaction:
            connection._run("COMMIT")
        if connection._trace is None:
            database.run(sql_script)
        else:
            while _has_sql(sql_script.replace(";", "")):
                statement = database.prepare(sql_script)
                sql_script = sql_script[len(statement.source):]
                connection._traced(statement.source.strip().rstrip(";"))
                statement.begin((None,) * len(statement.parameters))
                statement.rest()
        return self

    def __iter__(self):
        return self

    def __next__(self):
        self._check()
        row = self._row
        if row is None:
            raise StopIteration
        return self._advance()

    def fetchone(self):
        """Fetches one row from the resultset."""
        self._check()
        return self._advance()

    def fetchmany(self, size=_missing):
        """Fetches several rows from the resultset."""
        if size is _missing:
            size = self._size
        elif not hasattr(type(size), "__index__"):
            _no_int(size)
        self._check()
        rows = []
        # Any negative number stands for all, as a count that never comes down to zero.
        while len(rows) != size and self._row is not None:
            rows.append(self._advance())
        return rows

    def fetchall(self):
        """Fetches all rows from the resultset."""
        self._check()
        row = self._row
        if row is None:
            return []
        if self.row_factory is None and self._is_plain():
            statement = self._statement
            self._row = None
            try:
                rows = statement.rest()
            except BaseException:
                self._reset()
                raise
            rows.insert(0, row)
            self._ended(statement)
            return rows
        rows = []
        while self._row is not None:
            rows.append(self._advance())
        return rows

    def setinputsizes(self, sizes, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def setoutputsize(self, size, column=None, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def close(self):
        """Closes the cursor."""
        if not self._is_ready:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        if self._is_locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self._connection._check()
        self._reset()
        self._is_closed = True

    connection = property(lambda self: self._connection, lambda self, value: _no_setting())

    description = property(lambda self: self._description, lambda self, value: _no_setting())

    lastrowid = property(lambda self: self._lastrowid, lambda self, value: _no_setting())

    rowcount = property(lambda self: self._rowcount, lambda self, value: _no_setting())

    @property
    def arraysize(self):
        return self._size

    @arraysize.setter
    def arraysize(self, size):
        if not hasattr(type(size), "__index__"):
            _no_int(size)
        if size < 0:
            raise ValueError("Value must be positive")
        if size >= 2**32:
            raise OverflowError("Python int too large for C uint32_t")
        self._size = size


def _no_setting():
    raise AttributeError("readonly attribute")


def _literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, (int, float)):
        return repr(value + 0)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"x'{bytes(value).hex()}'"


def _expanded(connection, sql, names, bound):
    """The statement as a trace shows it: its parameters replaced by their values, where that does not get too long."""
    if not bound:
        return sql
    text = _with_values(sql, [_literal(value) for value in bound])
    most = connection._database.limit(SQLITE_LIMIT_LENGTH)
    if most is not None and len(text) > most:
        try:
            raise DataError("Expanded SQL string exceeds the maximum string length")
        except DataError:
            _report(connection._trace)
        return sql
    return text
`;

export const SQLITE_PYTHON = python + SQLITE_VALUES;
