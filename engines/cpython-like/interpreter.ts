// The engine's space complete: frames, calls from host code, generators, what `super()` and `sys._getframe` see. Models
// Python/ceval.c's entry points (PyEval_EvalCode, _PyFunction_Vectorcall) and Objects/genobject.c's gen_send_ex2.
import { CodeFlag } from '../frontend/code-object.ts';
import type { OperationError } from '../objspace/error.ts';
import { SUSPEND } from '../objspace/object.ts';
import { setContext } from '../objspace/instructions/exceptions.ts';
import type { W } from '../objspace/object.ts';
import { DelegatingFrame } from '../objspace/python-frame.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import { raise } from '../objspace/raise.ts';
import { runNested } from '../objspace/continuation.ts';
import type { Frame } from '../objspace/continuation.ts';
import type { IterationFrame } from '../objspace/step-frames.ts';
import { forgetImportLibrary } from '../objspace/importlib-library.ts';
import { makeMain } from '../objspace/imports.ts';
import { forgetCodecs } from '../objspace/modules/_codecs/registry.ts';
import { reportUnraisable } from '../objspace/modules/sys.ts';
import { ModulePayload, moduleOf, newModule } from '../objspace/types/module.ts';
import { newPlainReference, weakrefOf } from '../objspace/types/weakref.ts';
import { CellPayload, FunctionPayload } from '../objspace/types/function.ts';
import { runExitFunctions } from '../objspace/modules/atexit.ts';
import { prepared } from './code.ts';
import { isEndUnnoticed } from './end-of-program.ts';
import { pushGenerator } from './eval-loop.ts';
import { DONE, PyFrame, pushFunction, recursionError, setFrameSpace } from './frame.ts';
import { IMMORTAL, Obj, unwrap, wrap } from './object.ts';
import { CpythonSpace } from './space.ts';
import { beginHere, collectHere, isCollected, mayRun, putUnder, stepHere } from './template/host-run.ts';
import type { TypeObject } from '../objspace/typeobject.ts';

export class Interpreter extends CpythonSpace {
  constructor() {
    super();
    setFrameSpace(this);
  }

  // --- frames
  override begin(frame: Frame): W {
    return beginHere(this, frame);
  }
  override collect(w_list: W, w_iterable: W, rest: () => IterationFrame): boolean | undefined {
    const it = unwrap(w_iterable);
    if (!isCollected(this, it)) return undefined;
    const { top } = this;
    const isAll = collectHere(this, it, unwrap(w_list));
    if (!isAll) putUnder(this, top, rest());
    return isAll;
  }
  currentFrame(depth: number): PythonFrame | null {
    let left = depth;
    for (let frame = this.top; frame !== null; frame = frame.back) {
      if (frame instanceof PyFrame && left-- === 0) return frame;
      if (frame instanceof DelegatingFrame && left-- === 0) return frame.body as PyFrame;
    }
    return null;
  }
  superOfFrame(): [W, W] {
    const frame = this.currentFrame(0) as PyFrame | null;
    if (frame === null) throw raise(this, 'RuntimeError', 'super(): no current frame');
    const { source } = frame.code;
    if (source.argcount === 0) throw raise(this, 'RuntimeError', 'super(): no arguments');
    let first = frame.stack[frame.base];
    // A cell from the start of the frame on, when an inner function uses it.
    if (first instanceof Obj && first.v instanceof CellPayload)
      first = first.v.w_value as unknown as Obj | null;
    if (first === null) throw raise(this, 'RuntimeError', 'super(): arg[0] deleted');
    const i = source.localsplusnames.indexOf('__class__');
    if (i < 0 || !frame.code.isFree(i))
      throw raise(this, 'RuntimeError', 'super(): __class__ cell not found');
    const cell = (frame.stack[frame.base + i] as Obj).v as CellPayload;
    if (cell.w_value === null) throw raise(this, 'RuntimeError', 'super(): empty __class__ cell');
    return [cell.w_value, wrap(first)];
  }
  callfunction(w_function: W, args_w: readonly W[], names: readonly string[] | null): W {
    return pushFunction(this, w_function, args_w, names === null || names.length === 0 ? null : names);
  }
  runcode(w_code: W, w_globals: W, w_locals: W, w_closure: W | null): W {
    const code = prepared(this, w_code);
    const { values } = this;
    if (values.depth >= this.recursionLimit) throw recursionError(this);
    const payload = new FunctionPayload(
      this.own(w_code),
      this.own(w_globals),
      this.own(this.builtinsOf(w_globals)),
      code.source.name,
      code.source.qualname,
    );
    if (w_closure !== null) payload.closure_w = this.tuple_w(w_closure).map((w) => this.own(w));
    const func = this.container(this.types.function, payload);
    const returnTo = values.top;
    const base = returnTo + 1;
    values.reserve(returnTo, code.frameSize + 1);
    const { slots } = values;
    slots[returnTo] = func;
    for (let i = base; i < base + code.localCount; i++) slots[i] = null;
    const globals = unwrap(w_globals) as Obj;
    const frame = new PyFrame(
      code,
      func,
      globals,
      unwrap(payload.w_builtins) as Obj,
      slots,
      base,
      returnTo,
      returnTo,
      false,
    );
    if ((code.flags & CodeFlag.OPTIMIZED) === 0) {
      frame.namespace = unwrap(w_locals) as Obj;
      frame.owned = [unwrap(this.own(w_locals))];
    }
    values.top = base + code.frameSize;
    values.depth++;
    frame.back = this.top;
    this.top = frame;
    return SUSPEND;
  }
  private builtinsOf(w_globals: W): W {
    const w_builtins = this.dictgetstr(w_globals, '__builtins__');
    if (w_builtins === undefined) return this.w_builtins;
    const { v } = unwrap(w_builtins);
    return v instanceof ModulePayload ? v.w_dict : w_builtins;
  }

  // --- generators
  resumegenerator(frame: PythonFrame, w_value: W): W {
    const f = frame as PyFrame;
    if (f.code.run !== null && mayRun(this)) {
      const result = stepHere(this, f, unwrap(this.own(w_value)), null);
      return result === null ? SUSPEND : this.temporary(result);
    }
    const w_answer = pushGenerator(this, f);
    f.sent = unwrap(this.own(w_value));
    return w_answer;
  }
  throwintogenerator(frame: PythonFrame, error: OperationError): W {
    const f = frame as PyFrame;
    const w_answer = pushGenerator(this, f);
    f.thrown = error;
    // What `yield` would have answered: handlers count on its place.
    f.stack[f.sp++] = unwrap(this.own(this.w_None));
    if (error.w_value !== null && f.handled!.value !== null) setContext(this, error.w_value);
    return w_answer;
  }

  // --- errors nobody can catch
  unraisable(error: OperationError, message: string, w_object: W | null): void {
    runNested(this, () => reportUnraisable(this, error, message, w_object));
  }

  // --- texts that are kept once
  private readonly internedTexts = new Map<string, W>();
  internValue(w: W): W {
    const text = this.str_w(w);
    const known = this.internedTexts.get(text);
    if (known !== undefined) return known;
    const w_own = unwrap(w).rc >= IMMORTAL >> 1 ? w : wrap(this.intern(text));
    this.internedTexts.set(text, w_own);
    return w_own;
  }
  isInternedValue(w: W): boolean {
    return this.internedTexts.get(this.str_w(w)) === w || wrap(this.intern(this.str_w(w))) === w;
  }

  // --- start and end of a program
  isFinalizing = false;
  /** Takes everything down at the end, also where no program could tell: for those who count what is left. */
  endsWhole = false;
  /** Namespace of the program, a module of this name; borrowed. */
  mainGlobals(name: string): W {
    if (name === '__main__') return moduleOf(this, makeMain(this)).w_dict;
    const w_module = newModule(this, name);
    const { w_dict } = moduleOf(this, w_module);
    this.dictsetstr(w_dict, '__builtins__', this.dictgetstr(this.w_modules, 'builtins') ?? this.w_builtins);
    this.dictsetstr(this.w_modules, name, w_module);
    return w_dict;
  }
  /** What Py_FinalizeEx does with modules: their names go, then what only cycles keep. */
  finish(): void {
    this.top = null;
    runExitFunctions(this);
    this.drain();
    this.isFinalizing = true;
    this.scheduler.freeze();
    this.scheduler.signals.forgetHandlers();
    if (!this.endsWhole && isEndUnnoticed(this)) {
      this.restoreStreams();
      return;
    }
    this.endImports();
    const { w_modules } = this;
    const w_main = this.dictgetstr(w_modules, '__main__');
    if (w_main !== undefined && unwrap(w_main).v instanceof ModulePayload) {
      this.collector.release(unwrap(w_main) as Obj);
      this.collector.release(unwrap(moduleOf(this, w_main).w_dict) as Obj);
    }
    this.collector.collectInOrder();
    const references_w = this.forgetModules();
    this.collector.collect(2);
    for (const w_reference of references_w) {
      const w_module = weakrefOf(this, w_reference).target?.get() ?? null;
      if (w_module === null) continue;
      const { w_dict } = moduleOf(this, w_module);
      // First names with one underscore, then all but __builtins__ (_PyModule_ClearDict).
      for (const isPrivate of [true, false]) {
        const keys: string[] = [];
        for (let entry = this.dictnext(w_dict, 0); entry; entry = this.dictnext(w_dict, entry.next)) {
          const key = this.str_w(entry.w_key);
          const one = key.startsWith('_') && !key.startsWith('__');
          if (isPrivate ? one : key !== '__builtins__') keys.push(key);
        }
        for (const key of keys) {
          this.dictsetstr(w_dict, key, this.w_None);
          this.drain();
        }
      }
    }
    for (const w_reference of references_w) this.drop(w_reference);
    this.collector.collect(2);
    this.drain();
    this.clearSys();
    for (const release of this.atFinish.splice(0)) release();
    this.drain();
    this.dictclear(w_modules);
    forgetImportLibrary(this);
    forgetCodecs(this);
    this.drain();
    this.collector.collect(2);
    this.drain();
  }
  /** `sys.modules` lets go of all modules but two (finalize_remove_modules); owned weak references tell which of them go on living. */
  private forgetModules(): W[] {
    const { w_modules } = this;
    const references_w: W[] = [];
    const keys_w: W[] = [];
    for (let entry = this.dictnext(w_modules, 0); entry; entry = this.dictnext(w_modules, entry.next)) {
      const { w_key, w_value } = entry;
      const isText = unwrap(w_key).type === this.types.str;
      if (isText && (this.str_w(w_key) === 'sys' || this.str_w(w_key) === 'builtins')) continue;
      if (!(unwrap(w_value).v instanceof ModulePayload)) continue;
      references_w.push(this.own(newPlainReference(this, w_value)));
      keys_w.push(w_key);
    }
    for (const w_key of keys_w) {
      this.dictset(w_modules, w_key, this.w_None);
      this.drain();
    }
    return references_w;
  }
  /** What the program has put into `sys` and `builtins` goes, hooks and streams come back (finalize_modules_clear_weaklist … of pylifecycle.c). */
  private clearSys(): void {
    const { w_sysDict, types } = this;
    this.restoreStreams();
    for (const w_dict of [w_sysDict, this.w_builtins]) {
      const keys_w: W[] = [];
      for (let entry = this.dictnext(w_dict, 0); entry; entry = this.dictnext(w_dict, entry.next)) {
        const { type } = unwrap(entry.w_value);
        const isOwn =
          type.isHeap || type === types.function || type === types.method || type === types.traceback;
        const isClass = type.isSubtype(types.type) && (this.data(entry.w_value) as TypeObject).isHeap;
        const isLast = unwrap(entry.w_key).type === types.str && this.str_w(entry.w_key).startsWith('last_');
        if (isOwn || isClass || isLast) keys_w.push(entry.w_key);
      }
      for (const w_key of keys_w) {
        this.dictpop(w_dict, w_key);
        this.drain();
      }
    }
    this.drain();
  }
  /** Nothing can be imported any more that is not there (finalize_modules_delete_special). */
  private endImports(): void {
    for (const name of ['path', 'argv', 'path_hooks', 'path_importer_cache', 'meta_path']) {
      this.dictsetstr(this.w_sysDict, name, this.w_None);
    }
    this.drain();
  }
  private restoreStreams(): void {
    const { w_sysDict } = this;
    for (const name of [
      'excepthook',
      'displayhook',
      'unraisablehook',
      'breakpointhook',
      'stdin',
      'stdout',
      'stderr',
    ]) {
      const w_original = this.dictgetstr(w_sysDict, `__${name}__`);
      if (w_original !== undefined) this.dictsetstr(w_sysDict, name, w_original);
    }
  }
  /** Objects of the program's own making that are still alive: what `check:refs` counts after `finish`. */
  leftovers(): string[] {
    const { types } = this;
    const own = new Set([
      types.function,
      types.method,
      types.cell,
      types.generator,
      types.coroutine,
      types.async_generator,
      types.frame,
      types.traceback,
    ]);
    return this.collector
      .alive()
      .filter((o) => o.type.isHeap || own.has(o.type))
      .map((o) => o.type.name);
  }
}

export { DONE };
