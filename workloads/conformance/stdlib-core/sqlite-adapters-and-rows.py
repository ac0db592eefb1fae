# sqlite3: adapters and converters, row and text factories, Row, subclasses, threads.
# needs: sqlite3, threads
# reference: native
import sqlite3
import threading


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f"{self.x};{self.y}"

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Money:
    def __init__(self, cents):
        self.cents = cents


sqlite3.register_adapter(Money, lambda money: money.cents)
sqlite3.register_converter("point", lambda text: Point(*map(int, text.split(b";"))))
sqlite3.register_converter("money", lambda text: ("money", int(text)))
con = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
con.execute("create table t(p point, m money(10), s text)")
con.execute("insert into t values (?, ?, ?)", (Point(1, 2), Money(250), "x"))
con.execute("insert into t values (?, ?, ?)", (None, None, None))
print("declared", con.execute("select * from t").fetchall())
print("named", con.execute('select s, p as "place [money]", \'3;4\' as "q [point]" from t where s = \'x\' and 0 union all select 1, 7, 8').description[1][0])
print("by name", con.execute('select \'3;4\' as "q [point]"').fetchone())

rows = sqlite3.connect(":memory:")
rows.row_factory = sqlite3.Row
row = rows.execute("select 1 as a, 'two' as B, null as c").fetchone()
print("row", row["a"], row["b"], row[2], row[-1], row[:2], len(row), row.keys(), tuple(row), dict(row))
print("equal", row == rows.execute("select 1 as a, 'two' as B, null as c").fetchone(), row == (1, "two", None), hash(row) == hash(row))
for key in ("d", 3, 1.5):
    try:
        row[key]
    except IndexError as e:
        print("key", key, e)
rows.row_factory = lambda cursor, values: {column[0]: value for column, value in zip(cursor.description, values)}
print("factory", rows.execute("select 1 as a, 2 as b").fetchall())
rows.row_factory = None
for factory in (bytes, bytearray, lambda text: text.decode().upper()):
    rows.text_factory = factory
    print("text", rows.execute("select 'h\u00e9', 1, x'00'").fetchone())
print("adapt", sqlite3.adapt(Point(5, 6)), sqlite3.adapt(Money(1)), sqlite3.adapt(object(), sqlite3.PrepareProtocol, "other"))
try:
    sqlite3.adapt(object())
except sqlite3.ProgrammingError as e:
    print("adapt", e)


class Cursor(sqlite3.Cursor):
    def first(self):
        return self.fetchone()[0]


class Connection(sqlite3.Connection):
    def cursor(self):
        return super().cursor(Cursor)

    def value(self, sql, *parameters):
        return self.cursor().execute(sql, parameters).first()


own = sqlite3.connect(":memory:", factory=Connection)
print("subclasses", type(own).__name__, own.value("select ? + 1", 41), type(own.execute("select 1")).__name__)
for wrong in (lambda: sqlite3.Cursor(1), lambda: sqlite3.Row(own.cursor(), []), lambda: sqlite3.Connection.cursor(own, repr)):
    try:
        wrong()
    except TypeError as e:
        print("wrong", str(e)[:40])


def other_thread():
    try:
        own.execute("select 1")
    except sqlite3.ProgrammingError as e:
        print("thread", str(e).split(".")[0])


thread = threading.Thread(target=other_thread)
thread.start()
thread.join()
shared = sqlite3.connect(":memory:", check_same_thread=False)
thread = threading.Thread(target=lambda: print("shared", shared.execute("select 5").fetchone()))
thread.start()
thread.join()
for connection in (con, rows, own, shared):
    connection.close()
