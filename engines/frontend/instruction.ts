// One instruction on its way from code generation to assembly, its source range, and the sequence with labels that code
// generation writes (CPython's Python/instruction_sequence.c). Instructions of all stages share one class: the flow graph
// takes over the objects, it does not copy them.
import type { Located } from './ast.ts';
import type { Block } from './flowgraph.ts';

/** A source range. Shared between instructions, never changed. */
export class Loc {
  readonly line: number;
  readonly endLine: number;
  readonly col: number;
  readonly endCol: number;
  constructor(line: number, endLine: number, col: number, endCol: number) {
    this.line = line;
    this.endLine = endLine;
    this.col = col;
    this.endCol = endCol;
  }
}

/** An instruction that no source line stands behind. */
export const NO_LOCATION = new Loc(-1, -1, -1, -1);
/** An instruction that takes the range of the one after it. */
export const NEXT_LOCATION = new Loc(-2, -2, -2, -2);

export function locOf(node: Located): Loc {
  return new Loc(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset);
}

export class Instr {
  op: number;
  arg: number;
  loc: Loc;
  /** Where a jump goes, or the handler of an exception block. */
  target: Block | null = null;
  /** The handler of exceptions raised here. */
  except: Block | null = null;
  constructor(op: number, arg: number, loc: Loc) {
    this.op = op;
    this.arg = arg;
    this.loc = loc;
  }
  copy(): Instr {
    const other = new Instr(this.op, this.arg, this.loc);
    other.target = this.target;
    other.except = this.except;
    return other;
  }
}

/** Instructions in the order of code generation; the argument of a jump is a label. */
export class InstrSequence {
  readonly instrs: Instr[] = [];
  /** Index of the instruction that a label stands before. */
  readonly labels: number[] = [];
  /** What replaces ANNOTATIONS_PLACEHOLDER. */
  annotations: InstrSequence | null = null;

  newLabel(): number {
    return this.labels.push(-1) - 1;
  }
  useLabel(label: number): void {
    this.labels[label] = this.instrs.length;
  }
  prepend(instr: Instr): void {
    this.instrs.unshift(instr);
    for (let i = 0; i < this.labels.length; i++) if (this.labels[i] >= 0) this.labels[i]++;
  }
}
