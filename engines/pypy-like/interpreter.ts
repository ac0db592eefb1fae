// The engine's space complete: frames, calls from host code, generators, what `super()` and `sys._getframe` see, start and end of a program. Models
// PyPy's pypy/interpreter/baseobjspace.py (appexec, finish), executioncontext.py and generator.py.
import { CodeFlag } from '../frontend/code-object.ts';
import type { OperationError } from '../objspace/error.ts';
import { runNested } from '../objspace/continuation.ts';
import { makeMain } from '../objspace/imports.ts';
import { runExitFunctions } from '../objspace/modules/atexit.ts';
import { reportUnraisable } from '../objspace/modules/sys.ts';
import { SUSPEND } from '../objspace/object.ts';
import { setContext } from '../objspace/instructions/exceptions.ts';
import type { W } from '../objspace/object.ts';
import { DelegatingFrame } from '../objspace/python-frame.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import { raise } from '../objspace/raise.ts';
import { CellPayload, FunctionPayload } from '../objspace/types/function.ts';
import { ModulePayload, moduleOf, newModule } from '../objspace/types/module.ts';
import { prepared } from './code.ts';
import { pushGenerator } from './generator-steps.ts';
import { PyFrame, pushFunction, recursionError, setFrameSpace } from './frame.ts';
import { jit } from './jit/hooks.ts';
import { unwrap, W_Object, wrap } from './object.ts';
import { PypySpace } from './space.ts';

export class Interpreter extends PypySpace {
  constructor() {
    super();
    setFrameSpace(this);
  }

  // --- frames
  currentFrame(depth: number): PyFrame | null {
    let left = depth;
    for (let frame = this.top; frame !== null; frame = frame.back) {
      if (frame instanceof PyFrame && left-- === 0) return frame;
      if (frame instanceof DelegatingFrame && left-- === 0) return frame.body as PyFrame;
    }
    return null;
  }
  superOfFrame(): [W, W] {
    const frame = this.currentFrame(0);
    if (frame === null) throw raise(this, 'RuntimeError', 'super(): no current frame');
    const { source } = frame.code;
    if (source.argcount === 0) throw raise(this, 'RuntimeError', 'super(): no arguments');
    let first = frame.stack[frame.base];
    // A cell from the start of the frame on, when an inner function uses it.
    if (first instanceof W_Object && first.v instanceof CellPayload)
      first = first.v.w_value === null ? null : unwrap(first.v.w_value);
    if (first === null) throw raise(this, 'RuntimeError', 'super(): arg[0] deleted');
    const i = source.localsplusnames.indexOf('__class__');
    if (i < 0 || !frame.code.isFree(i))
      throw raise(this, 'RuntimeError', 'super(): __class__ cell not found');
    const cell = (frame.stack[frame.base + i] as W_Object).v as CellPayload;
    if (cell.w_value === null) throw raise(this, 'RuntimeError', 'super(): empty __class__ cell');
    return [cell.w_value, wrap(first)];
  }
  callfunction(w_function: W, args_w: readonly W[], names: readonly string[] | null): W {
    if (names !== null && names.length > 0) return pushFunction(this, w_function, args_w, names);
    return jit?.callHere(this, w_function, args_w) ?? pushFunction(this, w_function, args_w, null);
  }
  runcode(w_code: W, w_globals: W, w_locals: W, w_closure: W | null): W {
    const code = prepared(this, w_code);
    const { values } = this;
    if (values.depth >= this.recursionLimit) throw recursionError(this);
    const { name, qualname } = code.source;
    const payload = new FunctionPayload(w_code, w_globals, this.builtinsOf(w_globals), name, qualname);
    if (w_closure !== null) payload.closure_w = this.tuple_w(w_closure);
    const func = unwrap(this.newobj(this.types.function, payload)) as W_Object;
    const base = values.top;
    values.reserve(base, code.frameSize);
    const { slots } = values;
    for (let i = base; i < base + code.localCount; i++) slots[i] = null;
    const globals = unwrap(w_globals) as W_Object;
    const builtins = unwrap(payload.w_builtins) as W_Object;
    const frame = new PyFrame(code, func, globals, builtins, slots, base, base, base, false);
    if ((code.flags & CodeFlag.OPTIMIZED) === 0) frame.namespace = unwrap(w_locals) as W_Object;
    values.top = base + code.frameSize;
    values.depth++;
    frame.back = this.top;
    this.top = frame;
    return SUSPEND;
  }
  private builtinsOf(w_globals: W): W {
    const w_builtins = this.dictgetstr(w_globals, '__builtins__');
    if (w_builtins === undefined) return this.w_builtins;
    const { v } = unwrap(w_builtins) as W_Object;
    return v instanceof ModulePayload ? v.w_dict : w_builtins;
  }

  // --- generators
  override readonly generatorsEndWithStop = true;
  resumegenerator(frame: PythonFrame, w_value: W): W {
    const f = frame as PyFrame;
    const w_answer = pushGenerator(this, f);
    f.sent = unwrap(w_value);
    return w_answer;
  }
  throwintogenerator(frame: PythonFrame, error: OperationError): W {
    const f = frame as PyFrame;
    const w_answer = pushGenerator(this, f);
    f.thrown = error;
    if (error.w_value !== null && f.handled!.value !== null) setContext(this, error.w_value);
    return w_answer;
  }

  // --- errors nobody can catch
  unraisable(error: OperationError, message: string, w_object: W | null): void {
    runNested(this, () => reportUnraisable(this, error, message, w_object));
  }
  /** `__del__`; its errors go to stderr. */
  runFinalizer(o: W_Object): void {
    try {
      runNested(this, () => o.type.slots.finalize!(this, wrap(o)));
    } catch (e) {
      const error = this.asOperationError(e);
      this.unraisable(error, 'Exception ignored while calling deallocator', o.type.lookup('__del__') ?? null);
    }
  }

  // --- start and end of a program
  isFinalizing = false;
  /** Namespace of the program, a module of this name. */
  mainGlobals(name: string): W {
    if (name === '__main__') return moduleOf(this, makeMain(this)).w_dict;
    const w_module = newModule(this, name);
    const { w_dict } = moduleOf(this, w_module);
    this.dictsetstr(w_dict, '__builtins__', this.dictgetstr(this.w_modules, 'builtins') ?? this.w_builtins);
    this.dictsetstr(this.w_modules, name, w_module);
    return w_dict;
  }
  /** PyPy runs exit functions, and no finaliser: what is alive at the end stays as it is. */
  finish(): void {
    this.top = null;
    runExitFunctions(this);
    this.isFinalizing = true;
    this.scheduler.freeze();
  }
}
