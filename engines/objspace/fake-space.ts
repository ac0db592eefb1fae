// The smallest space, for tests of types and modules before and beside the engines: values are plain objects, nothing is counted, no Python
// code runs but builtins. What needs frames of Python code, classes made by Python code, or storage that no test has asked for yet,
// throws Unsupported with its name.
import { BUILTIN_TYPE_NAMES } from './builtin-types.ts';
import type { BuiltinTypeName } from './builtin-types.ts';
import * as operations from './descroperation.ts';
import { OperationError, Unsupported } from './error.ts';
import { Builtin } from './gateway.ts';
import { HostAhead } from './host-ahead.ts';
import type { Host } from './host.ts';
import { operationErrorOfKernel } from './kernel-error.ts';
import { BufferPayload, STOP } from './object.ts';
import type { Payload, W } from './object.ts';
import { runNested } from './continuation.ts';
import { raise, raiseWith } from './raise.ts';
import { Space } from './space.ts';
import type { DictEntry, SetEntry } from './space.ts';
import { fillType, makeType } from './typedef.ts';
import type { TypeDefinition } from './typedef.ts';
import type { TypeObject } from './typeobject.ts';
import { encodingOf } from '../kernels/codecs.ts';
import type { Complex } from '../kernels/complex.ts';
import type { Int } from '../kernels/int.ts';
import { toFloat } from '../kernels/int.ts';
import { hostOf } from '../kernels/text.ts';
import type { Text } from '../kernels/text.ts';
import { boolType } from './types/bool.ts';
import { complexType } from './types/complex.ts';
import {
  builtinFunctionType,
  classMethodDescriptorType,
  getsetType,
  memberType,
  methodDescriptorType,
  methodWrapperType,
  newFunctionWrapper,
  staticmethodType,
  wrapperDescriptorType,
} from './types/descriptors.ts';
import { exceptionTypes, makeExceptionValue } from './types/exceptions.ts';
import { floatType } from './types/float.ts';
import { intType } from './types/int.ts';
import { ellipsisType, noneType, notImplementedType } from './types/none.ts';
import { objectType } from './types/object.ts';
import { typeType } from './types/type.ts';

class Value {
  type: TypeObject;
  v: unknown;
  constructor(type: TypeObject, v: unknown) {
    this.type = type;
    this.v = v;
  }
}

interface Slice {
  start: number | null;
  stop: number | null;
  step: number | null;
}

const wrap = (value: Value): W => value as unknown as W;
const unwrap = (w: W): Value => w as unknown as Value;

/** Containers of the tests: values to hand over and to look at, without methods of their own. */
const PLAIN: readonly BuiltinTypeName[] = [
  'tuple',
  'list',
  'dict',
  'set',
  'frozenset',
  'slice',
  'function',
  'module',
];

const DEFINITIONS: readonly TypeDefinition[] = [
  objectType,
  typeType,
  getsetType,
  memberType,
  methodDescriptorType,
  wrapperDescriptorType,
  classMethodDescriptorType,
  builtinFunctionType,
  methodWrapperType,
  staticmethodType,
  intType,
  boolType,
  floatType,
  complexType,
  noneType,
  notImplementedType,
  ellipsisType,
  ...exceptionTypes,
];

export class FakeSpace extends Space {
  override host: Host = new HostAhead('cpython', [3, 14, 2]);
  readonly w_None: W;
  readonly w_True: W;
  readonly w_False: W;
  readonly w_NotImplemented: W;
  readonly w_Ellipsis: W;
  /** Texts of the warnings so far. */
  readonly warnings: string[] = [];
  private readonly ids = new Map<W, number>();

  /** `more`: types beyond the scalar ones. */
  constructor(more: readonly TypeDefinition[] = []) {
    super();
    const definitions = [...DEFINITIONS, ...more];
    for (const name of PLAIN) {
      if (definitions.some((d) => d.name === name)) continue;
      const iter = (): never => this.missing(`iterators of ${name}`);
      const getitem = (_space: Space, w: W, w_key: W): W => {
        if (name !== 'dict') return this.items(w)[Number(this.int_w(w_key))];
        const w_value = this.dictget(w, w_key);
        if (w_value === undefined) throw raiseWith(this, 'KeyError', [w_key]);
        return w_value;
      };
      const slots =
        name === 'tuple' || name === 'list' ? { iter, getitem } : name === 'dict' ? { getitem } : {};
      definitions.push({ name, ownLayout: true, slots });
    }
    const defined = new Set(definitions.map((d) => d.name));
    for (const name of BUILTIN_TYPE_NAMES) if (!defined.has(name)) definitions.push({ name });
    const types = definitions.map((definition) => makeType(this, definition));
    for (const type of types) type.w_self = wrap(new Value(this.types.type, type));
    const single = (name: BuiltinTypeName, v: unknown): W => wrap(new Value(this.types[name], v));
    this.w_None = single('NoneType', null);
    this.w_True = single('bool', 1);
    this.w_False = single('bool', 0);
    this.w_NotImplemented = single('NotImplementedType', null);
    this.w_Ellipsis = single('ellipsis', null);
    this.bind();
    definitions.forEach((definition, i) => fillType(this, types[i], definition));
  }

  private bind(): void {
    this.truth = (w) => operations.truth(this, w);
    this.getattr = (w, name) => operations.getattr(this, w, name);
    this.genericGetattr = (w, name) => operations.genericGetattr(this, w, name);
    this.getattrOr = (w, name, w_default) => operations.getattrOr(this, w, name, w_default);
    this.equalNested = (w_a, w_b) => operations.equalNested(this, w_a, w_b);
    this.repr = (w) => operations.repr(this, w);
    this.str = (w) => operations.str(this, w);
    this.isTrueNested = (w) => operations.isTrueNested(this, w);
    this.isSlotWrapper = (w) => this.type(w) === this.types.wrapper_descriptor;
    this.newstaticmethod = (w) => newFunctionWrapper(this, this.types.staticmethod, w);
    this.callMethodObject = (w_method, w_x, args_w, names) =>
      operations.call(this, w_method, [w_x, ...args_w], names);
    this.listOfNested = (w) => {
      if (Array.isArray(unwrap(w).v)) return [...(unwrap(w).v as W[])];
      const items_w: W[] = [];
      const w_iterator = runNested(this, () => operations.iter(this, w));
      for (;;) {
        const w_item = runNested(this, () => operations.next(this, w_iterator));
        if (w_item === STOP) return items_w;
        items_w.push(w_item);
      }
    };
    this.sliceNested = (w, length) => {
      const slice = unwrap(w).v as Slice;
      const step = slice.step ?? 1;
      if (step === 0) throw raise(this, 'ValueError', 'slice step cannot be zero');
      const low = step < 0 ? -1 : 0;
      const high = step < 0 ? length - 1 : length;
      const clip = (i: number | null, missing: number): number =>
        i === null ? missing : Math.min(high, Math.max(low, i < 0 ? i + length : i));
      const start = clip(slice.start, step < 0 ? high : low);
      const stop = clip(slice.stop, step < 0 ? low : high);
      const count = Math.max(0, Math.ceil((stop - start) / step));
      return { start, step, count };
    };
    const unknown = (encoding: string, errors: string): never => {
      const known = encodingOf(encoding) !== undefined;
      const what = known ? `unknown error handler name '${errors}'` : `unknown encoding: ${encoding}`;
      throw raise(this, 'LookupError', what);
    };
    this.encodeByCodec = (_w, encoding, errors) => unknown(encoding, errors);
    this.decodeByCodec = (_w, encoding, errors) => unknown(encoding, errors);
    this.warnNested = (category, text) => void this.warnings.push(`${category}: ${text}`);
  }

  // --- ownership, steps
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
  enterNested(): void {}
  leaveNested(): void {}
  asOperationError(e: unknown): OperationError {
    if (e instanceof OperationError) return e;
    const error = operationErrorOfKernel(this, e);
    if (error === undefined) throw e;
    return error;
  }

  // --- values
  type(w: W): TypeObject {
    return unwrap(w).type;
  }
  data(w: W): Payload {
    return unwrap(w).v as Payload;
  }
  is(w_a: W, w_b: W): boolean {
    return w_a === w_b;
  }
  id(w: W): number {
    let id = this.ids.get(w);
    if (id === undefined) this.ids.set(w, (id = 16 * (this.ids.size + 1)));
    return id;
  }
  private make(name: BuiltinTypeName, v: unknown): W {
    return wrap(new Value(this.types[name], v));
  }
  newint(value: Int): W {
    return this.make('int', value);
  }
  newfloat(value: number): W {
    return this.make('float', value);
  }
  newcomplex(real: number, imag: number): W {
    return this.make('complex', { real, imag });
  }
  newtext(value: Text): W {
    return this.make('str', value);
  }
  newbytes(value: Uint8Array): W {
    return this.make('bytes', value);
  }
  newtuple(items_w: readonly W[]): W {
    return this.make('tuple', items_w);
  }
  newlist(items_w: readonly W[]): W {
    return this.make('list', [...items_w]);
  }
  newslice(start: number | null, stop: number | null, step: number | null): W {
    return this.make('slice', { start, stop, step } satisfies Slice);
  }
  newdict(): W {
    return this.make('dict', [] as [W, W][]);
  }
  newset(): W {
    return this.make('set', [] as W[]);
  }
  newfrozenset(items_w: readonly W[]): W {
    return this.make('frozenset', [...items_w]);
  }
  newobj(type: TypeObject, payload: Payload): W {
    return wrap(new Value(type, payload));
  }
  newinstance(type: TypeObject): W {
    return wrap(new Value(type, null));
  }
  newvalueof(type: TypeObject, value: unknown): W {
    return wrap(new Value(type, value));
  }
  int_w(w: W): Int {
    return unwrap(w).v as Int;
  }
  float_w(w: W): number {
    return unwrap(w).v as number;
  }
  complex_w(w: W): Complex {
    return unwrap(w).v as Complex;
  }
  text_w(w: W): Text {
    return unwrap(w).v as Text;
  }
  str_w(w: W): string {
    return hostOf(this.text_w(w));
  }
  bytes_w(w: W): Uint8Array {
    return unwrap(w).v as Uint8Array;
  }
  buffer_w(w: W): Uint8Array {
    const { v } = unwrap(w);
    if (v instanceof Uint8Array) return v;
    if (v instanceof BufferPayload) return v.buffer(this);
    throw raise(this, 'TypeError', `a bytes-like object is required, not '${this.type(w).name}'`);
  }
  floatOfInt(w: W): number {
    return toFloat(this.int_w(w));
  }
  floatNested(w: W): number {
    return this.float_w(runNested(this, () => this.type(w).slots.float!(this, w)));
  }
  tuple_w(w: W): readonly W[] {
    return unwrap(w).v as W[];
  }
  errorValue(error: OperationError): W {
    error.w_value ??= makeExceptionValue(this, error);
    return error.w_value;
  }
  dropError(): void {}

  // --- attributes
  getdictvalue(): undefined {
    return undefined;
  }
  setdictvalue(): boolean {
    return false;
  }
  deldictvalue(): boolean {
    return false;
  }
  getdict(): undefined {
    return undefined;
  }
  setdict(): never {
    return this.missing('setdict');
  }
  getslot(): undefined {
    return undefined;
  }
  setslot(): never {
    return this.missing('setslot');
  }
  settype(w: W, type: TypeObject): void {
    unwrap(w).type = type;
  }

  // --- lists
  private items(w: W): W[] {
    return unwrap(w).v as W[];
  }
  listlen(w: W): number {
    return this.items(w).length;
  }
  listitem(w: W, index: number): W {
    return this.items(w)[index];
  }
  listset(w: W, index: number, w_item: W): void {
    this.items(w)[index] = w_item;
  }
  listappend(w: W, w_item: W): void {
    this.items(w).push(w_item);
  }
  listswap(w: W, i: number, j: number): void {
    const w_item = this.listitem(w, i);
    this.listset(w, i, this.listitem(w, j));
    this.listset(w, j, w_item);
  }
  listinsert(w: W, index: number, w_item: W): void {
    this.items(w).splice(index, 0, w_item);
  }
  listpop(w: W, index: number): W {
    return this.items(w).splice(index, 1)[0];
  }
  listitems(w: W): W[] {
    return [...this.items(w)];
  }
  listsplice(w: W, start: number, count: number, items_w: readonly W[]): void {
    this.items(w).splice(start, count, ...items_w);
  }

  // --- dicts and sets: one by one
  private entries(w: W): [W, W][] {
    return unwrap(w).v as [W, W][];
  }
  dictlen(w: W): number {
    return this.entries(w).length;
  }
  dictget(w: W, w_key: W): W | undefined {
    return this.entries(w).find(([w_k]) => this.equalNested(w_k, w_key))?.[1];
  }
  dictset(w: W, w_key: W, w_value: W): void {
    const entry = this.entries(w).find(([w_k]) => this.equalNested(w_k, w_key));
    if (entry) entry[1] = w_value;
    else this.entries(w).push([w_key, w_value]);
  }
  dictpop(w: W, w_key: W): W | undefined {
    const i = this.entries(w).findIndex(([w_k]) => this.equalNested(w_k, w_key));
    return i < 0 ? undefined : this.entries(w).splice(i, 1)[0][1];
  }
  dictgetstr(w: W, key: string): W | undefined {
    return this.dictget(w, this.newstr(key));
  }
  dictsetstr(w: W, key: string, w_value: W): void {
    this.dictset(w, this.newstr(key), w_value);
  }
  dictclear(w: W): void {
    this.entries(w).length = 0;
  }
  dictnext(w: W, position: number): DictEntry | null {
    const entry = this.entries(w)[position];
    return entry ? { w_key: entry[0], w_value: entry[1], next: position + 1 } : null;
  }
  dictlast(w: W): DictEntry | null {
    return this.dictnext(w, this.dictlen(w) - 1);
  }
  dictversion(w: W): number {
    return this.dictlen(w);
  }
  dictmove(): boolean {
    throw new Error('the fake space has no OrderedDict');
  }
  dictsize(w: W): number {
    return this.dictlen(w);
  }
  setlen(w: W): number {
    return this.items(w).length;
  }
  sethas(w: W, w_key: W): boolean {
    return this.items(w).some((w_k) => this.equalNested(w_k, w_key));
  }
  setadd(w: W, w_key: W): boolean {
    if (this.sethas(w, w_key)) return false;
    this.items(w).push(w_key);
    return true;
  }
  setdiscard(w: W, w_key: W): boolean {
    const i = this.items(w).findIndex((w_k) => this.equalNested(w_k, w_key));
    if (i >= 0) this.items(w).splice(i, 1);
    return i >= 0;
  }
  setclear(w: W): void {
    this.items(w).length = 0;
  }
  setnext(w: W, position: number): SetEntry | null {
    const w_key = this.items(w)[position];
    return w_key === undefined ? null : { w_key, next: position + 1 };
  }

  // --- the engines' own
  address(w: W): string {
    return `0x${this.id(w).toString(16).padStart(12, '0')}`;
  }
  identityHash(w: W): W {
    return this.newint(this.id(w));
  }
  sizeof(): number {
    return 16;
  }
  newtype(type: TypeObject, metatype: TypeObject): W {
    return wrap(new Value(metatype, type));
  }
  setcell(): never {
    return this.missing('cells');
  }
  currentModuleName(): null {
    return null;
  }
  superOfFrame(): never {
    return this.missing('super() without arguments');
  }
  callfunction(): never {
    return this.missing('calls of Python functions');
  }
  setvalue(): never {
    return this.missing('instances of tuple subclasses');
  }
  dictprevious(): never {
    return this.missing('reversed dicts');
  }
  weaklist(): null {
    return null;
  }
  setweaklist(): never {
    return this.missing('weak references');
  }
  weaktarget(): never {
    return this.missing('weak references');
  }
  runcode(): never {
    return this.missing('code objects');
  }
  currentFrame(): null {
    return null;
  }
  resumegenerator(): never {
    return this.missing('generators');
  }
  throwintogenerator(): never {
    return this.missing('generators');
  }
  newthreadmachine(): never {
    throw new Error('the fake space has no threads');
  }
  swapthreadmachine(): never {
    throw new Error('the fake space has no threads');
  }
  handledbythread(): null {
    return null;
  }
  handledException(): null {
    return null;
  }
  private missing(what: string): never {
    throw new Unsupported('fake space', what);
  }

  // --- for tests

  /** A builtin that is not in a type, as a module would have it. */
  newbuiltin(row: Builtin['row']): W {
    return this.newobj(this.types.builtin_function_or_method, new Builtin(row, null, 'builtins'));
  }

  /** `repr(w)`; containers item by item. */
  show(w: W): string {
    const type = this.type(w);
    const all = (items_w: readonly W[]): string => items_w.map((w_item) => this.show(w_item)).join(', ');
    if (type === this.types.tuple) {
      const items_w = this.tuple_w(w);
      return items_w.length === 1 ? `(${all(items_w)},)` : `(${all(items_w)})`;
    }
    if (type === this.types.list) return `[${all(this.items(w))}]`;
    if (type === this.types.dict) {
      return `{${this.entries(w)
        .map(([w_k, w_v]) => `${this.show(w_k)}: ${this.show(w_v)}`)
        .join(', ')}}`;
    }
    return this.str_w(runNested(this, () => this.repr(w)));
  }
}
