# sqlite3: Python functions, aggregates and windows in SQL; authorizers, traces, blobs.
# needs: sqlite3
# reference: native
import sqlite3


def attempt(label, run):
    try:
        print(label, run())
    except (sqlite3.Error, TypeError, ValueError, IndexError) as e:
        print(label, type(e).__name__, e, getattr(e, "sqlite_errorname", None))


con = sqlite3.connect(":memory:")
con.execute("create table t(x, y)")
con.executemany("insert into t values (?, ?)", [("a", 4), ("b", 5), ("c", 3), ("d", 8), ("e", 1)])

con.create_function("shout", 1, lambda s: s.upper() + "!")
con.create_function("count", -1, lambda *values: len(values), deterministic=True)
con.create_function("kind", 1, lambda v: type(v).__name__)
con.create_function("bad", 0, lambda: 1 / 0)
con.create_function("worse", 0, lambda: object())
print("function", con.execute("select shout(x) from t where y > 4").fetchall())
print("any number", con.execute("select count(), count(1, 2, 3)").fetchone())
print("kinds", con.execute("select kind(1), kind(1.5), kind('a'), kind(x'00'), kind(null)").fetchone())
attempt("raises", lambda: con.execute("select bad()").fetchall())
attempt("again", lambda: con.execute("select bad()").fetchall())
attempt("no value", lambda: con.execute("select worse()").fetchall())
attempt("arguments", lambda: con.execute("select shout(1, 2)").fetchall())
con.create_function("nested", 1, lambda n: con.execute("select sum(y) from t where y > ?", (n,)).fetchone()[0])
print("nested", con.execute("select nested(3), nested(4)").fetchone())


class Joined:
    made = 0

    def __init__(self):
        Joined.made += 1
        self.parts = []

    def step(self, part):
        self.parts.append(part)

    def inverse(self, part):
        self.parts.remove(part)

    def value(self):
        return "".join(self.parts)

    def finalize(self):
        return "-".join(self.parts)


class Failing(Joined):
    def step(self, part):
        raise LookupError(part)


con.create_aggregate("joined", 1, Joined)
con.create_aggregate("failing", 1, Failing)
print("aggregate", con.execute("select joined(x) from t").fetchone(), Joined.made)
print("none", con.execute("select joined(x) from t where 0").fetchone(), Joined.made)
print("groups", con.execute("select joined(x) from t group by y > 3").fetchall())
attempt("step", lambda: con.execute("select failing(x) from t").fetchone())
con.create_window_function("window", 1, Joined)
print("window", con.execute("select window(x) over (order by x rows between 1 preceding and 1 following) from t").fetchall())

seen = set()


def judge(action, first, second, database, trigger):
    seen.add((action, first, second))
    return sqlite3.SQLITE_IGNORE if second == "y" else sqlite3.SQLITE_OK


con.set_authorizer(judge)
print("ignored", con.execute("select x, y from t limit 1").fetchone(), (sqlite3.SQLITE_READ, "t", "x") in seen)
con.set_authorizer(lambda *about: sqlite3.SQLITE_DENY)
attempt("denied", lambda: con.execute("select x from t"))
con.set_authorizer(None)

traced = []
con.set_trace_callback(traced.append)
con.execute("insert into t values (?, :n)".replace(":n", "?"), ("it's", 2.5))
con.commit()
con.set_trace_callback(None)
print("traced", traced)

con.execute("create table b(data blob)")
con.execute("insert into b values (zeroblob(8))")
with con.blobopen("b", "data", 1) as blob:
    blob.write(b"abc")
    blob[-1] = 255
    blob[4:6] = b"xy"
    print("blob", len(blob), blob.tell(), blob.read(2), blob[0], blob[:4])
    blob.seek(0)
    attempt("long", lambda: blob.write(bytes(9)))
print("stored", con.execute("select data from b").fetchone())
attempt("no row", lambda: con.blobopen("b", "data", 7))
con.close()
