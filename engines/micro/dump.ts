// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// Dumps: the tokens as the lexer gives them, a readable listing of the bytecode, and the map of the heap with its figures.
import { R, T } from './layout.ts';
import { H, B, eachBlock, used, peak, allocations, poolBytes, word } from './heap.ts';
import { text } from './qstr.ts';
import { OP, OP as ALL, CODE } from './bytecode.ts';
import { isHeap, toText, typeNames } from './obj.ts';
import { className } from './objtype.ts';
import * as lex from './lexer.ts';
import { walk } from './precompile.ts';
import { lineOf } from './vm.ts';

/** The signs of the operations, in the order of the BINARY opcodes. */
const OPS = '< > == <= >= != in is | ^ & << >> + - * @ // / % **'.split(' ');
const names = new Map<number, string>(Object.entries(ALL).map(([k, v]) => [v, k]));
const STRINGS = /^(LOAD_STR|.*_NAME|.*_GLOBAL|.*_ATTR|LOAD_METHOD|IMPORT_FROM)$/;

function mnemonic(op: number): string {
  if (op >= OP.SMALL) return `LOAD_SMALL_INT ${op - OP.SMALL - 4}`;
  if (op >= OP.INPLACE) return `INPLACE ${OPS[op - OP.INPLACE + 8]}=`;
  if (op >= OP.BINARY) return `BINARY ${OPS[op - OP.BINARY]}`;
  if (op >= OP.SET_FAST) return `STORE_FAST ${op - OP.SET_FAST}`;
  if (op >= OP.FAST) return `LOAD_FAST ${op - OP.FAST}`;
  return names.get(op) ?? `? ${op}`;
}

export function disassemble(code: number): string {
  const start = code * 4 + (H[code + CODE.START] & 0xffff);
  const end = code * 4 + H[code + CODE.EXC];
  const name = text(((H[code + CODE.NAME] & 0xffff) << 3) | 2);
  const sizes = H[code + CODE.SIZES];
  let out = `${name}: ${end - start} bytes, ${sizes & 0xffff} locals, stack ${sizes >>> 16}\n`;
  let line = -1;
  const inner: number[] = [];
  walk(start, end, (at, n, op, arg) => {
    const l = lineOf(code, at);
    let s = mnemonic(op);
    if (op >= 0x40 && op < 0x80) {
      if (STRINGS.test(s)) s += ` ${text((arg << 3) | 2)}`;
      else if (op === OP.LOAD_INT) s += ` ${arg & 1 ? -((arg + 1) >> 1) : arg >> 1}`;
      else if (op === OP.LOAD_STATIC) s += ` ${toText((arg << 3) | 6, true)}`;
      else if (op === OP.LOAD_CONST || op === OP.MAKE_FUNCTION) {
        const v = H[code + CODE.CONSTS + arg];
        if (isHeap(v, -T.CODE)) inner.push(v);
        s += ` ${isHeap(v, -T.CODE) ? text(((H[v + CODE.NAME] & 0xffff) << 3) | 2) : toText(v, true)}`;
      } else s += ` ${arg}`;
    } else if (op >= 0x80 && op < 0x90) s += ` → ${at + n + arg - start}`;
    out += `${l === line ? '    ' : String(l).padStart(4)} ${String(at - start).padStart(5)}  ${s}\n`;
    line = l;
  });
  const at = end;
  const count = word(at);
  for (let i = 0; i < count; i++) {
    const e = at + 2 + i * 7;
    out += `     handler ${word(e + 4)} for ${word(e)}…${word(e + 2)}, depth ${B[e + 6] & 127}${B[e + 6] & 128 ? ' (finally)' : ''}\n`;
  }
  for (const c of inner) out += '\n' + disassemble(c);
  return out;
}

const TOKENS = 'END NEWLINE INDENT DEDENT NAME NUMBER STRING BYTES FSTRING OPERATOR KEYWORD'.split(' ');

/** Line, kind and value of each token. Adjacent literals are one; an f-string is taken apart by the parser. */
export function listTokens(source: Uint8Array, file: number): string {
  let out = '';
  for (lex.open(source, file); ; lex.next()) {
    const { kind, line, word, value } = lex;
    const shown =
      kind === lex.NAME
        ? text(value)
        : kind === lex.NUMBER || kind === lex.STRING || kind === lex.BYTES
          ? toText(value, true)
          : kind === lex.FSTRING
            ? JSON.stringify(lex.parts.map((p) => p.body_).join(''))
            : word;
    out += `${String(line).padStart(4)}  ${`${TOKENS[kind]} ${shown}`.trim()}\n`;
    if (kind === lex.END) return out;
  }
}

/** How full the heap is, and how well what is free hangs together. */
export interface HeapFigures {
  /** Allocations so far. */
  allocations: number;
  used: number;
  largestFree: number;
  /** Share of the free bytes that lie outside the largest free run. */
  fragmentation: number;
}

export interface HeapMap extends HeapFigures {
  text: string;
  total: number;
  peak: number;
  /** Runs of blocks in order: first block, blocks, type ('' is free, 'data' has no header of its own). */
  runs: { block: number; blocks: number; type: string }[];
  byType: Record<string, { objects: number; bytes: number }>;
  stackBytes: number;
  /** After each collection, the last HISTORY of them. */
  history: HeapFigures[];
}
export const HISTORY = 1000;

export function heapFigures(): HeapFigures {
  let largest = 0;
  eachBlock((_p, n, free) => {
    if (free) largest = Math.max(largest, n);
  });
  const free = poolBytes() - used * 16;
  return {
    allocations,
    used: used * 16,
    largestFree: largest * 16,
    fragmentation: free > 0 ? 1 - (largest * 16) / free : 0,
  };
}

export function heapMap(history: HeapFigures[]): HeapMap {
  const runs: HeapMap['runs'] = [];
  const byType: HeapMap['byType'] = {};
  let picture = '';
  let block = 0;
  eachBlock((p, n, free) => {
    let type = '';
    if (!free) {
      const h = H[p];
      const named = h < 0 && (h & 7) === 2 && typeNames[-h >> 3] !== undefined;
      type = named
        ? text(typeNames[-h >> 3])
        : h > 0 && !(h & 3) && isHeap(h, -T.TYPE)
          ? text(className(h))
          : 'data';
      if (h === -T.RAW) type = 'bytes data';
      const t = (byType[type] ??= { objects: 0, bytes: 0 });
      t.objects++;
      t.bytes += n * 16;
    }
    runs.push({ block, blocks: n, type });
    picture += free ? '.'.repeat(n) : (type === 'data' ? 'h' : type[0]) + '='.repeat(n - 1);
    block += n;
  });
  const figures = heapFigures();
  const percent = (x: number) => `${(x * 100).toFixed(1)} %`;
  const { largestFree, fragmentation } = figures;
  let lines = `${used * 16} of ${poolBytes()} bytes in use, peak ${peak * 16}, largest free run ${largestFree}, fragmentation ${percent(fragmentation)}\n`;
  for (const [t, x] of Object.entries(byType).sort((a, b) => b[1].bytes - a[1].bytes))
    lines += `${t.padEnd(20)} ${String(x.objects).padStart(6)} ${String(x.bytes).padStart(8)}\n`;
  // Rows that are free whole are counted, as micropython.mem_info(1) does.
  let empty = 0;
  for (let i = 0; i < picture.length + 64; i += 64) {
    const row = picture.slice(i, i + 64);
    if (row === '.'.repeat(64)) empty++;
    else {
      if (empty > 0) lines += `          (${empty} rows all free)\n`;
      empty = 0;
      if (row !== '') lines += `${(i * 16).toString(16).padStart(8, '0')}  ${row}\n`;
    }
  }
  if (history.length > 0) {
    lines += 'after a collection: allocations, bytes in use, largest free run, fragmentation\n';
    for (const h of history.slice(-12))
      lines += `${String(h.allocations).padStart(10)} ${String(h.used).padStart(10)} ${String(h.largestFree).padStart(10)} ${percent(h.fragmentation).padStart(8)}\n`;
  }
  return {
    ...figures,
    text: lines,
    total: poolBytes(),
    peak: peak * 16,
    runs,
    byType,
    stackBytes: (H[R.STACK_HI] - H[R.STACK_LO]) * 4,
    history,
  };
}
