// The boxed, counted object space: values, ownership, storage of containers and instances, errors. Models the parts of CPython's
// Objects/ that shared code leaves open. Frames and calls are frame.ts and eval-loop.ts.
import type { Complex } from '../kernels/complex.ts';
import type { Int } from '../kernels/int.ts';
import { toFloat } from '../kernels/int.ts';
import { CodePoints, hostOf, textFromHost } from '../kernels/text.ts';
import type { Text } from '../kernels/text.ts';
import { callNested } from '../objspace/descroperation.ts';
import { isOperationError, runNested } from '../objspace/continuation.ts';
import { toFloat as realNumber } from '../objspace/types/float.ts';
import { operationErrorOfKernel } from '../objspace/kernel-error.ts';
import type { OperationError } from '../objspace/error.ts';
import { BufferPayload, SUSPEND } from '../objspace/object.ts';
import type { Payload } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { raise, raiseExpected } from '../objspace/raise.ts';
import type { Comparison } from '../objspace/operations.ts';
import type { WeakList, WeakTarget } from '../objspace/types/weakref.ts';
import { Space } from '../objspace/space.ts';
import type { DictEntry, SetEntry, SetOperation } from '../objspace/space.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import { sizesOf } from '../objspace/types/type-sizes.ts';
import { contentOfUser } from '../objspace/types/user-buffer.ts';
import { exceptionOf, makeExceptionValue } from '../objspace/types/exceptions.ts';
import { GeneratorPayload } from '../objspace/types/generator.ts';
import type { CellPayload } from '../objspace/types/function.ts';
import type { ThreadMachine } from '../objspace/threads/thread.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { CycleCollector } from './cycle-collector.ts';
import { DictTable } from './dict-table.ts';
import { Atom, IMMORTAL, Materialised, Obj, unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { dealloc, decref, setDestructors } from './refcount.ts';
import { quickNext, quickPair } from './ops/quick-next.ts';
import { quickCompareItems, quickEqual } from './ops/quick-operators.ts';
import { SetStorage } from './set-storage.ts';
import { isNext, sharedKeys } from './shared-keys.ts';
import { order, sortItems } from './sort.ts';

const SMALLEST = -5;
const LARGEST = 256;

/** Nested runs on the host's stack before RecursionError: each takes up to 4 KB of it. */
const NESTED_LIMIT = 180;

function immortal<T extends Any>(o: T): T {
  o.rc = IMMORTAL;
  return o;
}

/** What is being handled, a chain through the generators that run (PyErr_StackItem). */
export class HandledException {
  value: Any | null = null;
  previous: HandledException | null = null;
}

/** What a thread has for itself (threads/thread.ts: ThreadMachine). */
class Machine {
  readonly values: ValueStack;
  readonly handled: HandledException;
  constructor(values: ValueStack, handled: HandledException) {
    this.values = values;
    this.handled = handled;
  }
}

/** Slots that a thread begins with; most never need more. */
const THREAD_SLOTS = 256;

/** The value stack of a thread. */
export class ValueStack {
  readonly slots: (Any | null)[];
  top = 0;
  depth = 0;
  /** Frames by depth, to be used again (eval-loop.ts: enterInline). */
  readonly frames: PythonFrame[] = [];

  constructor(size: number) {
    this.slots = new Array<Any | null>(size).fill(null);
  }

  /** Room for `size` more slots above `from`. */
  reserve(from: number, size: number): void {
    const { slots } = this;
    for (let missing = from + size - slots.length; missing > 0; missing--) slots.push(null);
  }
}

function handledFrom(innermost: HandledException): W | null {
  for (let item: HandledException | null = innermost; item !== null; item = item.previous) {
    if (item.value !== null) return wrap(item.value);
  }
  return null;
}

export abstract class CpythonSpace extends Space {
  // The types of the singletons come with setup (newtype).
  private readonly none = immortal(new Atom(null!, null));
  private readonly true_ = immortal(new Atom(null!, 1));
  private readonly false_ = immortal(new Atom(null!, 0));
  private readonly notImplemented = immortal(new Atom(null!, null));
  private readonly ellipsis = immortal(new Atom(null!, null));
  private readonly emptyTuple = immortal(new Obj(null!, []));
  readonly smallInts: Atom[] = [];
  private readonly latin1: Atom[] = [];
  private readonly interned = new Map<string, Atom>();
  readonly w_None = wrap(this.none);
  readonly w_True = wrap(this.true_);
  readonly w_False = wrap(this.false_);
  readonly w_NotImplemented = wrap(this.notImplemented);
  readonly w_Ellipsis = wrap(this.ellipsis);

  // --- ownership: the pool holds one reference to each of its members
  readonly pool: Any[] = [];
  poolBase = 0;
  /** The error of a body that answered RAISED (ops/bodies.ts). */
  raised: OperationError | null = null;
  /** How a function made from templates was left (template/runtime.ts), and how deep such functions may call each other. */
  exit = 0;
  directLimit = 0;
  /** Owned: what a delegate has returned (template/runtime.ts: sendTo). */
  sentResult: Any | null = null;
  /** Owned, and taken at once: the other half of a pair (ops/quick-next.ts). */
  second: Any | null = null;
  /** What was looked up is a plain function that wants its receiver (template/many-classes.ts). */
  isMethod = false;
  /** Runs of such functions by builtins that wait on the host's stack, since the last nested run began (template/host-run.ts). */
  hostRuns = 0;
  /** The answer that the eval loop has no Python frame for (eval-loop.ts: advance). */
  w_passed: W = SUSPEND;
  handled = new HandledException();
  values = new ValueStack(4096);
  recursionLimit = 1000;
  /** The watchdog's word (engine.ts: WatchdogBits); read at backward jumps and calls. */
  shared: Int32Array = new Int32Array(16);
  nestedDepth = 0;
  private readonly bases: number[] = [];
  private readonly limits: number[] = [];

  constructor() {
    super();
    for (let i = SMALLEST; i <= LARGEST; i++) this.smallInts.push(immortal(new Atom(null!, i)));
    for (let i = 0; i < 256; i++) {
      const character = String.fromCharCode(i);
      const atom = immortal(new Atom(null!, character));
      this.latin1.push(atom);
      this.interned.set(character, atom);
    }
    this.interned.set('', immortal(new Atom(null!, '')));
    setDestructors({
      finalize: (o) => this.finalize(o),
      clearWeakrefs: (o) => this.clearweakrefs(wrap(o)),
      untrack: (o) => this.collector.untrack(o),
    });
  }

  own(w: W): W {
    unwrap(w).rc++;
    return w;
  }
  drop(w: W): void {
    this.pool.push(unwrap(w));
  }
  /** A new object: the pool is its first owner. */
  temporary(o: Any): W {
    this.pool.push(o);
    return wrap(o);
  }
  /** An answer of shared code as an owned reference of the caller's; then the step ends. */
  take(w: W): Any {
    const o = unwrap(w);
    const { pool } = this;
    const last = pool.length - 1;
    if (last >= this.poolBase && pool[last] === o) pool.pop();
    else o.rc++;
    if (pool.length > this.poolBase) this.drain();
    return o;
  }
  drain(): void {
    const { pool } = this;
    while (pool.length > this.poolBase) {
      const o = pool.pop()!;
      if (--o.rc === 0) dealloc(o);
    }
  }
  keepForContinuation(): W[] | null {
    const { pool, poolBase } = this;
    return pool.length === poolBase ? null : (pool.splice(poolBase) as unknown as W[]);
  }
  giveBackAfterStep(kept: W[]): void {
    for (const w of kept) this.pool.push(unwrap(w));
  }
  endStep(w_result: W | undefined): W | undefined {
    if (w_result === undefined) {
      if (this.pool.length > this.poolBase) this.drain();
      return undefined;
    }
    const o = unwrap(w_result);
    // STOP is no object.
    if (o.rc === undefined) {
      this.drain();
      return w_result;
    }
    this.take(w_result);
    this.pool.push(o);
    return w_result;
  }

  // --- threads
  newthreadmachine(): ThreadMachine {
    return new Machine(new ValueStack(THREAD_SLOTS), new HandledException()) as unknown as ThreadMachine;
  }
  swapthreadmachine(machine: ThreadMachine): ThreadMachine {
    const old = new Machine(this.values, this.handled) as unknown as ThreadMachine;
    ({ values: this.values, handled: this.handled } = machine as unknown as Machine);
    return old;
  }
  handledbythread(machine: ThreadMachine): W | null {
    return handledFrom((machine as unknown as Machine).handled);
  }

  // --- nesting
  enterNested(): void {
    if (this.nestedDepth >= NESTED_LIMIT)
      throw raise(this, 'RecursionError', 'maximum recursion depth exceeded');
    this.nestedDepth++;
    this.bases.push(this.poolBase);
    this.limits.push(this.directLimit, this.hostRuns);
    this.hostRuns = 0;
    this.poolBase = this.pool.length;
  }
  leaveNested(): void {
    this.nestedDepth--;
    this.poolBase = this.bases.pop()!;
    this.hostRuns = this.limits.pop()!;
    this.directLimit = this.limits.pop()!;
  }
  asOperationError(e: unknown): OperationError {
    if (isOperationError(e)) return e;
    const ofKernel = operationErrorOfKernel(this, e);
    if (ofKernel !== undefined) return ofKernel;
    if (e instanceof RangeError && e.message.startsWith('Maximum call stack')) {
      return raise(this, 'RecursionError', 'maximum recursion depth exceeded');
    }
    throw e;
  }

  private finalize(o: Obj): void {
    // Its contents are given back already (a dead cycle).
    if (o.v === null && !o.type.isHeap) return;
    // A generator at its end has nothing to close.
    if (o.v instanceof GeneratorPayload && o.v.frame.state === 'done') return;
    if (o.v instanceof GeneratorPayload && o.type === this.types.generator && o.v.frame.closesAtOnce) {
      o.rc = 1;
      o.v.frame.clear();
      o.rc--;
      return;
    }
    if (!this.collector.markFinalized(o)) return;
    o.rc = 1;
    this.runFinalizer(o);
    o.rc--;
  }
  /** `__del__`; its errors go to stderr. */
  runFinalizer(o: Obj): void {
    try {
      runNested(this, () => o.type.slots.finalize!(this, wrap(o)));
    } catch (e) {
      const error = this.asOperationError(e);
      this.unraisable(error, 'Exception ignored while calling deallocator', o.type.lookup('__del__') ?? null);
    }
  }
  /** Writes an error that nobody can catch to stderr (sys.unraisablehook). */
  abstract unraisable(error: OperationError, message: string, w_object: W | null): void;
  readonly collector = new CycleCollector(this);

  // --- what a value is
  type(w: W): TypeObject {
    return unwrap(w).type;
  }
  data(w: W): Payload {
    return unwrap(w).v as Payload;
  }
  is(w_a: W, w_b: W): boolean {
    return w_a === w_b;
  }
  private readonly ids = new WeakMap<object, number>();
  private nextId = 0x7f3a_1c00_0010;
  idNumber(o: Any): number {
    let id = this.ids.get(o);
    if (id === undefined) {
      id = this.nextId;
      this.nextId += 48;
      this.ids.set(o, id);
    }
    return id;
  }
  id(w: W): Int {
    return this.idNumber(unwrap(w));
  }
  address(w: W): string {
    return `0x${this.idNumber(unwrap(w)).toString(16)}`;
  }
  identityHash(w: W): W {
    return this.newint(this.idNumber(unwrap(w)) / 16);
  }

  // --- making values
  newint(value: Int): W {
    if (typeof value === 'number') {
      if (value >= SMALLEST && value <= LARGEST) return wrap(this.smallInts[value - SMALLEST]);
      return this.temporary(new Atom(this.types.int, value));
    }
    return this.temporary(new Atom(this.types.int, value));
  }
  /** For the eval loop: an owned int. */
  ownedInt(value: Int): Any {
    if (typeof value === 'number' && value >= SMALLEST && value <= LARGEST) {
      const o = this.smallInts[value - SMALLEST];
      o.rc++;
      return o;
    }
    return new Atom(this.types.int, value);
  }
  boxInt(value: Int): Any {
    return new Atom(this.types.int, value);
  }
  boxFloat(value: number): Any {
    return new Atom(this.types.float, value);
  }
  /** An owned str of a character. */
  character(unit: number): Any {
    if (unit >= 256) return new Atom(this.types.str, String.fromCharCode(unit));
    const o = this.latin1[unit];
    o.rc++;
    return o;
  }
  /** An owned str of a number: a new one, of a single digit too (`newfreshtext`). */
  boxDigits(value: number): Any {
    return new Atom(this.types.str, String(value));
  }
  /** An owned str. */
  boxText(text: Text): Any {
    if (text.length > 1 || typeof text !== 'string') return new Atom(this.types.str, text);
    if (text.length === 1) return this.character(text.charCodeAt(0));
    const o = this.intern('');
    o.rc++;
    return o;
  }
  newfloat(value: number): W {
    return this.temporary(new Atom(this.types.float, value));
  }
  complex_w(w: W): Complex {
    return unwrap(w).v as Complex;
  }
  newcomplex(real: number, imag: number): W {
    return this.temporary(new Atom(this.types.complex, { real, imag }));
  }
  newtext(value: Text): W {
    if (typeof value === 'string' && value.length <= 1) {
      if (value.length === 0) return wrap(this.intern(value));
      const point = value.charCodeAt(0);
      return wrap(point > 255 ? this.textAtom(value) : this.latin1[point]);
    }
    return this.temporary(new Atom(this.types.str, value));
  }
  override newfreshtext(value: Text): W {
    return value.length === 0 ? this.newtext(value) : this.temporary(new Atom(this.types.str, value));
  }
  private textAtom(value: string): Atom {
    const atom = new Atom(this.types.str, value);
    this.pool.push(atom);
    return atom;
  }
  override newstr(value: string): W {
    return this.newtext(textFromHost(value));
  }
  intern(text: string): Atom {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    const atom = immortal(new Atom(this.types.str, textFromHost(text)));
    this.interned.set(text, atom);
    return atom;
  }
  override newname(value: string): W {
    return wrap(this.intern(value));
  }
  private emptyBytes: Atom | null = null;
  newbytes(value: Uint8Array): W {
    if (value.length === 0) return wrap((this.emptyBytes ??= immortal(new Atom(this.types.bytes, value))));
    return this.temporary(new Atom(this.types.bytes, value));
  }
  newtuple(items_w: readonly W[]): W {
    if (items_w.length === 0) return wrap(this.emptyTuple);
    return this.temporary(this.container(this.types.tuple, ownAll(items_w)));
  }
  override newtuplefrom(items_w: W[]): W {
    if (items_w.length === 0) return wrap(this.emptyTuple);
    const items = items_w as unknown as Any[];
    for (let i = 0; i < items.length; i++) items[i].rc++;
    return this.temporary(this.container(this.types.tuple, items));
  }
  newlist(items_w: readonly W[]): W {
    return this.temporary(this.container(this.types.list, ownAll(items_w)));
  }
  newdict(): W {
    return this.temporary(this.container(this.types.dict, new DictTable()));
  }
  newset(): W {
    return this.temporary(this.container(this.types.set, new SetStorage(this)));
  }
  newfrozenset(items_w: readonly W[]): W {
    const storage = new SetStorage(this);
    for (const w of items_w) storage.add(unwrap(w));
    return this.temporary(this.container(this.types.frozenset, storage));
  }
  /** A new, owned object with storage, known to the collector. */
  container(type: TypeObject, v: unknown): Obj {
    const o = new Obj(type, v);
    if (type.isHeap) unwrap(type.w_self).rc++;
    this.collector.track(o);
    return o;
  }
  newobj(type: TypeObject, payload: Payload): W {
    return this.temporary(this.container(type, payload));
  }
  newinstance(type: TypeObject): W {
    return this.temporary(this.container(type, this.emptyStorage(type)));
  }
  /** What the builtin type below a class stores, empty. */
  private emptyStorage(type: TypeObject): unknown {
    const { list, tuple, dict, set, frozenset, object } = this.types;
    let builtin = type;
    while (builtin.isHeap) builtin = builtin.base!;
    if (builtin === object) return null;
    if (builtin.isSubtype(list) || builtin.isSubtype(tuple)) return [];
    if (builtin.isSubtype(dict)) return new DictTable();
    if (builtin.isSubtype(set) || builtin.isSubtype(frozenset)) return new SetStorage(this);
    return null;
  }
  newtype(type: TypeObject, metatype: TypeObject): W {
    const o = new Obj(metatype, type);
    type.w_self = wrap(o);
    if (type.isHeap) {
      if (metatype.isHeap) unwrap(metatype.w_self).rc++;
      this.collector.track(o);
      return this.temporary(o);
    }
    immortal(o);
    this.adoptSingletons(type);
    return wrap(o);
  }
  /** The values made before there were types get theirs. */
  private adoptSingletons(type: TypeObject): void {
    switch (type.name) {
      case 'NoneType':
        this.none.type = type;
        break;
      case 'bool':
        this.true_.type = this.false_.type = type;
        break;
      case 'NotImplementedType':
        this.notImplemented.type = type;
        break;
      case 'ellipsis':
        this.ellipsis.type = type;
        break;
      case 'tuple':
        this.emptyTuple.type = type;
        break;
      case 'int':
        for (const o of this.smallInts) o.type = type;
        break;
      case 'str':
        for (const o of this.interned.values()) o.type = type;
        break;
    }
  }

  // --- reading values
  int_w(w: W): Int {
    const { v } = unwrap(w);
    if (typeof v !== 'number' && typeof v !== 'bigint') throw raiseExpected(this, 'int', w);
    return v;
  }
  float_w(w: W): number {
    return unwrap(w).v as number;
  }
  text_w(w: W): Text {
    const { v } = unwrap(w);
    if (typeof v !== 'string' && !(v instanceof CodePoints)) throw raiseExpected(this, 'str', w);
    return v;
  }
  str_w(w: W): string {
    const { v } = unwrap(w);
    return typeof v === 'string' ? v : hostOf(this.text_w(w));
  }
  bytes_w(w: W): Uint8Array {
    return unwrap(w).v as Uint8Array;
  }
  buffer_w(w: W): Uint8Array {
    const { v, type } = unwrap(w);
    if (v instanceof Uint8Array) return v;
    if (v instanceof BufferPayload) return v.buffer(this);
    const content = contentOfUser(this, w);
    if (content !== undefined) return content;
    throw raise(this, 'TypeError', `a bytes-like object is required, not '${type.name}'`);
  }
  floatOfInt(w: W): number {
    const value = toFloat(unwrap(w).v as Int);
    if (!Number.isFinite(value)) throw raise(this, 'OverflowError', 'int too large to convert to float');
    return value;
  }
  floatNested(w: W): number {
    return this.float_w(runNested(this, () => realNumber(this, w, 'must be real number')));
  }
  tuple_w(w: W): readonly W[] {
    return unwrap(w).v as W[];
  }

  // --- exceptions
  errorValue(error: OperationError): W {
    if (error.w_value === null) {
      const w_value = makeExceptionValue(this, error);
      error.w_value = this.own(w_value);
      const context = this.handledException();
      if (context !== null && context !== w_value) exceptionOf(this, w_value).w_context = this.own(context);
    }
    return error.w_value;
  }
  dropError(error: OperationError): void {
    if (error.w_value !== null) {
      this.drop(error.w_value);
      error.w_value = null;
    }
    error.args_w?.forEach((w) => this.drop(w));
    if (error.about !== null) {
      this.drop(error.about.w_object);
      error.about = null;
    }
    (error as { args_w: readonly W[] | null }).args_w = null;
  }
  handledException(): W | null {
    return handledFrom(this.handled);
  }

  // --- attributes
  getdictvalue(w: W, name: string): W | undefined {
    const o = unwrap(w);
    if (!(o instanceof Obj) || o.d === null) return undefined;
    if (o.d instanceof Materialised) return this.dictgetstr(wrap(o.d.dict), name);
    const i = sharedKeys(o.type).find(name);
    return i < 0 ? undefined : ((o.d as Any[])[i] as unknown as W | undefined);
  }
  setdictvalue(w: W, name: string, w_value: W): boolean {
    const o = unwrap(w);
    if (!o.type.hasDict || !(o instanceof Obj)) return false;
    const d = (o.d ??= this.emptyAttributes(o.type)) as Any[] | Materialised;
    if (!(d instanceof Materialised)) {
      const keys = sharedKeys(o.type);
      let i = keys.find(name);
      if (i < 0) i = keys.add(name);
      if (i >= 0 && (d[i] !== undefined || isNext(d, i))) {
        const value = unwrap(w_value);
        value.rc++;
        const old = d[i];
        while (d.length < i) d.push(undefined!);
        d[i] = value;
        if (old !== undefined) this.drop(wrap(old));
        return true;
      }
      this.materialise(o);
    }
    this.dictsetstr(wrap((o.d as Materialised).dict), name, w_value);
    return true;
  }
  emptyAttributes(type: TypeObject): (Any | undefined)[] {
    return sharedKeys(type).template.slice();
  }
  /** Attributes of a new instance: room for `__slots__`. */
  attributesOf(o: Obj): (Any | undefined)[] {
    if (o.d === null) o.d = this.emptyAttributes(o.type);
    return o.d instanceof Materialised ? o.d.slots : (o.d as (Any | undefined)[]);
  }
  materialise(o: Obj): Materialised {
    if (o.d instanceof Materialised) return o.d;
    const d = (o.d ?? this.emptyAttributes(o.type)) as (Any | undefined)[];
    const table = new DictTable();
    const keys = sharedKeys(o.type);
    for (let i = keys.offset; i < d.length; i++) {
      const value = d[i];
      if (value === undefined) continue;
      table.set(this, this.intern(keys.names[i - keys.offset]), value);
      value.rc--;
    }
    d.length = keys.offset;
    const dict = this.container(this.types.dict, table);
    return (o.d = new Materialised(d, dict)) as Materialised;
  }
  deldictvalue(w: W, name: string): boolean {
    const o = unwrap(w);
    if (!(o instanceof Obj) || o.d === null) return false;
    if (o.d instanceof Materialised) {
      return this.dictdelstr(wrap(o.d.dict), name);
    }
    const d = o.d as (Any | undefined)[];
    const i = sharedKeys(o.type).find(name);
    if (i < 0 || d[i] === undefined) return false;
    // A hole would hide in which order attributes come back.
    return this.dictdelstr(wrap(this.materialise(o).dict), name);
  }
  dictdelstr(w_dict: W, name: string): boolean {
    const table = unwrap(w_dict).v as DictTable;
    const i = table.findText(this, name);
    if (i < 0) return false;
    this.drop(wrap(table.keys[i]!));
    this.drop(wrap(table.removeAt(this, i)!));
    return true;
  }
  getdict(w: W): W | undefined {
    const o = unwrap(w);
    if (!o.type.hasDict || !(o instanceof Obj)) return undefined;
    return wrap(this.materialise(o).dict);
  }
  setdict(w: W, w_dict: W): void {
    const o = unwrap(w) as Obj;
    if (!this.type(w_dict).isSubtype(this.types.dict)) {
      throw raise(
        this,
        'TypeError',
        `__dict__ must be set to a dictionary, not a '${this.type(w_dict).name}'`,
      );
    }
    const attributes = this.materialise(o);
    this.drop(wrap(attributes.dict));
    attributes.dict = unwrap(this.own(w_dict)) as Obj;
  }
  getslot(w: W, index: number): W | undefined {
    const { d } = unwrap(w) as Obj;
    if (d === null) return undefined;
    const slots = d instanceof Materialised ? d.slots : (d as Any[]);
    return slots[index] as unknown as W | undefined;
  }
  setslot(w: W, index: number, w_value: W | null): void {
    const slots = this.attributesOf(unwrap(w) as Obj);
    const old = slots[index];
    slots[index] = w_value === null ? undefined : unwrap(this.own(w_value));
    if (old !== undefined) this.drop(wrap(old));
  }
  settype(w: W, type: TypeObject): void {
    const o = unwrap(w) as Obj;
    if (o.d !== null && type.hasDict) this.materialise(o);
    unwrap(type.w_self).rc++;
    this.drop(o.type.w_self);
    o.type = type;
  }

  // --- lists
  listlen(w: W): number {
    return (unwrap(w).v as Any[]).length;
  }
  listitem(w: W, index: number): W {
    return (unwrap(w).v as W[])[index];
  }
  listset(w: W, index: number, w_item: W): void {
    const items = unwrap(w).v as Any[];
    const old = items[index];
    items[index] = unwrap(this.own(w_item));
    this.drop(wrap(old));
  }
  listappend(w: W, w_item: W): void {
    const o = unwrap(w_item);
    o.rc++;
    (unwrap(w).v as Any[]).push(o);
  }
  listswap(w: W, i: number, j: number): void {
    const items = unwrap(w).v as Any[];
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
  listinsert(w: W, index: number, w_item: W): void {
    (unwrap(w).v as Any[]).splice(index, 0, unwrap(this.own(w_item)));
  }
  listpop(w: W, index: number): W {
    const items = unwrap(w).v as Any[];
    const o = index === items.length - 1 ? items.pop()! : items.splice(index, 1)[0];
    return this.temporary(o);
  }
  listitems(w: W): W[] {
    return (unwrap(w).v as W[]).slice();
  }
  listsplice(w: W, start: number, count: number, items_w: readonly W[]): void {
    const items = unwrap(w).v as Any[];
    const added = ownAll(items_w);
    if (count === 0 && start === items.length) {
      for (let i = 0; i < added.length; i++) items.push(added[i]);
      return;
    }
    const removed =
      added.length < 10_000 ? items.splice(start, count, ...added) : replaceMany(items, start, count, added);
    for (const o of removed) this.pool.push(o);
  }

  override sortplainly(w_list: W, reverse: boolean): boolean {
    return sortItems(this, unwrap(w_list).v as Any[], reverse);
  }
  override orderplainly(w_a: W, w_b: W): number {
    return order(this, unwrap(w_a), unwrap(w_b));
  }
  override nextplainly(w_iterator: W): W | undefined {
    const o = quickNext(this, unwrap(w_iterator));
    return o === undefined ? undefined : this.temporary(o);
  }
  override pairplainly(w_iterator: W, pair_w: W[]): boolean {
    const first = quickPair(this, unwrap(w_iterator));
    if (first === undefined) return false;
    pair_w[0] = this.temporary(first);
    pair_w[1] = this.temporary(this.second!);
    return true;
  }
  override equalplainly(w_a: W, w_b: W): boolean | undefined {
    return quickEqual(this, unwrap(w_a), unwrap(w_b));
  }
  override compareplainly(w_a: W, w_b: W, op: Comparison): boolean | undefined {
    return quickCompareItems(this, unwrap(w_a).v as Any[], unwrap(w_b).v as Any[], op);
  }

  // --- dicts
  private table(w: W): DictTable {
    return unwrap(w).v as DictTable;
  }
  dictlen(w: W): number {
    return this.table(w).used;
  }
  dictget(w: W, w_key: W): W | undefined {
    const table = this.table(w);
    const i = table.find(this, unwrap(w_key));
    return i < 0 ? undefined : wrap(table.values[i]!);
  }
  override dictgetentry(w: W, w_from: W, entry: DictEntry): W | undefined {
    const table = this.table(w);
    const i = table.findEntry(this, unwrap(entry.w_key), this.table(w_from).hashAt(entry.next - 1));
    return i < 0 ? undefined : wrap(table.values[i]!);
  }
  dictset(w: W, w_key: W, w_value: W): void {
    this.table(w).set(this, unwrap(w_key), unwrap(w_value));
  }
  dictpop(w: W, w_key: W): W | undefined {
    const table = this.table(w);
    const i = table.find(this, unwrap(w_key));
    if (i < 0) return undefined;
    this.drop(wrap(table.keys[i]!));
    return this.temporary(table.removeAt(this, i)!);
  }
  dictgetstr(w: W, key: string): W | undefined {
    const table = this.table(w);
    const i = table.findText(this, key);
    return i < 0 ? undefined : wrap(table.values[i]!);
  }
  dictsetstr(w: W, key: string, w_value: W): void {
    this.table(w).set(this, this.intern(key), unwrap(w_value));
  }
  dictclear(w: W): void {
    // The pool is drained from its end: the first entry goes first.
    const all = this.table(w).takeAll();
    for (let i = all.length - 1; i >= 0; i--) this.pool.push(all[i]);
  }
  dictnext(w: W, position: number): DictEntry | null {
    const { keys, values, first } = this.table(w);
    for (let i = position > first ? position : first; i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), w_value: wrap(values[i]!), next: i + 1 };
    }
    return null;
  }
  dictlast(w: W): DictEntry | null {
    const { keys, values } = this.table(w);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), w_value: wrap(values[i]!), next: i + 1 };
    }
    return null;
  }
  dictprevious(w: W, position: number): DictEntry | null {
    const { keys, values } = this.table(w);
    for (let i = Math.min(position, keys.length) - 1; i >= 0; i--) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), w_value: wrap(values[i]!), next: i };
    }
    return null;
  }
  dictsize(w: W): number {
    return this.table(w).used;
  }
  override dictmerge(w_into: W, w_from: W): boolean {
    return this.table(w_into).merge(this, this.table(w_from));
  }
  dictversion(w: W): number {
    return this.table(w).version;
  }
  dictmove(w: W, w_key: W, toEnd: boolean): boolean {
    return this.table(w).move(this, unwrap(w_key), toEnd);
  }

  // --- sets
  private set(w: W): SetStorage {
    return unwrap(w).v as SetStorage;
  }
  setlen(w: W): number {
    return this.set(w).table.size;
  }
  sethas(w: W, w_key: W): boolean {
    return this.set(w).has(unwrap(w_key));
  }
  setadd(w: W, w_key: W): boolean {
    return this.set(w).add(unwrap(w_key));
  }
  setdiscard(w: W, w_key: W): boolean {
    const gone = this.set(w).discard(unwrap(w_key));
    if (gone === undefined) return false;
    this.drop(wrap(gone));
    return true;
  }
  setclear(w: W): void {
    for (const o of this.set(w).takeAll()) this.pool.push(o);
  }
  override combinesets(how: SetOperation, w_a: W, w_b: W, frozen: boolean): W | null {
    const a = this.set(w_a);
    const b = this.set(w_b);
    if (!a.plain || !b.plain) return null;
    const type = frozen ? this.types.frozenset : this.types.set;
    return this.temporary(this.container(type, a.combined(how, b)));
  }
  override mergesets(w_into: W, w_from: W): boolean {
    const into = this.set(w_into);
    const from = this.set(w_from);
    if (!into.plain || !from.plain) return false;
    into.merge(from);
    return true;
  }
  override issubsetplainly(w_a: W, w_b: W): boolean | undefined {
    const a = this.set(w_a);
    const b = this.set(w_b);
    return a.plain && b.plain ? a.table.isSubset(b.table) : undefined;
  }
  setnext(w: W, position: number): SetEntry | null {
    const { table } = this.set(w);
    const at = table.next(position);
    return at < 0 ? null : { w_key: wrap(table.keyAt(at)), next: at + 1 };
  }

  // --- odds
  sizeof(w: W): number {
    const { v, type } = unwrap(w);
    const { types } = this;
    if (type.isSubtype(types.int)) {
      const bits =
        typeof v === 'bigint' ? v.toString(2).length : Math.ceil(Math.log2(Math.abs(v as number) + 1));
      return 24 + 4 * Math.max(1, Math.ceil(bits / 30));
    }
    if (type.isSubtype(types.float)) return 24;
    if (type.isSubtype(types.str)) return sizeOfText(hostOf(v as Text));
    if (v instanceof Uint8Array) return 33 + v.length;
    if (v instanceof BufferPayload) return v.sizeInMemory;
    if (type.isSubtype(types.tuple)) return 24 + 8 * (v as Any[]).length;
    if (type.isSubtype(types.list)) return 40 + 8 * this.listRoom(v as Any[]);
    if (type.isSubtype(types.dict)) return 48 + this.sizeOfKeys(w);
    if (v instanceof SetStorage) return 200 + v.table.sizeOutside;
    if (!type.isHeap && type !== types.object) return sizesOf(type)[0];
    return type.hasDict ? 32 : 16 + 8 * type.slotCount;
  }
  /** A dict's table: header, indices, places for two thirds of them; keys that are all strs keep no hashes (DictKeysObject). */
  private sizeOfKeys(w_dict: W): number {
    const { used } = this.table(w_dict);
    if (used === 0) return 0;
    let size = 8;
    while (Math.floor((size * 2) / 3) < used) size *= 2;
    let entry = 16;
    for (let e = this.dictnext(w_dict, 0); e !== null && entry === 16; e = this.dictnext(w_dict, e.next))
      if (this.type(e.w_key) !== this.types.str) entry = 24;
    const width = size <= 128 ? 1 : size <= 32768 ? 2 : 4;
    return 32 + size * width + Math.floor((size * 2) / 3) * entry;
  }
  private readonly listRooms = new WeakMap<Any[], number>();
  /**
   * Places that a list of CPython's has. Ours keeps no count of them: what was told of it before is taken for its history (list_resize), else
   * it is as if made at once (list_prealloc_exact).
   */
  private listRoom(items: Any[]): number {
    const n = items.length;
    const known = this.listRooms.get(items);
    let room: number;
    if (known === undefined) room = n === 1 ? 1 : n + (n & 1);
    else if (known >= n && n >= known >> 1) room = known;
    else room = n === 0 ? 0 : (n + (n >> 3) + 6) & ~3;
    this.listRooms.set(items, room);
    return room;
  }
  newvalueof(type: TypeObject, value: unknown): W {
    return this.temporary(this.container(type, value));
  }
  setvalue(w_x: W, w_value: W): void {
    const o = unwrap(w_x);
    const value = unwrap(w_value);
    o.v = value.v;
    if (Array.isArray(value.v)) o.v = ownAll(value.v as W[]);
    else if (value.v instanceof SetStorage) {
      const storage = new SetStorage(this);
      for (const key of value.v.table.keys()) storage.add(key);
      o.v = storage;
    }
  }
  setcell(w_cell: W, w_value: W): void {
    const cell = unwrap(w_cell).v as CellPayload;
    const w_old = cell.w_value;
    cell.w_value = this.own(w_value);
    if (w_old !== null) this.drop(w_old);
  }
  /** Calls a hook of Python's from host code that is no frame. */
  callHook(w_f: W, args_w: readonly W[]): W {
    return callNested(this, w_f, args_w);
  }
  abstract override currentFrame(depth: number): PythonFrame | null;
  weaklist(w: W): WeakList | null {
    const o = unwrap(w);
    return o instanceof Obj ? (o.weak as WeakList | null) : null;
  }
  setweaklist(w: W, list: WeakList | null): void {
    (unwrap(w) as Obj).weak = list;
  }
  /** Cleared in time, because an object with references is never freed without `clearweakrefs`. */
  weaktarget(w: W): WeakTarget {
    return { get: () => w };
  }

  currentModuleName(): W | null {
    const frame = this.currentFrame(0);
    if (frame === null) return null;
    return this.dictgetstr(frame.w_globals, '__name__') ?? null;
  }
}

function ownAll(items_w: readonly W[]): Any[] {
  const items = items_w.slice() as unknown as Any[];
  for (let i = 0; i < items.length; i++) items[i].rc++;
  return items;
}

/** Splices a list too long to be spread into arguments; changes `items` in place. */
function replaceMany(items: Any[], start: number, count: number, added: readonly Any[]): Any[] {
  const tail = items.splice(start);
  const removed = tail.splice(0, count);
  for (const o of added) items.push(o);
  for (const o of tail) items.push(o);
  return removed;
}

function sizeOfText(text: string): number {
  let largest = 0;
  let length = 0;
  for (const character of text) {
    length++;
    largest = Math.max(largest, character.codePointAt(0)!);
  }
  if (largest < 0x80) return 41 + length;
  // Single Latin-1 characters are static objects that have their UTF-8 with them.
  if (largest < 0x100) return 57 + length + (length === 1 ? 3 : 0);
  return largest < 0x10000 ? 58 + 2 * length : 60 + 4 * length;
}

export { decref };
