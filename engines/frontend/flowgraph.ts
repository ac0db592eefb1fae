// @inline-constants-from ./opcodes.ts Op
// The flow graph of one code object: basic blocks built from the instruction sequence, the passes over them in CPython
// 3.14's order (Python/flowgraph.c) - folding of constants, jump threading, unused code and constants, checks for unbound
// locals, superinstructions, cold blocks, line numbers, stack depth, cells, borrowed loads - since the order decides the
// bytes. The result is a chain of blocks that assemble.ts writes out.
import { CodeFlag, FrozenSetConstant, TupleConstant } from './code-object.ts';
import type { Constant } from './code-object.ts';
import type { Unit } from './compiler.ts';
import { constantKey } from './const-table.ts';
import type { ConstTable } from './const-table.ts';
import { foldBinary, foldInvert, foldNegative, foldNot, foldPositive, isTrue } from './constant-folding.ts';
import { Instr, Loc, NO_LOCATION } from './instruction.ts';
import type { InstrSequence } from './instruction.ts';
import { Intrinsic1, Op, ResumeAt, opFlags, stackEffect, stackPopped, stackPushed } from './opcodes.ts';

const JUMP_FLAG = 32;
const BREAK_FLAG = 64;
const EXIT_FLAG = 128;
const ALWAYS_FLAG = 256;
const PUSH_FLAG = 512;
const NO_FALLTHROUGH = EXIT_FLAG | ALWAYS_FLAG;
const TERMINATOR = JUMP_FLAG | EXIT_FLAG;
const HAS_TARGET = JUMP_FLAG | PUSH_FLAG;

const STACK_GUIDELINE = 30;
const MAX_COPY_SIZE = 4;
const MIN_CONST_SEQUENCE = 3;

export class Block {
  instrs: Instr[] = [];
  next: Block | null = null;
  /** Some jump or handler goes here. */
  isLabel = false;
  exceptStack: (Block | null)[] | null = null;
  preserveLasti = false;
  visited = false;
  isHandler = false;
  cold = false;
  warm = false;
  predecessors = 0;
  startDepth = -1;
  /** Locals that may be unbound at the start: numbers 0-31 and 32-63. */
  unsafeLow = 0;
  unsafeHigh = 0;
  /** Index of the first instruction; set by the assembler. */
  offset = 0;
  /**
   * Handlers of instructions that stood beyond the end of `instrs`. CPython appends into slots that keep the handler of
   * whatever was there before, and the exception table shows it.
   */
  private stale: (Block | null)[] | null = null;

  /** Drops the instructions from an index on. */
  truncate(length: number): void {
    const instrs = this.instrs;
    for (let i = length; i < instrs.length; i++) {
      const except = instrs[i].except;
      if (except !== null) (this.stale ??= [])[i] = except;
      else if (this.stale !== null) this.stale[i] = null;
    }
    instrs.length = length;
  }

  /** Appends an instruction made by a pass. */
  append(instr: Instr): void {
    if (this.stale !== null) instr.except = this.stale[this.instrs.length] ?? null;
    this.instrs.push(instr);
  }

  get last(): Instr | null {
    const n = this.instrs.length;
    return n > 0 ? this.instrs[n - 1] : null;
  }
  get fallsThrough(): boolean {
    const n = this.instrs.length;
    return n === 0 || (opFlags[this.instrs[n - 1].op] & NO_FALLTHROUGH) === 0;
  }
  get exitsScope(): boolean {
    const n = this.instrs.length;
    return n > 0 && (opFlags[this.instrs[n - 1].op] & EXIT_FLAG) !== 0;
  }
}

export interface FlowGraph {
  entry: Block;
  stackDepth: number;
  /** Names of locals, cells and free variables together. */
  localsplusCount: number;
}

export function optimizeFlowGraph(unit: Unit, codeFlags: number): FlowGraph {
  const entry = buildGraph(unit.seq);
  const consts = unit.consts;
  const nlocals = unit.varnames.size;
  const nparams = unit.entry.varnames.length;

  markHandlers(entry);
  labelExceptionTargets(entry);

  inlineSmallBlocks(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) optimizeLoadConst(b, consts);
  for (let b: Block | null = entry; b !== null; b = b.next) optimizeBlock(b, consts);
  removeNopsAndPairs(entry);
  removeUnreachable(entry);
  removeNopsAndJumps(entry);
  removeUnusedConsts(entry, consts);
  addChecksForUnbound(entry, nlocals, nparams);
  insertSuperinstructions(entry);
  pushColdBlocksToEnd(entry);
  resolveLineNumbers(entry);

  convertConditionalPseudoJumps(entry);
  // A frame has one slot at least.
  const stackDepth = Math.max(1, computeStackDepth(entry));
  const localsplusCount = prepareLocalsplus(unit, entry, codeFlags);
  convertPseudoOps(entry);
  normalizeJumps(entry);
  optimizeLoadFast(entry);
  return { entry, stackDepth, localsplusCount };
}

// ------------------------------------------------------------------------------------------------------------ building

function buildGraph(seq: InstrSequence): Block {
  const source = seq.instrs;
  const labels = seq.labels;
  const targets = new Map<number, Block>();
  for (let i = 0; i < source.length; i++) {
    if ((opFlags[source[i].op] & HAS_TARGET) !== 0) {
      const index = labels[source[i].arg];
      if (!targets.has(index)) targets.set(index, new Block());
    }
  }
  const entry = new Block();
  let current = entry;
  for (let i = 0; i < source.length; i++) {
    const instr = source[i];
    const labelled = targets.size > 0 ? targets.get(i) : undefined;
    if (labelled !== undefined) {
      labelled.isLabel = true;
      if (current.instrs.length === 0 && !current.isLabel) {
        // An empty block takes the label: all who jump there get it instead.
        current.isLabel = true;
        targets.set(i, current);
      } else {
        current.next = labelled;
        current = labelled;
      }
    } else if (
      current.instrs.length > 0 &&
      (opFlags[current.instrs[current.instrs.length - 1].op] & TERMINATOR) !== 0
    ) {
      const block = new Block();
      current.next = block;
      current = block;
    }
    if (instr.op === Op.ANNOTATIONS_PLACEHOLDER) {
      if (seq.annotations !== null) current.instrs.push(...seq.annotations.instrs);
      continue;
    }
    current.instrs.push(instr);
  }
  for (let i = 0; i < source.length; i++) {
    const instr = source[i];
    if ((opFlags[instr.op] & HAS_TARGET) !== 0) instr.target = targets.get(labels[instr.arg])!;
  }
  return entry;
}

function markHandlers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if ((opFlags[instr.op] & PUSH_FLAG) !== 0) instr.target!.isHandler = true;
    }
  }
}

function clearVisited(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.visited = false;
}

/** Follows exception blocks through the graph: each instruction gets its handler, POP_BLOCK becomes NOP. */
function labelExceptionTargets(entry: Block): void {
  clearVisited(entry);
  const todo: Block[] = [entry];
  entry.visited = true;
  entry.exceptStack = [null];
  while (todo.length > 0) {
    const b = todo.pop()!;
    let stack: (Block | null)[] | null = b.exceptStack!;
    b.exceptStack = null;
    let handler = stack[stack.length - 1];
    let yieldDepth = -1;
    for (const instr of b.instrs) {
      const flags = opFlags[instr.op];
      if ((flags & PUSH_FLAG) !== 0) {
        const target = instr.target!;
        if (!target.visited) {
          target.exceptStack = stack!.slice();
          todo.push(target);
          target.visited = true;
        }
        if (instr.op !== Op.SETUP_FINALLY) target.preserveLasti = true;
        stack!.push(target);
        handler = target;
      } else if (instr.op === Op.POP_BLOCK) {
        stack!.pop();
        handler = stack![stack!.length - 1];
        instr.op = Op.NOP;
        instr.arg = 0;
      } else if ((flags & JUMP_FLAG) !== 0) {
        instr.except = handler;
        const target = instr.target!;
        if (!target.visited) {
          if (b.fallsThrough) target.exceptStack = stack!.slice();
          else {
            target.exceptStack = stack;
            stack = null;
          }
          todo.push(target);
          target.visited = true;
        }
      } else if (instr.op === Op.YIELD_VALUE) {
        instr.except = handler;
        yieldDepth = stack!.length - 1;
      } else if (instr.op === Op.RESUME) {
        instr.except = handler;
        if (instr.arg !== ResumeAt.FUNC_START) {
          if (yieldDepth === 1) instr.arg |= ResumeAt.DEPTH1_MASK;
          yieldDepth = -1;
        }
      } else {
        instr.except = handler;
      }
    }
    if (b.fallsThrough && b.next !== null && !b.next.visited) {
      b.next.exceptStack = stack;
      todo.push(b.next);
      b.next.visited = true;
    }
  }
}

// ------------------------------------------------------------------------------------------------- unreachable, NOPs, jumps

function nextNonempty(b: Block | null): Block | null {
  while (b !== null && b.instrs.length === 0) b = b.next;
  return b;
}

function removeUnreachable(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.predecessors = 0;
    b.visited = false;
  }
  const stack: Block[] = [entry];
  entry.predecessors = 1;
  entry.visited = true;
  while (stack.length > 0) {
    const b = stack.pop()!;
    if (b.next !== null && b.fallsThrough) {
      if (!b.next.visited) {
        stack.push(b.next);
        b.next.visited = true;
      }
      b.next.predecessors++;
    }
    for (const instr of b.instrs) {
      if ((opFlags[instr.op] & HAS_TARGET) === 0) continue;
      const target = instr.target!;
      if (!target.visited) {
        stack.push(target);
        target.visited = true;
      }
      target.predecessors++;
    }
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors === 0) {
      b.truncate(0);
      b.isHandler = false;
    }
  }
}

function setNop(instr: Instr): void {
  instr.op = Op.NOP;
  instr.arg = 0;
}

/** A NOP may go if the line it stands for is that of a neighbour. */
function removeNopsInBlock(b: Block): number {
  const instrs = b.instrs;
  const n = instrs.length;
  let dest = 0;
  let previousLine = -1;
  for (let src = 0; src < n; src++) {
    const instr = instrs[src];
    const line = instr.loc.line;
    if (instr.op === Op.NOP) {
      if (line < 0 || previousLine === line) continue;
      if (src < n - 1) {
        const next = instrs[src + 1];
        if (next.loc.line === line) continue;
        if (next.loc.line < 0) {
          next.loc = instr.loc;
          continue;
        }
      } else {
        const next = nextNonempty(b.next);
        if (next !== null) {
          let nextLine = -1;
          for (const other of next.instrs) {
            if (other.op === Op.NOP && other.loc.line < 0) continue;
            nextLine = other.loc.line;
            break;
          }
          if (line === nextLine) continue;
        }
      }
    }
    if (dest !== src) instrs[dest] = instr;
    dest++;
    previousLine = line;
  }
  if (dest !== n) b.truncate(dest);
  return n - dest;
}

function removeNops(entry: Block): number {
  let changes = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) changes += removeNopsInBlock(b);
  return changes;
}

/** A constant or copy that is dropped at once. */
function removeNopsAndPairs(entry: Block): void {
  let done = false;
  while (!done) {
    done = true;
    let previous: Instr | null = null;
    let instr: Instr | null = null;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      removeNopsInBlock(b);
      if (b.isLabel) instr = null;
      for (const current of b.instrs) {
        previous = instr;
        instr = current;
        if (current.op !== Op.POP_TOP || previous === null) continue;
        const op = previous.op;
        if (op === Op.LOAD_CONST || op === Op.LOAD_SMALL_INT || (op === Op.COPY && previous.arg === 1)) {
          setNop(previous);
          setNop(current);
          done = false;
        }
      }
      if ((instr !== null && (opFlags[instr.op] & JUMP_FLAG) !== 0) || !b.fallsThrough) instr = null;
    }
  }
}

function removeRedundantJumps(entry: Block): number {
  let changes = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last;
    if (last === null || (opFlags[last.op] & ALWAYS_FLAG) === 0) continue;
    if (nextNonempty(last.target) === nextNonempty(b.next)) {
      changes++;
      setNop(last);
    }
  }
  return changes;
}

function removeNopsAndJumps(entry: Block): void {
  while (removeNops(entry) + removeRedundantJumps(entry) > 0) {
    // Both counts only fall.
  }
}

function hasNoLine(b: Block): boolean {
  for (const instr of b.instrs) if (instr.loc.line >= 0) return false;
  return true;
}

function appendCopies(to: Block, from: Block): void {
  for (const instr of from.instrs.slice()) to.instrs.push(instr.copy());
}

/** Instead of a jump to a small block that ends the frame, or to one without line numbers, a copy of that block. */
function inlineSmallBlocks(entry: Block): void {
  let changes: boolean;
  do {
    changes = false;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      const last = b.last;
      if (last === null || (opFlags[last.op] & ALWAYS_FLAG) === 0) continue;
      const target = last.target!;
      const smallExit = target.exitsScope && target.instrs.length <= MAX_COPY_SIZE;
      const noLine = hasNoLine(target) && !target.fallsThrough;
      if (!smallExit && !noLine) continue;
      const removed = last.op;
      setNop(last);
      appendCopies(b, target);
      if (noLine) {
        const end = b.last!;
        if ((opFlags[end.op] & ALWAYS_FLAG) !== 0 && removed === Op.JUMP) end.op = Op.JUMP;
      }
      target.predecessors--;
      changes = true;
    }
  } while (changes);
}

// ------------------------------------------------------------------------------------------------------- line numbers

function isExitWithoutLine(b: Block): boolean {
  if (!b.exitsScope) {
    let breaks = false;
    for (const instr of b.instrs) {
      if ((opFlags[instr.op] & BREAK_FLAG) !== 0) {
        breaks = true;
        break;
      }
    }
    if (!breaks) return false;
  }
  return hasNoLine(b);
}

/** Blocks that leave the frame need a line: each jump to one without gets a copy of its own. */
function duplicateExits(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last;
    if (last === null || (opFlags[last.op] & JUMP_FLAG) === 0) continue;
    const target = nextNonempty(last.target)!;
    if (!isExitWithoutLine(target) || target.predecessors <= 1) continue;
    const copy = new Block();
    appendCopies(copy, target);
    copy.instrs[0].loc = last.loc;
    last.target = copy;
    target.predecessors--;
    copy.predecessors = 1;
    copy.next = target.next;
    copy.isLabel = true;
    target.next = copy;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.next === null || b.instrs.length === 0 || !b.fallsThrough) continue;
    if (b.next.instrs.length > 0 && isExitWithoutLine(b.next)) b.next.instrs[0].loc = b.last!.loc;
  }
}

function propagateLineNumbers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const n = b.instrs.length;
    if (n === 0) continue;
    let previous = NO_LOCATION;
    for (let i = 0; i < n; i++) {
      const instr = b.instrs[i];
      if (instr.loc.line === -1) instr.loc = previous;
      else previous = instr.loc;
    }
    const last = b.instrs[n - 1];
    const next = b.next;
    if (next !== null && next.predecessors === 1 && b.fallsThrough && next.instrs.length > 0) {
      if (next.instrs[0].loc.line === -1) next.instrs[0].loc = previous;
    }
    if ((opFlags[last.op] & JUMP_FLAG) !== 0) {
      const target = last.target!;
      if (target.predecessors === 1 && target.instrs.length > 0 && target.instrs[0].loc.line === -1) {
        target.instrs[0].loc = previous;
      }
    }
  }
}

function resolveLineNumbers(entry: Block): void {
  duplicateExits(entry);
  propagateLineNumbers(entry);
}

// ----------------------------------------------------------------------------------------------------------- constants

function loadsConst(op: number): boolean {
  return op === Op.LOAD_CONST || op === Op.LOAD_SMALL_INT;
}

function constValue(instr: Instr, consts: ConstTable): Constant {
  return instr.op === Op.LOAD_SMALL_INT ? instr.arg : consts.list[instr.arg];
}

function makeSmallInt(instr: Instr, value: Constant): boolean {
  if (typeof value !== 'number' || value < 0 || value > 255) return false;
  instr.op = Op.LOAD_SMALL_INT;
  instr.arg = value;
  return true;
}

function makeLoadConst(instr: Instr, value: Constant, consts: ConstTable): void {
  if (makeSmallInt(instr, value)) return;
  instr.op = Op.LOAD_CONST;
  instr.arg = consts.add(value);
}

/** The `size` constant loads before index `from`, NOPs left out; null if there are others. */
function constLoads(b: Block, from: number, size: number): Instr[] | null {
  const found = new Array<Instr>(size);
  let left = size;
  for (let i = from; i >= 0 && left > 0; i--) {
    const instr = b.instrs[i];
    if (instr.op === Op.NOP) continue;
    if (!loadsConst(instr.op)) return null;
    found[--left] = instr;
  }
  return left === 0 ? found : null;
}

function nopOut(instrs: readonly Instr[]): void {
  for (const instr of instrs) {
    setNop(instr);
    instr.loc = NO_LOCATION;
  }
}

function foldTuple(b: Block, i: number, consts: ConstTable): void {
  const instr = b.instrs[i];
  const size = instr.arg;
  if (size > STACK_GUIDELINE) return;
  const loads = constLoads(b, i - 1, size);
  if (loads === null) return;
  const value = new TupleConstant(loads.map((load) => constValue(load, consts)));
  nopOut(loads);
  makeLoadConst(instr, value, consts);
}

/** BUILD_LIST 0, (constant, LIST_APPEND 1)…, to tuple: one constant. */
function foldListToTuple(b: Block, i: number, consts: ConstTable): void {
  const instrs = b.instrs;
  const items: Constant[] = [];
  let expectAppend = true;
  for (let pos = i - 1; pos >= 0; pos--) {
    const { op, arg } = instrs[pos];
    if (op === Op.NOP) continue;
    if (op === Op.BUILD_LIST && arg === 0) {
      if (!expectAppend) return;
      for (let k = i - 1; k >= pos; k--) {
        if (instrs[k].op !== Op.NOP) nopOut([instrs[k]]);
      }
      makeLoadConst(instrs[i], new TupleConstant(items.reverse()), consts);
      return;
    }
    if (expectAppend) {
      if (op !== Op.LIST_APPEND || arg !== 1) return;
    } else {
      if (!loadsConst(op)) return;
      items.push(constValue(instrs[pos], consts));
    }
    expectAppend = !expectAppend;
  }
}

/** Distinct elements, as a set sees them: 1, 1.0 and True are one. The first stays. */
function setElements(values: readonly Constant[]): Constant[] {
  const seen = new Set<string>();
  const result: Constant[] = [];
  for (const value of values) {
    const key = equalityKey(value);
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(value);
  }
  return result;
}

function equalityKey(value: Constant): string {
  if (typeof value === 'boolean') return value ? 'i1;' : 'i0;';
  if (value instanceof TupleConstant) return '(' + value.items.map(equalityKey).join('') + ')';
  if (typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number') {
    const float = value.value;
    return Number.isInteger(float) ? `i${BigInt(float)};` : constantKey(value);
  }
  if (typeof value === 'object' && value !== null && 'imag' in value) {
    const { real, imag } = value;
    if (imag === 0) return Number.isInteger(real) ? `i${BigInt(real)};` : `r${real};`;
    return `c${real === 0 ? 0 : real},${imag};`;
  }
  return constantKey(value);
}

function optimizeListOrSet(b: Block, i: number, nextOp: number, consts: ConstTable): void {
  const instrs = b.instrs;
  const instr = instrs[i];
  const containsOrIter = nextOp === Op.GET_ITER || nextOp === Op.CONTAINS_OP;
  const size = instr.arg;
  if (size > STACK_GUIDELINE || (size < MIN_CONST_SEQUENCE && !containsOrIter)) return;
  const loads = constLoads(b, i - 1, size);
  const isList = instr.op === Op.BUILD_LIST;
  if (loads === null) {
    if (containsOrIter && isList) instr.op = Op.BUILD_TUPLE;
    return;
  }
  const items = loads.map((load) => constValue(load, consts));
  const value = isList ? new TupleConstant(items) : new FrozenSetConstant(setElements(items));
  const index = consts.add(value);
  nopOut(loads);
  if (containsOrIter) {
    instr.op = Op.LOAD_CONST;
    instr.arg = index;
    return;
  }
  const first = instrs[i - 2];
  first.loc = instr.loc;
  first.op = instr.op;
  first.arg = 0;
  instrs[i - 1].op = Op.LOAD_CONST;
  instrs[i - 1].arg = index;
  instr.op = isList ? Op.LIST_EXTEND : Op.SET_UPDATE;
  instr.arg = 1;
}

function foldBinaryOp(b: Block, i: number, consts: ConstTable): void {
  const loads = constLoads(b, i - 1, 2);
  if (loads === null) return;
  const instr = b.instrs[i];
  const value = foldBinary(constValue(loads[0], consts), instr.arg, constValue(loads[1], consts));
  if (value === undefined) return;
  nopOut(loads);
  makeLoadConst(instr, value, consts);
}

function foldUnaryOp(b: Block, i: number, consts: ConstTable): void {
  const loads = constLoads(b, i - 1, 1);
  if (loads === null) return;
  const instr = b.instrs[i];
  const operand = constValue(loads[0], consts);
  let value: Constant | undefined;
  switch (instr.op) {
    case Op.UNARY_NEGATIVE:
      value = foldNegative(operand);
      break;
    case Op.UNARY_INVERT:
      value = foldInvert(operand);
      break;
    case Op.UNARY_NOT:
      value = foldNot(operand);
      break;
    default:
      value = foldPositive(operand);
  }
  if (value === undefined) return;
  nopOut(loads);
  makeLoadConst(instr, value, consts);
}

function optimizeLoadConst(b: Block, consts: ConstTable): void {
  const instrs = b.instrs;
  let op = 0;
  let arg = 0;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    if (instr.op === Op.LOAD_CONST) makeSmallInt(instr, consts.list[instr.arg]);
    if (!(op === Op.LOAD_CONST && instr.op === Op.COPY && instr.arg === 1)) {
      op = instr.op;
      arg = instr.arg;
    }
    if (op !== Op.LOAD_CONST && op !== Op.LOAD_SMALL_INT) continue;
    if (i + 1 >= instrs.length) continue;
    const next = instrs[i + 1];
    const nextOp = next.op;
    switch (nextOp) {
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.JUMP_IF_FALSE:
      case Op.JUMP_IF_TRUE: {
        const truth = isTrue(op === Op.LOAD_SMALL_INT ? arg : consts.list[arg]);
        if (nextOp === Op.POP_JUMP_IF_FALSE || nextOp === Op.POP_JUMP_IF_TRUE) setNop(instr);
        if (truth === (nextOp === Op.POP_JUMP_IF_TRUE || nextOp === Op.JUMP_IF_TRUE)) next.op = Op.JUMP;
        else setNop(next);
        break;
      }
      case Op.IS_OP: {
        if (op !== Op.LOAD_CONST || consts.list[arg] !== null) break;
        if (instrs.length <= i + 2) break;
        let jump = instrs[i + 2];
        if (jump.op === Op.TO_BOOL) {
          setNop(jump);
          if (instrs.length <= i + 3) break;
          jump = instrs[i + 3];
        }
        let invert = next.arg !== 0;
        if (jump.op === Op.POP_JUMP_IF_FALSE) invert = !invert;
        else if (jump.op !== Op.POP_JUMP_IF_TRUE) break;
        setNop(instr);
        setNop(next);
        jump.op = invert ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE;
        break;
      }
      case Op.TO_BOOL: {
        const truth = isTrue(op === Op.LOAD_SMALL_INT ? arg : consts.list[arg]);
        const index = consts.add(truth);
        setNop(instr);
        next.op = Op.LOAD_CONST;
        next.arg = index;
        break;
      }
    }
  }
}

function removeUnusedConsts(entry: Block, consts: ConstTable): void {
  const n = consts.list.length;
  if (n === 0) return;
  const used = new Uint8Array(n);
  // The first may be a docstring.
  used[0] = 1;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (instr.op === Op.LOAD_CONST) used[instr.arg] = 1;
  }
  const numbers = new Int32Array(n);
  const kept: Constant[] = [];
  for (let i = 0; i < n; i++) {
    if (used[i] === 0) continue;
    numbers[i] = kept.length;
    kept.push(consts.list[i]);
  }
  if (kept.length === n) return;
  consts.list = kept;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (instr.op === Op.LOAD_CONST) instr.arg = numbers[instr.arg];
  }
}

// ------------------------------------------------------------------------------------------------------ within a block

/** A jump to a jump goes where that goes. The old one stays as a NOP for its line. */
function threadJump(b: Block, instr: Instr, target: Instr, op: number): boolean {
  if (instr.target === target.target) return false;
  setNop(instr);
  const jump = new Instr(op, 0, target.loc);
  jump.target = target.target;
  b.append(jump);
  return true;
}

function optimizeBlock(b: Block, consts: ConstTable): void {
  const instrs = b.instrs;
  let swaps = false;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    const op = instr.op;
    const nextOp = i + 1 < instrs.length ? instrs[i + 1].op : 0;
    switch (op) {
      case Op.BUILD_TUPLE:
        if (nextOp === Op.UNPACK_SEQUENCE && instr.arg === instrs[i + 1].arg) {
          if (instr.arg === 1) {
            setNop(instr);
            setNop(instrs[i + 1]);
            continue;
          }
          if (instr.arg === 2 || instr.arg === 3) {
            setNop(instr);
            instrs[i + 1].op = Op.SWAP;
            continue;
          }
        }
        foldTuple(b, i, consts);
        break;
      case Op.BUILD_LIST:
      case Op.BUILD_SET:
        optimizeListOrSet(b, i, nextOp, consts);
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE: {
        const target = instr.target!.instrs[0];
        if (target.op === Op.JUMP && threadJump(b, instr, target, op)) i--;
        break;
      }
      case Op.JUMP_IF_FALSE:
      case Op.JUMP_IF_TRUE: {
        const target = instr.target!.instrs[0];
        if (target.op === Op.JUMP || target.op === op) {
          if (threadJump(b, instr, target, op)) i--;
        } else if (target.op === Op.JUMP_IF_FALSE || target.op === Op.JUMP_IF_TRUE) {
          // The other test of the same value fails: on to what comes after it.
          instr.target = instr.target!.next;
          i--;
        }
        break;
      }
      case Op.JUMP:
      case Op.JUMP_NO_INTERRUPT: {
        const target = instr.target!.instrs[0];
        if (target.op === Op.JUMP) {
          if (threadJump(b, instr, target, Op.JUMP)) i--;
        } else if (target.op === Op.JUMP_NO_INTERRUPT) {
          if (threadJump(b, instr, target, op)) i--;
        }
        break;
      }
      case Op.STORE_FAST:
        if (
          nextOp === Op.STORE_FAST &&
          instr.arg === instrs[i + 1].arg &&
          instr.loc.line === instrs[i + 1].loc.line
        ) {
          instr.op = Op.POP_TOP;
          instr.arg = 0;
        }
        break;
      case Op.SWAP:
        if (instr.arg === 1) setNop(instr);
        else swaps = true;
        break;
      case Op.LOAD_GLOBAL:
        if (nextOp === Op.PUSH_NULL && (instr.arg & 1) === 0) {
          instr.arg |= 1;
          setNop(instrs[i + 1]);
        }
        break;
      case Op.COMPARE_OP:
        if (nextOp === Op.TO_BOOL) {
          const next = instrs[i + 1];
          next.op = Op.COMPARE_OP;
          next.arg = instr.arg | 16;
          setNop(instr);
        }
        break;
      case Op.CONTAINS_OP:
      case Op.IS_OP:
        if (nextOp === Op.TO_BOOL || nextOp === Op.UNARY_NOT) {
          const next = instrs[i + 1];
          next.op = op;
          next.arg = nextOp === Op.TO_BOOL ? instr.arg : instr.arg ^ 1;
          setNop(instr);
        }
        break;
      case Op.TO_BOOL:
        if (nextOp === Op.TO_BOOL) setNop(instr);
        break;
      case Op.UNARY_NOT:
        if (nextOp === Op.TO_BOOL) {
          setNop(instr);
          instrs[i + 1].op = Op.UNARY_NOT;
          instrs[i + 1].arg = 0;
          continue;
        }
        if (nextOp === Op.UNARY_NOT) {
          setNop(instr);
          setNop(instrs[i + 1]);
          continue;
        }
        foldUnaryOp(b, i, consts);
        break;
      case Op.UNARY_INVERT:
      case Op.UNARY_NEGATIVE:
        foldUnaryOp(b, i, consts);
        break;
      case Op.CALL_INTRINSIC_1:
        if (instr.arg === Intrinsic1.LIST_TO_TUPLE) {
          if (nextOp === Op.GET_ITER) setNop(instr);
          else foldListToTuple(b, i, consts);
        } else if (instr.arg === Intrinsic1.UNARY_POSITIVE) {
          foldUnaryOp(b, i, consts);
        }
        break;
      case Op.BINARY_OP:
        foldBinaryOp(b, i, consts);
        break;
    }
    if (nextOp === Op.UNPACK_SEQUENCE) swaps = true;
  }
  if (!swaps) return;
  for (let i = 0; i < instrs.length; i++) {
    if (instrs[i].op === Op.SWAP) {
      i = shortenSwaps(instrs, i);
      applyStaticSwaps(instrs, i);
    }
  }
}

/** A run of SWAPs from `start` becomes the shortest with its effect; answers the index of its end. */
function shortenSwaps(instrs: Instr[], start: number): number {
  let depth = instrs[start].arg;
  let length = 1;
  let more = false;
  while (start + length < instrs.length) {
    const instr = instrs[start + length];
    if (instr.op === Op.SWAP) {
      depth = Math.max(depth, instr.arg);
      more = true;
    } else if (instr.op !== Op.NOP) break;
    length++;
  }
  if (!more) return start;
  const stack: number[] = [];
  for (let i = 0; i < depth; i++) stack.push(i);
  for (let i = 0; i < length; i++) {
    const instr = instrs[start + i];
    if (instr.op !== Op.SWAP) continue;
    const top = stack[0];
    stack[0] = stack[instr.arg - 1];
    stack[instr.arg - 1] = top;
  }
  // Each cycle of the permutation is walked once, written from the end of the run backwards.
  let current = length - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === -1 || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) {
        const instr = instrs[start + current--];
        instr.op = Op.SWAP;
        instr.arg = j + 1;
      }
      if (stack[j] === -1) break;
      const next = stack[j];
      stack[j] = -1;
      j = next;
    }
  }
  while (current >= 0) setNop(instrs[start + current--]);
  return start + length - 1;
}

function isSwappable(op: number): boolean {
  return op === Op.STORE_FAST || op === Op.STORE_FAST_MAYBE_NULL || op === Op.POP_TOP;
}

function storesTo(instr: Instr): number {
  return instr.op === Op.STORE_FAST || instr.op === Op.STORE_FAST_MAYBE_NULL ? instr.arg : -1;
}

function nextSwappable(instrs: readonly Instr[], i: number, line: number): number {
  while (++i < instrs.length) {
    const instr = instrs[i];
    if (line >= 0 && instr.loc.line !== line) return -1;
    if (instr.op === Op.NOP) continue;
    return isSwappable(instr.op) ? i : -1;
  }
  return -1;
}

/** Instead of swapping two values, swap the two instructions that take them. */
function applyStaticSwaps(instrs: Instr[], i: number): void {
  for (; i >= 0; i--) {
    const swap = instrs[i];
    if (swap.op !== Op.SWAP) {
      if (swap.op === Op.NOP || isSwappable(swap.op)) continue;
      return;
    }
    const j = nextSwappable(instrs, i, -1);
    if (j < 0) return;
    let k = j;
    const line = instrs[j].loc.line;
    for (let count = swap.arg - 1; count > 0; count--) {
      k = nextSwappable(instrs, k, line);
      if (k < 0) return;
    }
    const storeJ = storesTo(instrs[j]);
    const storeK = storesTo(instrs[k]);
    if (storeJ >= 0 || storeK >= 0) {
      if (storeJ === storeK) return;
      for (let m = j + 1; m < k; m++) {
        const store = storesTo(instrs[m]);
        if (store >= 0 && (store === storeJ || store === storeK)) return;
      }
    }
    setNop(swap);
    const temp = instrs[j];
    instrs[j] = instrs[k];
    instrs[k] = temp;
  }
}

// --------------------------------------------------------------------------------------- unbound locals, superinstructions

/** LOAD_FAST_CHECK where a local may be unbound. The first 64 are followed through the graph, others within a block. */
function addChecksForUnbound(entry: Block, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > 64) {
    scanManyLocals(entry, nlocals);
    nlocals = 64;
  }
  clearVisited(entry);
  const stack: Block[] = [];
  let low = 0;
  let high = 0;
  for (let i = nparams; i < nlocals; i++) {
    if (i < 32) low |= 1 << i;
    else high |= 1 << (i - 32);
  }
  pushUnsafe(entry, low, high, stack);
  for (let b: Block | null = entry; b !== null; b = b.next) scanLocals(b, stack);
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.visited = false;
    scanLocals(b, stack);
  }
}

function pushUnsafe(b: Block, low: number, high: number, stack: Block[]): void {
  const bothLow = b.unsafeLow | low;
  const bothHigh = b.unsafeHigh | high;
  if (b.unsafeLow === bothLow && b.unsafeHigh === bothHigh) return;
  b.unsafeLow = bothLow;
  b.unsafeHigh = bothHigh;
  if (!b.visited) {
    stack.push(b);
    b.visited = true;
  }
}

function scanLocals(b: Block, stack: Block[]): void {
  let low = b.unsafeLow;
  let high = b.unsafeHigh;
  const instrs = b.instrs;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    if (instr.except !== null) pushUnsafe(instr.except, low, high, stack);
    const arg = instr.arg;
    if (arg >= 64) continue;
    const lowBit = arg < 32 ? 1 << arg : 0;
    const highBit = arg < 32 ? 0 : 1 << (arg - 32);
    switch (instr.op) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        low |= lowBit;
        high |= highBit;
        break;
      case Op.LOAD_FAST:
        if ((low & lowBit) !== 0 || (high & highBit) !== 0) instr.op = Op.LOAD_FAST_CHECK;
        low &= ~lowBit;
        high &= ~highBit;
        break;
      case Op.STORE_FAST:
      case Op.LOAD_FAST_CHECK:
        low &= ~lowBit;
        high &= ~highBit;
        break;
    }
  }
  if (b.next !== null && b.fallsThrough) pushUnsafe(b.next, low, high, stack);
  const last = b.last;
  if (last !== null && (opFlags[last.op] & JUMP_FLAG) !== 0) pushUnsafe(last.target!, low, high, stack);
}

function scanManyLocals(entry: Block, nlocals: number): void {
  const states = new Int32Array(nlocals - 64);
  let number = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    number++;
    for (const instr of b.instrs) {
      const local = instr.arg - 64;
      if (local < 0) continue;
      switch (instr.op) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          states[local] = number - 1;
          break;
        case Op.STORE_FAST:
          states[local] = number;
          break;
        case Op.LOAD_FAST:
          if (states[local] !== number) instr.op = Op.LOAD_FAST_CHECK;
          states[local] = number;
          break;
      }
    }
  }
}

function combine(first: Instr, second: Instr, op: number): void {
  if (first.loc.line >= 0 && second.loc.line >= 0 && first.loc.line !== second.loc.line) return;
  if (first.arg >= 16 || second.arg >= 16) return;
  first.op = op;
  first.arg = (first.arg << 4) | second.arg;
  setNop(second);
}

function insertSuperinstructions(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const instrs = b.instrs;
    for (let i = 0; i + 1 < instrs.length; i++) {
      const instr = instrs[i];
      const next = instrs[i + 1];
      if (instr.op === Op.LOAD_FAST) {
        if (next.op === Op.LOAD_FAST) combine(instr, next, Op.LOAD_FAST_LOAD_FAST);
      } else if (instr.op === Op.STORE_FAST) {
        if (next.op === Op.LOAD_FAST) combine(instr, next, Op.STORE_FAST_LOAD_FAST);
        else if (next.op === Op.STORE_FAST) combine(instr, next, Op.STORE_FAST_STORE_FAST);
      }
    }
  }
  removeNops(entry);
}

// ---------------------------------------------------------------------------------------------------------- cold blocks

function markCold(entry: Block): boolean {
  clearVisited(entry);
  const stack: Block[] = [entry];
  entry.visited = true;
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.warm = true;
    const next = b.next;
    if (next !== null && !next.visited && b.fallsThrough) {
      stack.push(next);
      next.visited = true;
    }
    for (const instr of b.instrs) {
      if ((opFlags[instr.op] & JUMP_FLAG) !== 0 && !instr.target!.visited) {
        stack.push(instr.target!);
        instr.target!.visited = true;
      }
    }
  }
  clearVisited(entry);
  let any = false;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.isHandler) {
      stack.push(b);
      b.visited = true;
      any = true;
    }
  }
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.cold = true;
    const next = b.next;
    if (next !== null && !next.warm && !next.visited && b.fallsThrough) {
      stack.push(next);
      next.visited = true;
    }
    for (const instr of b.instrs) {
      if ((opFlags[instr.op] & JUMP_FLAG) === 0) continue;
      const target = instr.target!;
      if (!target.warm && !target.visited) {
        stack.push(target);
        target.visited = true;
      }
    }
  }
  return any;
}

/** Exception handlers go to the end, so that the usual way runs straight. */
function pushColdBlocksToEnd(entry: Block): void {
  if (entry.next === null) return;
  if (!markCold(entry)) return;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (!b.cold || b.next === null || !b.next.warm || !b.fallsThrough) continue;
    const jump = new Block();
    const instr = new Instr(Op.JUMP_NO_INTERRUPT, 0, NO_LOCATION);
    instr.target = b.next;
    b.next.isLabel = true;
    jump.instrs.push(instr);
    jump.cold = true;
    jump.next = b.next;
    jump.predecessors = 1;
    b.next = jump;
  }
  let coldFirst: Block | null = null;
  let coldLast: Block | null = null;
  let b = entry;
  while (b.next !== null) {
    while (b.next !== null && !b.next.cold) b = b.next;
    if (b.next === null) break;
    let end: Block = b.next;
    while (end.next !== null && end.next.cold) end = end.next;
    if (coldLast === null) coldFirst = b.next;
    else coldLast.next = b.next;
    coldLast = end;
    b.next = end.next;
    end.next = null;
  }
  b.next = coldFirst;
  if (coldFirst !== null) removeNopsAndJumps(entry);
}

// ------------------------------------------------------------------------------------- to real instructions; stack depth

function convertConditionalPseudoJumps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last;
    if (last === null || (last.op !== Op.JUMP_IF_FALSE && last.op !== Op.JUMP_IF_TRUE)) continue;
    last.op = last.op === Op.JUMP_IF_FALSE ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE;
    const copy = new Instr(Op.COPY, 1, last.loc);
    const toBool = new Instr(Op.TO_BOOL, 0, last.loc);
    copy.except = last.except;
    toBool.except = last.except;
    b.instrs.splice(b.instrs.length - 1, 0, copy, toBool);
  }
}

function computeStackDepth(entry: Block): number {
  for (let b: Block | null = entry; b !== null; b = b.next) b.startDepth = -1;
  let max = 0;
  const stack: Block[] = [entry];
  entry.startDepth = 0;
  const push = (b: Block, depth: number): void => {
    if (b.startDepth < 0) {
      b.startDepth = depth;
      stack.push(b);
    } else if (b.startDepth !== depth) {
      throw new Error(`inconsistent stack depth: ${b.startDepth} and ${depth}`);
    }
  };
  while (stack.length > 0) {
    const b = stack.pop()!;
    let depth = b.startDepth;
    let next = b.next;
    for (const instr of b.instrs) {
      const flags = opFlags[instr.op];
      const after = depth + stackEffect(instr.op, instr.arg, false);
      if (after < 0) throw new Error('stack underflow');
      if (depth > max) max = depth;
      if ((flags & HAS_TARGET) !== 0 && instr.op !== Op.END_ASYNC_FOR) {
        push(instr.target!, depth + stackEffect(instr.op, instr.arg, true));
      }
      depth = after;
      if ((flags & NO_FALLTHROUGH) !== 0) {
        next = null;
        break;
      }
    }
    if (next !== null) push(next, depth);
  }
  return max;
}

/** Numbers of cells and free variables after the locals; a parameter that is a cell keeps its place. */
function prepareLocalsplus(unit: Unit, entry: Block, codeFlags: number): number {
  const nlocals = unit.varnames.size;
  const ncells = unit.cellvars.size;
  const nfree = unit.freevars.size;
  const total = ncells + nfree;
  const fixed = new Int32Array(total);
  for (let i = 0; i < total; i++) fixed[i] = nlocals + i;
  for (const [name, index] of unit.cellvars) {
    const local = unit.varnames.get(name);
    if (local !== undefined) fixed[index] = local;
  }

  const prefix: Instr[] = [];
  if (nfree > 0) prefix.push(new Instr(Op.COPY_FREE_VARS, nfree, NO_LOCATION));
  if (ncells > 0) {
    const order: number[] = [];
    for (let i = 0; i < ncells; i++) order.push(i);
    order.sort((a, b) => fixed[a] - fixed[b]);
    for (const i of order) prefix.push(new Instr(Op.MAKE_CELL, i, NO_LOCATION));
  }
  if ((codeFlags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0) {
    const loc = new Loc(unit.firstlineno, unit.firstlineno, -1, -1);
    prefix.push(new Instr(Op.RETURN_GENERATOR, 0, loc), new Instr(Op.POP_TOP, 0, loc));
  }
  if (prefix.length > 0) entry.instrs.unshift(...prefix);

  if (total === 0) return nlocals;
  let dropped = 0;
  for (let i = 0; i < total; i++) {
    if (fixed[i] === i + nlocals) fixed[i] -= dropped;
    else dropped++;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      switch (instr.op) {
        case Op.MAKE_CELL:
        case Op.LOAD_CLOSURE:
        case Op.LOAD_DEREF:
        case Op.STORE_DEREF:
        case Op.DELETE_DEREF:
        case Op.LOAD_FROM_DICT_OR_DEREF:
          instr.arg = fixed[instr.arg];
      }
    }
  }
  return nlocals + total - dropped;
}

function convertPseudoOps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      const op = instr.op;
      if (op < 256) continue;
      if ((opFlags[op] & PUSH_FLAG) !== 0) {
        setNop(instr);
        instr.target = null;
      } else if (op === Op.LOAD_CLOSURE) instr.op = Op.LOAD_FAST;
      else if (op === Op.STORE_FAST_MAYBE_NULL) instr.op = Op.STORE_FAST;
    }
  }
  removeNopsAndJumps(entry);
}

function isConditionalJump(op: number): boolean {
  return op >= Op.POP_JUMP_IF_FALSE && op <= Op.POP_JUMP_IF_TRUE;
}

/** Conditional jumps go forward; a backward one becomes its opposite over an unconditional jump. */
function normalizeJumps(entry: Block): void {
  clearVisited(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = true;
    const last = b.last;
    if (last === null || !isConditionalJump(last.op)) continue;
    const target = last.target!;
    if (!target.visited) {
      b.append(new Instr(Op.NOT_TAKEN, 0, last.loc));
      continue;
    }
    const backwards = new Block();
    const jump = new Instr(Op.JUMP, 0, last.loc);
    jump.target = target;
    backwards.instrs.push(new Instr(Op.NOT_TAKEN, 0, last.loc), jump);
    backwards.startDepth = target.startDepth;
    last.op =
      last.op === Op.POP_JUMP_IF_NOT_NONE
        ? Op.POP_JUMP_IF_NONE
        : last.op === Op.POP_JUMP_IF_NONE
          ? Op.POP_JUMP_IF_NOT_NONE
          : last.op === Op.POP_JUMP_IF_FALSE
            ? Op.POP_JUMP_IF_TRUE
            : Op.POP_JUMP_IF_FALSE;
    last.target = b.next;
    backwards.cold = b.cold;
    backwards.next = b.next;
    b.next = backwards;
  }
}

// -------------------------------------------------------------------------------------------------------- borrowed loads

const KILLED = 1;
const STORED = 2;
const UNCONSUMED = 4;

/** Values on the abstract stack: the index of the load that made each, or -1, and its local, or -1. */
let refInstr = new Int32Array(256);
let refLocal = new Int32Array(256);
let refCount = 0;
let loadFlags = new Uint8Array(256);

function pushRef(instr: number, local: number): void {
  if (refCount === refInstr.length) {
    const instrs = new Int32Array(refCount * 2);
    const locals = new Int32Array(refCount * 2);
    instrs.set(refInstr);
    locals.set(refLocal);
    refInstr = instrs;
    refLocal = locals;
  }
  refInstr[refCount] = instr;
  refLocal[refCount++] = local;
}

function killLocal(local: number): void {
  for (let i = 0; i < refCount; i++) if (refLocal[i] === local) loadFlags[refInstr[i]] |= KILLED;
}

function storeLocal(local: number): void {
  const instr = refInstr[--refCount];
  killLocal(local);
  if (instr >= 0) loadFlags[instr] |= STORED;
}

/**
 * LOAD_FAST becomes LOAD_FAST_BORROW where the value is taken off the stack before the local can change, within the block.
 * Blocks that only exceptions lead to are not visited.
 */
function optimizeLoadFast(entry: Block): void {
  clearVisited(entry);
  const stack: Block[] = [entry];
  entry.startDepth = 0;
  entry.visited = true;
  while (stack.length > 0) {
    const b = stack.pop()!;
    const instrs = b.instrs;
    const n = instrs.length;
    if (loadFlags.length < n) loadFlags = new Uint8Array(n * 2);
    else loadFlags.fill(0, 0, n);
    refCount = 0;
    for (let i = 0; i < b.startDepth; i++) pushRef(-1, -1);
    for (let i = 0; i < n; i++) {
      const instr = instrs[i];
      const op = instr.op;
      const arg = instr.arg;
      switch (op) {
        case Op.LOAD_FAST:
          pushRef(i, arg);
          break;
        case Op.LOAD_FAST_AND_CLEAR:
          killLocal(arg);
          pushRef(i, arg);
          break;
        case Op.LOAD_FAST_LOAD_FAST:
          pushRef(i, arg >> 4);
          pushRef(i, arg & 15);
          break;
        case Op.STORE_FAST:
          storeLocal(arg);
          break;
        case Op.DELETE_FAST:
          killLocal(arg);
          break;
        // They may give back what they got.
        case Op.FORMAT_SIMPLE:
        case Op.GET_YIELD_FROM_ITER:
          break;
        case Op.STORE_FAST_LOAD_FAST:
          storeLocal(arg >> 4);
          pushRef(i, arg & 15);
          break;
        case Op.STORE_FAST_STORE_FAST:
          storeLocal(arg >> 4);
          storeLocal(arg & 15);
          break;
        case Op.COPY:
          pushRef(refInstr[refCount - arg], refLocal[refCount - arg]);
          break;
        case Op.SWAP: {
          const other = refCount - arg;
          const top = refCount - 1;
          const instrOther = refInstr[other];
          const localOther = refLocal[other];
          refInstr[other] = refInstr[top];
          refLocal[other] = refLocal[top];
          refInstr[top] = instrOther;
          refLocal[top] = localOther;
          break;
        }
        case Op.GET_ANEXT:
        case Op.GET_LEN:
        case Op.IMPORT_FROM:
        case Op.MATCH_KEYS:
        case Op.MATCH_MAPPING:
        case Op.MATCH_SEQUENCE:
        case Op.WITH_EXCEPT_START: {
          // CPython numbers these values from 0 here, not by the instruction: the first loads of the block are then marked.
          const net = stackPushed(op, arg) - stackPopped(op, arg);
          for (let k = 0; k < net; k++) pushRef(k, -1);
          break;
        }
        case Op.DICT_MERGE:
        case Op.DICT_UPDATE:
        case Op.LIST_APPEND:
        case Op.LIST_EXTEND:
        case Op.MAP_ADD:
        case Op.RERAISE:
        case Op.SET_ADD:
        case Op.SET_UPDATE:
          refCount -= stackPopped(op, arg) - stackPushed(op, arg);
          break;
        case Op.CHECK_EXC_MATCH:
          refCount--;
          pushRef(i, -1);
          break;
        case Op.FOR_ITER:
          visitNext(instr.target!, stack);
          pushRef(i, -1);
          break;
        case Op.LOAD_SPECIAL: {
          const self = --refCount;
          const selfInstr = refInstr[self];
          const selfLocal = refLocal[self];
          pushRef(i, -1);
          pushRef(selfInstr, selfLocal);
          break;
        }
        case Op.LOAD_ATTR:
        case Op.LOAD_SUPER_ATTR: {
          const self = --refCount;
          const selfInstr = refInstr[self];
          const selfLocal = refLocal[self];
          if (op === Op.LOAD_SUPER_ATTR) refCount -= 2;
          pushRef(i, -1);
          if ((arg & 1) !== 0) pushRef(selfInstr, selfLocal);
          break;
        }
        case Op.SEND:
          visitNext(instr.target!, stack);
          refCount--;
          pushRef(i, -1);
          break;
        default: {
          const popped = stackPopped(op, arg);
          const pushed = stackPushed(op, arg);
          if ((opFlags[op] & HAS_TARGET) !== 0) visitNext(instr.target!, stack);
          refCount -= popped;
          for (let k = 0; k < pushed; k++) pushRef(i, -1);
        }
      }
    }
    if (b.next !== null && n > 0 && b.fallsThrough) visitNext(b.next, stack);
    for (let i = 0; i < refCount; i++) if (refInstr[i] !== -1) loadFlags[refInstr[i]] |= UNCONSUMED;
    for (let i = 0; i < n; i++) {
      if (loadFlags[i] !== 0) continue;
      const instr = instrs[i];
      if (instr.op === Op.LOAD_FAST) instr.op = Op.LOAD_FAST_BORROW;
      else if (instr.op === Op.LOAD_FAST_LOAD_FAST) instr.op = Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
    }
  }
}

function visitNext(b: Block, stack: Block[]): void {
  if (b.visited) return;
  b.visited = true;
  stack.push(b);
}
