// @inline-constants-from ./opcodes.ts Op
// The last stage: the blocks of the flow graph in one row, jump distances, bytes with their argument prefixes and caches,
// line table and exception table, and the code object (CPython 3.14's Python/assemble.c).
import { CodeFlag, CodeObject, LocalKind } from './code-object.ts';
import type { Unit } from './compiler.ts';
import type { Block, FlowGraph } from './flowgraph.ts';
import { NEXT_LOCATION, NO_LOCATION } from './instruction.ts';
import type { Instr, Loc } from './instruction.ts';
import { Op, opCaches, opFlags } from './opcodes.ts';

const JUMP_FLAG = 32;
const EXIT_FLAG = 128;
/** From the target of END_ASYNC_FOR, a SEND, to the END_SEND that tools look for. */
const END_SEND_OFFSET = 5;

class ByteBuffer {
  bytes = new Uint8Array(256);
  length = 0;
  put(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = value;
  }
  take(): Uint8Array {
    const result = this.bytes.slice(0, this.length);
    this.length = 0;
    return result;
  }
}

const buffer = new ByteBuffer();

/** Code units of an instruction without its caches. */
function prefixedSize(arg: number): number {
  return arg <= 0xff ? 1 : arg <= 0xffff ? 2 : arg <= 0xffffff ? 3 : 4;
}

export function assemble(unit: Unit, graph: FlowGraph, flags: number, filename: string): CodeObject {
  const instrs: Instr[] = [];
  for (let b: Block | null = graph.entry; b !== null; b = b.next) {
    b.offset = instrs.length;
    for (const instr of b.instrs) instrs.push(instr);
  }
  const offsets = resolveJumps(instrs);
  const code = writeCode(instrs, offsets[instrs.length] * 2);
  const linetable = writeLineTable(instrs, unit.firstlineno);
  const exceptiontable = writeExceptionTable(instrs, offsets);
  const localsplusnames = new Array<string>(graph.localsplusCount);
  const localspluskinds = new Uint8Array(graph.localsplusCount);
  nameLocals(unit, flags, localsplusnames, localspluskinds);
  return new CodeObject({
    argcount: unit.posonlyargcount + unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    stacksize: graph.stackDepth,
    flags,
    code,
    consts: unit.consts.list,
    names: [...unit.names.keys()],
    localsplusnames,
    localspluskinds,
    filename,
    name: unit.name,
    qualname: unit.qualname,
    firstlineno: unit.firstlineno,
    linetable,
    exceptiontable,
  });
}

/** Directions and distances of jumps; answers the offset of each instruction, in code units. */
function resolveJumps(instrs: readonly Instr[]): Int32Array {
  const n = instrs.length;
  const offsets = new Int32Array(n + 1);
  const jumps: number[] = [];
  for (let i = 0; i < n; i++) {
    const instr = instrs[i];
    if (instr.op === Op.JUMP) {
      instr.op = instr.target!.offset > i ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD;
    } else if (instr.op === Op.JUMP_NO_INTERRUPT) {
      instr.op = instr.target!.offset > i ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD_NO_INTERRUPT;
    }
    if ((opFlags[instr.op] & JUMP_FLAG) !== 0) {
      // The first guess at the distance, which decides where two lengths of an argument would both do.
      instr.arg = instr.target!.offset;
      jumps.push(i);
    }
  }
  // A longer argument moves what comes after it: until nothing moves.
  let again: boolean;
  do {
    let offset = 0;
    for (let i = 0; i < n; i++) {
      offsets[i] = offset;
      const instr = instrs[i];
      offset += prefixedSize(instr.arg) + opCaches[instr.op];
    }
    offsets[n] = offset;
    again = false;
    for (const i of jumps) {
      const instr = instrs[i];
      const before = prefixedSize(instr.arg);
      const from = offsets[i + 1];
      const to = offsets[instr.target!.offset];
      if (instr.op === Op.END_ASYNC_FOR) instr.arg = from - to - END_SEND_OFFSET;
      else instr.arg = to < from ? from - to : to - from;
      if (prefixedSize(instr.arg) !== before) again = true;
    }
  } while (again);
  return offsets;
}

function writeCode(instrs: readonly Instr[], size: number): Uint8Array {
  const code = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < instrs.length; i++) {
    const { op, arg } = instrs[i];
    if (arg > 0xff) {
      if (arg > 0xffffff) {
        code[at++] = Op.EXTENDED_ARG;
        code[at++] = arg >>> 24;
      }
      if (arg > 0xffff) {
        code[at++] = Op.EXTENDED_ARG;
        code[at++] = (arg >> 16) & 0xff;
      }
      code[at++] = Op.EXTENDED_ARG;
      code[at++] = (arg >> 8) & 0xff;
    }
    code[at++] = op;
    code[at++] = arg & 0xff;
    at += opCaches[op] * 2;
  }
  return code;
}

// ---------------------------------------------------------------------------------------------------------- line table

function varint(value: number): void {
  while (value >= 64) {
    buffer.put(0x40 | (value & 0x3f));
    value >>>= 6;
  }
  buffer.put(value);
}

function signedVarint(value: number): void {
  varint(value < 0 ? (-value << 1) | 1 : value << 1);
}

function sameLocation(a: Loc, b: Loc): boolean {
  return (
    a === b || (a.line === b.line && a.endLine === b.endLine && a.col === b.col && a.endCol === b.endCol)
  );
}

let currentLine = 0;

/** One entry: `units` code units from 1 to 8. */
function writeLocation(loc: Loc, units: number): void {
  const length = units - 1;
  if (loc.line < 0) {
    buffer.put(0x80 | (15 << 3) | length);
    return;
  }
  const delta = loc.line - currentLine;
  const { col, endCol } = loc;
  if (col < 0 || endCol < 0) {
    if (loc.endLine === loc.line || loc.endLine === -1) {
      buffer.put(0x80 | (13 << 3) | length);
      signedVarint(delta);
      currentLine = loc.line;
      return;
    }
  } else if (loc.endLine === loc.line) {
    if (delta === 0 && col < 80 && endCol - col < 16 && endCol >= col) {
      buffer.put(0x80 | ((col >> 3) << 3) | length);
      buffer.put(((col & 7) << 4) | (endCol - col));
      return;
    }
    if (delta >= 0 && delta < 3 && col < 128 && endCol < 128) {
      buffer.put(0x80 | ((10 + delta) << 3) | length);
      buffer.put(col);
      buffer.put(endCol);
      currentLine = loc.line;
      return;
    }
  }
  buffer.put(0x80 | (14 << 3) | length);
  signedVarint(delta);
  varint(loc.endLine - loc.line);
  varint(col + 1);
  varint(endCol + 1);
  currentLine = loc.line;
}

function writeRange(loc: Loc, units: number): void {
  while (units > 8) {
    writeLocation(loc, 8);
    units -= 8;
  }
  if (units > 0) writeLocation(loc, units);
}

function writeLineTable(instrs: readonly Instr[], firstlineno: number): Uint8Array {
  const n = instrs.length;
  for (let i = n - 1; i >= 0; i--) {
    const instr = instrs[i];
    if (instr.loc.line !== NEXT_LOCATION.line) continue;
    const ends = (opFlags[instr.op] & (JUMP_FLAG | EXIT_FLAG)) !== 0;
    instr.loc = ends || i + 1 === n ? NO_LOCATION : instrs[i + 1].loc;
  }
  currentLine = firstlineno;
  let loc = NO_LOCATION;
  let units = 0;
  for (let i = 0; i < n; i++) {
    const instr = instrs[i];
    if (!sameLocation(loc, instr.loc)) {
      writeRange(loc, units);
      loc = instr.loc;
      units = 0;
    }
    units += prefixedSize(instr.arg) + opCaches[instr.op];
  }
  writeRange(loc, units);
  return buffer.take();
}

// ------------------------------------------------------------------------------------------------------ exception table

function exceptionItem(value: number, first: number): void {
  if (value >= 1 << 24) {
    buffer.put((value >> 24) | 0x40 | first);
    first = 0;
  }
  if (value >= 1 << 18) {
    buffer.put(((value >> 18) & 0x3f) | 0x40 | first);
    first = 0;
  }
  if (value >= 1 << 12) {
    buffer.put(((value >> 12) & 0x3f) | 0x40 | first);
    first = 0;
  }
  if (value >= 1 << 6) {
    buffer.put(((value >> 6) & 0x3f) | 0x40 | first);
    first = 0;
  }
  buffer.put((value & 0x3f) | first);
}

function writeExceptionTable(instrs: readonly Instr[], offsets: Int32Array): Uint8Array {
  let handler: Block | null = null;
  let start = 0;
  const entry = (end: number): void => {
    if (handler === null) return;
    const depth = handler.startDepth - 1 - (handler.preserveLasti ? 1 : 0);
    exceptionItem(start, 0x80);
    exceptionItem(end - start, 0);
    exceptionItem(offsets[handler.offset], 0);
    exceptionItem((depth << 1) | (handler.preserveLasti ? 1 : 0), 0);
  };
  for (let i = 0; i < instrs.length; i++) {
    const except = instrs[i].except;
    if (except === handler) continue;
    // Empty blocks stand at the same place as what follows them.
    if (except !== null && handler !== null && except.offset === handler.offset) continue;
    entry(offsets[i]);
    start = offsets[i];
    handler = except;
  }
  entry(offsets[instrs.length]);
  return buffer.take();
}

// --------------------------------------------------------------------------------------------------------------- locals

function nameLocals(unit: Unit, flags: number, names: string[], kinds: Uint8Array): void {
  const positionalOnly = unit.posonlyargcount;
  const positional = positionalOnly + unit.argcount;
  const keyword = positional + unit.kwonlyargcount;
  const varargs = keyword + ((flags & CodeFlag.VARARGS) !== 0 ? 1 : 0);
  const varkeywords = varargs + ((flags & CodeFlag.VARKEYWORDS) !== 0 ? 1 : 0);
  for (const [name, i] of unit.varnames) {
    let kind: number = LocalKind.LOCAL;
    if (i < positionalOnly) kind |= LocalKind.ARG_POS;
    else if (i < positional) kind |= LocalKind.ARG_POS | LocalKind.ARG_KW;
    else if (i < keyword) kind |= LocalKind.ARG_KW;
    else if (i < varargs) kind |= LocalKind.ARG_VAR | LocalKind.ARG_POS;
    else if (i < varkeywords) kind |= LocalKind.ARG_VAR | LocalKind.ARG_KW;
    if (unit.fastHidden.has(name)) kind |= LocalKind.HIDDEN;
    if (unit.cellvars.has(name)) kind |= LocalKind.CELL;
    names[i] = name;
    kinds[i] = kind;
  }
  const nlocals = unit.varnames.size;
  let dropped = 0;
  for (const [name, i] of unit.cellvars) {
    if (unit.varnames.has(name)) {
      dropped++;
      continue;
    }
    names[nlocals + i - dropped] = name;
    kinds[nlocals + i - dropped] = LocalKind.CELL;
  }
  for (const [name, i] of unit.freevars) {
    names[nlocals + i - dropped] = name;
    kinds[nlocals + i - dropped] = LocalKind.FREE;
  }
}
