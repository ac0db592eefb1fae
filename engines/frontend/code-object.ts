// The code object: the fields of CPython 3.14's PyCodeObject (Include/cpython/code.h) as plain data, the constants that it
// can hold beyond those of the syntax tree, and readers of its two packed tables, line table
// (Objects/codeobject.c, InternalDocs/code_objects.md) and exception table (InternalDocs/exception_handling.md).
import { ComplexConstant, Ellipsis, EllipsisConstant, FloatConstant, SurrogateString } from './ast.ts';
import type { ConstantValue } from './ast.ts';

export { ComplexConstant, Ellipsis, EllipsisConstant, FloatConstant, SurrogateString };

export class TupleConstant {
  readonly items: readonly Constant[];
  constructor(items: readonly Constant[]) {
    this.items = items;
  }
}

export class FrozenSetConstant {
  /** Each element once, in the order of first appearance. */
  readonly items: readonly Constant[];
  constructor(items: readonly Constant[]) {
    this.items = items;
  }
}

export class SliceConstant {
  readonly start: Constant;
  readonly stop: Constant;
  readonly step: Constant;
  constructor(start: Constant, stop: Constant, step: Constant) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** A member of `co_consts`. See ConstantValue (ast.ts) for which JS value stands for which Python value. */
export type Constant = ConstantValue | TupleConstant | FrozenSetConstant | SliceConstant | CodeObject;

/** `co_flags`. */
export const CodeFlag = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
  FUTURE_DIVISION: 0x20000,
  FUTURE_ABSOLUTE_IMPORT: 0x40000,
  FUTURE_WITH_STATEMENT: 0x80000,
  FUTURE_PRINT_FUNCTION: 0x100000,
  FUTURE_UNICODE_LITERALS: 0x200000,
  FUTURE_BARRY_AS_BDFL: 0x400000,
  FUTURE_GENERATOR_STOP: 0x800000,
  FUTURE_ANNOTATIONS: 0x1000000,
  HAS_DOCSTRING: 0x4000000,
  METHOD: 0x8000000,
} as const;

/** Bits of `co_localspluskinds`. */
export const LocalKind = {
  ARG_POS: 0x02,
  ARG_KW: 0x04,
  ARG_VAR: 0x08,
  /** A comprehension's variable, inlined into a scope that is no function: not shown in `locals()`. */
  HIDDEN: 0x10,
  LOCAL: 0x20,
  CELL: 0x40,
  FREE: 0x80,
} as const;

export interface CodeFields {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  stacksize: number;
  flags: number;
  code: Uint8Array;
  consts: readonly Constant[];
  names: readonly string[];
  localsplusnames: readonly string[];
  localspluskinds: Uint8Array;
  filename: string;
  name: string;
  qualname: string;
  firstlineno: number;
  linetable: Uint8Array;
  exceptiontable: Uint8Array;
}

export class CodeObject {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly flags: number;
  readonly code: Uint8Array;
  readonly consts: readonly Constant[];
  readonly names: readonly string[];
  readonly localsplusnames: readonly string[];
  readonly localspluskinds: Uint8Array;
  readonly filename: string;
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;

  constructor(fields: CodeFields) {
    this.argcount = fields.argcount;
    this.posonlyargcount = fields.posonlyargcount;
    this.kwonlyargcount = fields.kwonlyargcount;
    this.stacksize = fields.stacksize;
    this.flags = fields.flags;
    this.code = fields.code;
    this.consts = fields.consts;
    this.names = fields.names;
    this.localsplusnames = fields.localsplusnames;
    this.localspluskinds = fields.localspluskinds;
    this.filename = fields.filename;
    this.name = fields.name;
    this.qualname = fields.qualname;
    this.firstlineno = fields.firstlineno;
    this.linetable = fields.linetable;
    this.exceptiontable = fields.exceptiontable;
  }

  /** The same code with other names for its variables. */
  withLocalsplusnames(localsplusnames: readonly string[]): CodeObject {
    const other = new CodeObject(this);
    (other as { localsplusnames: readonly string[] }).localsplusnames = localsplusnames;
    return other;
  }

  private namesOfKind(kind: number): string[] {
    return this.localsplusnames.filter((_, i) => (this.localspluskinds[i] & kind) !== 0);
  }
  get varnames(): string[] {
    return this.namesOfKind(LocalKind.LOCAL);
  }
  get cellvars(): string[] {
    return this.namesOfKind(LocalKind.CELL);
  }
  get freevars(): string[] {
    return this.namesOfKind(LocalKind.FREE);
  }
  get nlocals(): number {
    return this.varnames.length;
  }
  /** `co_consts[0]` where the compiler put a docstring there. */
  get docstring(): Constant {
    return (this.flags & CodeFlag.HAS_DOCSTRING) !== 0 ? this.consts[0] : null;
  }
}

/** An entry of the exception table; offsets in bytes of `co_code`, `end` exclusive. */
export interface ExceptionEntry {
  start: number;
  end: number;
  target: number;
  depth: number;
  lasti: boolean;
}

export function parseExceptionTable(table: Uint8Array): ExceptionEntry[] {
  const entries: ExceptionEntry[] = [];
  let at = 0;
  const varint = (): number => {
    let byte = table[at++];
    let value = byte & 0x3f;
    while ((byte & 0x40) !== 0) {
      byte = table[at++];
      value = (value << 6) | (byte & 0x3f);
    }
    return value;
  };
  while (at < table.length) {
    const start = varint() * 2;
    const length = varint() * 2;
    const target = varint() * 2;
    const depthLasti = varint();
    entries.push({
      start,
      end: start + length,
      target,
      depth: depthLasti >> 1,
      lasti: (depthLasti & 1) === 1,
    });
  }
  return entries;
}

/** Source range of a code unit; null where CPython gives None. */
export interface Position {
  lineno: number | null;
  endLineno: number | null;
  colOffset: number | null;
  endColOffset: number | null;
}

/** `co_positions()`: one entry a code unit. */
export function codePositions(code: CodeObject): Position[] {
  const table = code.linetable;
  const positions: Position[] = [];
  let at = 0;
  let line = code.firstlineno;
  const varint = (): number => {
    let byte = table[at++];
    let value = byte & 0x3f;
    let shift = 0;
    while ((byte & 0x40) !== 0) {
      byte = table[at++];
      shift += 6;
      value |= (byte & 0x3f) << shift;
    }
    return value;
  };
  const signed = (): number => {
    const value = varint();
    return (value & 1) !== 0 ? -(value >>> 1) : value >>> 1;
  };
  while (at < table.length) {
    const first = table[at++];
    const units = (first & 7) + 1;
    const form = (first >> 3) & 15;
    let position: Position;
    if (form === 15) {
      position = { lineno: null, endLineno: null, colOffset: null, endColOffset: null };
    } else if (form === 14) {
      line += signed();
      const endLineno = line + varint();
      const column = varint();
      const endColumn = varint();
      position = {
        lineno: line,
        endLineno,
        colOffset: column === 0 ? null : column - 1,
        endColOffset: endColumn === 0 ? null : endColumn - 1,
      };
    } else if (form === 13) {
      line += signed();
      position = { lineno: line, endLineno: line, colOffset: null, endColOffset: null };
    } else if (form >= 10) {
      line += form - 10;
      const column = table[at++];
      const endColumn = table[at++];
      position = { lineno: line, endLineno: line, colOffset: column, endColOffset: endColumn };
    } else {
      const second = table[at++];
      const column = (form << 3) | (second >> 4);
      position = { lineno: line, endLineno: line, colOffset: column, endColOffset: column + (second & 15) };
    }
    for (let i = 0; i < units; i++) positions.push(position);
  }
  return positions;
}

/** Ranges of code with one line each, as `co_lines()` gives them: bytes of `co_code`, `end` exclusive. */
export function codeLines(code: CodeObject): { start: number; end: number; lineno: number | null }[] {
  const lines: { start: number; end: number; lineno: number | null }[] = [];
  const positions = codePositions(code);
  let start = 0;
  for (let i = 1; i <= positions.length; i++) {
    if (i === positions.length || positions[i].lineno !== positions[start].lineno) {
      lines.push({ start: start * 2, end: i * 2, lineno: positions[start].lineno });
      start = i;
    }
  }
  return lines;
}
