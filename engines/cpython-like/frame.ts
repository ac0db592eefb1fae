// Python frames: locals and operands on the thread's shared value stack, where a caller's arguments become the callee's locals; a
// generator's on an array of its own. Entering functions: matching of arguments. Models CPython's Python/frame.c, Include/internal/
// pycore_interpframe.h and initialize_locals of Python/ceval.c.
import { CodeFlag, LocalKind } from '../frontend/code-object.ts';
import { Op, ResumeAt } from '../frontend/opcodes.ts';
import type { OperationError } from '../objspace/error.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { bindArguments } from '../objspace/bind-arguments.ts';
import { BytecodeFrame } from '../objspace/instructions/instruction.ts';
import { nextPythonFrame } from '../objspace/python-frame.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import type { FramePayload } from '../objspace/types/frame.ts';
import type { FrameState } from '../objspace/python-frame.ts';
import { raise } from '../objspace/raise.ts';
import type { Space } from '../objspace/space.ts';
import { CellPayload } from '../objspace/types/function.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import type { DictTable } from './dict-table.ts';
import { evalLoop } from './eval-loop.ts';
import { Obj, unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { decref } from './refcount.ts';
import { HandledException } from './space.ts';
import { answerOf, mayRun } from './template/host-run.ts';
import type { CpythonSpace } from './space.ts';

export const CREATED = 0;
export const RUNNING = 1;
export const SUSPENDED = 2;
export const DONE = 3;
/** Dead generators that one code object keeps. */
const MOST_SPARES = 8;
const STATE_NAMES: readonly FrameState[] = ['created', 'running', 'suspended', 'done'];

export class PyFrame extends BytecodeFrame {
  code: Code;
  /** The function, borrowed: its owner is the stack slot `returnTo`, or for a generator `owned`. */
  func: Obj | null;
  /** Value stack; null is an empty slot. */
  stack: (Any | null)[];
  /** First local. */
  base: number;
  /** One past the topmost operand. */
  sp: number;
  /** Next instruction. */
  pc = 0;
  /** Where the result goes in the caller's stack; below it everything is the caller's. */
  returnTo: number;
  /** End of the used part of the shared stack before this frame. */
  previousTop: number;
  /** Entered by the loop itself from the frame below: the result is pushed at `returnTo`. */
  inline: boolean;
  shared = true;
  stateNumber = RUNNING;
  /** Waits for the answer of the instruction before `pc`. */
  waiting = false;
  /** Left at the check of a backward jump, which goes here; -1: it was not. An error that comes back belongs to the jump itself. */
  jumpsTo = -1;
  /** The generator that a builtin iterates over with this body: its end is told by STOP. */
  iterating: GeneratorPayload | null = null;
  globals: Obj;
  builtins: Obj;
  /** Names of a module or class body. */
  namespace: Obj | null = null;
  /** A generator's body has a reference to its function. */
  ownsFunc = false;
  /** References given back with the frame. */
  owned: Any[] | null = null;
  /** What a generator was sent; owned. */
  sent: Any | null = null;
  thrown: OperationError | null = null;
  handled: HandledException | null = null;
  /** This is `__init__`, called by a call of the class: the instance is the result. */
  instance: Any | null = null;

  constructor(
    code: Code,
    func: Obj | null,
    globals: Obj,
    builtins: Obj,
    stack: (Any | null)[],
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
    return evalLoop(space as CpythonSpace, this, w_value, undefined);
  }
  override raise(space: Space, error: OperationError): W {
    return evalLoop(space as CpythonSpace, this, undefined, error);
  }

  /** A body with a stack of its own, as RETURN_GENERATOR leaves `f`, whose locals are on the stack already. */
  static bodyOf(f: PyFrame, stack: (Any | null)[]): PyFrame {
    const body = new PyFrame(f.code, null, f.globals, f.builtins, stack, 0, 0, 0, false);
    body.shared = false;
    body.handled = new HandledException();
    body.begins(f);
    return body;
  }

  /** As RETURN_GENERATOR leaves `f`: a new body, or one that is used again. */
  begins(f: PyFrame): void {
    this.stateNumber = CREATED;
    this.pc = f.pc;
    this.sp = this.code.localCount;
    this.globals = f.globals;
    this.builtins = f.builtins;
    this.namespace = f.namespace;
    this.owned = f.owned;
    f.owned = null;
    const { func } = f;
    this.func = func;
    this.ownsFunc = func !== null;
    if (func !== null) func.rc++;
  }

  override leaveGenerator(generator: GeneratorPayload): void {
    this.w_generator = null;
    const { code } = this;
    if (this.stateNumber !== DONE || this.w_frame !== null || !code.isPlainGenerator) return;
    if (this.handled!.value !== null || code.spares.length >= MOST_SPARES) return;
    this.waiting = false;
    this.jumpsTo = -1;
    this.back = null;
    this.iterating = null;
    this.sent = null;
    this.thrown = null;
    code.spares.push(generator);
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
    return (this.stack[this.base + i] as Obj).v as CellPayload;
  }
  delegateEnded(w_value: W): void {
    this.sent = unwrap(spaceOf.own(w_value));
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
  caller(): PythonFrame | null {
    return nextPythonFrame(this.back);
  }

  /** The value of a local, looking into its cell. */
  localValue(i: number): Any | null {
    const o = this.stack[this.base + i];
    if (o === null || o === undefined) return null;
    const kind = this.code.source.localspluskinds[i];
    if ((kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && o instanceof Obj && o.v instanceof CellPayload) {
      return o.v.w_value === null ? null : unwrap(o.v.w_value);
    }
    return o;
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
    const at = this.base + i;
    const o = this.stack[at];
    const kind = this.code.source.localspluskinds[i];
    if ((kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && o instanceof Obj && o.v instanceof CellPayload) {
      spaceOf.setcell(wrap(o), w_value);
      return true;
    }
    this.stack[at] = unwrap(spaceOf.own(w_value));
    if (o) spaceOf.drop(wrap(o));
    return true;
  }
  yieldFrom(): W | null {
    if (this.stateNumber !== SUSPENDED || this.pc >= this.code.instructions.length) return null;
    // A body that delegates is suspended at YIELD_VALUE behind SEND, with the delegate under the value.
    const resume = this.code.original[this.pc];
    const where = this.code.original[this.pc + 1] & 3;
    if (resume !== Op.RESUME || where < 2) return null;
    const o = this.stack[this.sp - 1];
    return o ? wrap(o) : null;
  }

  /** The frame owns its object. */
  private keepsObject = false;
  override keepObject(): void {
    if (this.keepsObject || this.stateNumber === DONE || this.w_frame === null) return;
    this.keepsObject = true;
    spaceOf.own(this.w_frame);
  }
  /** The frame is over. */
  forgetObject(): void {
    if (!this.keepsObject) return;
    this.keepsObject = false;
    if (this.w_frame !== null) spaceOf.drop(this.w_frame);
  }

  leaveHandler(): void {
    const { handled } = spaceOf;
    const old = handled.value;
    const previous = this.stack[--this.sp]!;
    this.stack[this.sp] = null;
    const isNone = wrap(previous) === spaceOf.w_None;
    handled.value = isNone ? null : previous;
    if (isNone) decref(previous);
    if (old !== null) decref(old);
  }

  /** Gives back what the frame holds, in the order of CPython's _PyFrame_ClearLocals. */
  releaseLocals(): void {
    const { stack, base, owned } = this;
    let { sp } = this;
    // A frame object that a destructor makes of this frame, and that dies again, has nothing to give back.
    this.sp = base;
    this.owned = null;
    while (sp > base + this.code.localCount) {
      const o = stack[--sp];
      stack[sp] = null;
      if (o !== null) decref(o);
    }
    // From the last local to the first, as CPython does.
    for (let i = sp - 1; i >= base; i--) {
      const o = stack[i];
      if (o === null || o === undefined) continue;
      stack[i] = null;
      decref(o);
    }
    if (owned !== null) for (const o of owned) decref(o);
    if (this.ownsFunc) {
      this.ownsFunc = false;
      decref(this.func!);
    }
  }
  /** A frame object outlives its frame: locals move to an array of their own. */
  detach(): void {
    const operands = this.base + this.code.localCount;
    while (this.sp > operands) {
      const o = this.stack[--this.sp];
      this.stack[this.sp] = null;
      if (o !== null) decref(o);
    }
    if (this.shared) {
      const { stack, base } = this;
      const end = base + this.code.localCount;
      this.stack = stack.slice(base, end);
      for (let i = base; i < end; i++) stack[i] = null;
      this.base = 0;
      this.shared = false;
    }
    this.sp = this.code.localCount;
    const keep: Any[] = [wrapOwned(this.globals), wrapOwned(this.builtins), wrapOwned(unwrap(this.w_code))];
    if (this.namespace !== null) keep.push(wrapOwned(this.namespace));
    if (this.func !== null) keep.push(wrapOwned(this.func));
    for (const o of this.owned ?? []) decref(o);
    this.owned = keep;
    if (this.ownsFunc) {
      this.ownsFunc = false;
      decref(this.func!);
    }
  }
  clear(): void {
    if (this.stateNumber === RUNNING) return;
    this.stateNumber = DONE;
    this.releaseLocals();
    this.forgetObject();
  }
  /** As gen_close of Objects/genobject.c: the outermost handler is the compiler's own, for StopIteration. */
  override get closesAtOnce(): boolean {
    // A frame object would keep the locals.
    if (this.stateNumber !== SUSPENDED || this.w_frame !== null) return false;
    if (this.pc >= this.code.original.length || this.code.original[this.pc] !== Op.RESUME) return false;
    // Who listens hears of the exception.
    if (this.code.instructions[this.pc] === Op.INSTRUMENTED_LINE) return false;
    return this.code.original[this.pc + 1] === (ResumeAt.AFTER_YIELD | ResumeAt.DEPTH1_MASK);
  }
  traverse(visit: (w: W) => void): void {
    if (this.stateNumber === RUNNING) return;
    for (let i = this.base; i < this.sp; i++) {
      const o = this.stack[i];
      if (o !== null && o !== undefined) visit(wrap(o));
    }
    for (const o of this.owned ?? []) visit(wrap(o));
    if (this.ownsFunc) visit(wrap(this.func!));
    if (this.handled?.value) visit(wrap(this.handled.value));
  }
}

function wrapOwned(o: Any): Any {
  o.rc++;
  return o;
}

/** The one space of this isolate, for accessors without a space of their own; set by its constructor. */
let spaceOf: CpythonSpace;
export function setFrameSpace(space: CpythonSpace): void {
  spaceOf = space;
}

/** More frames than `sys.getrecursionlimit()`. */
export function recursionError(space: CpythonSpace): OperationError {
  return raise(space, 'RecursionError', 'maximum recursion depth exceeded');
}

/** A frame on the shared stack at the present depth. One that nothing has kept is used again by the next call there. */
export function frameFor(
  space: CpythonSpace,
  code: Code,
  func: Obj,
  payload: FunctionPayload,
  base: number,
  returnTo: number,
  inline: boolean,
): PyFrame {
  const { values } = space;
  const { frames, depth, slots } = values;
  let frame = frames[depth] as PyFrame | undefined;
  if (frame === undefined || frame.stateNumber !== DONE || !frame.shared || frame.w_frame !== null) {
    const globals = payload.w_globals as unknown as Obj;
    const builtins = payload.w_builtins as unknown as Obj;
    frame = new PyFrame(code, func, globals, builtins, slots, base, returnTo, values.top, inline);
    while (frames.length < depth) frames.push(frame);
    frames[depth] = frame;
    return frame;
  }
  // Mostly the function that it ran before.
  if (frame.func !== func || frame.code !== code) {
    frame.code = code;
    frame.func = func;
    frame.globals = payload.w_globals as unknown as Obj;
    frame.builtins = payload.w_builtins as unknown as Obj;
  }
  frame.base = base;
  frame.sp = base + code.localCount;
  frame.pc = 0;
  frame.returnTo = returnTo;
  frame.previousTop = values.top;
  frame.inline = inline;
  frame.stateNumber = RUNNING;
  return frame;
}

/** Pushes the frame of a function called from host code: `args_w` are borrowed. */
export function pushFunction(
  space: CpythonSpace,
  w_function: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const func = unwrap(w_function) as Obj;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const returnTo = values.top;
  const base = returnTo + 1;
  values.reserve(returnTo, code.frameSize + 1);
  const { slots } = values;
  if (names === null && code.isSimple && args_w.length === code.argcount) {
    for (let i = 0; i < args_w.length; i++) {
      const o = unwrap(args_w[i]);
      o.rc++;
      slots[base + i] = o;
    }
    for (let i = base + args_w.length; i < base + code.localCount; i++) slots[i] = null;
  } else {
    const local = bindArguments(space, payload, code.source, args_w, names);
    for (let i = 0; i < local.length; i++) {
      const w = local[i];
      slots[base + i] = w === undefined ? null : unwrap(space.own(w));
    }
  }
  func.rc++;
  slots[returnTo] = func;
  const frame = frameFor(space, code, func, payload, base, returnTo, false);
  values.top = base + code.frameSize;
  values.depth++;
  frame.back = space.top;
  space.top = frame;
  return code.run !== null && mayRun(space) ? answerOf(space, frame, code.run) : SUSPEND;
}

export type { DictTable };
