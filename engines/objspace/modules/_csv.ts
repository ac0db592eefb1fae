// The module `_csv`: readers, writers, dialects. Models CPython's Modules/_csv.c; the state machine and the quoting are kernels/csv.ts.
import * as csv from '../../kernels/csv.ts';
import type { Dialect } from '../../kernels/csv.ts';
import { hostOf, textFromHost } from '../../kernels/text.ts';
import { callBuiltin } from '../argument.ts';
import { andThen, runNested } from '../continuation.ts';
import { call, getattrOr, iter, next, str } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { Builtin, leaf, resumable } from '../gateway.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { loop } from '../loop-frame.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { selfIter } from '../types/iterators.ts';
import type { ModuleDefinition } from './module-definition.ts';

const csvError = (space: Space, text: string): OperationError =>
  new OperationError(space.types['_csv.Error'], null, text);

function guarded<T>(space: Space, run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof csv.CsvError) throw csvError(space, e.message);
    throw e;
  }
}

// --- dialects

class DialectPayload extends Payload {
  readonly dialect: Dialect;
  constructor(dialect: Dialect) {
    super();
    this.dialect = dialect;
  }
  traverse(): void {}
  forget(): void {}
}

const OPTIONS = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const;
type Option = (typeof OPTIONS)[number];

function characterOf(
  space: Space,
  w: W | undefined,
  name: Option,
  otherwise: string,
  orNone: boolean,
): string {
  if (w === undefined) return otherwise;
  if (orNone && space.is(w, space.w_None)) return '';
  const type = space.type(w);
  const expected = `"${name}" must be a unicode character${orNone ? ' or None' : ''}`;
  if (!type.isSubtype(space.types.str)) throw raise(space, 'TypeError', `${expected}, not ${type.name}`);
  const text = space.text_w(w);
  if (text.length !== 1)
    throw raise(space, 'TypeError', `${expected}, not a string of length ${text.length}`);
  return hostOf(text);
}

function makeDialect(space: Space, given: ReadonlyMap<string, W>): Dialect {
  const truth = (name: Option, otherwise: boolean): boolean => {
    const w = given.get(name);
    return w === undefined ? otherwise : space.isTrueNested(w);
  };
  const delimiter = characterOf(space, given.get('delimiter'), 'delimiter', ',', false);
  const doublequote = truth('doublequote', true);
  const escapechar = characterOf(space, given.get('escapechar'), 'escapechar', '', true);
  let lineterminator = '\r\n';
  const w_terminator = given.get('lineterminator');
  if (w_terminator !== undefined) {
    if (!space.type(w_terminator).isSubtype(space.types.str)) {
      const got = space.type(w_terminator).name;
      throw raise(space, 'TypeError', `"lineterminator" must be a string, not ${got}`);
    }
    lineterminator = space.str_w(w_terminator);
  }
  const quotechar = characterOf(space, given.get('quotechar'), 'quotechar', '"', true);
  let quoting = csv.QUOTE_MINIMAL;
  const w_quoting = given.get('quoting');
  if (w_quoting !== undefined) {
    if (space.type(w_quoting) !== space.types.int) {
      if (!space.type(w_quoting).isSubtype(space.types.int)) {
        const got = space.type(w_quoting).name;
        throw raise(space, 'TypeError', `"quoting" must be an integer, not ${got}`);
      }
    }
    quoting = Number(space.int_w(w_quoting));
  }
  const skipinitialspace = truth('skipinitialspace', false);
  const strict = truth('strict', false);
  if (quoting < 0 || quoting > 5) throw raise(space, 'TypeError', 'bad "quoting" value');
  // No quoting character and nothing said about quoting: none then.
  if (given.has('quotechar') && quotechar === '' && !given.has('quoting')) quoting = csv.QUOTE_NONE;
  if (quoting !== csv.QUOTE_NONE && quotechar === '')
    throw raise(space, 'TypeError', 'quotechar must be set if quoting enabled');
  const bad = (what: string): OperationError => raise(space, 'ValueError', `bad ${what} value`);
  const check = (name: string, c: string, allowSpace: boolean): void => {
    if (c === '') return;
    if (c === '\r' || c === '\n' || (c === ' ' && !allowSpace)) throw bad(name);
    if (lineterminator.includes(c)) throw bad(`${name} or lineterminator`);
  };
  check('delimiter', delimiter, true);
  check('escapechar', escapechar, !skipinitialspace);
  check('quotechar', quotechar, !skipinitialspace);
  if (delimiter === escapechar) throw bad('delimiter or escapechar');
  if (delimiter === quotechar) throw bad('delimiter or quotechar');
  if (escapechar !== '' && escapechar === quotechar) throw bad('escapechar or quotechar');
  return { delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict };
}

const DIALECT_SIGNATURE = `dialect=NULL, ${OPTIONS.map((name) => `${name}=NULL`).join(', ')}`;

/** A dialect from a name, a Dialect, a class with attributes, and options of its own. */
function dialectFrom(
  space: Space,
  type: TypeObject,
  w_dialect: W | undefined,
  options_w: readonly (W | undefined)[],
): W {
  let w_base = w_dialect;
  if (w_base !== undefined && space.is(w_base, space.w_None)) w_base = undefined;
  if (w_base !== undefined && space.type(w_base).isSubtype(space.types.str))
    w_base = namedDialect(space, w_base);
  const isPlain = options_w.every((w) => w === undefined);
  if (isPlain && w_base !== undefined && space.type(w_base) === type) return w_base;
  const given = new Map<string, W>();
  OPTIONS.forEach((name, i) => {
    const w = options_w[i];
    if (w !== undefined) given.set(name, w);
    else if (w_base !== undefined) {
      const w_value = runNested(space, () => getattrOr(space, w_base, name, STOP));
      if (w_value !== STOP) given.set(name, w_value);
    }
  });
  return space.newobj(type, new DialectPayload(makeDialect(space, given)));
}

const textOrNone = (space: Space, text: string): W =>
  text === '' ? space.w_None : space.newtext(textFromHost(text));

const dialectOf = (space: Space, w: W): Dialect => (space.data(w) as DialectPayload).dialect;

const option = (get: (space: Space, dialect: Dialect) => W): Getset => ({
  get: (space, w) => get(space, dialectOf(space, w)),
});

const newDialectRow = resumable(
  'Dialect',
  `$type, ${DIALECT_SIGNATURE}`,
  (space: Space, w_type: W, w_dialect: W | undefined, ...options_w: (W | undefined)[]) =>
    dialectFrom(space, space.data(w_type) as TypeObject, w_dialect, options_w),
);
const newDialect = new Builtin(newDialectRow, null, null);

/** `Dialect(dialect, **options)`, with the complaint of readers and writers about an unknown option. */
function callDialect(
  space: Space,
  w_dialect: W | undefined,
  args: { args_w: W[]; names: string[] | null },
): W {
  const type = space.types['_csv.Dialect'];
  for (const name of args.names ?? []) {
    if (name !== 'dialect' && !(OPTIONS as readonly string[]).includes(name)) {
      const text = `this function got an unexpected keyword argument '${name}'`;
      throw raise(space, 'TypeError', text);
    }
  }
  const first_w = w_dialect === undefined ? [] : [w_dialect];
  return callBuiltin(space, newDialect, [type.w_self, ...first_w, ...args.args_w], args.names);
}

const dialectType: TypeDefinition = {
  name: '_csv.Dialect',
  doc: 'CSV dialect\n\nThe Dialect type records CSV dialect options.',
  slots: {
    new: (space, type, args_w, names) => callBuiltin(space, newDialect, [type.w_self, ...args_w], names),
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      throw raise(space, 'TypeError', `cannot pickle '${space.type(w).name}' instances`);
    }),
    leaf('__reduce_ex__', '$self, protocol, /', (space: Space, w: W) => {
      throw raise(space, 'TypeError', `cannot pickle '${space.type(w).name}' instances`);
    }),
  ],
  getset: {
    delimiter: option((space, d) => textOrNone(space, d.delimiter)),
    doublequote: option((space, d) => space.newbool(d.doublequote)),
    escapechar: option((space, d) => textOrNone(space, d.escapechar)),
    lineterminator: option((space, d) => space.newtext(textFromHost(d.lineterminator))),
    quotechar: option((space, d) => textOrNone(space, d.quotechar)),
    quoting: option((space, d) => space.newint(d.quoting)),
    skipinitialspace: option((space, d) => space.newbool(d.skipinitialspace)),
    strict: option((space, d) => space.newbool(d.strict)),
  },
};

/** Registered dialects by name, and the largest field: one of each for an interpreter. */
const registries = new WeakMap<Space, { w_dialects: W; limit: number }>();

function registryOf(space: Space): { w_dialects: W; limit: number } {
  let registry = registries.get(space);
  if (registry === undefined) {
    registry = { w_dialects: space.own(space.newdict()), limit: 131072 };
    registries.set(space, registry);
  }
  return registry;
}

function namedDialect(space: Space, w_name: W): W {
  const w_dialect = space.dictget(registryOf(space).w_dialects, w_name);
  if (w_dialect === undefined) throw csvError(space, 'unknown dialect');
  return w_dialect;
}

// --- reader

class ReaderPayload extends Payload {
  w_iterator: W | null;
  w_dialect: W | null;
  lines = 0;
  constructor(w_iterator: W, w_dialect: W) {
    super();
    this.w_iterator = w_iterator;
    this.w_dialect = w_dialect;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_iterator !== null) visit(this.w_iterator);
    if (this.w_dialect !== null) visit(this.w_dialect);
  }
  forget(): void {
    this.w_iterator = this.w_dialect = null;
  }
}

function fieldValue(space: Space, { text, quoted }: csv.Field, quoting: number): W {
  if (!quoted) {
    if (text === '' && (quoting === csv.QUOTE_STRINGS || quoting === csv.QUOTE_NOTNULL)) return space.w_None;
    if (text !== '' && (quoting === csv.QUOTE_NONNUMERIC || quoting === csv.QUOTE_STRINGS)) {
      const w_text = space.newtext(textFromHost(text));
      return runNested(space, () => call(space, space.types.float.w_self, [w_text]));
    }
  }
  return space.newtext(textFromHost(text));
}

function readRow(space: Space, w_reader: W): W {
  const reader = space.data(w_reader) as ReaderPayload;
  const dialect = dialectOf(space, reader.w_dialect!);
  const caller = space.top;
  const w_row = space.newlist([]);
  const record = new csv.RecordReader(dialect, registryOf(space).limit, (field) =>
    space.listappend(w_row, fieldValue(space, field, dialect.quoting)),
  );
  const row = (): W => w_row;
  const ended = (): W => (guarded(space, () => record.finish()) ? row() : STOP);
  const take = (w_line: W): W | null => {
    if (w_line === STOP) return ended();
    if (!space.type(w_line).isSubtype(space.types.str)) {
      const got = space.type(w_line).name;
      throw csvError(
        space,
        `iterator should return strings, not ${got} (the file should be opened in text mode)`,
      );
    }
    reader.lines++;
    const line = space.str_w(w_line);
    return guarded(space, () => record.line(line)) ? row() : null;
  };
  const stopped = (error: OperationError): W => {
    if (!error.matches(space.types.StopIteration)) throw error;
    space.dropError(error);
    return ended();
  };
  const more = (): W => {
    for (;;) {
      let w_line: W;
      try {
        w_line = next(space, reader.w_iterator!);
      } catch (e) {
        return stopped(space.asOperationError(e));
      }
      if (w_line === SUSPEND) return andThen(space, caller, w_line, (w) => take(w) ?? more(), stopped);
      const w_done = take(w_line);
      if (w_done !== null) return w_done;
    }
  };
  return more();
}

const readerType: TypeDefinition = {
  name: '_csv.reader',
  isBase: false,
  slots: { iter: selfIter, iternext: readRow },
  getset: {
    dialect: { get: (space, w) => (space.data(w) as ReaderPayload).w_dialect!, member: true },
    line_num: { get: (space, w) => space.newint((space.data(w) as ReaderPayload).lines), member: true },
  },
};

// --- writer

class WriterPayload extends Payload {
  w_write: W | null;
  w_dialect: W | null;
  constructor(w_write: W, w_dialect: W) {
    super();
    this.w_write = w_write;
    this.w_dialect = w_dialect;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_write !== null) visit(this.w_write);
    if (this.w_dialect !== null) visit(this.w_dialect);
  }
  forget(): void {
    this.w_write = this.w_dialect = null;
  }
}

/** The text of a record; `str` of its fields runs nested. */
function recordText(space: Space, dialect: Dialect, items_w: readonly W[]): string {
  const { quoting } = dialect;
  const parts: string[] = [];
  let isNull = false;
  for (const w of items_w) {
    const type = space.type(w);
    const isText = type.isSubtype(space.types.str);
    isNull = space.is(w, space.w_None);
    let quoted = false;
    if (quoting === csv.QUOTE_ALL) quoted = true;
    else if (quoting === csv.QUOTE_STRINGS) quoted = isText;
    else if (quoting === csv.QUOTE_NOTNULL) quoted = !isNull;
    else if (quoting === csv.QUOTE_NONNUMERIC) {
      const { slots } = type;
      quoted =
        slots.float === null &&
        slots.index === null &&
        slots.int === null &&
        !type.isSubtype(space.types.complex);
    }
    const text = isText
      ? space.str_w(w)
      : isNull
        ? null
        : type === space.types.int || type === space.types.float
          ? space.str_w(str(space, w))
          : space.str_w(runNested(space, () => str(space, w)));
    parts.push(guarded(space, () => csv.writeField(dialect, text, quoted)));
  }
  const record = parts.join(dialect.delimiter);
  if (items_w.length > 0 && record === '') {
    const isBare = isNull && (quoting === csv.QUOTE_STRINGS || quoting === csv.QUOTE_NOTNULL);
    if (quoting === csv.QUOTE_NONE || isBare)
      throw csvError(space, 'single empty field record must be quoted');
    return `${dialect.quotechar}${dialect.quotechar}${dialect.lineterminator}`;
  }
  return record + dialect.lineterminator;
}

function writeRow(space: Space, w_writer: W, w_row: W): W {
  const writer = space.data(w_writer) as WriterPayload;
  const dialect = dialectOf(space, writer.w_dialect!);
  let items_w: readonly W[];
  const type = space.type(w_row);
  if (type === space.types.list) items_w = space.listitems(w_row);
  else if (type === space.types.tuple) items_w = space.tuple_w(w_row);
  else {
    if (type.slots.iter === null && type.slots.getitem === null)
      throw csvError(space, `iterable expected, not ${type.name}`);
    items_w = space.listOfNested(w_row);
  }
  return call(space, writer.w_write!, [space.newtext(textFromHost(recordText(space, dialect, items_w)))]);
}

function writeRows(space: Space, w_writer: W, w_rows: W): W {
  return andThen(space, space.top, iter(space, w_rows), (w_iterator) => {
    let isWriting = false;
    return loop(space, [w_writer, w_iterator], (frame, w_answer) => {
      if (w_answer !== undefined && !isWriting) {
        if (w_answer === STOP) return frame.finish(space.w_None);
        isWriting = true;
        return writeRow(space, w_writer, w_answer);
      }
      isWriting = false;
      return next(space, w_iterator);
    });
  });
}

const writerType: TypeDefinition = {
  name: '_csv.writer',
  isBase: false,
  methods: [
    resumable('writerow', '$self, row, /', writeRow),
    resumable('writerows', '$self, seq, /', writeRows),
  ],
  getset: {
    dialect: { get: (space, w) => (space.data(w) as WriterPayload).w_dialect!, member: true },
  },
};

export const csvModule: ModuleDefinition = {
  name: '_csv',
  doc: 'CSV parsing and writing.\n',
  functions: [
    resumable(
      'reader',
      'iterable, dialect=NULL, /, **options',
      (space: Space, w_iterable: W, w_dialect: W | undefined, w_options: W) =>
        andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
          andThen(
            space,
            space.top,
            callDialect(space, w_dialect, space.unpackArguments([], w_options)),
            (w_made) =>
              space.newobj(
                space.types['_csv.reader'],
                new ReaderPayload(space.own(w_iterator), space.own(w_made)),
              ),
          ),
        ),
    ),
    resumable(
      'writer',
      'fileobj, dialect=NULL, /, **options',
      (space: Space, w_file: W, w_dialect: W | undefined, w_options: W) =>
        andThen(space, space.top, getattrOr(space, w_file, 'write', STOP), (w_write) => {
          if (w_write === STOP || space.type(w_write).slots.call === null)
            throw raise(space, 'TypeError', 'argument 1 must have a "write" method');
          return andThen(
            space,
            space.top,
            callDialect(space, w_dialect, space.unpackArguments([], w_options)),
            (w_made) =>
              space.newobj(
                space.types['_csv.writer'],
                new WriterPayload(space.own(w_write), space.own(w_made)),
              ),
          );
        }),
    ),
    resumable(
      'register_dialect',
      'name, dialect=NULL, /, **options',
      (space: Space, w_name: W, w_dialect: W | undefined, w_options: W) => {
        if (!space.type(w_name).isSubtype(space.types.str))
          throw raise(space, 'TypeError', 'dialect name must be a string');
        const caller = space.top;
        const w_made = callDialect(space, w_dialect, space.unpackArguments([], w_options));
        return andThen(space, caller, w_made, (w) => {
          space.dictset(registryOf(space).w_dialects, w_name, w);
          return space.w_None;
        });
      },
    ),
    leaf('list_dialects', '', (space: Space) => {
      const names_w: W[] = [];
      const { w_dialects } = registryOf(space);
      for (let e = space.dictnext(w_dialects, 0); e; e = space.dictnext(w_dialects, e.next))
        names_w.push(e.w_key);
      return space.newlist(names_w);
    }),
    leaf('unregister_dialect', 'name', (space: Space, w_name: W) => {
      if (space.dictpop(registryOf(space).w_dialects, w_name) === undefined)
        throw csvError(space, 'unknown dialect');
      return space.w_None;
    }),
    leaf('get_dialect', 'name', namedDialect),
    leaf('field_size_limit', 'new_limit=NULL', (space: Space, w_limit: W | undefined) => {
      const registry = registryOf(space);
      const old = registry.limit;
      if (w_limit !== undefined) {
        if (space.type(w_limit) !== space.types.int)
          throw raise(space, 'TypeError', 'limit must be an integer');
        registry.limit = Number(space.int_w(w_limit));
      }
      return space.newint(old);
    }),
  ],
  types: [{ name: '_csv.Error', base: 'Exception', hasWeakrefs: true }, dialectType, readerType, writerType],
  hidden: ['_csv.reader', '_csv.writer'],
  values: (space) => ({
    Reader: space.types['_csv.reader'].w_self,
    Writer: space.types['_csv.writer'].w_self,
    _dialects: registryOf(space).w_dialects,
    QUOTE_MINIMAL: space.newint(csv.QUOTE_MINIMAL),
    QUOTE_ALL: space.newint(csv.QUOTE_ALL),
    QUOTE_NONNUMERIC: space.newint(csv.QUOTE_NONNUMERIC),
    QUOTE_NONE: space.newint(csv.QUOTE_NONE),
    QUOTE_STRINGS: space.newint(csv.QUOTE_STRINGS),
    QUOTE_NOTNULL: space.newint(csv.QUOTE_NOTNULL),
  }),
};
