# sqlite3: statements with parameters, rows one by one and together, what cursors tell, transactions.
# needs: sqlite3
# reference: native
import sqlite3


def attempt(label, run):
    try:
        print(label, run())
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as e:
        print(label, type(e).__name__, e, getattr(e, "sqlite_errorname", None))


con = sqlite3.connect(":memory:")
cur = con.cursor()
print("create", cur.execute("create table t(a integer primary key, b text, c real, d blob)") is cur, cur.description)
cur.execute("insert into t(b, c, d) values (?, ?, ?)", ("one", 1.5, b"\x00\x01"))
print("insert", cur.lastrowid, cur.rowcount, con.in_transaction)
cur.executemany("insert into t(b) values (?)", ([s] for s in ("two", "thr\0ee", "v\u00efer", "\U0001f600")))
print("many", cur.rowcount, con.total_changes)
con.commit()
print("committed", con.in_transaction)
print("all", cur.execute("select * from t").fetchall())
print("description", [column[0] for column in cur.description], cur.rowcount)
print("one", cur.execute("select a from t order by a").fetchone(), cur.fetchmany(2), next(cur), list(cur), cur.fetchone())
print("named", con.execute("select b from t where a = :a or b = :b", {"a": 1, "b": "two", "more": 0}).fetchall())
print("numbered", con.execute("select ?2, ?1", ("x", "y")).fetchall())
print("types", con.execute("select typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)", (1, 1.0, "", b"", None)).fetchone())
print("int64", con.execute("select ?, ?", (2**63 - 1, -(2**63))).fetchone(), con.execute("select 9007199254740993").fetchone())
print("returning", cur.execute("update t set c = 2 where a < 3 returning a").fetchall(), cur.rowcount)

attempt("too large", lambda: con.execute("select ?", (2**63,)))
attempt("few", lambda: con.execute("select ?, ?", (1,)))
attempt("no name", lambda: con.execute("select ?", {"a": 1}))
attempt("no value", lambda: con.execute("select :a", {}))
attempt("type", lambda: con.execute("select ?", ({},)))
attempt("syntax", lambda: con.execute("selec 1"))
attempt("no table", lambda: con.execute("select * from nowhere"))
attempt("two", lambda: con.execute("select 1; select 2"))
attempt("null", lambda: con.execute("select 1\0"))
attempt("no text", lambda: con.execute(1))
attempt("unique", lambda: con.execute("insert into t(a) values (1)"))
attempt("many", lambda: cur.executemany("select ?", [(1,)]))

con.rollback()
print("rolled back", con.execute("select c from t where a = 1").fetchone())
try:
    with con:
        con.execute("delete from t")
        raise KeyError
except KeyError:
    print("with", con.execute("select count(*) from t").fetchone())
with con:
    con.execute("delete from t where a > 2")
print("with", con.execute("select count(*) from t").fetchone(), con.in_transaction)
con.executescript("create table u(x); insert into u values (1); -- end\n insert into u values (2);")
print("script", con.execute("select sum(x) from u").fetchone())
con.isolation_level = None
con.execute("insert into u values (3)")
print("autocommit", con.in_transaction, con.isolation_level)
print("dump", "\n".join(con.iterdump()))
image = con.serialize()
other = sqlite3.connect(":memory:")
other.deserialize(image)
print("image", other.execute("select count(*) from u").fetchone())
third = sqlite3.connect(":memory:")
con.backup(third)
print("backup", third.execute("select count(*) from u").fetchone())
cur.close()
attempt("closed cursor", lambda: cur.execute("select 1"))
con.close()
attempt("closed", lambda: con.execute("select 1"))
other.close()
third.close()
print(sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select ';"), sqlite3.threadsafety, sqlite3.paramstyle)
