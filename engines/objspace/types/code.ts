// Code objects as Python sees them: `co_*`, positions, lines, `replace`, equality. Models the object part of CPython's
// Objects/codeobject.c over the front end's CodeObject (frontend/code-object.ts).
import { sizeofMethod } from './sizeof.ts';
import { constructor } from '../constructor.ts';
import { call, hash } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { adaptiveCode } from '../quickened-code.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { setItems } from './set.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { Op, opCaches } from '../../frontend/opcodes.ts';
import { CodeFlag, CodeObject, codeLines, codePositions, LocalKind } from '../../frontend/code-object.ts';
import {
  ComplexConstant,
  Ellipsis,
  FloatConstant,
  FrozenSetConstant,
  SliceConstant,
  SurrogateString,
  TupleConstant,
} from '../../frontend/code-object.ts';
import type { CodeFields, Constant, Position } from '../../frontend/code-object.ts';
import { fromPoints, textFromHost } from '../../kernels/text.ts';
import { CodePayload } from './function.ts';

export const codeOf = (space: Space, w: W): CodePayload => space.data(w) as CodePayload;

export function newCode(space: Space, code: CodeObject): W {
  return space.newobj(space.types.code, new CodePayload(code));
}

/** A constant of the front end as a value; slices run nested, as their bounds are constants. */
export function constantValue(space: Space, constant: Constant): W {
  if (constant === null) return space.w_None;
  if (typeof constant === 'boolean') return space.newbool(constant);
  if (typeof constant === 'bigint') {
    const small = Number(constant);
    return space.newint(Number.isSafeInteger(small) ? small : constant);
  }
  if (typeof constant === 'number') return space.newint(constant);
  if (typeof constant === 'string')
    return /^\w*$/.test(constant) ? space.newname(constant) : space.newtext(textFromHost(constant));
  if (constant instanceof SurrogateString)
    return space.newtext(fromPoints(Uint32Array.from(constant.codePoints)));
  if (constant instanceof FloatConstant) return space.newfloat(constant.value);
  if (constant instanceof ComplexConstant) return space.newcomplex(constant.real, constant.imag);
  if (constant instanceof Uint8Array) return space.newbytes(constant);
  if (constant === Ellipsis) return space.w_Ellipsis;
  if (constant instanceof TupleConstant)
    return space.newtuple(constant.items.map((item) => constantValue(space, item)));
  if (constant instanceof FrozenSetConstant) {
    // CPython merges equal constants, and to do so makes a frozenset of the items of the first in its order (merge_consts_recursive): that
    // shows in the order of a set display.
    const w_first = space.newfrozenset(constant.items.map((item) => constantValue(space, item)));
    return space.newfrozenset(setItems(space, w_first));
  }
  if (constant instanceof SliceConstant) {
    const bounds_w = [constant.start, constant.stop, constant.step].map((c) => constantValue(space, c));
    return call(space, space.types.slice.w_self, bounds_w);
  }
  if (constant instanceof CodeObject) return newCode(space, constant);
  throw new Error(`a constant of unknown kind: ${String(constant)}`);
}

/** The wrapped constants, made once for a code object. */
export function constantsOf(space: Space, payload: CodePayload): readonly W[] {
  payload.consts_w ??= payload.code.consts.map((constant) => space.own(constantValue(space, constant)));
  return payload.consts_w;
}

/** The way back, for `replace(co_consts=…)`; what no constant can be is a TypeError. */
function constantOf(space: Space, w: W): Constant {
  const type = space.type(w);
  const { types } = space;
  if (space.is(w, space.w_None)) return null;
  if (space.is(w, space.w_Ellipsis)) return Ellipsis;
  if (type === types.bool) return space.is(w, space.w_True);
  if (type === types.int) return space.int_w(w) as Constant;
  if (type === types.float) return new FloatConstant(space.float_w(w));
  if (type === types.str) return space.str_w(w);
  if (type === types.bytes) return space.bytes_w(w);
  if (type === types.tuple) return new TupleConstant(space.tuple_w(w).map((item) => constantOf(space, item)));
  if (type === types.code) return codeOf(space, w).code;
  if (type === types.frozenset)
    return new FrozenSetConstant(space.listOfNested(w).map((item) => constantOf(space, item)));
  throw raise(space, 'TypeError', `a constant of a code object cannot be of type '${type.name}'`);
}

const names = (space: Space, texts: readonly string[]): W =>
  space.newtuple(texts.map((text) => space.newstr(text)));

const number = (
  field:
    'argcount' | 'posonlyargcount' | 'kwonlyargcount' | 'stacksize' | 'flags' | 'firstlineno' | 'nlocals',
) => ({
  get: (space: Space, w: W): W => space.newint(codeOf(space, w).code[field]),
  member: true,
});
const text = (field: 'filename' | 'name' | 'qualname') => ({
  get: (space: Space, w: W): W => space.newstr(codeOf(space, w).code[field]),
  member: true,
});
const bytes = (field: 'code' | 'linetable' | 'exceptiontable') => ({
  get: (space: Space, w: W): W => space.newbytes(codeOf(space, w).code[field]),
  member: field !== 'code',
});
const nameTuple = (field: 'names' | 'varnames' | 'cellvars' | 'freevars') => ({
  get: (space: Space, w: W): W => names(space, codeOf(space, w).code[field]),
});

const positionCache = new WeakMap<CodeObject, Position[]>();

/** `codePositions`, decoded once: tracebacks ask again and again. */
export function positionsOf(code: CodeObject): Position[] {
  let positions = positionCache.get(code);
  if (positions === undefined) positionCache.set(code, (positions = codePositions(code)));
  return positions;
}

const orNone = (space: Space, value: number | null): W =>
  value === null ? space.w_None : space.newint(value);

const REPLACEABLE_NUMBERS: Readonly<Record<string, keyof CodeFields>> = {
  co_argcount: 'argcount',
  co_posonlyargcount: 'posonlyargcount',
  co_kwonlyargcount: 'kwonlyargcount',
  co_stacksize: 'stacksize',
  co_flags: 'flags',
  co_firstlineno: 'firstlineno',
};
const REPLACEABLE_TEXTS: Readonly<Record<string, keyof CodeFields>> = {
  co_filename: 'filename',
  co_name: 'name',
  co_qualname: 'qualname',
};
const REPLACEABLE_BYTES: Readonly<Record<string, keyof CodeFields>> = {
  co_code: 'code',
  co_linetable: 'linetable',
  co_exceptiontable: 'exceptiontable',
};
/** Renamings of variables of one kind; the kinds themselves stay. */
const REPLACEABLE_VARIABLES: Readonly<Record<string, number>> = {
  co_varnames: 0x20,
  co_cellvars: 0x40,
  co_freevars: 0x80,
};

function replace(space: Space, w_code: W, w_changes: W): W {
  const { code } = codeOf(space, w_code);
  const fields = { ...code } as Record<string, unknown>;
  const expect = (name: string, w: W, type: 'int' | 'str' | 'bytes' | 'tuple'): W => {
    if (space.type(w).isSubtype(space.types[type])) return w;
    throw raise(
      space,
      'TypeError',
      `replace() argument '${name}' must be ${type}, not ${space.type(w).name}`,
    );
  };
  for (let entry = space.dictnext(w_changes, 0); entry; entry = space.dictnext(w_changes, entry.next)) {
    const name = space.str_w(entry.w_key);
    const w = entry.w_value;
    if (name in REPLACEABLE_NUMBERS) {
      const value = Number(space.int_w(expect(name, w, 'int')));
      if (value < 0) throw raise(space, 'ValueError', `${name} must be a positive integer`);
      fields[REPLACEABLE_NUMBERS[name]] = value;
    } else if (name in REPLACEABLE_TEXTS) {
      fields[REPLACEABLE_TEXTS[name]] = space.str_w(expect(name, w, 'str'));
    } else if (name in REPLACEABLE_BYTES) {
      fields[REPLACEABLE_BYTES[name]] = space.bytes_w(expect(name, w, 'bytes'));
    } else if (name === 'co_consts') {
      fields.consts = space.tuple_w(expect(name, w, 'tuple')).map((item) => constantOf(space, item));
    } else if (name === 'co_names') {
      fields.names = space.tuple_w(expect(name, w, 'tuple')).map((item) => space.str_w(item));
    } else if (name in REPLACEABLE_VARIABLES) {
      renameVariables(space, fields, name, space.tuple_w(expect(name, w, 'tuple')));
    } else if (name === 'co_nlocals') {
      if (Number(space.int_w(expect(name, w, 'int'))) !== code.nlocals)
        throw raise(space, 'ValueError', 'code: co_nlocals != len(co_varnames)');
    } else {
      throw raise(space, 'TypeError', `replace() got an unexpected keyword argument '${name}'`);
    }
  }
  return newCode(space, new CodeObject(fields as unknown as CodeFields));
}

function renameVariables(
  space: Space,
  fields: Record<string, unknown>,
  name: string,
  names_w: readonly W[],
): void {
  const kind = REPLACEABLE_VARIABLES[name];
  const kinds = fields.localspluskinds as Uint8Array;
  const places = [...kinds.keys()].filter((i) => (kinds[i] & kind) !== 0);
  if (places.length !== names_w.length) {
    throw raise(space, 'ValueError', `code: ${name} must keep its length of ${places.length}`);
  }
  const renamed = [...(fields.localsplusnames as string[])];
  places.forEach((place, i) => (renamed[place] = space.str_w(names_w[i])));
  fields.localsplusnames = renamed;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);
const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Constants are equal if their types are, too: `1`, `1.0` and `True` are three. */
function sameConstant(a: Constant, b: Constant): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a.constructor !== b.constructor) return false;
  if (a instanceof FloatConstant) return Object.is(a.value, (b as FloatConstant).value);
  if (a instanceof ComplexConstant) {
    const other = b as ComplexConstant;
    return Object.is(a.real, other.real) && Object.is(a.imag, other.imag);
  }
  if (a instanceof Uint8Array) return sameBytes(a, b as Uint8Array);
  if (a instanceof SurrogateString) return sameNumbers(a.codePoints, (b as SurrogateString).codePoints);
  if (a instanceof TupleConstant || a instanceof FrozenSetConstant) {
    const { items } = b as TupleConstant;
    return a.items.length === items.length && a.items.every((item, i) => sameConstant(item, items[i]));
  }
  if (a instanceof SliceConstant) {
    const other = b as SliceConstant;
    return (
      sameConstant(a.start, other.start) &&
      sameConstant(a.stop, other.stop) &&
      sameConstant(a.step, other.step)
    );
  }
  return a instanceof CodeObject && sameCode(a, b as CodeObject);
}

function sameCode(a: CodeObject, b: CodeObject): boolean {
  return (
    a.name === b.name &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.firstlineno === b.firstlineno &&
    sameBytes(a.code, b.code) &&
    sameTexts(a.names, b.names) &&
    sameTexts(a.localsplusnames, b.localsplusnames) &&
    sameBytes(a.linetable, b.linetable) &&
    sameBytes(a.exceptiontable, b.exceptiontable) &&
    a.consts.length === b.consts.length &&
    a.consts.every((constant, i) => sameConstant(constant, b.consts[i]))
  );
}

/** `types.CodeType(…)`: the variables' kinds follow from the counts and from what is a cell. */
function codeNew(
  space: Space,
  _type: TypeObject,
  argcount: number,
  posonlyargcount: number,
  kwonlyargcount: number,
  nlocals: number,
  stacksize: number,
  flags: number,
  code: Uint8Array,
  w_consts: W,
  w_names: W,
  w_varnames: W,
  filename: string,
  name: string,
  qualname: string,
  firstlineno: number,
  linetable: Uint8Array,
  exceptiontable: Uint8Array,
  w_freevars: W | undefined,
  w_cellvars: W | undefined,
): W {
  const textsOf = (w: W | undefined): string[] => {
    if (w === undefined) return [];
    if (!space.type(w).isSubtype(space.types.tuple)) {
      throw raise(space, 'TypeError', `code() argument must be tuple, not ${space.type(w).name}`);
    }
    return space.tuple_w(w).map((w_name) => {
      if (space.type(w_name).isSubtype(space.types.str)) return space.str_w(w_name);
      throw raise(space, 'TypeError', 'name tuples must contain only strings');
    });
  };
  const varnames = textsOf(w_varnames);
  const cellvars = textsOf(w_cellvars);
  const freevars = textsOf(w_freevars);
  if (argcount < posonlyargcount || posonlyargcount < 0 || kwonlyargcount < 0 || nlocals < 0) {
    throw raise(space, 'ValueError', 'code: argument counts must not be negative');
  }
  if (varnames.length !== nlocals) throw raise(space, 'ValueError', 'code: co_nlocals != len(co_varnames)');
  if (code.length % 2 !== 0) throw raise(space, 'ValueError', 'code: co_code is malformed');
  const positional = argcount + kwonlyargcount;
  const total =
    positional + ((flags & CodeFlag.VARARGS) !== 0 ? 1 : 0) + ((flags & CodeFlag.VARKEYWORDS) !== 0 ? 1 : 0);
  if (total > nlocals) throw raise(space, 'ValueError', 'code: varnames is too small');
  const others = cellvars.filter((cell) => !varnames.includes(cell));
  const kinds = [
    ...varnames.map((variable, i) => {
      const argument =
        i < posonlyargcount
          ? LocalKind.ARG_POS
          : i < argcount
            ? LocalKind.ARG_POS | LocalKind.ARG_KW
            : i < positional
              ? LocalKind.ARG_KW
              : i < total
                ? LocalKind.ARG_VAR
                : 0;
      return LocalKind.LOCAL | argument | (cellvars.includes(variable) ? LocalKind.CELL : 0);
    }),
    ...others.map(() => LocalKind.CELL),
    ...freevars.map(() => LocalKind.FREE),
  ];
  return newCode(
    space,
    new CodeObject({
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      code,
      consts: space.tuple_w(w_consts).map((w) => constantOf(space, w)),
      names: textsOf(w_names),
      localsplusnames: [...varnames, ...others, ...freevars],
      localspluskinds: Uint8Array.from(kinds),
      filename,
      name,
      qualname,
      firstlineno,
      linetable,
      exceptiontable,
    }),
  );
}

/** `co_branches`: start, where it goes on, where it jumps, in bytes; for instructions that decide (Objects/codeobject.c: branchesiter_next). */
function branchesOf(code: CodeObject): number[][] {
  const rows: number[][] = [];
  const units = code.code;
  for (let at = 0, extended = 0; at < units.length;) {
    const op = units[at];
    const arg = extended | units[at + 1];
    const next = at + 2 + 2 * opCaches[op];
    if (op === Op.EXTENDED_ARG) {
      extended = arg << 8;
      at = next;
      continue;
    }
    extended = 0;
    const after = units[next];
    if (op === Op.FOR_ITER) rows.push([at, next, next + 2 * arg + 4]);
    else if (op === Op.SEND) rows.push([at, next, next + 2 * arg]);
    else if (CONDITIONAL_JUMPS.has(op)) {
      // NOT_TAKEN marks the way that goes on.
      rows.push([at, after === Op.NOT_TAKEN ? next + 2 : next, next + 2 * arg]);
    } else if (op === Op.END_ASYNC_FOR) rows.push([next - 2 * arg, at, next]);
    at = next;
  }
  return rows;
}

const CONDITIONAL_JUMPS = new Set<number>([
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.POP_JUMP_IF_NONE,
  Op.POP_JUMP_IF_NOT_NONE,
]);

/** Pairs of how far the code and how far the line moves: the table of Pythons before 3.10. */
function lnotabOf(code: CodeObject): Uint8Array {
  const table: number[] = [];
  let line = code.firstlineno;
  let offset = 0;
  for (const { start, lineno } of codeLines(code)) {
    if (lineno === null || lineno === line) continue;
    let bytes = start - offset;
    let lines = lineno - line;
    for (; bytes > 255; bytes -= 255) table.push(255, 0);
    for (; lines > 127 || lines < -128; bytes = 0) {
      const step = lines > 0 ? 127 : -128;
      table.push(bytes, step & 0xff);
      lines -= step;
    }
    table.push(bytes, lines & 0xff);
    line = lineno;
    offset = start;
  }
  return Uint8Array.from(table);
}

/** Iterator over rows that are made when asked for: what `co_lines` and `co_positions` answer. */
export class RowIterator extends Payload {
  readonly rows: readonly (readonly (number | null)[])[];
  at = 0;
  constructor(rows: readonly (readonly (number | null)[])[]) {
    super();
    this.rows = rows;
  }
  traverse(): void {}
  forget(): void {}
}

function rowIteratorType(name: 'line_iterator' | 'positions_iterator'): TypeDefinition {
  return {
    name,
    isBase: false,
    slots: {
      iter: (_space, w) => w,
      iternext: (space, w) => {
        const iterator = space.data(w) as RowIterator;
        if (iterator.at >= iterator.rows.length) return STOP;
        return space.newtuple(iterator.rows[iterator.at++].map((value) => orNone(space, value)));
      },
    },
  };
}

export const lineIteratorType = rowIteratorType('line_iterator');
export const positionsIteratorType = rowIteratorType('positions_iterator');

export const codeType: TypeDefinition = {
  name: 'code',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    new: constructor(
      'code',
      'argcount: index, posonlyargcount: index, kwonlyargcount: index, nlocals: index, stacksize: index, flags: index, codestring: bytes, constants, names, varnames, filename: str, name: str, qualname: str, firstlineno: index, linetable: bytes, exceptiontable: bytes, freevars=NULL, cellvars=NULL, /',
      codeNew,
    ),
    repr: (space, w) => {
      const { code } = codeOf(space, w);
      return space.newstr(
        `<code object ${code.name} at ${space.address(w)}, file "${code.filename}", line ${code.firstlineno}>`,
      );
    },
    compare: (space, w_a, w_b, op) => {
      if ((op !== EQ && op !== NE) || space.type(w_b) !== space.types.code) return space.w_NotImplemented;
      return space.newbool(sameCode(codeOf(space, w_a).code, codeOf(space, w_b).code) === (op === EQ));
    },
    hash: (space, w) => {
      const { code } = codeOf(space, w);
      return hash(
        space,
        space.newtuple([
          space.newstr(code.name),
          space.newbytes(code.code),
          names(space, code.names),
          names(space, code.localsplusnames),
          ...[code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags, code.firstlineno].map(
            (n) => space.newint(n),
          ),
        ]),
      );
    },
  },
  methods: [
    sizeofMethod,
    leaf('co_lines', '$self, /', (space: Space, w: W) => {
      const rows = codeLines(codeOf(space, w).code).map(({ start, end, lineno }) => [start, end, lineno]);
      return space.newobj(space.types.line_iterator, new RowIterator(rows));
    }),
    leaf('co_positions', '$self, /', (space: Space, w: W) => {
      const rows = positionsOf(codeOf(space, w).code).map((p) => [
        p.lineno,
        p.endLineno,
        p.colOffset,
        p.endColOffset,
      ]);
      return space.newobj(space.types.positions_iterator, new RowIterator(rows));
    }),
    leaf('co_branches', '$self, /', (space: Space, w: W) =>
      space.newobj(space.types.line_iterator, new RowIterator(branchesOf(codeOf(space, w).code))),
    ),
    leaf('replace', '$self, /, **changes', replace),
    leaf('__replace__', '$self, /, **changes', replace),
    resumable('_varname_from_oparg', '$self, oparg: index, /', (space: Space, w: W, oparg: number) =>
      space.newstr(codeOf(space, w).code.localsplusnames[oparg]),
    ),
  ],
  getset: {
    co_argcount: number('argcount'),
    co_posonlyargcount: number('posonlyargcount'),
    co_kwonlyargcount: number('kwonlyargcount'),
    co_nlocals: number('nlocals'),
    co_stacksize: number('stacksize'),
    co_flags: number('flags'),
    co_firstlineno: number('firstlineno'),
    co_filename: text('filename'),
    co_name: text('name'),
    co_qualname: text('qualname'),
    co_code: bytes('code'),
    _co_code_adaptive: { get: (space, w) => space.newbytes(adaptiveCode(codeOf(space, w))) },
    co_linetable: bytes('linetable'),
    co_exceptiontable: bytes('exceptiontable'),
    co_lnotab: {
      get: (space, w) => {
        space.warnNested('DeprecationWarning', 'co_lnotab is deprecated, use co_lines instead.');
        return space.newbytes(lnotabOf(codeOf(space, w).code));
      },
    },
    co_names: { ...nameTuple('names'), member: true },
    co_varnames: nameTuple('varnames'),
    co_cellvars: nameTuple('cellvars'),
    co_freevars: nameTuple('freevars'),
    co_consts: { get: (space, w) => space.newtuple(constantsOf(space, codeOf(space, w))), member: true },
  },
};

/** What a call of the code's function makes: for messages and attribute prefixes. */
export function isAsyncOrGenerator(code: CodeObject): boolean {
  return (code.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0;
}
