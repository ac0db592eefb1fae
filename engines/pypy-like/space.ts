// The raw object space: values, storage of containers and instances, identity by value, errors. Models pypy/objspace/std/objspace.py and what
// its types leave to RPython. Frames and calls are interpreter.ts and eval-loop.ts. Ownership is nothing: the host collects.
import type { Complex } from '../kernels/complex.ts';
import { hashInt, hashText } from '../kernels/hash.ts';
import type { Int } from '../kernels/int.ts';
import { add, mul, normalize, toFloat } from '../kernels/int.ts';
import { CodePoints, hostOf, textFromHost } from '../kernels/text.ts';
import type { Text } from '../kernels/text.ts';
import { isOperationError, runNested } from '../objspace/continuation.ts';
import { toFloat as realNumber } from '../objspace/types/float.ts';
import { operationErrorOfKernel } from '../objspace/kernel-error.ts';
import type { OperationError } from '../objspace/error.ts';
import { BufferPayload } from '../objspace/object.ts';
import type { Payload, W } from '../objspace/object.ts';
import { raise, raiseExpected } from '../objspace/raise.ts';
import { Space } from '../objspace/space.ts';
import type { DictEntry, SetEntry, SetOperation } from '../objspace/space.ts';
import type { CellPayload } from '../objspace/types/function.ts';
import { contentOfUser } from '../objspace/types/user-buffer.ts';
import { exceptionOf, makeExceptionValue } from '../objspace/types/exceptions.ts';
import type { WeakList, WeakTarget } from '../objspace/types/weakref.ts';
import type { ThreadMachine } from '../objspace/threads/thread.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { Code } from './code.ts';
import { Collector } from './collector.ts';
import { handledIn, HandledException, ValueStack } from './frame.ts';
import type { EvalLoop } from './eval-loop.ts';
import type { Machine, PyFrame } from './frame.ts';
import { HashStorage } from './hash-storage.ts';
import * as lists from './list-strategy.ts';
import { addSlot, emptySlots, FLOAT, rootMap } from './map.ts';
import type { Attribute, InstanceMap } from './map.ts';
import { order, sortPlainly } from './sort.ts';
import { quickCompare } from './arithmetic.ts';
import { quickNext, quickPair } from './iteration.ts';
import { EQ } from '../objspace/operations.ts';
import { NO_SLOTS, unwrap, W_Box, W_Float, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';

/** Nested runs on the host's stack before RecursionError: each takes up to 4 KB of it. */
const NESTED_LIMIT = 180;

/** What the eval loop needs of whoever records. */
export interface InstructionRecorder {
  /** Where the instructions begin (code-arena.ts) that are executed of a frame: some that stop at each step, or its own. -1: nowhere at present. */
  startOf(code: Code, f: PyFrame): number;
  /** False: recording is over. */
  step(f: PyFrame): boolean;
}

const storageOf = (w: W): HashStorage => (w as unknown as W_Object).v as HashStorage;
const listOf = (w: W): W_Object => w as unknown as W_Object;

const floatBits = new DataView(new ArrayBuffer(8));
function bitsOf(x: number): bigint {
  floatBits.setFloat64(0, x);
  return floatBits.getBigInt64(0);
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** Slots that a thread begins with; most never need more. */
const THREAD_SLOTS = 256;

function handledFrom(innermost: HandledException): W | null {
  for (let item: HandledException | null = innermost; item !== null; item = item.previous) {
    if (item.value !== null) return wrap(item.value);
  }
  return null;
}

export abstract class PypySpace extends Space {
  private readonly none = new W_Box(null!, null);
  private readonly true_ = new W_Box(null!, 1);
  private readonly false_ = new W_Box(null!, 0);
  private readonly notImplemented = new W_Box(null!, null);
  private readonly ellipsis = new W_Box(null!, null);
  private readonly emptyTuple = new W_Object(null!, [], null, NO_SLOTS, 0);
  readonly w_None = wrap(this.none);
  readonly w_True = wrap(this.true_);
  readonly w_False = wrap(this.false_);
  readonly w_NotImplemented = wrap(this.notImplemented);
  readonly w_Ellipsis = wrap(this.ellipsis);

  handled = new HandledException();
  values = new ValueStack(4096);
  recursionLimit = 1000;
  /** The watchdog's word (engine.ts: WatchdogBits); read at backward jumps and calls. */
  shared: Int32Array = new Int32Array(16);
  nestedDepth = 0;
  /** Runs of compiled code on the host's stack (jit/trace-engine.ts). */
  compiledRuns = 0;
  /** Something that compiled code ran nested has looked at frames, or has names for that: compiled code does not run it nested (jit/residual.ts). */
  callersAreSeen = false;
  readonly collector = new Collector(this);
  /** Runs frames; made when the interpreter starts (eval-loop.ts). */
  evalLoop: EvalLoop = null!;
  /** While a trace is recorded: every instruction is shown to it before it is executed (jit/recorder.ts). */
  recorder: InstructionRecorder | null = null;

  // --- ownership: nothing
  own(w: W): W {
    return w;
  }
  drop(): void {}
  keepForContinuation(): null {
    return null;
  }
  giveBackAfterStep(): void {}
  endStep(w_result: W | undefined): W | undefined {
    return w_result;
  }

  // --- threads
  newthreadmachine(): ThreadMachine {
    const machine: Machine = { values: new ValueStack(THREAD_SLOTS), handled: new HandledException() };
    return machine as unknown as ThreadMachine;
  }
  swapthreadmachine(machine: ThreadMachine): ThreadMachine {
    const old: Machine = { values: this.values, handled: this.handled };
    ({ values: this.values, handled: this.handled } = machine as unknown as Machine);
    return old as unknown as ThreadMachine;
  }
  handledbythread(machine: ThreadMachine): W | null {
    return handledFrom(handledIn(machine));
  }

  // --- nesting
  enterNested(): void {
    if (this.nestedDepth >= NESTED_LIMIT)
      throw raise(this, 'RecursionError', 'maximum recursion depth exceeded');
    this.nestedDepth++;
  }
  leaveNested(): void {
    this.nestedDepth--;
  }
  override notelook(): void {
    // Compiled code has not made the frames of what it runs.
    if (this.nestedDepth > 0 && this.compiledRuns > 0) this.callersAreSeen = true;
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
  /** Writes an error that nobody can catch to stderr (sys.unraisablehook). */
  abstract unraisable(error: OperationError, message: string, w_object: W | null): void;
  abstract runFinalizer(o: W_Object): void;

  // --- what a value is
  typeOf(o: Raw): TypeObject {
    if (typeof o === 'object') return o.type;
    return typeof o === 'number' ? this.types.int : this.types.str;
  }
  type(w: W): TypeObject {
    return this.typeOf(unwrap(w));
  }
  data(w: W): Payload {
    return (w as unknown as W_Object).v as Payload;
  }
  /** By value for ints, floats, complex, strs (short ones, or raw on the host), and for what is empty. */
  is(w_a: W, w_b: W): boolean {
    if (w_a === w_b) return true;
    const a = unwrap(w_a);
    const b = unwrap(w_b);
    if (typeof a !== 'object' || typeof b !== 'object' || a.type !== b.type) return false;
    if (a instanceof W_Float) return Object.is(a.v, b.v);
    if (a instanceof W_Box) return this.isSameBox(a, b as W_Box);
    return a.type === this.types.frozenset && storageOf(w_a).used === 0 && storageOf(w_b).used === 0;
  }
  private isSameBox(a: W_Box, b: W_Box): boolean {
    const { int, str, bytes, complex } = this.types;
    switch (a.type) {
      case int:
        return a.v === b.v;
      case str:
        return hostOf(a.v as Text).length <= 2 && hostOf(a.v as Text) === hostOf(b.v as Text);
      case bytes: {
        const x = a.v as Uint8Array;
        const y = b.v as Uint8Array;
        return x.length === y.length && (x.length === 0 || (x.length === 1 && x[0] === y[0]));
      }
      case complex: {
        const x = a.v as Complex;
        const y = b.v as Complex;
        return Object.is(x.real, y.real) && Object.is(x.imag, y.imag);
      }
      default:
        return false;
    }
  }
  private readonly ids = new WeakMap<object, number>();
  private nextId = 0x7f3a_1c00_0010;
  idNumber(o: object): number {
    let id = this.ids.get(o);
    if (id === undefined) {
      id = this.nextId;
      this.nextId += 48;
      this.ids.set(o, id);
    }
    return id;
  }
  /** Values without an identity of their own have a tagged one, as PyPy's: 1 for ints, 5 floats, 7 complex, 11 short texts. */
  id(w: W): Int {
    const o = unwrap(w);
    const tagged = (value: Int, tag: number): Int => add(mul(value, 16), tag);
    if (typeof o === 'number') return tagged(o, 1);
    if (typeof o === 'string') return this.idOfText(o);
    if (o instanceof W_Float) return tagged(normalize(bitsOf(o.v)), 5);
    const { int, str, bytes, complex, frozenset } = this.types;
    switch (o.type) {
      case int:
        return tagged(o.v as bigint, 1);
      case str:
        if ((o.v as CodePoints).length === 1) return tagged(-1 - (o.v as CodePoints).points[0], 11);
        break;
      case bytes:
        if ((o.v as Uint8Array).length <= 1) return tagged((o.v as Uint8Array)[0] ?? 256, 11);
        break;
      case complex: {
        const { real, imag } = o.v as Complex;
        return tagged(normalize((bitsOf(real) << 64n) | BigInt.asUintN(64, bitsOf(imag))), 7);
      }
      case frozenset:
        if (((o as W_Object).v as HashStorage).used === 0) return tagged(259, 11);
        break;
    }
    if (o === this.emptyTuple) return tagged(258, 11);
    return this.idNumber(o);
  }
  /** Host strings have no identity: equal texts are one object, and its number comes from what it says. */
  private idOfText(text: string): Int {
    if (text.length === 0) return 257 * 16 + 11;
    if (text.length === 1) return (-1 - text.charCodeAt(0)) * 16 + 11;
    return add(mul(hashText(text), 16), 11);
  }
  address(w: W): string {
    const id = this.id(w);
    return id < 0 ? `-0x${(-id).toString(16)}` : `0x${id.toString(16)}`;
  }
  identityHash(w: W): W {
    const o = unwrap(w);
    // A value without an identity of its own: what its number hashes to (default_identity_hash of PyPy's descroperation.py).
    if (o instanceof W_Float) return this.newint(hashInt(this.id(w)));
    return this.newint(typeof o === 'object' ? this.idNumber(o) / 16 : hashInt(this.id(w)));
  }

  // --- making values
  newint(value: Int): W {
    if (typeof value === 'number') return value as unknown as W;
    return wrap(new W_Box(this.types.int, value));
  }
  newfloat(value: number): W {
    return wrap(new W_Float(this.types.float, value));
  }
  newcomplex(real: number, imag: number): W {
    return wrap(new W_Box(this.types.complex, { real, imag } satisfies Complex));
  }
  newtext(value: Text): W {
    if (typeof value === 'string') return value as unknown as W;
    return wrap(new W_Box(this.types.str, value));
  }
  override newstr(value: string): W {
    return this.newtext(textFromHost(value));
  }
  newbytes(value: Uint8Array): W {
    return wrap(new W_Box(this.types.bytes, value));
  }
  newtuple(items_w: readonly W[]): W {
    if (items_w.length === 0) return wrap(this.emptyTuple);
    return wrap(new W_Object(this.types.tuple, items_w.slice(), null, NO_SLOTS, 0));
  }
  override newtuplefrom(items_w: W[]): W {
    if (items_w.length === 0) return wrap(this.emptyTuple);
    return wrap(new W_Object(this.types.tuple, items_w, null, NO_SLOTS, 0));
  }
  /** A list that takes `items` over. */
  listOf(items: Raw[]): W_Object {
    const list = new W_Object(this.types.list, items, null, NO_SLOTS, 0);
    lists.fill(list, items);
    return list;
  }
  newlist(items_w: readonly W[]): W {
    return wrap(this.listOf(items_w.slice() as unknown as Raw[]));
  }
  newdict(): W {
    return wrap(new W_Object(this.types.dict, new HashStorage(false), null, NO_SLOTS, 0));
  }
  newset(): W {
    return wrap(new W_Object(this.types.set, new HashStorage(true), null, NO_SLOTS, 0));
  }
  newfrozenset(items_w: readonly W[]): W {
    const storage = new HashStorage(true);
    for (const w of items_w) storage.add(this, unwrap(w));
    return wrap(new W_Object(this.types.frozenset, storage, null, NO_SLOTS, 0));
  }
  newobj(type: TypeObject, payload: Payload): W {
    return wrap(this.instanceWith(type, payload));
  }
  /** A new object with a state, its attributes all unset. */
  instanceWith(type: TypeObject, v: unknown): W_Object {
    const map = rootMap(type);
    const o = new W_Object(type, v, map, map === null ? NO_SLOTS : emptySlots(map), 0);
    if (--this.collector.budget < 0) this.collector.spent();
    // Generators are registered when they are first suspended inside a `try` (eval-loop.ts).
    if (type.slots.finalize !== null && type !== this.types.generator) this.collector.registerFinalizer(o);
    return o;
  }
  newinstance(type: TypeObject): W {
    return wrap(this.instanceWith(type, this.emptyStorage(type)));
  }
  /** What the builtin type below a class stores, empty. */
  private emptyStorage(type: TypeObject): unknown {
    const { list, tuple, dict, set, frozenset, object } = this.types;
    let builtin = type;
    while (builtin.isHeap) builtin = builtin.base!;
    if (builtin === object) return null;
    if (builtin.isSubtype(list) || builtin.isSubtype(tuple)) return [];
    if (builtin.isSubtype(dict)) return new HashStorage(false);
    if (builtin.isSubtype(set) || builtin.isSubtype(frozenset)) return new HashStorage(true);
    return null;
  }
  newvalueof(type: TypeObject, value: unknown): W {
    return wrap(this.instanceWith(type, value));
  }
  setvalue(w_x: W, w_value: W): void {
    const o = unwrap(w_x) as W_Object;
    const value = unwrap(w_value);
    const v = typeof value === 'object' ? value.v : value;
    if (Array.isArray(v)) o.v = v.slice();
    else o.v = v instanceof HashStorage ? v.copy(this) : v;
  }
  newtype(type: TypeObject, metatype: TypeObject): W {
    const o = new W_Object(metatype, type, null, NO_SLOTS, 0);
    if (metatype !== null && metatype.isHeap && metatype.slots.finalize !== null)
      this.collector.registerFinalizer(o);
    type.w_self = wrap(o);
    if (!type.isHeap) this.adoptSingletons(type);
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
      case 'float':
        lists.bindFloatType(type);
        break;
    }
  }

  // --- reading values
  int_w(w: W): Int {
    const o = unwrap(w);
    if (typeof o === 'number') return o;
    const v = typeof o === 'string' ? o : (o as W_Box).v;
    if (typeof v !== 'number' && typeof v !== 'bigint') throw raiseExpected(this, 'int', w);
    return v;
  }
  float_w(w: W): number {
    return (unwrap(w) as W_Float).v;
  }
  text_w(w: W): Text {
    const o = unwrap(w);
    if (typeof o === 'string') return o;
    const v = typeof o === 'number' ? null : (o as W_Box).v;
    if (typeof v !== 'string' && !(v instanceof CodePoints)) throw raiseExpected(this, 'str', w);
    return v;
  }
  str_w(w: W): string {
    const o = unwrap(w);
    return typeof o === 'string' ? o : hostOf(this.text_w(w));
  }
  bytes_w(w: W): Uint8Array {
    return (unwrap(w) as W_Box).v as Uint8Array;
  }
  complex_w(w: W): Complex {
    return (unwrap(w) as W_Box).v as Complex;
  }
  buffer_w(w: W): Uint8Array {
    const o = unwrap(w);
    if (typeof o === 'object') {
      const { v } = o;
      if (v instanceof Uint8Array) return v;
      if (v instanceof BufferPayload) return v.buffer(this);
    }
    const content = contentOfUser(this, w);
    if (content !== undefined) return content;
    throw raise(this, 'TypeError', `a bytes-like object is required, not '${this.typeOf(o).name}'`);
  }
  floatOfInt(w: W): number {
    const value = toFloat(this.int_w(w));
    if (!Number.isFinite(value)) throw raise(this, 'OverflowError', 'int too large to convert to float');
    return value;
  }
  floatNested(w: W): number {
    return this.float_w(runNested(this, () => realNumber(this, w, 'must be real number')));
  }
  tuple_w(w: W): readonly W[] {
    return (w as unknown as W_Object).v as W[];
  }

  // --- exceptions
  errorValue(error: OperationError): W {
    if (error.w_value === null) {
      const w_value = makeExceptionValue(this, error);
      error.w_value = w_value;
      const context = this.handledException();
      if (context !== null && context !== w_value) exceptionOf(this, w_value).w_context = context;
    }
    return error.w_value;
  }
  dropError(error: OperationError): void {
    error.w_value = null;
  }
  handledException(): W | null {
    return handledFrom(this.handled);
  }

  // --- attributes
  slotValue(o: W_Object, attribute: Attribute): Raw {
    const value = o.slots[attribute.index]!;
    return attribute.kind === FLOAT ? lists.newFloat((value as W_Float).v) : value;
  }
  /** The dict of an instance whose attributes are in one. */
  private dictOf(o: W_Object, map: InstanceMap): W {
    return wrap(o.slots[map.size]!);
  }
  getdictvalue(w: W, name: string): W | undefined {
    const o = unwrap(w);
    if (!(o instanceof W_Object) || o.map === null) return undefined;
    const { map } = o;
    if (map.isDict) return this.dictgetstr(this.dictOf(o, map), name);
    const attribute = map.find(name);
    return attribute === undefined ? undefined : wrap(this.slotValue(o, attribute));
  }
  setdictvalue(w: W, name: string, w_value: W): boolean {
    const o = unwrap(w);
    if (typeof o !== 'object' || !o.type.hasDict) return false;
    this.setAttribute(o as W_Object, name, unwrap(w_value));
    return true;
  }
  setAttribute(o: W_Object, name: string, value: Raw): void {
    const map = o.map!;
    if (map.isDict) {
      this.dictsetstr(this.dictOf(o, map), name, wrap(value));
      return;
    }
    const attribute = map.find(name);
    const isFloat = lists.isFloat(value);
    if (attribute === undefined) {
      const next = map.add(name, isFloat);
      if (next === null) {
        this.dictsetstr(this.materialise(o), name, wrap(value));
        return;
      }
      addSlot(o, next, next.last!.kind === FLOAT ? lists.newFloat((value as W_Float).v) : value);
    } else if (attribute.kind === FLOAT) {
      if (isFloat) (o.slots[attribute.index] as W_Float).v = value.v;
      else {
        o.map = map.withPlain(name);
        o.slots[attribute.index] = value;
      }
    } else o.slots[attribute.index] = value;
  }
  /** Moves the attributes to a dict, for `__dict__` and for instances used as tables. */
  private materialise(o: W_Object): W {
    const map = o.map!;
    if (map.isDict) return this.dictOf(o, map);
    const w_dict = this.newdict();
    const { size } = map.root;
    for (const attribute of map.attributes())
      this.dictsetstr(w_dict, attribute.name, wrap(o.slots[attribute.index]!));
    const slots = o.slots.slice(0, size);
    while (slots.length < size) slots.push(undefined);
    slots.push(unwrap(w_dict));
    o.slots = slots;
    o.map = map.withDict;
    return w_dict;
  }
  deldictvalue(w: W, name: string): boolean {
    const o = unwrap(w);
    if (!(o instanceof W_Object) || o.map === null) return false;
    const { map } = o;
    if (map.isDict) return this.dictdelstr(this.dictOf(o, map), name);
    const attribute = map.find(name);
    if (attribute === undefined) return false;
    o.map = map.without(name);
    o.slots.splice(attribute.index, 1);
    return true;
  }
  dictdelstr(w_dict: W, name: string): boolean {
    const storage = storageOf(w_dict);
    const i = this.findName(storage, name);
    if (i < 0) return false;
    storage.removeAt(this, i);
    return true;
  }
  getdict(w: W): W | undefined {
    const o = unwrap(w);
    if (typeof o !== 'object' || !o.type.hasDict || (o as W_Object).map === null) return undefined;
    return this.materialise(o as W_Object);
  }
  setdict(w: W, w_dict: W): void {
    const o = unwrap(w) as W_Object;
    if (!this.type(w_dict).isSubtype(this.types.dict)) {
      throw raise(
        this,
        'TypeError',
        `__dict__ must be set to a dictionary, not a '${this.type(w_dict).name}'`,
      );
    }
    // A class or a builtin object with a dict of its own kind, by way of the `__dict__` of another base.
    if (typeof o !== 'object' || o.map === null) {
      const text = `attribute '__dict__' of '${this.type(w).name}' objects is not writable`;
      throw raise(this, 'AttributeError', text);
    }
    this.materialise(o);
    o.slots[o.map.size] = unwrap(w_dict);
  }
  getslot(w: W, index: number): W | undefined {
    return (unwrap(w) as W_Object).slots[index] as unknown as W | undefined;
  }
  setslot(w: W, index: number, w_value: W | null): void {
    (unwrap(w) as W_Object).slots[index] = w_value === null ? undefined : unwrap(w_value);
  }
  settype(w: W, type: TypeObject): void {
    const o = unwrap(w) as W_Object;
    const { map } = o;
    o.type = type;
    if (map === null) return;
    let moved = rootMap(type)!;
    if (map.isDict) moved = moved.withDict;
    else {
      for (const { name, kind, index } of map.attributes()) {
        const next = moved.add(name, kind === FLOAT && o.slots[index] !== undefined);
        if (next === null) {
          this.materialise(o);
          moved = rootMap(type)!.withDict;
          break;
        }
        moved = next;
      }
    }
    o.map = moved;
  }

  // --- lists
  listlen(w: W): number {
    return (listOf(w).v as unknown[]).length;
  }
  listitem(w: W, index: number): W {
    return wrap(lists.getItem(listOf(w), index));
  }
  listset(w: W, index: number, w_item: W): void {
    lists.setItem(listOf(w), index, unwrap(w_item));
  }
  listappend(w: W, w_item: W): void {
    lists.append(listOf(w), unwrap(w_item));
  }
  listswap(w: W, i: number, j: number): void {
    // Whatever the strategy, an item in storage form stays one.
    const items = listOf(w).v as unknown[];
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
  listinsert(w: W, index: number, w_item: W): void {
    lists.splice(listOf(w), index, 0, [unwrap(w_item)]);
  }
  listpop(w: W, index: number): W {
    return wrap(lists.pop(listOf(w), index));
  }
  listitems(w: W): W[] {
    return lists.items(listOf(w)) as unknown as W[];
  }
  override nextplainly(w_iterator: W): W | undefined {
    const o = unwrap(w_iterator);
    return o instanceof W_Object ? (quickNext(this, o) as unknown as W | undefined) : undefined;
  }
  override pairplainly(w_iterator: W, pair_w: W[]): boolean {
    const o = unwrap(w_iterator);
    if (!(o instanceof W_Object) || !quickPair(this, o, this.pair, 0)) return false;
    pair_w[0] = wrap(this.pair[1]!);
    pair_w[1] = wrap(this.pair[0]!);
    return true;
  }
  private readonly pair: (Raw | null)[] = [null, null];
  override equalplainly(w_a: W, w_b: W): boolean | undefined {
    if (this.is(w_a, w_b)) return true;
    return quickCompare(this, EQ, unwrap(w_a), unwrap(w_b));
  }
  override listfloats(w: W): readonly number[] | undefined {
    const list = listOf(w);
    return list.strategy === lists.FLOATS ? (list.v as number[]) : undefined;
  }
  override orderplainly(w_a: W, w_b: W): number {
    return order(this, unwrap(w_a), unwrap(w_b));
  }
  override sortplainly(w: W, reverse: boolean): boolean {
    return sortPlainly(this, listOf(w), reverse);
  }
  listsplice(w: W, start: number, count: number, items_w: readonly W[]): void {
    lists.splice(listOf(w), start, count, items_w as unknown as readonly Raw[]);
  }

  // --- dicts
  /** Names are host strings; one with astral characters is no raw key. */
  findName(storage: HashStorage, name: string): number {
    const i = storage.findRaw(this, name);
    return i < 0 && PAIR.test(name) ? storage.find(this, unwrap(this.newstr(name))) : i;
  }
  dictlen(w: W): number {
    return storageOf(w).used;
  }
  dictget(w: W, w_key: W): W | undefined {
    const storage = storageOf(w);
    const i = storage.find(this, unwrap(w_key));
    return i < 0 ? undefined : wrap(storage.values[i]!);
  }
  override dictgetentry(w: W, w_from: W, entry: DictEntry): W | undefined {
    const storage = storageOf(w);
    const i = storage.findEntryOf(this, unwrap(entry.w_key), storageOf(w_from), entry.next - 1);
    return i < 0 ? undefined : wrap(storage.values[i]!);
  }
  dictset(w: W, w_key: W, w_value: W): void {
    storageOf(w).set(this, unwrap(w_key), unwrap(w_value));
  }
  override dictsetdefault(w: W, w_key: W, w_default: W): W {
    return wrap(storageOf(w).setDefault(this, unwrap(w_key), unwrap(w_default)));
  }
  dictpop(w: W, w_key: W): W | undefined {
    const storage = storageOf(w);
    const i = storage.find(this, unwrap(w_key));
    if (i < 0) return undefined;
    const w_value = wrap(storage.values[i]!);
    storage.removeAt(this, i);
    return w_value;
  }
  dictgetstr(w: W, key: string): W | undefined {
    const storage = storageOf(w);
    const i = this.findName(storage, key);
    return i < 0 ? undefined : wrap(storage.values[i]!);
  }
  dictsetstr(w: W, key: string, w_value: W): void {
    storageOf(w).set(this, unwrap(this.newstr(key)), unwrap(w_value));
  }
  dictclear(w: W): void {
    storageOf(w).clear();
  }
  dictnext(w: W, position: number): DictEntry | null {
    const { keys, values, first } = storageOf(w);
    for (let i = Math.max(position, first); i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), w_value: wrap(values[i]!), next: i + 1 };
    }
    return null;
  }
  dictlast(w: W): DictEntry | null {
    const { keys, values } = storageOf(w);
    const i = keys.length - 1;
    return i < 0 ? null : { w_key: wrap(keys[i]!), w_value: wrap(values[i]!), next: i + 1 };
  }
  dictprevious(w: W, position: number): DictEntry | null {
    const { keys, values } = storageOf(w);
    for (let i = Math.min(position, keys.length) - 1; i >= 0; i--) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), w_value: wrap(values[i]!), next: i };
    }
    return null;
  }
  override dictmerge(w_into: W, w_from: W): boolean {
    return storageOf(w_into).merge(this, storageOf(w_from));
  }
  dictversion(w: W): number {
    return storageOf(w).version;
  }
  dictmove(w: W, w_key: W, toEnd: boolean): boolean {
    return storageOf(w).move(this, unwrap(w_key), toEnd);
  }
  dictsize(w: W): number {
    return storageOf(w).used;
  }

  // --- sets
  setlen(w: W): number {
    return storageOf(w).used;
  }
  sethas(w: W, w_key: W): boolean {
    return storageOf(w).find(this, unwrap(w_key)) >= 0;
  }
  setadd(w: W, w_key: W): boolean {
    return storageOf(w).add(this, unwrap(w_key));
  }
  setdiscard(w: W, w_key: W): boolean {
    const storage = storageOf(w);
    const i = storage.find(this, unwrap(w_key));
    if (i < 0) return false;
    storage.removeAt(this, i);
    return true;
  }
  setclear(w: W): void {
    storageOf(w).clear();
  }
  setnext(w: W, position: number): SetEntry | null {
    const { keys, first } = storageOf(w);
    for (let i = Math.max(position, first); i < keys.length; i++) {
      const key = keys[i];
      if (key !== undefined) return { w_key: wrap(key), next: i + 1 };
    }
    return null;
  }

  override combinesets(how: SetOperation, w_a: W, w_b: W, frozen: boolean): W | null {
    const result = storageOf(w_a).combined(this, how, storageOf(w_b));
    if (result === null) return null;
    const type = frozen ? this.types.frozenset : this.types.set;
    return wrap(new W_Object(type, result, null, NO_SLOTS, 0));
  }

  override readonly hasOrderedSets = true;
  override setlast(w: W): SetEntry | null {
    const { keys } = storageOf(w);
    return keys.length === 0 ? null : { w_key: wrap(keys[keys.length - 1]!), next: keys.length };
  }

  // --- odds
  sizeof(): number {
    throw raise(this, 'TypeError', 'getsizeof() has no answer on PyPy without a default');
  }
  setcell(w_cell: W, w_value: W): void {
    ((w_cell as unknown as W_Object).v as CellPayload).w_value = w_value;
  }
  weaklist(w: W): WeakList | null {
    return this.collector.weakLists.get(w as unknown as W_Object) ?? null;
  }
  setweaklist(w: W, list: WeakList | null): void {
    if (list === null) this.collector.weakLists.delete(w as unknown as W_Object);
    else this.collector.registerWeakList(w as unknown as W_Object, list);
  }
  /** The collector clears references to what it finds unreachable; until then they hold it. */
  weaktarget(w: W): WeakTarget {
    return { get: () => w };
  }

  abstract override currentFrame(depth: number): PyFrame | null;
  currentModuleName(): W | null {
    const frame = this.currentFrame(0);
    if (frame === null) return null;
    return this.dictgetstr(frame.w_globals, '__name__') ?? null;
  }
}
