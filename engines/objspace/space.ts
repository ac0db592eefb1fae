// The object space: every operation on wrapped values that shared code may use. Abstract where an engine has its own storage
// or its own frames; the default operations stand in descroperation.ts. Models PyPy's pypy/interpreter/baseobjspace.py.
//
// Who owns a reference. Shared code only borrows: what an operation answers stays alive until the present step ends (a leaf builtin's
// call, one turn of a frame). To store a value in a payload or a container, `own` it; to give up what was stored, `drop` it: the
// drop takes effect at the end of the step, so no destructor runs inside a builtin. In an engine without counts all of these do nothing.
import type { Text } from '../kernels/text.ts';
import type { CodeObject } from '../frontend/code-object.ts';
import type { EngineControls } from './controls.ts';
import type { Host } from './host.ts';
import type { Complex } from '../kernels/complex.ts';
import type { Int } from '../kernels/int.ts';
import type { Frame } from './continuation.ts';
import type { OperationError } from './error.ts';
import type { Comparison } from './operations.ts';
import { SUSPEND } from './object.ts';
import type { Payload, W } from './object.ts';
import type { TypeObject } from './typeobject.ts';
import type { BuiltinTypeName, BuiltinTypes } from './builtin-types.ts';
import type { WeakList, WeakTarget } from './types/weakref.ts';
import type { PythonFrame } from './python-frame.ts';
import type { IterationFrame } from './step-frames.ts';
import type { Scheduler } from './threads/scheduler.ts';
import { ThreadState } from './threads/thread.ts';
import type { ThreadMachine } from './threads/thread.ts';

export abstract class Space {
  /** Top of the explicit stack of the running thread. */
  top: Frame | null = null;

  /** The machine and the run: streams, files, arguments. Set by the engine before anything is imported. */
  host!: Host;
  /** The engine's own switches and counts, likewise. */
  controls!: EngineControls;
  /** Threads, signals, waiting; set by the engine likewise. */
  scheduler!: Scheduler;
  /** The running thread. */
  thread = new ThreadState(0);
  /** `sys.modules` and the dict of `sys`; made by modules/sys.ts. */
  w_modules!: W;
  w_sysDict!: W;

  /** What is to be given up when the interpreter ends: state of native modules. Run by the engine, in order. */
  readonly atFinish: (() => void)[] = [];

  /** Every builtin type by its Python name; filled by setup-types.ts. */
  readonly types: BuiltinTypes = {} as BuiltinTypes;

  // --- singletons
  abstract readonly w_None: W;
  abstract readonly w_True: W;
  abstract readonly w_False: W;
  abstract readonly w_NotImplemented: W;
  abstract readonly w_Ellipsis: W;

  // --- ownership
  /** One more owner of `w`; answers it. */
  abstract own(w: W): W;
  /** One owner less, from the end of the step on. */
  abstract drop(w: W): void;
  /** The temporaries of the step so far, handed over to a continuation; null when there are none. */
  abstract keepForContinuation(): W[] | null;
  /** A continuation goes on: what it kept becomes the new step's temporaries. */
  abstract giveBackAfterStep(kept: W[]): void;
  /** Ends a step: temporaries go, but for `w_result`, which lives on as a temporary of the next step. */
  abstract endStep(w_result: W | undefined): W | undefined;

  /**
   * The first step of a builtin's frame, which is on top of the stack: SUSPEND leaves it to whoever runs frames. An engine may run it here, where
   * the answers of what it calls are there at once.
   */
  begin(_frame: Frame): W {
    return SUSPEND;
  }

  // --- nesting
  /** Raises RecursionError where the host's stack would not last. */
  abstract enterNested(): void;
  abstract leaveNested(): void;
  /** A host's "Maximum call stack size exceeded" becomes RecursionError; what is no Python exception is thrown on. */
  abstract asOperationError(e: unknown): OperationError;

  // --- what a value is
  abstract type(w: W): TypeObject;
  /** The payload of a value whose type says that it has one. */
  abstract data(w: W): Payload;
  abstract is(w_a: W, w_b: W): boolean;
  /** `id(w)`. */
  abstract id(w: W): Int;

  // --- making values
  abstract newint(value: Int): W;
  abstract newfloat(value: number): W;
  abstract newcomplex(real: number, imag: number): W;
  abstract newtext(value: Text): W;
  abstract newbytes(value: Uint8Array): W;
  abstract newtuple(items_w: readonly W[]): W;
  /** The same of an array that the caller has made and gives away. */
  newtuplefrom(items_w: W[]): W {
    return this.newtuple(items_w);
  }
  abstract newlist(items_w: readonly W[]): W;
  abstract newdict(): W;
  abstract newset(): W;
  abstract newfrozenset(items_w: readonly W[]): W;
  abstract newobj(type: TypeObject, payload: Payload): W;
  /** An empty instance of a class, or of a builtin type's subclass whose value is set by `setvalue`. */
  abstract newinstance(type: TypeObject): W;
  /**
   * Gives an instance of a subclass of int, float, complex, str, bytes, tuple or frozenset the value of `w_value`, which is of
   * exactly that builtin type. Right after `newinstance` only. (Lists, dicts and sets come empty from `newinstance` and are filled.)
   */
  abstract setvalue(w_x: W, w_value: W): void;
  /**
   * A new instance of `type` whose builtin value is `value`: what `…_w` of the builtin base then answers (Int, number, Text,
   * Uint8Array, Complex). For `int.__new__(cls, …)` and its like.
   */
  abstract newvalueof(type: TypeObject, value: unknown): W;

  newbool(value: boolean): W {
    return value ? this.w_True : this.w_False;
  }
  /** A constant that could be a name: where strs have an identity, one object for all of the same text. */
  newname(value: string): W {
    return this.newstr(value);
  }
  /** A str that an operation makes anew even where it is of one character, which else is one object (PyUnicode_New). */
  newfreshtext(value: Text): W {
    return this.newtext(value);
  }
  /** A str from host text; ASCII and the like: see `newtext` for what may hold astral code points. */
  newstr(value: string): W {
    return this.newtext(value);
  }

  // --- reading values; each expects the type (or a subclass), checked by the caller
  abstract int_w(w: W): Int;
  abstract float_w(w: W): number;
  abstract text_w(w: W): Text;
  /** Host string of a str: UTF-16, for names and messages. */
  abstract str_w(w: W): string;
  abstract bytes_w(w: W): Uint8Array;
  abstract complex_w(w: W): Complex;
  /** Bytes of any object with the buffer protocol, or a TypeError. */
  abstract buffer_w(w: W): Uint8Array;
  /** An int as the nearest float, or an OverflowError. */
  abstract floatOfInt(w: W): number;
  /** A number by `__float__` or `__index__`, run nested (PyFloat_AsDouble); TypeError: *must be real number*. */
  abstract floatNested(w: W): number;
  /** Items of a tuple; not to be changed. */
  abstract tuple_w(w: W): readonly W[];

  // --- exceptions
  /** The exception object, made from type and text where there is none yet; borrowed from the error. */
  abstract errorValue(error: OperationError): W;
  /** The journey of `error` ends here. */
  abstract dropError(error: OperationError): void;

  // --- what shared code needs of other types without importing them (bound by setup-types.ts)
  truth!: (w_x: W) => W;
  getattr!: (w_x: W, name: string) => W;
  genericGetattr!: (w_x: W, name: string) => W;
  /** An iterator by `__getitem__`. */
  sequenceIterator!: (w_x: W) => W;
  genericAlias!: (w_origin: W, w_args: W) => W;
  /** Calls what `type.lookup` found with `w_x` as its receiver. */
  callMethodObject!: (w_method: W, w_x: W, args_w: readonly W[], names: readonly string[] | null) => W;
  newclassmethod!: (w_function: W) => W;
  newmethod!: (w_function: W, w_self: W) => W;
  newunion!: (w_a: W, w_b: W) => W;
  newtypedict!: (w_type: W) => W;
  newmappingproxy!: (w_mapping: W) => W;
  getattrOr!: (w_x: W, name: string, w_default: W) => W;
  equalNested!: (w_a: W, w_b: W) => boolean;
  /** `all` and `any` as they were at the start, whatever `builtins` calls so later: what LOAD_COMMON_CONSTANT compares with; owned. */
  readonly commonConstants: Record<string, W> = {};
  /** A function of the module `builtins`. */
  builtin!: (name: string) => W;
  repr!: (w_x: W) => W;
  str!: (w_x: W) => W;
  isTrueNested!: (w_x: W) => boolean;
  /** Items of any iterable, run nested. */
  listOfNested!: (w_x: W) => W[];
  isAbstractMethodNested!: (w_function: W) => boolean;
  isInstanceReal!: (w_x: W, w_type: W) => W;
  isSubclassReal!: (w_sub: W, w_type: W) => W;
  /** What `x.__class__` says, where it is a class. */
  claimedClass!: (w_x: W) => TypeObject | null;
  dirOfInstance!: (w_x: W) => W;
  reduce!: (w_x: W, protocol: number) => W;
  getstate!: (w_x: W) => W;
  addNote!: (error: OperationError, text: string) => void;
  newstaticmethod!: (w_function: W) => W;
  isSlotWrapper!: (w: W) => boolean;
  /** `*args` and `**kwargs` of a row as one list and the names of its tail. */
  unpackArguments!: (args_w: readonly W[], w_kwargs: W) => { args_w: W[]; names: string[] | null };
  /** What a slice selects of `length` items, `count` from `start` on; the `__index__` of its bounds runs nested. */
  sliceNested!: (w_slice: W, length: number) => { start: number; step: number; count: number };
  /** `str.encode` and `bytes.decode` by a codec or an error handler that is not the kernels' (modules/codecs.ts). */
  encodeByCodec!: (w_text: W, encoding: string, errors: string) => W;
  decodeByCodec!: (w_bytes: W, encoding: string, errors: string) => W;
  /** `warnings.warn(text, category)`, run nested; raises where a filter says so. */
  warnNested!: (category: BuiltinTypeName, text: string) => void;
  /** A `__hash__` result of any size as a hash. */
  hashOfInt!: (w: W) => W;
  /** The module `builtins` and its `__dict__`; owned by the space. */
  w_builtinsModule!: W;
  w_builtins!: W;

  // --- attributes kept with an instance (PyPy: getdictvalue …); borrowed
  abstract getdictvalue(w_x: W, name: string): W | undefined;
  /** False: the value has no place for attributes. */
  abstract setdictvalue(w_x: W, name: string, w_value: W): boolean;
  /** False: no such attribute. */
  abstract deldictvalue(w_x: W, name: string): boolean;
  /** `__dict__` of an instance, made when first asked for; undefined where it has none. */
  abstract getdict(w_x: W): W | undefined;
  abstract setdict(w_x: W, w_dict: W): void;
  /** Storage behind `__slots__`; index from `TypeObject.slotOffset`. */
  abstract getslot(w_x: W, index: number): W | undefined;
  abstract setslot(w_x: W, index: number, w_value: W | null): void;
  /** `x.__class__ = type`, already checked. */
  abstract settype(w_x: W, type: TypeObject): void;

  // --- list storage; indices already in range
  abstract listlen(w_list: W): number;
  abstract listitem(w_list: W, index: number): W;
  abstract listset(w_list: W, index: number, w_item: W): void;
  abstract listappend(w_list: W, w_item: W): void;
  /** Two items change places. */
  abstract listswap(w_list: W, i: number, j: number): void;
  abstract listinsert(w_list: W, index: number, w_item: W): void;
  /** Takes an item out; it lives on as a temporary. */
  abstract listpop(w_list: W, index: number): W;
  /** A copy of the items, for algorithms that must not see changes. */
  abstract listitems(w_list: W): W[];
  /** Replaces `count` items from `start` on by `items_w`. */
  abstract listsplice(w_list: W, start: number, count: number, items_w: readonly W[]): void;

  // --- dict storage; a user's `__eq__` or `__hash__` runs nested
  abstract dictlen(w_dict: W): number;
  abstract dictget(w_dict: W, w_key: W): W | undefined;
  abstract dictset(w_dict: W, w_key: W, w_value: W): void;
  /** The value that is there, or else `w_default`, which is from now on. An engine may look for the key once. */
  dictsetdefault(w_dict: W, w_key: W, w_default: W): W {
    const w_value = this.dictget(w_dict, w_key);
    if (w_value !== undefined) return w_value;
    this.dictset(w_dict, w_key, w_default);
    return w_default;
  }
  /** The removed value as a temporary; undefined: no such key. */
  abstract dictpop(w_dict: W, w_key: W): W | undefined;
  abstract dictgetstr(w_dict: W, key: string): W | undefined;
  abstract dictsetstr(w_dict: W, key: string, w_value: W): void;
  abstract dictclear(w_dict: W): void;
  /** Next entry at or after `position`, and the position behind it; null at the end. Order of insertion. */
  abstract dictnext(w_dict: W, position: number): DictEntry | null;
  /** The last entry, for popitem. */
  abstract dictlast(w_dict: W): DictEntry | null;
  /** The last entry before `position` (any large number to begin with); its `next` is the position to go on with. */
  abstract dictprevious(w_dict: W, position: number): DictEntry | null;
  /** The value under an entry's key of `w_from`; an engine that keeps hashes with entries does not ask the key for its own again. */
  dictgetentry(w_dict: W, _w_from: W, entry: DictEntry): W | undefined {
    return this.dictget(w_dict, entry.w_key);
  }
  /** Changes whenever a key is added or removed: what iterators compare. */
  abstract dictsize(w_dict: W): number;
  /** All entries of a dict into another where no key has an equality of its own, which may be Python code; false: nothing has happened. */
  dictmerge(_w_into: W, _w_from: W): boolean {
    return false;
  }
  /** Like `dictsize`, and never again what it once was. */
  abstract dictversion(w_dict: W): number;
  /** Moves an entry to the end or to the beginning; false: no such key. */
  abstract dictmove(w_dict: W, w_key: W, toEnd: boolean): boolean;

  // --- set storage, likewise
  abstract setlen(w_set: W): number;
  abstract sethas(w_set: W, w_key: W): boolean;
  /** False: it was there. */
  abstract setadd(w_set: W, w_key: W): boolean;
  abstract setdiscard(w_set: W, w_key: W): boolean;
  abstract setclear(w_set: W): void;
  abstract setnext(w_set: W, position: number): SetEntry | null;
  /** The next item of an iterator that calls nothing; undefined: it may be at its end, or has to be asked. */
  nextplainly(_w_iterator: W): W | undefined {
    return undefined;
  }
  /** The next pair of an iterator over pairs, without a tuple and calling nothing; false: it may be at its end, or has to be asked. */
  pairplainly(_w_iterator: W, _pair_w: W[]): boolean {
    return false;
  }
  /** `a is b or a == b` where that calls nothing; undefined: it has to be asked. */
  equalplainly(w_a: W, w_b: W): boolean | undefined {
    return this.is(w_a, w_b) ? true : undefined;
  }
  /** A comparison of two lists or of two tuples where all items that decide are of builtin types and no Python code is called. */
  compareplainly(_w_a: W, _w_b: W, _op: Comparison): boolean | undefined {
    return undefined;
  }
  /**
   * Below, at or above 0 as `w_a` comes before, with or after `w_b`, for values whose order is total and calls no Python code; NaN: they have to be
   * compared.
   */
  orderplainly(_w_a: W, _w_b: W): number {
    return NaN;
  }
  /** The items of a list that are all floats, as they lie in its storage; undefined: it has another one. */
  listfloats(_w_list: W): readonly number[] | undefined {
    return undefined;
  }
  /**
   * Appends all items of a builtin iterator to a list without a frame for the loop: true; undefined: the engine does no such thing here. false: it
   * has to wait, and has put the frame of `rest`, which takes the other items, under what it waits for.
   */
  collect(_w_list: W, _w_iterable: W, _rest: () => IterationFrame): boolean | undefined {
    return undefined;
  }
  /** Sorts a list on the host, stable, where all items are of builtin types and no Python code is called; false: nothing has happened. */
  sortplainly(_w_list: W, _reverse: boolean): boolean {
    return false;
  }
  /**
   * A new set of two, or of one (`copy`), where no comparison of their keys can call Python code; null: it has to be made item by item.
   */
  combinesets(_how: SetOperation, _w_a: W, _w_b: W, _frozen: boolean): W | null {
    return null;
  }
  /** Adds all items of a set to another, likewise; false: nothing has happened. */
  mergesets(_w_into: W, _w_from: W): boolean {
    return false;
  }
  /** Whether all items of a set are in another, likewise; undefined: they have to be asked. */
  issubsetplainly(_w_a: W, _w_b: W): boolean | undefined {
    return undefined;
  }
  /** Sets keep the order of insertion: `pop` takes the newest item, and an iterator ends after as many items as there were. */
  readonly hasOrderedSets: boolean = false;
  /** The item that `pop` takes; null: none. */
  setlast(w_set: W): SetEntry | null {
    return this.setnext(w_set, 0);
  }

  // --- what engines differ in
  /** `0x7f…`: `id(x)` as repr shows it. */
  abstract address(w_x: W): string;
  abstract identityHash(w_x: W): W;
  /** `sys.getsizeof` without the collector's header. */
  abstract sizeof(w_x: W): number;
  /** A class: `type` becomes the payload of a value of type `metatype`. */
  abstract newtype(type: TypeObject, metatype: TypeObject): W;
  abstract setcell(w_cell: W, w_value: W): void;

  // --- weak references (types/weakref.ts)
  /** The list of weak references that was kept with a value; null where there is none. */
  abstract weaklist(w: W): WeakList | null;
  /** Keeps it. An engine that frees a value with a list calls `clearweakrefs` before anything of it is gone. */
  abstract setweaklist(w: W, list: WeakList | null): void;
  /** A hold on a value that does not keep it alive; engines with counts may answer one that is simply cleared in time. */
  abstract weaktarget(w: W): WeakTarget;
  /** Bound by setup-types.ts: the references to a dying value answer None from now on; calls their callbacks, nested. */
  clearweakrefs!: (w: W) => void;

  // --- threads (threads/scheduler.ts)
  /** What the engine keeps for a thread that has not begun: an empty stack of values, nothing handled. */
  abstract newthreadmachine(): ThreadMachine;
  /** Another thread runs: puts `machine` in place and answers the one that was there. `top` is the scheduler's. */
  abstract swapthreadmachine(machine: ThreadMachine): ThreadMachine;
  /** What a thread handles that does not run (`sys._current_exceptions`); borrowed. */
  abstract handledbythread(machine: ThreadMachine): W | null;
  /**
   * Host state beside values that keeps values alive (exit functions, hooks): each entry tells its own. For engines that find by themselves
   * what is reachable; a module that keeps values in such state adds one when it makes it.
   */
  readonly roots: ((visit: (w: W) => void) => void)[] = [];

  // --- frames
  /** `__name__` of the globals of the Python frame that runs; null without one. */
  abstract currentModuleName(): W | null;
  /** `__class__` and first argument of the frame that called `super()`; RuntimeError where there is none. */
  abstract superOfFrame(): [W, W];
  /** Calls a Python function: pushes its frame and answers SUSPEND, or answers its generator or coroutine. */
  abstract callfunction(w_function: W, args_w: readonly W[], names: readonly string[] | null): W;

  // --- frames as values, generators (python-frame.ts)
  /** Runs a code object (exec, eval, import): pushes its frame and answers SUSPEND. `w_closure`: a tuple of cells or null. */
  abstract runcode(w_code: W, w_globals: W, w_locals: W, w_closure: W | null): W;
  /** The topmost Python frame of the running thread, `depth` callers up; null past the bottom. */
  abstract currentFrame(depth: number): PythonFrame | null;
  /** The program is about to see what a frame holds, of a caller perhaps: an engine that makes frames only now and then takes note. */
  notelook(): void {}
  /**
   * Goes on with a generator's body; always answers SUSPEND. What comes back is the value yielded, or, where `frame.state` is then
   * 'done', the value returned. `w_value` is what `yield` answers; None at the first turn.
   */
  abstract resumegenerator(frame: PythonFrame, w_value: W): W;
  /** What comes back from a body that has ended is STOP, its value in the payload of `frame.w_generator` already. */
  readonly generatorsEndWithStop: boolean = false;
  /** The same with an exception raised at the point of suspension; takes over `error`. */
  abstract throwintogenerator(frame: PythonFrame, error: OperationError): W;
  /** What is being handled (`sys.exception()`): borrowed, null for none. */
  abstract handledException(): W | null;
  /** Bound by setup-types.ts: the generator, coroutine or async generator object of a body, by its code's flags. Owns the frame. */
  newgenerator!: (frame: PythonFrame, name: string, qualname: string) => W;
  /** Likewise: the frame object, made once (`frame.w_frame`). */
  frameobject!: (frame: PythonFrame) => W;
  /** Likewise: one more entry in front of a traceback (null: the first). */
  newtraceback!: (w_next: W | null, w_frame: W, lasti: number, lineno: number | null) => W;
  /** Likewise: the code object as a value. */
  newcode!: (code: CodeObject) => W;
  /** Likewise: `co_consts` as wrapped values, made once and owned by the code object. */
  constsOf!: (w_code: W) => readonly W[];
  /** Likewise: IMPORT_NAME's and IMPORT_FROM's default, where `builtins.__import__` is the original. */
  importname!: (name: string, w_globals: W, w_fromlist: W, level: number) => W;
  importfrom!: (w_module: W, name: string) => W;
  /** Likewise: `async for`, `await` on any object: its iterator, checked. */
  awaititer!: (w_x: W) => W;
  /** Likewise: what an async generator yields, told from what it awaits (INTRINSIC_ASYNC_GEN_WRAP). */
  asyncgenwrap!: (w_value: W) => W;
}

export interface DictEntry {
  w_key: W;
  w_value: W;
  next: number;
}

export type SetOperation = 'copy' | 'or' | 'and' | 'subtract' | 'xor';

export interface SetEntry {
  w_key: W;
  next: number;
}
