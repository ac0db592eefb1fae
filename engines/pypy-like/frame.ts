// Python frames: locals and operands on the thread's shared value stack, where a caller's arguments become the callee's locals; a generator's on
// an array of its own. Entering functions from host code. Models PyPy's pypy/interpreter/pyframe.py without its virtualizables: a frame
// object that outlives its frame takes a copy of the locals. Slots above a frame's `sp` may hold what was there before: nothing reads them.
import { CodeFlag, LocalKind } from '../frontend/code-object.ts';
import { Op } from '../frontend/opcodes.ts';
import { bindArguments } from '../objspace/bind-arguments.ts';
import type { OperationError } from '../objspace/error.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { BytecodeFrame } from '../objspace/instructions/instruction.ts';
import { nextPythonFrame } from '../objspace/python-frame.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import type { FrameState } from '../objspace/python-frame.ts';
import { raise } from '../objspace/raise.ts';
import type { Space } from '../objspace/space.ts';
import type { ThreadMachine } from '../objspace/threads/thread.ts';
import { CellPayload } from '../objspace/types/function.ts';
import type { FramePayload } from '../objspace/types/frame.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

export const CREATED = 0;
export const RUNNING = 1;
export const SUSPENDED = 2;
export const DONE = 3;
const STATE_NAMES: readonly FrameState[] = ['created', 'running', 'suspended', 'done'];

/** What is being handled, a chain through the generators that run (PyErr_StackItem). */
export class HandledException {
  value: W_Object | null = null;
  previous: HandledException | null = null;
}

/** The value stack of a thread. */
export class ValueStack {
  readonly slots: (Raw | null)[] = [];
  /** One past the last slot in use by the topmost frame that stands here. */
  top = 0;
  /** Python frames on the stack, for the recursion limit. */
  depth = 0;
  /** Frames by depth, to be used again (eval-loop.ts: enterInline). */
  readonly frames: PyFrame[] = [];

  constructor(size: number) {
    this.reserve(0, size);
  }

  /** Room for `size` more slots above `from`. */
  reserve(from: number, size: number): void {
    const { slots } = this;
    for (let missing = from + size - slots.length; missing > 0; missing--) slots.push(null);
  }
}

/** Slots that stay free above the topmost frame when its stack is made young. */
const SLACK = 256;
/** A larger array is a page of its own for the host, and old when it has survived once. */
const MOST_YOUNG = 8192;

/**
 * Gives the array that the frame's operands stand in a new backing store. The host's garbage collector takes note of every new object that is stored into an
 * old array (a call, and a note to be looked at later): most of what the eval loop stores is new. Whoever holds the array does not notice.
 */
export function makeYoung(values: ValueStack, { shared, stack }: PyFrame): void {
  const n = shared ? Math.min(values.top + SLACK, stack.length) : stack.length;
  if (n > MOST_YOUNG) return;
  const kept = stack.slice(0, n);
  // An empty array has the backing store that all such share.
  stack.length = 0;
  for (let i = 0; i < n; i++) stack.push(kept[i]);
}

/** What a thread has for itself (threads/thread.ts: ThreadMachine). */
export interface Machine {
  values: ValueStack;
  handled: HandledException;
}

/** What a thread handles that does not run. */
export const handledIn = (machine: ThreadMachine): HandledException =>
  (machine as unknown as Machine).handled;

/** What the eval loop answers that wants to be entered again with the frame on top (jit/hooks.ts: MOVES). */
export const AGAIN = { sentinel: 'AGAIN' } as unknown as W;

function goOn(space: PypySpace, w: W): W {
  while (w === AGAIN) w = space.evalLoop(space.top as PyFrame, undefined, undefined);
  return w;
}

export class PyFrame extends BytecodeFrame {
  code: Code;
  func: W_Object;
  /** Value stack; null is an empty slot. */
  stack: (Raw | null)[];
  /** First local. */
  base: number;
  /** One past the topmost operand. */
  sp: number;
  /** Next instruction: index into `code.instructions`. */
  pc = 0;
  /** Where the result goes in the caller's own stack; below it everything is the caller's. */
  returnTo: number;
  /** End of the used part of the shared stack before this frame. */
  previousTop: number;
  /** Entered by the loop itself from the frame below: the result is pushed at `returnTo`. */
  inline: boolean;
  /** Stands on the shared stack. */
  shared = true;
  stateNumber = RUNNING;
  /** Waits for the answer of the instruction before `pc`. */
  waiting = false;
  /** Left at the check of a backward jump, which goes here; -1: it was not. An error that comes back belongs to the jump itself. */
  jumpsTo = -1;
  globals: W_Object;
  builtins: W_Object;
  /** Names of a module or class body. */
  namespace: W_Object | null = null;
  /** What a generator was sent. */
  sent: Raw | null = null;
  thrown: OperationError | null = null;
  handled: HandledException | null = null;
  /** This is `__init__`, called by a call of the class: the instance is the result. */
  instance: W_Object | null = null;
  /** A generator's: the collector knows of it, because it has been suspended inside a `try`. */
  isWatched = false;

  constructor(
    code: Code,
    func: W_Object,
    globals: W_Object,
    builtins: W_Object,
    stack: (Raw | null)[],
    base: number,
    returnTo: number,
    previousTop: number,
    inline: boolean,
  ) {
    super();
    this.code = code;
    this.func = func;
    this.globals = globals;
    this.builtins = builtins;
    this.stack = stack;
    this.base = base;
    this.sp = base + code.localCount;
    this.returnTo = returnTo;
    this.previousTop = previousTop;
    this.inline = inline;
  }

  resume(space: Space, w_value: W | undefined): W {
    return goOn(space as PypySpace, (space as PypySpace).evalLoop(this, w_value, undefined));
  }
  override raise(space: Space, error: OperationError): W {
    return goOn(space as PypySpace, (space as PypySpace).evalLoop(this, undefined, error));
  }

  /** This body on a stack of its own, as RETURN_GENERATOR leaves it. */
  asGenerator(): PyFrame {
    const { code, base } = this;
    const own = this.stack.slice(base, base + code.frameSize + 2);
    for (let i = code.localCount; i < own.length; i++) own[i] = null;
    while (own.length < code.frameSize + 2) own.push(null);
    const body = new PyFrame(code, this.func, this.globals, this.builtins, own, 0, 0, 0, false);
    body.shared = false;
    body.stateNumber = CREATED;
    body.pc = this.pc;
    body.handled = new HandledException();
    body.namespace = this.namespace;
    return body;
  }

  get state(): FrameState {
    return STATE_NAMES[this.stateNumber];
  }
  get w_code(): W {
    return this.code.w_code;
  }
  get names(): readonly string[] {
    return this.code.names;
  }
  get w_namespace(): W | null {
    if (this.namespace !== null) return wrap(this.namespace);
    // A function of a module's code has its globals for locals (_PyFunction_Vectorcall).
    return (this.code.flags & CodeFlag.OPTIMIZED) === 0 ? wrap(this.globals) : null;
  }
  get codeFlags(): number {
    return this.code.flags;
  }
  localName(i: number): string {
    return this.code.source.localsplusnames[i];
  }
  isFreeVariable(i: number): boolean {
    return this.code.isFree(i);
  }
  cellAt(i: number): CellPayload {
    return (this.stack[this.base + i] as W_Object).v as CellPayload;
  }
  delegateEnded(w_value: W): void {
    this.sent = unwrap(w_value);
  }
  get w_globals(): W {
    return wrap(this.globals);
  }
  get w_builtins(): W {
    return wrap(this.builtins);
  }
  get lasti(): number {
    const index = this.pc - 2;
    return index < 0 ? -1 : this.code.offsets[index / 2];
  }
  get lineno(): number | null {
    return this.code.lineOf(this.pc - 2);
  }
  override get isHidden(): boolean {
    return this.code.isHidden;
  }
  caller(): PythonFrame | null {
    return nextPythonFrame(this.back);
  }

  private cellOf(i: number): CellPayload | null {
    const o = this.stack[this.base + i];
    const kind = this.code.source.localspluskinds[i];
    const isCell = (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0;
    // A cell variable is a plain value until MAKE_CELL.
    return isCell && o instanceof W_Object && o.v instanceof CellPayload ? o.v : null;
  }
  /** The value of a local, looking into its cell. */
  localValue(i: number): Raw | null {
    const cell = this.cellOf(i);
    if (cell !== null) return cell.w_value === null ? null : unwrap(cell.w_value);
    return this.stack[this.base + i] ?? null;
  }
  locals(): W {
    const { localsplusnames, localspluskinds } = this.code.source;
    const isHidden = (i: number): boolean => (localspluskinds[i] & LocalKind.HIDDEN) !== 0;
    const { w_namespace } = this;
    if (w_namespace !== null) {
      // While an inlined comprehension runs, its variables are what there is (PEP 709).
      const inComprehension = localsplusnames.some((_, i) => isHidden(i) && this.localValue(i) !== null);
      if (!inComprehension) return w_namespace;
    }
    const space = spaceOf;
    const w_dict = space.newdict();
    for (let i = 0; i < localsplusnames.length; i++) {
      if (w_namespace === null && isHidden(i)) continue;
      const value = this.localValue(i);
      if (value !== null) space.dictsetstr(w_dict, localsplusnames[i], wrap(value));
    }
    const w_extra = this.w_frame === null ? null : (space.data(this.w_frame) as FramePayload).w_extraLocals;
    for (
      let entry = w_extra && space.dictnext(w_extra, 0);
      entry;
      entry = space.dictnext(w_extra!, entry.next)
    ) {
      space.dictset(w_dict, entry.w_key, entry.w_value);
    }
    return w_dict;
  }
  setlocal(name: string, w_value: W): boolean {
    const i = this.code.source.localsplusnames.indexOf(name);
    if (i < 0) return false;
    const cell = this.cellOf(i);
    if (cell !== null) cell.w_value = w_value;
    else this.stack[this.base + i] = unwrap(w_value);
    return true;
  }
  yieldFrom(): W | null {
    if (this.stateNumber !== SUSPENDED || this.pc >= this.code.instructions.length) return null;
    // A body that delegates is suspended at YIELD_VALUE behind SEND, with the delegate under the value.
    const resume = this.code.instructions[this.pc];
    const where = this.code.instructions[this.pc + 1] & 3;
    if (resume !== Op.RESUME || where < 2) return null;
    const o = this.stack[this.sp - 1];
    return o === null ? null : wrap(o);
  }

  leaveHandler(): void {
    const previous = this.stack[--this.sp]!;
    this.stack[this.sp] = null;
    spaceOf.handled.value = wrap(previous) === spaceOf.w_None ? null : (previous as W_Object);
  }

  /** A frame object outlives its frame: locals move to an array of their own. */
  detach(): void {
    const { localCount } = this.code;
    const locals: (Raw | null)[] = [];
    for (let i = 0; i < localCount; i++) locals.push(this.stack[this.base + i]);
    this.stack = locals;
    this.base = 0;
    this.shared = false;
    this.sp = localCount;
  }
  clear(): void {
    if (this.stateNumber === RUNNING) return;
    this.stateNumber = DONE;
    if (this.shared) this.detach();
    this.stack = this.stack.slice(0, this.code.localCount).fill(null);
    this.base = 0;
    this.sp = this.code.localCount;
  }
  /** Everything that the frame refers to, whether it runs or not; for the collector. */
  visitAll(visit: (w: W) => void): void {
    for (let i = this.base; i < this.sp; i++) {
      const o = this.stack[i];
      if (o !== null) visit(wrap(o));
    }
    visit(wrap(this.func));
    visit(wrap(this.globals));
    visit(wrap(this.builtins));
    if (this.namespace !== null) visit(wrap(this.namespace));
    if (this.sent !== null) visit(wrap(this.sent));
    if (this.instance !== null) visit(wrap(this.instance));
    if (this.w_frame !== null) visit(this.w_frame);
    for (let item = this.handled; item !== null; item = item.previous) {
      if (item.value !== null) visit(wrap(item.value));
    }
  }
  traverse(visit: (w: W) => void): void {
    if (this.stateNumber !== RUNNING) this.visitAll(visit);
  }
}

/** The body of a generator of `func` whose parameters hold these values, from `from` on, as RETURN_GENERATOR leaves it. */
export function newBody(
  space: PypySpace,
  code: Code,
  func: W_Object,
  given: readonly (Raw | null)[],
  from = 0,
  count = given.length,
): PyFrame {
  const payload = func.v as FunctionPayload;
  const globals = unwrap(payload.w_globals) as W_Object;
  const builtins = unwrap(payload.w_builtins) as W_Object;
  const own = code.emptyStack.slice();
  for (let i = 0; i < count; i++) own[i] = given[from + i];
  const body = new PyFrame(code, func, globals, builtins, own, 0, 0, 0, false);
  body.shared = false;
  body.stateNumber = CREATED;
  body.handled = new HandledException();
  const { original, localCount } = code;
  let pc = 0;
  for (; original[pc] !== Op.RETURN_GENERATOR; pc += 2) {
    const arg = original[pc + 1];
    if (original[pc] === Op.COPY_FREE_VARS) {
      for (let i = 0; i < arg; i++) own[localCount - arg + i] = unwrap(payload.closure_w![i]);
    } else if (original[pc] === Op.MAKE_CELL) {
      const o = own[arg];
      const cell = new CellPayload(o === null ? null : wrap(o));
      own[arg] = new W_Object(space.types.cell, cell, null, NO_SLOTS, 0);
    }
  }
  body.pc = pc + 2;
  return body;
}

/** The one space of this isolate, for accessors without a space of their own; set by its constructor. */
let spaceOf: PypySpace;
export function setFrameSpace(space: PypySpace): void {
  spaceOf = space;
}

/** More frames than `sys.getrecursionlimit()`. */
export function recursionError(space: PypySpace): OperationError {
  return raise(space, 'RecursionError', 'maximum recursion depth exceeded');
}

/** A frame that another function has left. */
export function reuseFor(frame: PyFrame, code: Code, func: W_Object, payload: FunctionPayload): void {
  frame.code = code;
  frame.func = func;
  frame.globals = unwrap(payload.w_globals) as W_Object;
  frame.builtins = unwrap(payload.w_builtins) as W_Object;
}

/** A frame on the shared stack, running: one that nothing has kept is used again by the next call at its depth. */
export function frameFor(
  space: PypySpace,
  code: Code,
  func: W_Object,
  payload: FunctionPayload,
  base: number,
  returnTo: number,
  inline: boolean,
): PyFrame {
  const { values } = space;
  const { frames, depth, slots, top } = values;
  if (depth < frames.length) {
    const frame = frames[depth];
    if (frame.stateNumber === DONE && frame.shared && frame.w_frame === null) {
      // Mostly the same is called again.
      if (frame.func !== func || frame.code !== code) reuseFor(frame, code, func, payload);
      frame.base = base;
      frame.sp = base + code.localCount;
      frame.pc = 0;
      frame.returnTo = returnTo;
      frame.previousTop = top;
      frame.inline = inline;
      frame.stateNumber = RUNNING;
      return frame;
    }
  }
  const globals = unwrap(payload.w_globals) as W_Object;
  const builtins = unwrap(payload.w_builtins) as W_Object;
  const frame = new PyFrame(code, func, globals, builtins, slots, base, returnTo, top, inline);
  while (frames.length < depth) frames.push(frame);
  frames[depth] = frame;
  return frame;
}

/** Pushes the frame of a function called from host code. */
export function pushFunction(
  space: PypySpace,
  w_function: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const func = unwrap(w_function) as W_Object;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const base = values.top;
  values.reserve(base, code.frameSize);
  const { slots } = values;
  if (names === null && code.isSimple && args_w.length === code.argcount) {
    for (let i = 0; i < args_w.length; i++) slots[base + i] = unwrap(args_w[i]);
    for (let i = base + args_w.length; i < base + code.localCount; i++) slots[i] = null;
  } else {
    const local = bindArguments(space, payload, code.source, args_w, names);
    for (let i = 0; i < local.length; i++) slots[base + i] = (local[i] as Raw | undefined) ?? null;
  }
  const frame = frameFor(space, code, func, payload, base, base, false);
  values.top = base + code.frameSize;
  values.depth++;
  frame.back = space.top;
  space.top = frame;
  return SUSPEND;
}
