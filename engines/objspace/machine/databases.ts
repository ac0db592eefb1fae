// SQLite by node:sqlite (Node 22.13 and later). Left out, for the host has no way to them: collations, progress handlers, tracing, text that
// is no UTF-8 (it comes with replacement characters).
import { DatabaseFailure } from '../machine-databases.ts';
import type {
  AggregateCalls,
  Database,
  DatabaseStatement,
  DatabaseValue,
  MachineDatabases,
} from '../machine-databases.ts';
import { hostModules } from './host-modules.ts';

/** What is used of node:sqlite, which is younger than the type declarations of the oldest host. */
interface StatementSync {
  readonly sourceSQL: string;
  columns(): { name: string; type: string | null }[];
  iterate(named: object, ...others: unknown[]): Iterator<unknown>;
  get(): unknown;
}
interface DatabaseSync {
  readonly isTransaction: boolean;
  readonly limits?: Record<string, number>;
  prepare(sql: string): StatementSync;
  exec(script: string): void;
  function(name: string, options: object, call: unknown): void;
  aggregate(name: string, options: object): void;
  setAuthorizer(ask: unknown): void;
  enableDefensive(isOn: boolean): void;
  serialize(name: string): Uint8Array;
  deserialize(bytes: Uint8Array, options: { dbName: string }): void;
  close(): void;
}
interface Sqlite {
  DatabaseSync: new (path: string | Uint8Array, options: object) => DatabaseSync;
}

const SQLITE_MISUSE = 21;
/** In the order of SQLITE_LIMIT_LENGTH and what follows. */
const LIMITS = [
  'length',
  'sqlLength',
  'column',
  'exprDepth',
  'compoundSelect',
  'vdbeOp',
  'functionArg',
  'attach',
  'likePatternLength',
  'variableNumber',
  'triggerDepth',
] as const;

/** SQLite's errors as DatabaseFailures; what call-backs threw goes on as it is. */
function failed(e: unknown): unknown {
  const { code, errcode, message } = e as { code?: string; errcode?: number; message: string };
  if (code === 'ERR_SQLITE_ERROR') return new DatabaseFailure(errcode ?? 1, message);
  if (code?.startsWith('ERR_')) return new DatabaseFailure(SQLITE_MISUSE, message);
  return e;
}

/** What a call-back threw, kept until SQLite has come back: not every way into the host's binding passes it on. */
let thrown: { error: unknown } | null = null;

function noted<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    thrown ??= { error };
    throw error;
  }
}

function guarded<T>(run: () => T): T {
  let failure: unknown;
  let value: T | undefined;
  try {
    value = run();
  } catch (e) {
    failure = failed(e);
  }
  const kept = thrown;
  thrown = null;
  if (kept !== null) throw kept.error;
  if (failure !== undefined) throw failure;
  return value as T;
}

class NodeStatement implements DatabaseStatement {
  readonly source: string;
  private readonly statement: StatementSync;
  private rows: Iterator<unknown> | null = null;

  constructor(statement: StatementSync) {
    this.statement = statement;
    this.source = statement.sourceSQL;
  }

  columns() {
    return guarded(() => this.statement.columns()).map(({ name, type }) => ({ name, declared: type }));
  }

  begin(named: Record<string, DatabaseValue>, others: readonly DatabaseValue[]): DatabaseValue[] | null {
    // The rows of a run before this one would still hold the statement.
    this.reset();
    this.rows = guarded(() => this.statement.iterate(named, ...others));
    return this.next();
  }

  next(): DatabaseValue[] | null {
    const { rows } = this;
    if (rows === null) return null;
    try {
      const { done, value } = guarded(() => rows.next());
      if (!done) return value as DatabaseValue[];
      this.rows = null;
      return null;
    } catch (e) {
      // The host's iterator leaves a statement that failed as it is.
      this.reset();
      throw e;
    }
  }

  reset(): void {
    const { rows } = this;
    if (rows === null) return;
    this.rows = null;
    try {
      rows.return?.();
    } catch {
      // The database has been closed, and the statement with it.
    }
  }
}

/** A function whose `length` says how many arguments SQLite is to allow. */
function withArity<F>(call: F, arity: number): F {
  return Object.defineProperty(call, 'length', { value: arity });
}

/** Bytes of a name that is no UTF-8 stand in it as surrogates (PEP 383). */
function hostPath(path: string): string | Uint8Array {
  if (!/[\udc80-\udcff]/.test(path)) return path;
  const parts = path.split(/([\udc80-\udcff])/);
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 1 ? Buffer.of(part.charCodeAt(0) & 0xff) : Buffer.from(part))),
  );
}

class NodeDatabase implements Database {
  private readonly database: DatabaseSync;
  private readonly counts = new Map<string, StatementSync>();
  /** Our own questions are nobody's to refuse. */
  private isOwn = false;

  constructor(module: Sqlite, path: string, timeout: number) {
    const options = {
      enableForeignKeyConstraints: false,
      enableDoubleQuotedStringLiterals: true,
      readBigInts: true,
      returnArrays: true,
      defensive: false,
      timeout,
    };
    this.database = guarded(() => new module.DatabaseSync(hostPath(path), options));
  }

  prepare(sql: string): DatabaseStatement {
    return guarded(() => new NodeStatement(this.database.prepare(sql)));
  }
  run(script: string): void {
    guarded(() => this.database.exec(script));
  }
  get isInTransaction(): boolean {
    return this.database.isTransaction;
  }

  private count(name: string): bigint {
    this.isOwn = true;
    try {
      let statement = this.counts.get(name);
      if (statement === undefined) {
        statement = this.database.prepare(`select ${name}()`);
        this.counts.set(name, statement);
      }
      return (statement.get() as unknown as [bigint])[0];
    } finally {
      this.isOwn = false;
    }
  }
  changes(): bigint {
    return this.count('changes');
  }
  totalChanges(): bigint {
    return this.count('total_changes');
  }
  lastRowId(): bigint {
    return this.count('last_insert_rowid');
  }

  define(
    name: string,
    arity: number,
    isDeterministic: boolean,
    call: (...values: DatabaseValue[]) => DatabaseValue,
  ): void {
    const options = { deterministic: isDeterministic, useBigIntArguments: true, varargs: arity < 0 };
    const sized = withArity((...values: DatabaseValue[]) => noted(() => call(...values)), Math.max(arity, 0));
    guarded(() => this.database.function(name, options, sized));
  }

  defineAggregate(name: string, arity: number, { start, step, result, inverse }: AggregateCalls): void {
    const options = {
      start,
      step: withArity(
        (state: unknown, ...values: DatabaseValue[]) => noted(() => step(state, ...values)),
        arity + 1,
      ),
      result: (state: unknown) => noted(() => result(state)),
      ...(inverse === undefined
        ? {}
        : {
            inverse: withArity(
              (state: unknown, ...values: DatabaseValue[]) => noted(() => inverse(state, ...values)),
              arity + 1,
            ),
          }),
      useBigIntArguments: true,
      varargs: arity < 0,
    };
    guarded(() => this.database.aggregate(name, options));
  }

  authorize(ask: ((action: number, ...about: (string | null)[]) => number) | null): void {
    const own = (action: number, ...about: (string | null)[]): number =>
      this.isOwn ? 0 : noted(() => ask!(action, ...about));
    guarded(() => this.database.setAuthorizer(ask === null ? null : own));
  }

  limit(category: number): number | undefined {
    return this.database.limits?.[LIMITS[category]];
  }
  setLimit(category: number, value: number): void {
    guarded(() => (this.database.limits![LIMITS[category]] = value));
  }
  setDefensive(isOn: boolean): void {
    guarded(() => this.database.enableDefensive(isOn));
  }

  serialize(name: string): Uint8Array {
    return guarded(() => this.database.serialize(name));
  }
  deserialize(bytes: Uint8Array, name: string): void {
    this.counts.clear();
    guarded(() => this.database.deserialize(bytes, { dbName: name }));
  }
  close(): void {
    this.counts.clear();
    guarded(() => this.database.close());
  }
}

/** Null: the host has no SQLite. */
export function nodeDatabases(): MachineDatabases | null {
  const module = hostModules.sqlite as Sqlite | undefined;
  if (module === undefined) return null;
  return {
    get version() {
      return process.versions.sqlite!;
    },
    open: (path, timeout) => new NodeDatabase(module, path, timeout),
  };
}
