// Frame objects and the mapping behind `f_locals`. Models CPython's Objects/frameobject.c with PEP 667. The engines' own frames are
// seen through `FrameView`. Left out: setting `f_lineno` (jumps), tracing by `f_trace` (kept, not called).
import { call, getattr } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { CodeFlag, LocalKind } from '../../frontend/code-object.ts';
import type { CodeObject } from '../../frontend/code-object.ts';
import { codeOf, positionsOf } from './code.ts';

/**
 * What shared code sees of a Python frame. An engine's frame class implements it (or has one made when asked). All references are
 * borrowed from the frame. An engine makes the frame object when first asked for (`sys._getframe`, a traceback entry), keeps it with the
 * frame so that there is one, and, when the frame ends while its object lives on, leaves the view as it was: `back` then has to be
 * fixed as an object (own it), `lasti` stays, `executing` becomes false and `owned` true.
 */
export interface FrameView {
  readonly w_code: W;
  readonly w_globals: W;
  readonly w_builtins: W;
  /** Namespace of a module's or class's code; null for functions, whose variables are reached by index. */
  readonly w_locals: W | null;
  /** Frame object of the Python frame below; null at the bottom and for a suspended generator's frame. */
  back(): W | null;
  /** Byte offset in `co_code` of the instruction that runs or ran last; -1 before the first. */
  readonly lasti: number;
  readonly executing: boolean;
  /** A generator's frame between two steps. */
  readonly suspended: boolean;
  /** The generator, coroutine or async generator that the frame is of. */
  readonly w_generator: W | null;
  /** Value of local variable `index` of `co_localsplusnames`, what is in the cell for cells; null: unbound. */
  getlocal(index: number): W | null;
  /** Assigns it, through the cell for cells; null unbinds. */
  setlocal(index: number, w_value: W | null): void;
  /** Forgets locals and stack: `frame.clear()` of a frame that does not run. A suspended generator is closed by the caller first. */
  clear(): void;
  /** The frame has ended and only its object keeps its references: then `traverse` and `forget` are theirs. */
  readonly owned: boolean;
  traverse(visit: (w: W) => void): void;
  forget(): void;
}

export class FramePayload extends Payload {
  readonly view: FrameView;
  w_trace: W | null = null;
  traceLines = true;
  traceOpcodes = false;
  /** Names that `f_locals[name] = …` added beside the variables of the code; owned, made when needed. */
  w_extraLocals: W | null = null;
  constructor(view: FrameView) {
    super();
    this.view = view;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_trace !== null) visit(this.w_trace);
    if (this.w_extraLocals !== null) visit(this.w_extraLocals);
    if (this.view.owned) this.view.traverse(visit);
  }
  forget(): void {
    this.w_trace = this.w_extraLocals = null;
    if (this.view.owned) this.view.forget();
  }
}

const frameOf = (space: Space, w: W): FramePayload => space.data(w) as FramePayload;
export const viewOf = (space: Space, w: W): FrameView => frameOf(space, w).view;

export function newFrameObject(space: Space, view: FrameView): W {
  return space.newobj(space.types.frame, new FramePayload(view));
}

/** Line of the instruction at byte offset `lasti`; the code's first line before its first instruction; null where it has none. */
export function lineOf(code: CodeObject, lasti: number): number | null {
  if (lasti < 0) return code.firstlineno;
  return positionsOf(code)[lasti >> 1]?.lineno ?? null;
}

const codeOfFrame = (space: Space, view: FrameView): CodeObject => codeOf(space, view.w_code).code;

// --- variables

/** Index of a variable that `f_locals` may show; -1: there is none of that name. */
function variableIndex(code: CodeObject, name: string): number {
  for (let i = 0; i < code.localsplusnames.length; i++) {
    if (code.localsplusnames[i] === name && (code.localspluskinds[i] & LocalKind.HIDDEN) === 0) return i;
  }
  return -1;
}

/** Bound variables by name, as `locals()` answers in a function: a new dict. */
export function fastLocals(space: Space, view: FrameView): W {
  const code = codeOfFrame(space, view);
  const w_dict = space.newdict();
  code.localsplusnames.forEach((name, i) => {
    if ((code.localspluskinds[i] & LocalKind.HIDDEN) !== 0) return;
    const w_value = view.getlocal(i);
    if (w_value !== null) space.dictsetstr(w_dict, name, w_value);
  });
  return w_dict;
}

/** `locals()`: the namespace itself in modules and classes, a snapshot in functions. */
export function localsOf(space: Space, view: FrameView): W {
  return view.w_locals ?? fastLocals(space, view);
}

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
  frameOf(space, (space.data(w_proxy) as LocalsProxy).w_frame);

/** Everything that the proxy shows, in order. */
function proxySnapshot(space: Space, w_proxy: W): W {
  const frame = frameOfProxy(space, w_proxy);
  const w_dict = fastLocals(space, frame.view);
  const w_extra = frame.w_extraLocals;
  if (w_extra === null) return w_dict;
  for (let entry = space.dictnext(w_extra, 0); entry; entry = space.dictnext(w_extra, entry.next)) {
    space.dictset(w_dict, entry.w_key, entry.w_value);
  }
  return w_dict;
}

function proxyGet(space: Space, w_proxy: W, w_key: W): W | undefined {
  const { view, w_extraLocals } = frameOfProxy(space, w_proxy);
  if (space.type(w_key).isSubtype(space.types.str)) {
    const index = variableIndex(codeOfFrame(space, view), space.str_w(w_key));
    if (index >= 0) return view.getlocal(index) ?? undefined;
  }
  return w_extraLocals === null ? undefined : space.dictget(w_extraLocals, w_key);
}

function proxySet(space: Space, w_proxy: W, w_key: W, w_value: W | null): W {
  const frame = frameOfProxy(space, w_proxy);
  if (space.type(w_key).isSubtype(space.types.str)) {
    const index = variableIndex(codeOfFrame(space, frame.view), space.str_w(w_key));
    if (index >= 0) {
      if (w_value === null)
        throw raise(space, 'ValueError', 'cannot remove local variables from FrameLocalsProxy');
      frame.view.setlocal(index, w_value);
      return space.w_None;
    }
  }
  if (w_value === null) {
    if (frame.w_extraLocals === null || space.dictpop(frame.w_extraLocals, w_key) === undefined)
      throw raiseWith(space, 'KeyError', [w_key]);
    return space.w_None;
  }
  frame.w_extraLocals ??= space.own(space.newdict());
  space.dictset(frame.w_extraLocals, w_key, w_value);
  return space.w_None;
}

/** A method that reads answers as the dict of all variables does. */
const byDict = (name: string) =>
  resumable(name, '$self, /, *args', (space: Space, w_proxy: W, args_w: W[]) =>
    andThen(space, space.top, getattr(space, proxySnapshot(space, w_proxy), name), (w_method) =>
      call(space, w_method, args_w),
    ),
  );

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

const cannotRemove = (space: Space): never => {
  throw raise(space, 'ValueError', 'cannot remove local variables from FrameLocalsProxy');
};

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
    repr: (space, w) => space.repr(proxySnapshot(space, w)),
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
    byDict('keys'),
    byDict('values'),
    byDict('items'),
    byDict('copy'),
    byDict('__reversed__'),
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
      const frame = frameOfProxy(space, w_proxy);
      if (
        space.type(w_key).isSubtype(space.types.str) &&
        variableIndex(codeOfFrame(space, frame.view), space.str_w(w_key)) >= 0
      ) {
        cannotRemove(space);
      }
      const w_removed = frame.w_extraLocals === null ? undefined : space.dictpop(frame.w_extraLocals, w_key);
      if (w_removed !== undefined) return w_removed;
      if (w_default !== undefined) return w_default;
      throw raiseWith(space, 'KeyError', [w_key]);
    }),
  ],
};

// --- frames

function frameLocals(space: Space, w_frame: W): W {
  const { view } = frameOf(space, w_frame);
  if (view.w_locals !== null) return view.w_locals;
  return space.newobj(space.types.FrameLocalsProxy, new LocalsProxy(space.own(w_frame)));
}

function lineValue(space: Space, w_frame: W): W {
  const { view } = frameOf(space, w_frame);
  const line = lineOf(codeOfFrame(space, view), view.lasti);
  return line === null ? space.w_None : space.newint(line);
}

function clearFrame(space: Space, w_frame: W): W {
  const { view } = frameOf(space, w_frame);
  if (view.executing) throw raise(space, 'RuntimeError', 'cannot clear an executing frame');
  if (view.suspended) throw raise(space, 'RuntimeError', 'cannot clear a suspended frame');
  view.clear();
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
      const code = codeOfFrame(space, viewOf(space, w));
      const line = lineOf(code, viewOf(space, w).lasti) ?? 0;
      return space.newstr(
        `<frame at ${space.address(w)}, file '${code.filename}', line ${line}, code ${code.name}>`,
      );
    },
  },
  methods: [leaf('clear', '$self, /', clearFrame)],
  getset: {
    f_back: { get: (space, w) => viewOf(space, w).back() ?? space.w_None },
    f_code: { get: (space, w) => viewOf(space, w).w_code },
    f_globals: { get: (space, w) => viewOf(space, w).w_globals },
    f_builtins: { get: (space, w) => viewOf(space, w).w_builtins },
    f_locals: { get: frameLocals },
    f_lasti: { get: (space, w) => space.newint(viewOf(space, w).lasti) },
    f_lineno: { get: lineValue },
    f_generator: { get: (space, w) => viewOf(space, w).w_generator ?? space.w_None },
    f_trace: {
      get: (space, w) => frameOf(space, w).w_trace ?? space.w_None,
      set: (space, w, w_value) => {
        const frame = frameOf(space, w);
        const w_old = frame.w_trace;
        frame.w_trace = w_value === null || space.is(w_value, space.w_None) ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
    },
    f_trace_lines: flag('traceLines'),
    f_trace_opcodes: flag('traceOpcodes'),
  },
};

/** True where the frame's variables are reached by index. */
export function hasFastLocals(code: CodeObject): boolean {
  return (code.flags & CodeFlag.OPTIMIZED) !== 0;
}
