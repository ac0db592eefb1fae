// The native part of the module `_sqlite3`: databases and statements of the machine (Host.databases) with Python's values. Models what CPython's
// Modules/_sqlite asks of SQLite's C interface; connections, cursors and rows are Python (applevel/_sqlite3.ts).
import { normalize } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { firstSqlWord, hasSql, isCompleteSql, sqlParameters, withSqlValues } from '../../kernels/sql-text.ts';
import { textFromHost } from '../../kernels/text.ts';
import { callNested } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf, nesting } from '../gateway.ts';
import { DatabaseFailure } from '../machine-databases.ts';
import type { Database, DatabaseStatement, DatabaseValue } from '../machine-databases.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { hasBuffer } from '../types/bytes.ts';
import { encodeText } from '../types/str.ts';
import { SQLITE_PYTHON } from './applevel/_sqlite3.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { reportRow } from './sys.ts';
import { CODE_NAMES, SQLITE_CONSTANTS } from './sqlite-constants.ts';

type ErrorName =
  | 'DataError'
  | 'DatabaseError'
  | 'IntegrityError'
  | 'InterfaceError'
  | 'InternalError'
  | 'OperationalError'
  | 'ProgrammingError';

/** Result codes and what they raise, as _pysqlite_seterror has them; all others a DatabaseError. */
const ERRORS: readonly [ErrorName, readonly number[]][] = [
  ['InternalError', [2, 12]],
  ['OperationalError', [1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17]],
  ['DataError', [18]],
  ['IntegrityError', [19, 20]],
  ['InterfaceError', [21, 25]],
];
const NO_MEMORY = 7;
const LARGEST = 2n ** 63n - 1n;

/** SQLite's error as Python's; everything else as it is. */
function failed(space: Space, e: unknown): unknown {
  if (!(e instanceof DatabaseFailure)) return e;
  const primary = e.code & 0xff;
  if (primary === NO_MEMORY) return new OperationError(space.types.MemoryError, null, null);
  const name = ERRORS.find(([, codes]) => codes.includes(primary))?.[0] ?? 'DatabaseError';
  const error = raise(space, `sqlite3.${name}`, e.message);
  const w_error = space.errorValue(error);
  space.setdictvalue(w_error, 'sqlite_errorcode', space.newint(e.code));
  space.setdictvalue(w_error, 'sqlite_errorname', space.newstr(CODE_NAMES.get(e.code) ?? 'unknown'));
  return error;
}

function guarded<T>(space: Space, run: () => T): T {
  try {
    return run();
  } catch (e) {
    throw failed(space, e);
  }
}

// --- values

function fromDatabase(space: Space, value: DatabaseValue): W {
  if (value === null) return space.w_None;
  if (typeof value === 'bigint') return space.newint(normalize(value));
  if (typeof value === 'number') return space.newfloat(value);
  if (typeof value === 'string') return space.newtext(textFromHost(value));
  return space.newbytes(value.slice());
}

/** Host text of a str; UnicodeEncodeError where it has lone surrogates. */
function sqlText(space: Space, w: W): string {
  const text = space.text_w(w);
  const hasSurrogates =
    typeof text === 'string'
      ? /[\ud800-\udfff]/.test(text)
      : text.points.some((point) => point >= 0xd800 && point <= 0xdfff);
  if (hasSurrogates) encodeText(space, w, 'utf-8', 'strict');
  return text.toString();
}

/** Undefined: no type that SQLite has. */
function toDatabase(space: Space, w: W): DatabaseValue | undefined {
  if (space.is(w, space.w_None)) return null;
  const type = space.type(w);
  if (type.isSubtype(space.types.int)) {
    const value = BigInt(space.int_w(w));
    if (value > LARGEST || value < -LARGEST - 1n)
      throw raise(space, 'OverflowError', 'Python int too large to convert to SQLite INTEGER');
    return value;
  }
  if (type.isSubtype(space.types.float)) return space.float_w(w);
  if (type.isSubtype(space.types.str)) return sqlText(space, w);
  if (hasBuffer(space, w)) return space.buffer_w(w).slice();
  return undefined;
}

const rowOf = (space: Space, values: readonly DatabaseValue[]): W =>
  space.newtuple(values.map((value) => fromDatabase(space, value)));

// --- statements

class StatementPayload extends Payload {
  readonly statement: DatabaseStatement;
  readonly parameters: readonly (string | null)[];
  readonly firstWord: string;
  isActive = false;
  constructor(statement: DatabaseStatement) {
    super();
    this.statement = statement;
    this.parameters = sqlParameters(statement.source);
    this.firstWord = firstSqlWord(statement.source);
  }
  traverse(): void {}
  forget(): void {}
}

const statementOf = (space: Space, w: W): StatementPayload => space.data(w) as StatementPayload;

/** The row as a tuple, or None at the end. */
function nextRow(space: Space, payload: StatementPayload, advance: () => DatabaseValue[] | null): W {
  payload.isActive = true;
  let values: DatabaseValue[] | null = null;
  try {
    values = guarded(space, advance);
  } finally {
    payload.isActive = values !== null;
  }
  return values === null ? space.w_None : rowOf(space, values);
}

function begin(space: Space, w: W, w_values: W): W {
  const payload = statementOf(space, w);
  const { parameters, statement } = payload;
  const named = Object.create(null) as Record<string, DatabaseValue>;
  const others: DatabaseValue[] = [];
  space.tuple_w(w_values).forEach((w_value, i) => {
    const name = parameters[i];
    const value = toDatabase(space, w_value);
    if (value === undefined) {
      const { name: type } = space.type(w_value);
      throw raise(
        space,
        'sqlite3.ProgrammingError',
        `Error binding parameter ${i + 1}: type '${type}' is not supported`,
      );
    }
    if (name === null || name.startsWith('?')) others.push(value);
    else named[name] = value;
  });
  return nextRow(space, payload, () => statement.begin(named, others));
}

const statementType: TypeDefinition = {
  name: 'sqlite3.Statement',
  isBase: false,
  methods: [
    nesting('begin', '$self, values, /', begin),
    nesting('next', '$self, /', (space: Space, w: W) => {
      const payload = statementOf(space, w);
      return nextRow(space, payload, () => payload.statement.next());
    }),
    nesting('rest', '$self, /', (space: Space, w: W) => {
      const payload = statementOf(space, w);
      const w_rows = space.newlist([]);
      for (;;) {
        const w_row = nextRow(space, payload, () => payload.statement.next());
        if (space.is(w_row, space.w_None)) return w_rows;
        space.listappend(w_rows, w_row);
      }
    }),
    leaf(
      'reset',
      '$self, /',
      (space: Space, w: W) => {
        const payload = statementOf(space, w);
        payload.isActive = false;
        guarded(space, () => payload.statement.reset());
      },
      { result: 'none' },
    ),
    leaf('columns', '$self, /', (space: Space, w: W) =>
      space.newlist(
        guarded(space, () => statementOf(space, w).statement.columns()).map(({ name, declared }) =>
          space.newtuple([
            space.newtext(textFromHost(name)),
            declared === null ? space.w_None : space.newtext(textFromHost(declared)),
          ]),
        ),
      ),
    ),
  ],
  getset: {
    first_word: { get: (space, w) => space.newstr(statementOf(space, w).firstWord) },
    is_active: { get: (space, w) => space.newbool(statementOf(space, w).isActive) },
    parameters: {
      get: (space, w) =>
        space.newtuple(
          statementOf(space, w).parameters.map((name) =>
            name === null ? space.w_None : space.newtext(textFromHost(name)),
          ),
        ),
    },
    source: { get: (space, w) => space.newtext(textFromHost(statementOf(space, w).statement.source)) },
  },
};

// --- databases

/** Python functions that SQLite calls; they are given up when their database is closed. */
class DatabasePayload extends Payload {
  readonly database: Database;
  readonly calls_w: W[] = [];
  constructor(database: Database) {
    super();
    this.database = database;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of this.calls_w) visit(w);
  }
  forget(): void {
    this.calls_w.length = 0;
  }
}

const payloadOf = (space: Space, w: W): DatabasePayload => space.data(w) as DatabasePayload;
const databaseOf = (space: Space, w: W): Database => payloadOf(space, w).database;

/** A Python function as SQLite calls it: with values, for one. What it raises comes out of the statement. */
function calling(space: Space, w: W, w_call: W) {
  payloadOf(space, w).calls_w.push(space.own(w_call));
  return (first: readonly W[], values: readonly DatabaseValue[]): DatabaseValue => {
    const arguments_w = [...first, ...values.map((value) => fromDatabase(space, value))];
    const value = toDatabase(space, callNested(space, w_call, arguments_w));
    if (value === undefined) throw new DatabaseFailure(1, 'user-defined function raised exception');
    return value;
  };
}

function define(space: Space, w: W, name: string, arity: number, deterministic: boolean, w_call: W): void {
  const call = calling(space, w, w_call);
  guarded(space, () =>
    databaseOf(space, w).define(name, arity, deterministic, (...values) => call([], values)),
  );
}

/** `call(what, key, *values)`: `what` is `step`, `inverse` or `result`, `key` a number for each aggregation. */
function defineAggregate(
  space: Space,
  w: W,
  name: string,
  arity: number,
  isWindow: boolean,
  w_call: W,
): void {
  const call = calling(space, w, w_call);
  let key = 0;
  const about = (what: string, state: unknown): W[] => [space.newstr(what), space.newint(state as number)];
  const turn =
    (what: string) =>
    (state: unknown, ...values: DatabaseValue[]): unknown => {
      call(about(what, state), values);
      return state;
    };
  guarded(space, () =>
    databaseOf(space, w).defineAggregate(name, arity, {
      start: () => ++key,
      step: turn('step'),
      result: (state) => call(about('result', state), []),
      ...(isWindow ? { inverse: turn('inverse') } : {}),
    }),
  );
}

function authorize(space: Space, w: W, w_call: W): void {
  const database = databaseOf(space, w);
  if (space.is(w_call, space.w_None)) return guarded(space, () => database.authorize(null));
  const call = calling(space, w, w_call);
  guarded(space, () =>
    database.authorize((action, ...about) =>
      Number(call([space.newint(action), ...about.map((text) => fromDatabase(space, text))], [])),
    ),
  );
}

const none = { result: 'none' } as const;
const asInt = { result: 'int' } as const;

const databaseType: TypeDefinition = {
  name: '_sqlite3._Database',
  isBase: false,
  methods: [
    leaf('prepare', '$self, sql, /', (space: Space, w: W, w_sql: W) => {
      const sql = sqlText(space, w_sql);
      const statement = guarded(space, () => databaseOf(space, w).prepare(sql));
      return space.newobj(space.types['sqlite3.Statement'], new StatementPayload(statement));
    }),
    nesting(
      'run',
      '$self, script, /',
      (space: Space, w: W, w_script: W) => {
        const script = sqlText(space, w_script);
        guarded(space, () => databaseOf(space, w).run(script));
      },
      none,
    ),
    leaf('changes', '$self, /', (space: Space, w: W) => normalize(databaseOf(space, w).changes()), asInt),
    leaf(
      'total_changes',
      '$self, /',
      (space: Space, w: W) => normalize(databaseOf(space, w).totalChanges()),
      asInt,
    ),
    leaf(
      'last_row_id',
      '$self, /',
      (space: Space, w: W) => normalize(databaseOf(space, w).lastRowId()),
      asInt,
    ),
    leaf('define', '$self, name: str, arity: index, deterministic: bool, call, /', define, none),
    leaf(
      'define_aggregate',
      '$self, name: str, arity: index, is_window: bool, call, /',
      defineAggregate,
      none,
    ),
    leaf('authorize', '$self, call, /', authorize, none),
    leaf('limit', '$self, category: index, /', (space: Space, w: W, category: number) => {
      const value: Int | undefined = databaseOf(space, w).limit(category);
      return value === undefined ? space.w_None : space.newint(value);
    }),
    leaf(
      'set_limit',
      '$self, category: index, value: index, /',
      (space: Space, w: W, category: number, value: number) =>
        guarded(space, () => databaseOf(space, w).setLimit(category, value)),
      none,
    ),
    leaf(
      'set_defensive',
      '$self, is_on: bool, /',
      (space: Space, w: W, isOn: boolean) => databaseOf(space, w).setDefensive(isOn),
      none,
    ),
    leaf('serialize', '$self, name: str, /', (space: Space, w: W, name: string) =>
      space.newbytes(guarded(space, () => databaseOf(space, w).serialize(name))),
    ),
    leaf(
      'deserialize',
      '$self, data: bytes, name: str, /',
      (space: Space, w: W, data: Uint8Array, name: string) =>
        guarded(space, () => databaseOf(space, w).deserialize(data.slice(), name)),
      none,
    ),
    leaf(
      'close',
      '$self, /',
      (space: Space, w: W) => {
        const { database, calls_w } = payloadOf(space, w);
        guarded(space, () => database.close());
        for (const w_call of calls_w.splice(0)) space.drop(w_call);
      },
      none,
    ),
  ],
  getset: {
    in_transaction: { get: (space, w) => space.newbool(databaseOf(space, w).isInTransaction) },
  },
};

const error = (
  name: ErrorName | 'Error' | 'NotSupportedError' | 'Warning',
  base: TypeDefinition['base'],
): TypeDefinition => ({ name: `sqlite3.${name}`, base, hasWeakrefs: true });

export const sqliteModule: ModuleDefinition = {
  name: '_sqlite3',
  types: [
    error('Warning', 'Exception'),
    error('Error', 'Exception'),
    error('InterfaceError', 'sqlite3.Error'),
    error('DatabaseError', 'sqlite3.Error'),
    error('DataError', 'sqlite3.DatabaseError'),
    error('IntegrityError', 'sqlite3.DatabaseError'),
    error('InternalError', 'sqlite3.DatabaseError'),
    error('NotSupportedError', 'sqlite3.DatabaseError'),
    error('OperationalError', 'sqlite3.DatabaseError'),
    error('ProgrammingError', 'sqlite3.DatabaseError'),
    databaseType,
    statementType,
  ],
  hidden: ['_sqlite3._Database', 'sqlite3.Statement'],
  functions: [
    { ...reportRow, name: '_report_unraisable' },
    leaf('_open', 'path: str, timeout: index, /', (space: Space, path: string, timeout: number) => {
      const database = guarded(space, () => space.host.databases!.open(path, timeout));
      return space.newobj(space.types['_sqlite3._Database'], new DatabasePayload(database));
    }),
    leaf('_with_values', 'sql: str, values, /', (space: Space, sql: string, w_values: W) => {
      const values = space.listOfNested(w_values).map((w_value) => space.text_w(w_value).toString());
      return space.newtext(textFromHost(withSqlValues(sql, values)));
    }),
    leaf('_has_sql', 'text: str, /', (_space: Space, text: string) => hasSql(text), { result: 'bool' }),
    leaf('complete_statement', 'statement: str', (_space: Space, sql: string) => isCompleteSql(sql), {
      result: 'bool',
    }),
  ],
  values: (space) => {
    const version = space.host.databases?.version;
    return {
      ...Object.fromEntries(
        Object.entries(SQLITE_CONSTANTS).map(([name, value]) => [name, space.newint(value)]),
      ),
      sqlite_version: version === undefined ? space.w_None : space.newstr(version),
      _files: space.newstr(space.host.databaseFiles ?? 'none'),
    };
  },
  python: SQLITE_PYTHON,
};
