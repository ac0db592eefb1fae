// The listing of a code object, to the letter that of Python 3.14's `dis.dis` (Lib/dis.py): offsets, positions, inline caches,
// labels, exception table, nested code objects. Addresses of code objects are those the caller gives.
import { codeLines, codePositions, parseExceptionTable, CodeObject } from './code-object.ts';
import type { ExceptionEntry, Position } from './code-object.ts';
import { constantRepr } from './constant-repr.ts';
import {
  FIRST_PSEUDO,
  Op,
  OpFlag,
  binaryOperators,
  cacheFormat,
  commonConstants,
  compareOperatorSymbols,
  intrinsics1,
  intrinsics2,
  opBase,
  opCaches,
  opFlags,
  opNames,
  specialMethods,
} from './opcodes.ts';

export interface DisOptions {
  showCaches?: boolean;
  showOffsets?: boolean;
  showPositions?: boolean;
  /** How deep nested code objects are listed; all by default. */
  depth?: number;
  /** Bytes to show instead of `co_code`, specialised: `adaptive=True`. */
  adaptiveCode?: (code: CodeObject) => Uint8Array;
  /** Names of opcodes in `adaptiveCode` that are no CPython's. */
  ownNames?: ReadonlyMap<number, string>;
  /** Stands for the address of a code object; `0x0` by default. */
  address?: string;
  /** Offset of the instruction marked with an arrow. */
  lasti?: number;
}

export interface DisInstruction {
  op: number;
  name: string;
  /** Null for an instruction without argument. */
  arg: number | null;
  argRepr: string;
  /** Byte in `co_code`. */
  offset: number;
  startsLine: boolean;
  line: number | null;
  label: number | null;
  position: Position | null;
}

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;
const NO_LINE = '  --';
const functionAttributes = ['defaults', 'kwdefaults', 'annotations', 'closure', 'annotate'];
const conversions = ['', 'str', 'repr', 'ascii'];

function isBackward(op: number): boolean {
  return op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT || op === Op.END_ASYNC_FOR;
}

function jumpTarget(op: number, arg: number, offset: number): number {
  return offset + 2 + (isBackward(op) ? -arg : arg) * 2 + opCaches[op] * 2;
}

/** Offset, opcode and full argument of each instruction; prefixes are instructions here, caches are not. */
function* unpack(code: Uint8Array): Generator<[offset: number, op: number, arg: number | null]> {
  let extended = 0;
  for (let i = 0; i < code.length;) {
    const op = opBase[code[i]];
    let arg: number | null = null;
    if ((opFlags[op] & OpFlag.ARG) !== 0) {
      arg = code[i + 1] | extended;
      extended = op === Op.EXTENDED_ARG ? arg << 8 : 0;
    } else {
      extended = 0;
    }
    yield [i, op, arg];
    i += 2 + opCaches[op] * 2;
  }
}

function labelsOf(code: CodeObject, entries: readonly ExceptionEntry[]): Map<number, number> {
  const offsets = new Set<number>();
  for (const [offset, op, arg] of unpack(code.code)) {
    if (arg !== null && (opFlags[op] & OpFlag.JUMP) !== 0) offsets.add(jumpTarget(op, arg, offset));
  }
  for (const e of entries) {
    offsets.add(e.start);
    offsets.add(e.end);
    offsets.add(e.target);
  }
  return new Map([...offsets].sort((a, b) => a - b).map((offset, i) => [offset, i + 1]));
}

function argumentText(
  code: CodeObject,
  op: number,
  arg: number,
  offset: number,
  labels: ReadonlyMap<number, number>,
  address: string,
): string {
  const flags = opFlags[op];
  if ((flags & OpFlag.CONST) !== 0) return constantRepr(code.consts[arg], address);
  if ((flags & OpFlag.NAME) !== 0) {
    switch (op) {
      case Op.LOAD_GLOBAL:
        return code.names[arg >> 1] + ((arg & 1) !== 0 ? ' + NULL' : '');
      case Op.LOAD_ATTR:
        return code.names[arg >> 1] + ((arg & 1) !== 0 ? ' + NULL|self' : '');
      case Op.LOAD_SUPER_ATTR:
        return code.names[arg >> 2] + ((arg & 1) !== 0 ? ' + NULL|self' : '');
      default:
        return code.names[arg];
    }
  }
  if ((flags & OpFlag.JUMP) !== 0) {
    const label = labels.get(jumpTarget(op, arg, offset));
    return `${op === Op.END_ASYNC_FOR ? 'from' : 'to'} L${label}`;
  }
  switch (op) {
    case Op.LOAD_FAST_LOAD_FAST:
    case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
    case Op.STORE_FAST_LOAD_FAST:
    case Op.STORE_FAST_STORE_FAST:
      return `${code.localsplusnames[arg >> 4]}, ${code.localsplusnames[arg & 15]}`;
    case Op.COMPARE_OP: {
      const symbol = compareOperatorSymbols[arg >> 5];
      return (arg & 16) !== 0 ? `bool(${symbol})` : symbol;
    }
    case Op.CONVERT_VALUE:
      return conversions[arg];
    case Op.SET_FUNCTION_ATTRIBUTE:
      return functionAttributes.filter((_, i) => (arg & (1 << i)) !== 0).join(', ');
    case Op.BINARY_OP:
      return binaryOperators[arg][1];
    case Op.CALL_INTRINSIC_1:
      return intrinsics1[arg];
    case Op.CALL_INTRINSIC_2:
      return intrinsics2[arg];
    case Op.LOAD_COMMON_CONSTANT: {
      const name = commonConstants[arg];
      return name === 'all' || name === 'any' ? `<built-in function ${name}>` : name;
    }
    case Op.LOAD_SPECIAL:
      return specialMethods[arg];
    case Op.IS_OP:
      return arg !== 0 ? 'is not' : 'is';
    case Op.CONTAINS_OP:
      return arg !== 0 ? 'not in' : 'in';
  }
  if ((flags & (OpFlag.LOCAL | OpFlag.FREE)) !== 0) return code.localsplusnames[arg];
  return '';
}

/** The instructions of one code object, as `dis.get_instructions` gives them. */
export function getInstructions(code: CodeObject, options: DisOptions = {}): DisInstruction[] {
  return instructionsWith(code, options, labelsOf(code, []), lineStarts(code));
}

/** Offsets at which another source line begins. */
function lineStarts(code: CodeObject): Map<number, number | null> {
  return new Map(codeLines(code).map(({ start, lineno }) => [start, lineno]));
}

function instructionsWith(
  code: CodeObject,
  options: DisOptions,
  labels: ReadonlyMap<number, number>,
  starts: ReadonlyMap<number, number | null>,
): DisInstruction[] {
  const shown = options.adaptiveCode?.(code) ?? code.code;
  const positions = codePositions(code);
  const result: DisInstruction[] = [];
  let line: number | null = null;
  for (const [offset, op, arg] of unpack(code.code)) {
    const startsLine = starts.has(offset);
    if (startsLine) line = starts.get(offset)!;
    result.push({
      op: shown[offset],
      name: options.ownNames?.get(shown[offset]) ?? opNames[shown[offset]],
      arg,
      argRepr: arg === null ? '' : argumentText(code, op, arg, offset, labels, options.address ?? '0x0'),
      offset,
      startsLine,
      line,
      label: labels.get(offset) ?? null,
      position: positions[offset >> 1] ?? null,
    });
  }
  return result;
}

function positionText(p: Position): string {
  if (p.lineno === null && p.endLineno === null && p.colOffset === null && p.endColOffset === null)
    return NO_LINE;
  return `${p.lineno ?? '?'}:${p.colOffset ?? '?'}-${p.endLineno ?? '?'}:${p.endColOffset ?? '?'}`;
}

function positionsWidth(code: CodeObject): number {
  let width = 0;
  let any = false;
  for (const p of codePositions(code)) {
    const parts = [p.lineno, p.endLineno, p.colOffset, p.endColOffset];
    any ||= parts.some((part) => part !== null);
    width = Math.max(
      width,
      parts.reduce<number>((sum, part) => sum + (part === null ? 1 : String(part).length), 0),
    );
  }
  return any ? 1 + Math.max(NO_LINE.length, 3 + width) : 0;
}

function lineWidth(starts: ReadonlyMap<number, number | null>): number {
  let max = -1;
  let none = false;
  for (const line of starts.values()) {
    if (line === null) none = true;
    else if (line !== 0) max = Math.max(max, line);
  }
  if (max === -1) return 0;
  const width = Math.max(3, String(max).length);
  return width < NO_LINE.length && none ? NO_LINE.length : width;
}

function disassembleOne(code: CodeObject, options: DisOptions, out: string[]): void {
  const starts = lineStarts(code);
  const entries = parseExceptionTable(code.exceptiontable);
  const labels = labelsOf(code, entries);
  const showPositions = options.showPositions === true;
  const lineColumn = showPositions ? positionsWidth(code) : lineWidth(starts);
  const labelColumn = 4 + String(labels.size).length;
  const offsetColumn = options.showOffsets === true ? String(Math.max(code.code.length - 2, 9999)).length : 0;
  const shown = options.adaptiveCode?.(code) ?? code.code;
  const lasti = options.lasti ?? -1;

  const line = (instr: DisInstruction, marked: boolean): void => {
    if (lineColumn > 0 && instr.startsLine && instr.offset > 0) out.push('');
    const fields: string[] = [];
    if (lineColumn > 0) {
      if (showPositions) {
        fields.push((instr.position === null ? '' : positionText(instr.position)).padEnd(lineColumn));
      } else if (instr.startsLine) {
        fields.push((instr.line === null ? NO_LINE : String(instr.line)).padStart(lineColumn));
      } else fields.push(' '.repeat(lineColumn));
    }
    fields.push((instr.label === null ? '' : `L${instr.label}:`).padStart(labelColumn));
    if (offsetColumn > 0) fields.push(String(instr.offset).padStart(offsetColumn) + '  ');
    fields.push(marked ? '-->' : '   ');
    fields.push(instr.name.padEnd(OPNAME_WIDTH));
    if (instr.arg !== null) {
      const excess = Math.max(0, instr.name.length - OPNAME_WIDTH);
      fields.push(String(instr.arg).padStart(OPARG_WIDTH - excess));
      if (instr.argRepr !== '') fields.push(`(${instr.argRepr})`);
    }
    out.push(fields.join(' ').trimEnd());
  };

  for (const instr of instructionsWith(code, options, labels, starts)) {
    const base = options.ownNames?.has(instr.op) ? opBase[code.code[instr.offset]] : opBase[instr.op];
    const caches = base < FIRST_PSEUDO ? opCaches[base] : 0;
    line(instr, instr.offset <= lasti && lasti <= instr.offset + 2 * caches);
    if (options.showCaches !== true || caches === 0) continue;
    let offset = instr.offset;
    for (const [name, size] of Object.entries(cacheFormat[opNames[base]])) {
      let value = 0n;
      for (let i = size * 2 - 1; i >= 0; i--) value = (value << 8n) | BigInt(shown[offset + 2 + i]);
      for (let i = 0; i < size; i++) {
        offset += 2;
        line(
          {
            op: Op.CACHE,
            name: 'CACHE',
            arg: 0,
            argRepr: i === 0 ? `${name}: ${value}` : '',
            offset,
            startsLine: false,
            line: null,
            label: null,
            position: instr.position,
          },
          false,
        );
      }
    }
  }
  if (entries.length > 0) {
    out.push('ExceptionTable:');
    for (const e of entries) {
      const lasti = e.lasti ? ' lasti' : '';
      out.push(
        `  L${labels.get(e.start)} to L${labels.get(e.end)} -> L${labels.get(e.target)} [${e.depth}]${lasti}`,
      );
    }
  }
}

/** What `dis.dis(code)` prints. */
export function disassemble(code: CodeObject, options: DisOptions = {}): string {
  const out: string[] = [];
  const recursive = (x: CodeObject, depth: number): void => {
    disassembleOne(x, options, out);
    if (depth <= 0) return;
    for (const value of x.consts) {
      if (!(value instanceof CodeObject)) continue;
      out.push('', `Disassembly of ${constantRepr(value, options.address)}:`);
      recursive(value, depth - 1);
    }
  };
  recursive(code, options.depth ?? Infinity);
  return out.join('\n') + '\n';
}
