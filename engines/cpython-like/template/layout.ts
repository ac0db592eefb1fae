// @inline-constants-from ../../frontend/opcodes.ts Op
// The control flow of a code object as JavaScript can say it: basic blocks in the order of the bytecode, loops for backward jumps, labelled
// blocks that forward jumps break out of. Where the frame enters in the middle of a loop (on-stack replacement, a generator's resumption) the
// way leads from the function's start through the headers of the loops around it; so do handlers of exceptions that have been entered, and
// their way back. Those that never were are left out: the interpreter runs them. Models the structuring of wasm back ends ("stackifier") rather than anything of CPython's.
import { Op, opFlags, OpFlag, stackPopped, stackPushed } from '../../frontend/opcodes.ts';
import type { Code } from '../code.ts';

export interface Block {
  /** First instruction and the one behind the last, as indices of `code.original`. */
  readonly start: number;
  end: number;
  /** Operands on the stack at its start. */
  readonly depth: number;
  /** Place in the order of emission; 0 is the function's start. */
  position: number;
  /** Comes into this block from anywhere but the end of the one before it. */
  isJoin: boolean;
  /** Falls into the next block in order. */
  falls: boolean;
}

/** From `start` to before `end`: a loop whose header is at `start`, or a labelled block that ends where `end` begins. */
export interface Scope {
  readonly label: string;
  readonly isLoop: boolean;
  start: number;
  end: number;
}

export interface Layout {
  readonly blocks: readonly Block[];
  readonly blockAt: ReadonlyMap<number, Block>;
  readonly scopes: readonly Scope[];
  /** Where a frame may come in, in ascending order. */
  readonly entries: readonly number[];
  /** Position of a dispatch (0, or a loop's header) → what it tells apart: number of the entry, position it goes on at. */
  readonly dispatches: ReadonlyMap<number, readonly { entry: number; to: number }[]>;
  /** Where the handlers that are compiled too begin. */
  readonly handlers: ReadonlySet<number>;
  /** Is this jump one from a handler to what is no handler? */
  readonly isFar: (from: number, to: number) => boolean;
}

export const isBackward = (op: number): boolean =>
  op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT;

/** Does nothing come behind it? */
export function endsFlow(op: number): boolean {
  return (
    (opFlags[op] & (OpFlag.ALWAYS | OpFlag.EXIT)) !== 0 ||
    op === Op.RETURN_GENERATOR ||
    op === Op.YIELD_VALUE ||
    op === Op.END_ASYNC_FOR
  );
}

/** Where FOR_ITER goes at the end: behind END_FOR. */
export const jumpTarget = (op: number, arg: number): number => (op === Op.FOR_ITER ? arg + 2 : arg);

/** Notes the operands before each instruction that is reached from `start`, which has `n`. */
function explore(code: Code, depth: Int32Array, start: number, n: number): void {
  const { original } = code;
  const pending: number[] = [];
  const reach = (at: number, operands: number): void => {
    if (at >= original.length || depth[at >> 1] >= 0) return;
    depth[at >> 1] = operands;
    pending.push(at);
  };
  reach(start, n);
  while (pending.length > 0) {
    const at = pending.pop()!;
    const op = original[at];
    const arg = original[at + 1];
    const before = depth[at >> 1];
    const after = before - stackPopped(op, arg) + stackPushed(op, arg);
    if ((opFlags[op] & OpFlag.JUMP) !== 0 && op !== Op.END_ASYNC_FOR) {
      reach(jumpTarget(op, arg), op === Op.FOR_ITER ? before : after);
    }
    if (op === Op.RETURN_GENERATOR || op === Op.YIELD_VALUE || !endsFlow(op)) reach(at + 2, after);
  }
}

/** Handlers that have been entered, also the compiler's own, which give a name or the exception before back and raise again. */
export const isCompiledHandler = (code: Code, target: number): boolean => code.seen[target >> 1] !== 0;

/** null: jumps into the middle of a loop, which this has no form for. */
export function layOut(code: Code): Layout | null {
  const { original } = code;
  const depth = new Int32Array(original.length / 2 + 1).fill(-1);
  explore(code, depth, 0, 0);
  const warm = depth.slice();
  const leaders = new Set<number>([0]);
  const entries = new Set<number>([0]);
  const handlers = new Set<number>();
  for (let again = true; again;) {
    again = false;
    for (const { start, end, target, depth: n, lasti } of code.handlers) {
      if (handlers.has(target) || depth[target >> 1] >= 0 || !isCompiledHandler(code, target)) continue;
      if (!depth.subarray(start >> 1, end >> 1).some((d) => d >= 0)) continue;
      handlers.add(target);
      entries.add(target);
      explore(code, depth, target, n + (lasti ? 2 : 1));
      again = true;
    }
  }
  /** From a handler back to where the program goes on: by way of the function's start, as frames come in. */
  const isFar = (from: number, to: number): boolean => warm[from >> 1] < 0 && warm[to >> 1] >= 0;
  for (let at = 0; at < original.length; at += 2) {
    if (depth[at >> 1] < 0) continue;
    const op = original[at];
    const isJump = (opFlags[op] & OpFlag.JUMP) !== 0 && op !== Op.END_ASYNC_FOR;
    if (isJump) {
      const target = jumpTarget(op, original[at + 1]);
      leaders.add(target);
      if (isFar(at, target)) entries.add(target);
    }
    if (isJump || endsFlow(op)) leaders.add(at + 2);
    if (op === Op.JUMP_BACKWARD) entries.add(original[at + 1]);
    else if (op === Op.RESUME) entries.add(at);
    else if (op === Op.RETURN_GENERATOR || op === Op.YIELD_VALUE) entries.add(at + 2);
  }
  for (const at of entries) leaders.add(at);
  const blocks: Block[] = [];
  const blockAt = new Map<number, Block>();
  for (const start of [...leaders].sort((a, b) => a - b)) {
    if (start >= original.length || depth[start >> 1] < 0) continue;
    const block: Block = {
      start,
      end: start,
      depth: depth[start >> 1],
      position: blocks.length + 1,
      isJoin: entries.has(start),
      falls: false,
    };
    blocks.push(block);
    blockAt.set(start, block);
  }
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i];
    let at = block.start;
    do at += 2;
    while (at < original.length && !blockAt.has(at) && depth[at >> 1] >= 0);
    block.end = at;
    block.falls = !endsFlow(original[at - 2]) && i + 1 < blocks.length && blocks[i + 1].start === at;
  }

  // Loops, then the forward edges, with those of the dispatches.
  const loops = new Map<number, Scope>();
  const forward: { from: number; to: number }[] = [];
  for (const block of blocks) {
    const op = original[block.end - 2];
    if ((opFlags[op] & OpFlag.JUMP) === 0 || op === Op.END_ASYNC_FOR) continue;
    const target = blockAt.get(jumpTarget(op, original[block.end - 1]))!;
    target.isJoin = true;
    if (isFar(block.end - 2, target.start)) continue;
    if (target.position <= block.position) {
      const known = loops.get(target.position);
      if (known !== undefined) known.end = Math.max(known.end, block.position + 1);
      else
        loops.set(target.position, {
          label: `L${target.start}`,
          isLoop: true,
          start: target.position,
          end: block.position + 1,
        });
    } else forward.push({ from: block.position, to: target.position });
  }
  const scopes: Scope[] = [...loops.values()];
  // Loops that overlap without being nested: the first goes on to the end of both.
  for (let again = true; again;) {
    again = false;
    for (const a of scopes) {
      for (const b of scopes) {
        if (a.start < b.start && b.start < a.end && a.end < b.end) {
          a.end = b.end;
          again = true;
        }
      }
    }
  }
  const dispatches = new Map<number, { entry: number; to: number }[]>();
  const sorted = [...entries].filter((at) => blockAt.has(at)).sort((a, b) => a - b);
  for (let entry = 0; entry < sorted.length; entry++) {
    const goal = blockAt.get(sorted[entry])!.position;
    if (goal === 1) continue;
    let from = 0;
    const around = scopes.filter((s) => s.start <= goal && goal < s.end).sort((a, b) => a.start - b.start);
    for (const to of [...around.map((s) => s.start).filter((start) => start < goal), goal]) {
      if (!dispatches.has(from)) dispatches.set(from, []);
      dispatches.get(from)!.push({ entry, to });
      if (to !== from) forward.push({ from, to });
      from = to;
    }
  }
  const labelled = new Map<number, Scope>();
  for (const { from, to } of forward) {
    const known = labelled.get(to);
    if (known !== undefined) known.start = Math.min(known.start, from);
    else labelled.set(to, { label: `B${blocks[to - 1].start}`, isLoop: false, start: from, end: to });
  }
  scopes.push(...labelled.values());
  for (let again = true; again;) {
    again = false;
    for (const a of scopes) {
      for (const b of scopes) {
        if (!(a.start < b.start && b.start < a.end && a.end < b.end)) continue;
        // `b` begins inside `a` and ends behind it.
        if (b.isLoop) return null;
        b.start = a.start;
        again = true;
      }
    }
  }
  return { blocks, blockAt, scopes, entries: sorted, dispatches, handlers, isFar };
}

/** Scopes that begin at a position, outermost first. */
export function opening(layout: Layout, position: number): Scope[] {
  return layout.scopes
    .filter((s) => s.start === position)
    .sort((a, b) => b.end - a.end || Number(a.isLoop) - Number(b.isLoop));
}
