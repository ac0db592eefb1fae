// Frame objects and the mapping behind `f_locals`. Models CPython's Objects/frameobject.c with PEP 667. The engines' own frames are
// seen through `PythonFrame`. Jumps by `f_lineno`: tracing/jumps.ts.
import { sizeofMethod } from './sizeof.ts';
import { call, getattr } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { PythonFrame } from '../python-frame.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { CodeFlag, LocalKind } from '../../frontend/code-object.ts';
import type { CodeObject } from '../../frontend/code-object.ts';
import { codeOf, positionsOf } from './code.ts';
import { containerRepr } from './container-text.ts';
import { entriesPlan } from './dict.ts';
import { jumpToLine } from '../tracing/jumps.ts';
import type { TracedFrame } from '../tracing/monitor.ts';
import { clearBody } from './generator.ts';

export class FramePayload extends Payload {
  readonly frame: PythonFrame;
  w_trace: W | null = null;
  traceLines = true;
  traceOpcodes = false;
  /** Names that `f_locals[name] = …` added beside the variables of the code; owned, made when needed. */
  w_extraLocals: W | null = null;
  /** `f_back` of a frame that has finished; owned. */
  w_back: W | null = null;
  constructor(frame: PythonFrame) {
    super();
    this.frame = frame;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_trace !== null) visit(this.w_trace);
    if (this.w_extraLocals !== null) visit(this.w_extraLocals);
    if (this.w_back !== null) visit(this.w_back);
    // A finished frame lives on in its object alone.
    if (this.frame.state === 'done') this.frame.traverse(visit);
  }
  forget(): void {
    this.w_trace = this.w_extraLocals = this.w_back = null;
    this.frame.w_frame = null;
  }
}

const frameOf = (space: Space, w: W): FramePayload => space.data(w) as FramePayload;
/** The same where the program looks at what it holds now. */
function seen(space: Space, w: W): FramePayload {
  space.notelook();
  return frameOf(space, w);
}
/** The engine's frame behind a frame object. */
export const pythonFrameOf = (space: Space, w: W): PythonFrame => frameOf(space, w).frame;

/** The one frame object of a frame. */
export function frameObject(space: Space, frame: PythonFrame): W {
  if (frame.w_frame === null) frame.w_frame = space.newobj(space.types.frame, new FramePayload(frame));
  return frame.w_frame;
}

/**
 * A frame with an object finishes: its caller is kept as an object, too, because an engine may use frames again that nothing keeps
 * (take_ownership of Python/frame.c).
 */
export function keepCaller(space: Space, frame: PythonFrame): void {
  const payload = frameOf(space, frame.w_frame!);
  let caller = frame.caller();
  // One that is being left just now gives its locals up, whose destructors brought us here.
  while (caller !== null && caller.state === 'done') caller = caller.caller();
  if (caller !== null && payload.w_back === null) payload.w_back = space.own(frameObject(space, caller));
}

/** Line of the instruction at byte offset `lasti`; the code's first line before its first instruction; null where it has none. */
export function lineOf(code: CodeObject, lasti: number): number | null {
  if (lasti < 0) return code.firstlineno;
  return positionsOf(code)[lasti >> 1]?.lineno ?? null;
}

const codeOfFrame = (space: Space, frame: PythonFrame): CodeObject => codeOf(space, frame.w_code).code;

// --- variables

/** True where the code has a variable of that name that `f_locals` may show. */
function isVariable(code: CodeObject, name: string): boolean {
  return code.localsplusnames.some(
    (variable, i) => variable === name && (code.localspluskinds[i] & LocalKind.HIDDEN) === 0,
  );
}

/** A function's variables are reached by index; a module's and a class's stand in their namespace. */
const hasFastLocals = (code: CodeObject): boolean => (code.flags & CodeFlag.OPTIMIZED) !== 0;

/** The object of `f_locals` in a function: writes through to the frame. */
export class LocalsProxy extends Payload {
  w_frame: W;
  constructor(w_frame: W) {
    super();
    this.w_frame = w_frame;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_frame !== null) visit(this.w_frame);
  }
  forget(): void {
    this.w_frame = null as unknown as W;
  }
}

const frameOfProxy = (space: Space, w_proxy: W): FramePayload =>
  seen(space, (space.data(w_proxy) as LocalsProxy).w_frame);

/** Everything that the proxy shows, in order. */
function proxySnapshot(space: Space, w_proxy: W): W {
  const { frame, w_extraLocals: w_extra } = frameOfProxy(space, w_proxy);
  const w_dict = frame.locals();
  if (w_extra === null) return w_dict;
  for (let entry = space.dictnext(w_extra, 0); entry; entry = space.dictnext(w_extra, entry.next)) {
    space.dictset(w_dict, entry.w_key, entry.w_value);
  }
  return w_dict;
}

/** The variable of the code that a key stands for: its name, or whatever has its hash and equals it. Unhashable keys are a TypeError. */
function variableOf(space: Space, frame: PythonFrame, w_key: W): string | null {
  const code = codeOfFrame(space, frame);
  if (space.type(w_key) === space.types.str) {
    const name = space.str_w(w_key);
    return isVariable(code, name) ? name : null;
  }
  const w_names = space.newdict();
  for (const name of code.localsplusnames) {
    if (isVariable(code, name)) space.dictsetstr(w_names, name, space.newstr(name));
  }
  const w_name = space.dictget(w_names, w_key);
  return w_name === undefined ? null : space.str_w(w_name);
}

function proxyGet(space: Space, w_proxy: W, w_key: W): W | undefined {
  const { frame, w_extraLocals } = frameOfProxy(space, w_proxy);
  const name = variableOf(space, frame, w_key);
  if (name !== null) return space.dictget(frame.locals(), space.newstr(name));
  return w_extraLocals === null ? undefined : space.dictget(w_extraLocals, w_key);
}

function proxySet(space: Space, w_proxy: W, w_key: W, w_value: W | null): W {
  const payload = frameOfProxy(space, w_proxy);
  const name = variableOf(space, payload.frame, w_key);
  if (name !== null) {
    if (w_value === null)
      throw raise(space, 'ValueError', 'cannot remove local variables from FrameLocalsProxy');
    payload.frame.setlocal(name, w_value);
    return space.w_None;
  }
  if (w_value === null) {
    if (payload.w_extraLocals === null || space.dictpop(payload.w_extraLocals, w_key) === undefined)
      throw raiseWith(space, 'KeyError', [w_key]);
    return space.w_None;
  }
  if (payload.w_extraLocals === null) {
    payload.w_extraLocals = space.own(space.newdict());
    payload.frame.keepObject();
  }
  space.dictset(payload.w_extraLocals, w_key, w_value);
  return space.w_None;
}

/** A method that reads answers as the dict of all variables does. */
const byDict = (name: string) =>
  resumable(name, '$self, /, *args', (space: Space, w_proxy: W, args_w: W[]) =>
    andThen(space, space.top, getattr(space, proxySnapshot(space, w_proxy), name), (w_method) =>
      call(space, w_method, args_w),
    ),
  );

/** A list of what the method of the dict of all variables answers. */
const listed = (name: string) =>
  resumable(name, '$self, /', (space: Space, w_proxy: W) => {
    const caller = space.top;
    return andThen(space, caller, getattr(space, proxySnapshot(space, w_proxy), name), (w_method) =>
      andThen(space, caller, call(space, w_method, []), (w_all) =>
        call(space, space.types.list.w_self, [w_all]),
      ),
    );
  });

/** Assigns all items of a mapping or of an iterable of pairs. */
function proxyUpdate(space: Space, w_proxy: W, w_other: W): W {
  const caller = space.top;
  const w_dict = space.newdict();
  const isProxy = space.type(w_other) === space.types.FrameLocalsProxy;
  const w_source = isProxy ? proxySnapshot(space, w_other) : w_other;
  return andThen(space, caller, getattr(space, w_dict, 'update'), (w_update) =>
    andThen(space, caller, call(space, w_update, [w_source]), () => {
      for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next)) {
        proxySet(space, w_proxy, entry.w_key, entry.w_value);
      }
      return space.w_None;
    }),
  );
}

function isMappingLike(space: Space, w: W): boolean {
  const type = space.type(w);
  return type.isSubtype(space.types.dict) || type === space.types.FrameLocalsProxy;
}

function union(space: Space, w_a: W, w_b: W): W {
  if (!isMappingLike(space, w_a) || !isMappingLike(space, w_b)) return space.w_NotImplemented;
  const caller = space.top;
  const w_result = space.newdict();
  const { FrameLocalsProxy } = space.types;
  const plain = (w: W): W => (space.type(w) === FrameLocalsProxy ? proxySnapshot(space, w) : w);
  return andThen(space, caller, getattr(space, w_result, 'update'), (w_update) =>
    andThen(space, caller, call(space, w_update, [plain(w_a)]), () =>
      andThen(space, caller, call(space, w_update, [plain(w_b)]), () => w_result),
    ),
  );
}

export const frameLocalsProxyType: TypeDefinition = {
  name: 'FrameLocalsProxy',
  isBase: false,
  isMapping: true,
  unhashable: true,
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null || args_w.length !== 1) {
        throw raise(space, 'TypeError', `FrameLocalsProxy expected 1 argument, got ${args_w.length}`);
      }
      if (space.type(args_w[0]) !== space.types.frame) {
        throw raise(space, 'TypeError', `expect frame, not ${space.type(args_w[0]).name}`);
      }
      return space.newobj(space.types.FrameLocalsProxy, new LocalsProxy(space.own(args_w[0])));
    },
    length: (space, w) => space.newint(space.dictlen(proxySnapshot(space, w))),
    getitem: (space, w_proxy, w_key) => {
      const w_value = proxyGet(space, w_proxy, w_key);
      if (w_value !== undefined) return w_value;
      if (!space.type(w_key).isSubtype(space.types.str)) throw raiseWith(space, 'KeyError', [w_key]);
      const caller = space.top;
      return andThen(space, caller, space.repr(w_key), (w_text) => {
        throw raiseWith(space, 'KeyError', [
          space.newstr(`local variable ${space.str_w(w_text)} is not defined`),
        ]);
      });
    },
    setitem: proxySet,
    contains: (space, w_proxy, w_key) => space.newbool(proxyGet(space, w_proxy, w_key) !== undefined),
    iter: (space, w) => space.type(proxySnapshot(space, w)).slots.iter!(space, proxySnapshot(space, w)),
    repr: (space, w) => {
      const { w_frame } = space.data(w) as LocalsProxy;
      const w_dict = proxySnapshot(space, w);
      return containerRepr(space, w_frame, '{...}', {
        ...entriesPlan(space, w_dict, '{', '}'),
        keep: w_dict,
      });
    },
    compare: (space, w_a, w_b, op) => {
      if (op !== EQ && op !== NE) return space.w_NotImplemented;
      if (!isMappingLike(space, w_b)) return space.w_NotImplemented;
      const { FrameLocalsProxy } = space.types;
      const w_other = space.type(w_b) === FrameLocalsProxy ? proxySnapshot(space, w_b) : w_b;
      const equal = space.equalNested(proxySnapshot(space, w_a), w_other);
      return space.newbool(equal === (op === EQ));
    },
    or: union,
    inplaceOr: (space, w_a, w_b) =>
      isMappingLike(space, w_b)
        ? andThen(space, space.top, proxyUpdate(space, w_a, w_b), () => w_a)
        : space.w_NotImplemented,
  },
  methods: [
    listed('keys'),
    listed('values'),
    listed('items'),
    byDict('copy'),
    listed('__reversed__'),
    leaf(
      'get',
      '$self, key, default=None, /',
      (space: Space, w_proxy: W, w_key: W, w_default: W) => proxyGet(space, w_proxy, w_key) ?? w_default,
    ),
    leaf('setdefault', '$self, key, default=None, /', (space: Space, w_proxy: W, w_key: W, w_default: W) => {
      const w_value = proxyGet(space, w_proxy, w_key);
      if (w_value !== undefined) return w_value;
      proxySet(space, w_proxy, w_key, w_default);
      return w_default;
    }),
    resumable('update', '$self, other, /', proxyUpdate),
    leaf('pop', '$self, key, default=NULL, /', (space: Space, w_proxy: W, w_key: W, w_default?: W) => {
      const { frame, w_extraLocals } = frameOfProxy(space, w_proxy);
      if (variableOf(space, frame, w_key) !== null)
        throw raise(space, 'ValueError', 'cannot remove local variables from FrameLocalsProxy');
      const w_removed = w_extraLocals === null ? undefined : space.dictpop(w_extraLocals, w_key);
      if (w_removed !== undefined) return w_removed;
      if (w_default !== undefined) return w_default;
      throw raiseWith(space, 'KeyError', [w_key]);
    }),
  ],
};

// --- frames

function frameLocals(space: Space, w_frame: W): W {
  const { frame } = seen(space, w_frame);
  if (!hasFastLocals(codeOfFrame(space, frame))) return frame.locals();
  return space.newobj(space.types.FrameLocalsProxy, new LocalsProxy(space.own(w_frame)));
}

function clearFrame(space: Space, w_frame: W): W {
  const { frame } = frameOf(space, w_frame);
  if (frame.state === 'running') throw raise(space, 'RuntimeError', 'cannot clear an executing frame');
  if (frame.state === 'suspended') throw raise(space, 'RuntimeError', 'cannot clear a suspended frame');
  const caller = space.top;
  const w_closed = clearBody(space, frame);
  if (w_closed !== null) return andThen(space, caller, w_closed, () => space.w_None);
  frame.clear();
  return space.w_None;
}

const flag = (field: 'traceLines' | 'traceOpcodes'): Getset => ({
  get: (space, w) => space.newbool(frameOf(space, w)[field]),
  set: (space, w, w_value) => {
    const name = field === 'traceLines' ? 'f_trace_lines' : 'f_trace_opcodes';
    if (w_value === null) throw raise(space, 'TypeError', `can't delete ${name}`);
    if (space.type(w_value) !== space.types.bool)
      throw raise(space, 'TypeError', 'attribute value type must be bool');
    frameOf(space, w)[field] = space.is(w_value, space.w_True);
  },
});

export const frameType: TypeDefinition = {
  name: 'frame',
  isBase: false,
  slots: {
    repr: (space, w) => {
      const frame = pythonFrameOf(space, w);
      const code = codeOfFrame(space, frame);
      return space.newstr(
        `<frame at ${space.address(w)}, file '${code.filename}', line ${frame.lineno ?? 0}, code ${code.name}>`,
      );
    },
  },
  methods: [sizeofMethod, resumable('clear', '$self, /', clearFrame)],
  getset: {
    f_back: {
      get: (space, w) => {
        const { frame, w_back } = seen(space, w);
        if (frame.state === 'done') return w_back ?? space.w_None;
        const caller = frame.caller();
        return caller === null ? space.w_None : frameObject(space, caller);
      },
    },
    f_code: { get: (space, w) => pythonFrameOf(space, w).w_code },
    f_globals: { get: (space, w) => pythonFrameOf(space, w).w_globals },
    f_builtins: { get: (space, w) => pythonFrameOf(space, w).w_builtins },
    f_locals: { get: frameLocals },
    f_lasti: { get: (space, w) => space.newint(seen(space, w).frame.lasti) },
    f_lineno: {
      get: (space, w) => {
        const { lineno } = seen(space, w).frame;
        return lineno === null ? space.w_None : space.newint(lineno);
      },
      set: (space, w, w_value) => {
        if (w_value === null) throw raise(space, 'AttributeError', 'cannot delete attribute');
        jumpToLine(space, pythonFrameOf(space, w) as TracedFrame, w_value);
      },
    },
    f_generator: { get: (space, w) => pythonFrameOf(space, w).w_generator ?? space.w_None },
    f_trace: {
      get: (space, w) => frameOf(space, w).w_trace ?? space.w_None,
      set: (space, w, w_value) => {
        const frame = frameOf(space, w);
        const w_old = frame.w_trace;
        frame.frame.keepObject();
        frame.w_trace = w_value === null || space.is(w_value, space.w_None) ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
    },
    f_trace_lines: flag('traceLines'),
    f_trace_opcodes: flag('traceOpcodes'),
  },
};
