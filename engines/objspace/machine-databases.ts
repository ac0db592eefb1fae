// What the module `_sqlite3` needs of the machine: SQLite databases behind plain functions, which node:sqlite gives on hosts that have it
// (machine/databases.ts). Integers are bigints and floats numbers, both ways; failures are DatabaseFailures.

export type DatabaseValue = null | number | bigint | string | Uint8Array;

/** SQLite's own error: its extended result code and text. */
export class DatabaseFailure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface DatabaseStatement {
  /** The part of the text that was taken. */
  readonly source: string;
  /** Name and declared type of each column of the answer. */
  columns(): { name: string; declared: string | null }[];
  /** Binds the parameters with a name, and the others in turn, and runs up to the first row; null: it has ended. */
  begin(named: Record<string, DatabaseValue>, others: readonly DatabaseValue[]): DatabaseValue[] | null;
  next(): DatabaseValue[] | null;
  /** Gives up what has not been read. */
  reset(): void;
}

export interface AggregateCalls {
  start(): unknown;
  step(state: unknown, ...values: DatabaseValue[]): unknown;
  result(state: unknown): DatabaseValue;
  inverse?(state: unknown, ...values: DatabaseValue[]): unknown;
}

export interface Database {
  prepare(sql: string): DatabaseStatement;
  /** Any number of statements, their rows dropped. */
  run(script: string): void;
  readonly isInTransaction: boolean;
  changes(): bigint;
  totalChanges(): bigint;
  lastRowId(): bigint;
  /** `arity` -1: any number. Errors that `call` throws come out of whatever runs the statement. */
  define(
    name: string,
    arity: number,
    isDeterministic: boolean,
    call: (...values: DatabaseValue[]) => DatabaseValue,
  ): void;
  defineAggregate(name: string, arity: number, calls: AggregateCalls): void;
  authorize(ask: ((action: number, ...about: (string | null)[]) => number) | null): void;
  /** By the numbers of SQLITE_LIMIT_…; undefined: no such limit. */
  limit(category: number): number | undefined;
  setLimit(category: number, value: number): void;
  setDefensive(isOn: boolean): void;
  serialize(name: string): Uint8Array;
  deserialize(bytes: Uint8Array, name: string): void;
  close(): void;
}

export interface MachineDatabases {
  readonly version: string;
  /** `path`: of a file, `:memory:`, '' for a temporary one, or a URI. */
  open(path: string, timeout: number): Database;
}
