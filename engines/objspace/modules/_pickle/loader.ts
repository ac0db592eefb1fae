// One `load`: the pickle machine. Models load() and the load_… functions of CPython's Modules/_pickle.c. Instructions run in a loop on the host as long as none
// calls Python code; one that does leaves a generator, which is run to its end before the loop goes on. An instruction whose bytes are not all there yet
// begins anew when the file has given more.
import { decode } from '../../../kernels/codecs.ts';
import { decodeBytesEscape, decodeRawUnicodeEscape, EscapeError } from '../../../kernels/escape-codecs.ts';
import { KernelError } from '../../../kernels/error.ts';
import { fromBytes, parse as parseInt10 } from '../../../kernels/int.ts';
import { parse as parseFloat } from '../../../kernels/float.ts';
import { fromPoints } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { call, getattr, getattrOr, nextOrStop, setattr, setitem, stopOf } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import { SUSPEND, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Steps } from '../../steps.ts';
import { ByteArray } from '../../types/bytearray.ts';
import type { MemoryView } from '../../types/memoryview.ts';
import { newView } from '../../types/memoryview.ts';
import type { TypeObject } from '../../typeobject.ts';
import { libraryNames } from './library.ts';
import * as op from './opcodes.ts';

/** What an unpickler is told; see unpickler.ts, which owns the values. */
export interface UnpicklerSettings {
  encoding: string;
  errors: string;
  protocol: number;
  /** Iterator over the buffers that came out of band. */
  w_buffers: W | null;
  memo: (W | undefined)[];
  /** How many places of the memo are taken. */
  memoCount: number;
  /** The memo outlives the load. */
  readonly ownsMemo: boolean;
}

/** Where more bytes come from. */
export interface PickleSource {
  /**
   * A new input that begins where `start` lies in `input` and has `missing` bytes more, or (for -1) one line; null: there is no more. Fewer bytes than that are
   * told by their number.
   */
  fetch(input: Uint8Array, start: number, missing: number): Steps<Uint8Array | null>;
}

/** Thrown by an instruction that lacks bytes, before it has done anything. */
class Incomplete {
  /** Bytes that are missing; -1: the rest of a line. */
  readonly missing: number;
  constructor(missing: number) {
    this.missing = missing;
  }
}

const MAX_SIZE = 2 ** 63;
const TOO_LARGE = '9223372036854775807 bytes';
const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

export class Loader {
  private readonly space: Space;
  private readonly settings: UnpicklerSettings;
  private readonly source: PickleSource | null;
  private readonly findClass: (w_module: W, w_name: W) => Steps;
  private readonly persistentLoad: (w_pid: W) => Steps;
  input: Uint8Array;
  at = 0;
  private readonly stack: W[] = [];
  private readonly marks: number[] = [];
  /** Nothing below belongs to the innermost mark. */
  private fence = 0;

  constructor(
    space: Space,
    settings: UnpicklerSettings,
    input: Uint8Array,
    source: PickleSource | null,
    hooks: { findClass: (w_module: W, w_name: W) => Steps; persistentLoad: (w_pid: W) => Steps },
  ) {
    this.space = space;
    this.settings = settings;
    this.input = input;
    this.source = source;
    this.findClass = hooks.findClass;
    this.persistentLoad = hooks.persistentLoad;
  }

  *load(): Steps {
    for (;;) {
      let rest: Steps<void> | null;
      try {
        rest = this.run();
      } catch (e) {
        if (!(e instanceof Incomplete)) throw e;
        yield* this.fetch(e.missing);
        continue;
      }
      if (rest === null) return this.pop();
      yield* rest;
    }
  }

  // --- bytes

  /** Where the instruction that runs began. */
  private opStart = 0;

  private *fetch(missing: number): Steps<void> {
    const { space, source, opStart, input } = this;
    const had = input.length - opStart;
    const fetched = source === null ? null : yield* source.fetch(input, opStart, missing);
    if (fetched === null || fetched.length < had + Math.max(missing, 1)) {
      if (had === 0) throw raise(space, 'EOFError', 'Ran out of input');
      throw truncated(space);
    }
    this.input = fetched;
    this.at = 0;
  }

  /** Where the next `n` bytes lie, which are used up. */
  private take(n: number): number {
    const { at } = this;
    if (at + n > this.input.length) throw new Incomplete(at + n - this.input.length);
    this.at = at + n;
    return at;
  }

  /** A line with its end, which may be missing at the end of the input. */
  private line(): Uint8Array {
    const { input, at } = this;
    const end = input.indexOf(10, at);
    if (end < 0) throw new Incomplete(-1);
    this.at = end + 1;
    return input.subarray(at, end + 1);
  }

  /** The same of one character at least. */
  private filledLine(): Uint8Array {
    const line = this.line();
    if (line.length < 2) throw truncated(this.space);
    return line;
  }

  private word(signed: boolean): number {
    const at = this.take(4);
    const { input } = this;
    const value = input[at] | (input[at + 1] << 8) | (input[at + 2] << 16) | (input[at + 3] << 24);
    return signed ? value : value >>> 0;
  }

  /** A length of eight bytes. */
  private long(what: string): number {
    const low = this.word(false);
    const value = this.word(false) * 2 ** 32 + low;
    if (value >= MAX_SIZE)
      throw raise(this.space, 'OverflowError', `${what} exceeds system's maximum size of ${TOO_LARGE}`);
    return value;
  }

  private bytes(n: number): Uint8Array {
    const at = this.take(n);
    return this.input.subarray(at, at + n);
  }

  // --- the stack

  private underflow(): OperationError {
    const text = this.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow';
    return unpicklingError(this.space, text);
  }

  private pop(): W {
    const { stack } = this;
    if (stack.length <= this.fence) throw this.underflow();
    return stack.pop()!;
  }

  private top(): W {
    const { stack } = this;
    if (stack.length <= this.fence) throw this.underflow();
    return stack[stack.length - 1];
  }

  /** Takes the innermost mark off; what lies above it begins there. */
  private mark(): number {
    const { marks } = this;
    const mark = marks.pop();
    if (mark === undefined) throw unpicklingError(this.space, 'could not find MARK');
    this.fence = marks.length > 0 ? marks[marks.length - 1] : 0;
    return mark;
  }

  private popFrom(from: number): W[] {
    return this.stack.splice(from);
  }

  // --- the loop

  /** null: STOP was reached. A generator: what has to be done before it goes on. */
  private run(): Steps<void> | null {
    const { space, stack, settings } = this;
    for (;;) {
      this.opStart = this.at;
      if (this.at >= this.input.length) throw new Incomplete(1);
      const code = this.input[this.at++];
      switch (code) {
        case op.NONE:
          stack.push(space.w_None);
          break;
        case op.NEWTRUE:
          stack.push(space.w_True);
          break;
        case op.NEWFALSE:
          stack.push(space.w_False);
          break;
        case op.BININT1:
          stack.push(space.newint(this.input[this.take(1)]));
          break;
        case op.BININT2: {
          const at = this.take(2);
          stack.push(space.newint(this.input[at] | (this.input[at + 1] << 8)));
          break;
        }
        case op.BININT:
          stack.push(space.newint(this.word(true)));
          break;
        case op.BINFLOAT: {
          const at = this.take(8);
          for (let i = 0; i < 8; i++) scratchBytes[i] = this.input[at + i];
          stack.push(space.newfloat(scratch.getFloat64(0)));
          break;
        }
        case op.SHORT_BINUNICODE:
          stack.push(this.text(this.bytes(this.input[this.take(1)])));
          break;
        case op.BINUNICODE:
          stack.push(this.text(this.bytes(this.word(false))));
          break;
        case op.BINUNICODE8:
          stack.push(this.text(this.bytes(this.long('BINUNICODE'))));
          break;
        case op.MEMOIZE:
          this.store(settings.memoCount, this.top());
          break;
        case op.BINPUT: {
          const i = this.input[this.take(1)];
          this.store(i, this.top());
          break;
        }
        case op.LONG_BINPUT: {
          const i = this.word(false);
          this.store(i, this.top());
          break;
        }
        case op.BINGET:
          stack.push(this.fetchFromMemo(this.input[this.take(1)]));
          break;
        case op.LONG_BINGET:
          stack.push(this.fetchFromMemo(this.word(false)));
          break;
        case op.MARK:
          this.marks.push(stack.length);
          this.fence = stack.length;
          break;
        case op.EMPTY_TUPLE:
          stack.push(space.newtuple([]));
          break;
        case op.TUPLE1:
        case op.TUPLE2:
        case op.TUPLE3: {
          const n = code - op.TUPLE1 + 1;
          if (stack.length < this.fence + n) throw this.underflow();
          const items_w = this.popFrom(stack.length - n);
          stack.push(space.newtuple(items_w));
          break;
        }
        case op.TUPLE: {
          const items_w = this.popFrom(this.mark());
          stack.push(space.newtuple(items_w));
          break;
        }
        case op.EMPTY_LIST:
          stack.push(space.newlist([]));
          break;
        case op.EMPTY_DICT:
          stack.push(space.newdict());
          break;
        case op.EMPTY_SET:
          stack.push(space.newset());
          break;
        case op.LIST: {
          const items_w = this.popFrom(this.mark());
          stack.push(space.newlist(items_w));
          break;
        }
        case op.DICT:
          this.dict();
          break;
        case op.FROZENSET: {
          const items_w = this.popFrom(this.mark());
          stack.push(space.newfrozenset(items_w));
          break;
        }
        case op.APPEND: {
          const rest = this.appends(stack.length - 1);
          if (rest !== null) return rest;
          break;
        }
        case op.APPENDS: {
          const rest = this.appends(this.mark());
          if (rest !== null) return rest;
          break;
        }
        case op.SETITEM: {
          const rest = this.setItems(stack.length - 2);
          if (rest !== null) return rest;
          break;
        }
        case op.SETITEMS: {
          const rest = this.setItems(this.mark());
          if (rest !== null) return rest;
          break;
        }
        case op.ADDITEMS: {
          const rest = this.addItems(this.mark());
          if (rest !== null) return rest;
          break;
        }
        case op.BINBYTES:
          stack.push(space.newbytes(this.bytes(this.word(false)).slice()));
          break;
        case op.SHORT_BINBYTES:
          stack.push(space.newbytes(this.bytes(this.input[this.take(1)]).slice()));
          break;
        case op.BINBYTES8:
          stack.push(space.newbytes(this.bytes(this.long('BINBYTES')).slice()));
          break;
        case op.BYTEARRAY8: {
          const content = this.bytes(this.long('BYTEARRAY8')).slice();
          stack.push(space.newobj(space.types.bytearray, new ByteArray(content)));
          break;
        }
        case op.PROTO: {
          const protocol = this.input[this.take(1)];
          if (protocol > op.HIGHEST_PROTOCOL)
            throw raise(space, 'ValueError', `unsupported pickle protocol: ${protocol}`);
          settings.protocol = protocol;
          break;
        }
        case op.FRAME: {
          const low = this.word(false);
          const size = this.word(false) * 2 ** 32 + low;
          if (size >= MAX_SIZE)
            throw raise(space, 'OverflowError', `FRAME length exceeds system's maximum of ${TOO_LARGE}`);
          // All of it has to be there; it is read again by what it holds.
          this.at = this.take(size);
          break;
        }
        case op.LONG1:
          stack.push(space.newint(fromBytes(this.bytes(this.input[this.take(1)]), 'little', true)));
          break;
        case op.LONG4: {
          const n = this.word(true);
          if (n < 0) throw unpicklingError(space, 'LONG pickle has negative byte count');
          stack.push(space.newint(fromBytes(this.bytes(n), 'little', true)));
          break;
        }
        case op.STOP:
          return null;
        case op.POP:
          this.discard();
          break;
        case op.POP_MARK:
          this.popFrom(this.mark());
          break;
        case op.DUP:
          stack.push(this.top());
          break;
        case op.STACK_GLOBAL:
          return this.stackGlobal();
        case op.NEWOBJ: {
          const rest = this.newObject(false);
          if (rest !== null) return rest;
          break;
        }
        case op.NEWOBJ_EX: {
          const rest = this.newObject(true);
          if (rest !== null) return rest;
          break;
        }
        case op.REDUCE:
          return this.reduce();
        case op.BUILD:
          return this.build();
        case op.GLOBAL:
          return this.global();
        case op.INST:
          return this.inst();
        case op.OBJ:
          return this.obj();
        case op.PERSID:
          return this.persid();
        case op.BINPERSID:
          return this.push(this.persistentLoad(this.pop()));
        case op.EXT1:
          return this.extension(this.input[this.take(1)]);
        case op.EXT2: {
          const at = this.take(2);
          return this.extension(this.input[at] | (this.input[at + 1] << 8));
        }
        case op.EXT4:
          return this.extension(this.word(true));
        case op.NEXT_BUFFER:
          return this.nextBuffer();
        case op.READONLY_BUFFER: {
          const w_view = newView(space, this.top());
          const view = space.data(w_view) as MemoryView;
          if (!view.readonly) stack[stack.length - 1] = view.derive(space, { readonly: true });
          break;
        }
        case op.INT:
          this.int();
          break;
        case op.LONG: {
          const line = latin(this.filledLine());
          stack.push(this.integer(line.endsWith('L\n') ? line.slice(0, -2) : line));
          break;
        }
        case op.FLOAT: {
          const line = latin(this.filledLine());
          const value = parseFloat(line);
          if (value === undefined || /^\s|\s\n$/.test(line))
            throw raise(space, 'ValueError', `could not convert string to float: '${line}'`);
          stack.push(space.newfloat(value));
          break;
        }
        case op.UNICODE: {
          const line = this.line();
          stack.push(space.newtext(this.rawUnicode(line.subarray(0, line.length - 1))));
          break;
        }
        case op.STRING: {
          const line = this.line();
          const text = line.subarray(0, line.length - 1);
          const last = text.length - 1;
          if (last < 1 || text[0] !== text[last] || (text[0] !== 0x27 && text[0] !== 0x22))
            throw unpicklingError(space, 'the STRING opcode argument must be quoted');
          return this.push(this.oldString(unescaped(space, text.subarray(1, last))));
        }
        case op.BINSTRING: {
          const n = this.word(true);
          if (n < 0) throw unpicklingError(space, 'BINSTRING pickle has negative byte count');
          return this.push(this.oldString(this.bytes(n).slice()));
        }
        case op.SHORT_BINSTRING:
          return this.push(this.oldString(this.bytes(this.input[this.take(1)]).slice()));
        case op.GET: {
          const i = Number(space.int_w(this.integer(latin(this.filledLine()))));
          stack.push(this.fetchFromMemo(i));
          break;
        }
        case op.PUT: {
          const line = this.filledLine();
          const w = this.top();
          const i = Number(space.int_w(this.integer(latin(line))));
          if (i < 0) throw raise(space, 'ValueError', 'negative PUT argument');
          this.store(i, w);
          break;
        }
        default: {
          const isShown = code >= 0x20 && code <= 0x7e && code !== 0x27 && code !== 0x5c;
          const shown = isShown ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, '0')}`;
          throw unpicklingError(space, `invalid load key, '${shown}'.`);
        }
      }
    }
  }

  // --- memo

  private store(i: number, w: W): void {
    const { settings } = this;
    const { memo } = settings;
    const w_old = memo[i];
    if (w_old === undefined) settings.memoCount++;
    memo[i] = settings.ownsMemo ? this.space.own(w) : w;
    if (w_old !== undefined && settings.ownsMemo) this.space.drop(w_old);
  }

  private fetchFromMemo(i: number): W {
    const w = i >= 0 ? this.settings.memo[i] : undefined;
    if (w === undefined) throw unpicklingError(this.space, `Memo value not found at index ${i}`);
    return w;
  }

  // --- values

  private text(bytes: Uint8Array): W {
    const { space } = this;
    const n = bytes.length;
    if (n < 64) {
      let text = '';
      for (let i = 0; i < n; i++) {
        const c = bytes[i];
        if (c > 127) return space.newtext(decode(bytes, 'utf-8', 'surrogatepass'));
        text += String.fromCharCode(c);
      }
      return space.newstr(text);
    }
    return space.newtext(decode(bytes, 'utf-8', 'surrogatepass'));
  }

  private rawUnicode(bytes: Uint8Array): Text {
    const points: number[] = [];
    const { at, end, reason } = decodeRawUnicodeEscape(bytes, 0, true, points);
    if (reason === null) return fromPoints(Uint32Array.from(points));
    throw new KernelError('UnicodeDecodeError', reason, ['rawunicodeescape', bytes, at, end, reason]);
  }

  private integer(text: string): W {
    const value = parseInt10(text, 10);
    if (value !== undefined) return this.space.newint(value);
    const shown = this.space.str_w(this.space.repr(this.space.newstr(text)));
    throw raise(this.space, 'ValueError', `invalid literal for int() with base 10: ${shown}`);
  }

  private int(): void {
    const { space, stack } = this;
    const line = latin(this.filledLine());
    if (line === '00\n' || line === '01\n') {
      stack.push(space.newbool(line === '01\n'));
      return;
    }
    const value = parseInt10(line.slice(0, -1), 10);
    if (value === undefined) throw raise(space, 'ValueError', 'could not convert string to int');
    stack.push(space.newint(value));
  }

  /** A str of Python 2. */
  private *oldString(bytes: Uint8Array): Steps {
    const { space, settings } = this;
    const w_bytes = space.newbytes(bytes);
    if (settings.encoding === 'bytes') return w_bytes;
    const w_decode = yield getattr(space, w_bytes, 'decode');
    return yield call(space, w_decode, [space.newstr(settings.encoding), space.newstr(settings.errors)]);
  }

  private *push(steps: Steps): Steps<void> {
    this.stack.push(yield* steps);
  }

  // --- containers

  private dict(): void {
    const { space, stack } = this;
    const mark = this.mark();
    if ((stack.length - mark) % 2 !== 0) throw unpicklingError(space, 'odd number of items for DICT');
    const items_w = this.popFrom(mark);
    const w_dict = space.newdict();
    for (let i = 0; i < items_w.length; i += 2) space.dictset(w_dict, items_w[i], items_w[i + 1]);
    stack.push(w_dict);
  }

  /** The container below `from`; null: there is nothing to put into it. */
  private containerBelow(from: number): W | null {
    const { stack, fence } = this;
    if (from > stack.length || from <= fence) throw this.underflow();
    return stack.length === from ? null : stack[from - 1];
  }

  private appends(from: number): Steps<void> | null {
    const { space, stack } = this;
    const w_list = this.containerBelow(from);
    if (w_list === null) return null;
    if (space.type(w_list) !== space.types.list) return this.appendsTo(w_list, this.popFrom(from));
    if (stack.length === from + 1) space.listappend(w_list, stack.pop()!);
    else space.listsplice(w_list, space.listlen(w_list), 0, this.popFrom(from));
    return null;
  }

  private *appendsTo(w_list: W, items_w: W[]): Steps<void> {
    const { space } = this;
    const w_extend = yield getattrOr(space, w_list, 'extend', STOP);
    if (w_extend !== STOP) {
      yield call(space, w_extend, [space.newlist(items_w)]);
      return;
    }
    const w_append = yield getattr(space, w_list, 'append');
    for (const w_item of items_w) yield call(space, w_append, [w_item]);
  }

  private setItems(from: number): Steps<void> | null {
    const { space, stack } = this;
    const w_dict = this.containerBelow(from);
    if (w_dict === null) return null;
    const n = stack.length;
    if ((n - from) % 2 !== 0) throw unpicklingError(space, 'odd number of items for SETITEMS');
    if (space.type(w_dict) !== space.types.dict) return this.setItemsOf(w_dict, this.popFrom(from));
    for (let i = from; i < n; i += 2) space.dictset(w_dict, stack[i], stack[i + 1]);
    stack.length = from;
    return null;
  }

  private *setItemsOf(w_mapping: W, items_w: W[]): Steps<void> {
    for (let i = 0; i < items_w.length; i += 2)
      yield setitem(this.space, w_mapping, items_w[i], items_w[i + 1]);
  }

  private addItems(from: number): Steps<void> | null {
    const { space } = this;
    const w_set = this.containerBelow(from);
    if (w_set === null) return null;
    const items_w = this.popFrom(from);
    if (!space.type(w_set).isSubtype(space.types.set)) return this.addItemsTo(w_set, items_w);
    for (const w_item of items_w) space.setadd(w_set, w_item);
    return null;
  }

  private *addItemsTo(w_set: W, items_w: W[]): Steps<void> {
    const { space } = this;
    const w_add = yield getattr(space, w_set, 'add');
    for (const w_item of items_w) yield call(space, w_add, [w_item]);
  }

  private discard(): void {
    const { stack, marks } = this;
    if (marks.length > 0 && marks[marks.length - 1] === stack.length) this.mark();
    else this.pop();
  }

  // --- objects

  private *stackGlobal(): Steps<void> {
    const { space } = this;
    const w_name = this.pop();
    const w_module = this.pop();
    const { str } = space.types;
    if (space.type(w_name) !== str || space.type(w_module) !== str)
      throw unpicklingError(space, 'STACK_GLOBAL requires str');
    this.stack.push(yield* this.findClass(w_module, w_name));
  }

  private global(): Steps<void> {
    const module = this.filledLine();
    const name = this.filledLine();
    return this.push(this.findClass(this.text(withoutEnd(module)), this.text(withoutEnd(name))));
  }

  private inst(): Steps<void> {
    const { space } = this;
    if (this.marks.length === 0) throw unpicklingError(space, 'could not find MARK');
    const module = withoutEnd(this.filledLine());
    const name = withoutEnd(this.filledLine());
    const text = (bytes: Uint8Array): W => space.newtext(decode(bytes, 'ascii', 'strict'));
    const w_module = text(module);
    const w_name = text(name);
    const from = this.mark();
    return this.instOf(w_module, w_name, from);
  }

  private *instOf(w_module: W, w_name: W, from: number): Steps<void> {
    const w_class = yield* this.findClass(w_module, w_name);
    yield* this.instantiate(w_class, this.popFrom(from));
  }

  private obj(): Steps<void> {
    const from = this.mark();
    if (this.stack.length - from < 1) throw this.underflow();
    const [w_class, ...args_w] = this.popFrom(from);
    return this.instantiate(w_class, args_w);
  }

  private *instantiate(w_class: W, args_w: readonly W[]): Steps<void> {
    const { space } = this;
    if (args_w.length === 0 && space.type(w_class).isSubtype(space.types.type)) {
      const w_getArguments = yield getattrOr(space, w_class, '__getinitargs__', STOP);
      if (w_getArguments === STOP) {
        const w_new = yield getattr(space, w_class, '__new__');
        this.stack.push(yield call(space, w_new, [w_class]));
        return;
      }
    }
    this.stack.push(yield call(space, w_class, args_w));
  }

  private newObject(withNames: boolean): Steps<void> | null {
    const { space, stack } = this;
    const { types } = space;
    const what = withNames ? 'NEWOBJ_EX' : 'NEWOBJ';
    const w_kwargs = withNames ? this.pop() : null;
    const w_args = this.pop();
    const w_class = this.pop();
    const fail = (text: string): OperationError => unpicklingError(space, `${what} ${text}`);
    const typeOf = (w: W): string => space.type(w).name;
    if (!space.type(w_class).isSubtype(types.type))
      throw fail(`class argument must be a type, not ${typeOf(w_class)}`);
    const type = space.data(w_class) as TypeObject;
    if (type.slots.new === null) throw fail(`class argument '${type.name}' doesn't have __new__`);
    if (!space.type(w_args).isSubtype(types.tuple))
      throw fail(`args argument must be a tuple, not ${typeOf(w_args)}`);
    const args_w = [...space.tuple_w(w_args)];
    let names: string[] | null = null;
    if (w_kwargs !== null) {
      if (!space.type(w_kwargs).isSubtype(types.dict))
        throw fail(`kwargs argument must be a dict, not ${typeOf(w_kwargs)}`);
      for (let e = space.dictnext(w_kwargs, 0); e !== null; e = space.dictnext(w_kwargs, e.next)) {
        (names ??= []).push(space.str_w(e.w_key));
        args_w.push(e.w_value);
      }
    }
    const w_object = type.slots.new(space, type, args_w, names);
    if (w_object === SUSPEND) return this.push(answered(w_object));
    stack.push(w_object);
    return null;
  }

  private *reduce(): Steps<void> {
    const { space, stack } = this;
    const w_args = this.pop();
    const w_function = this.pop();
    if (!space.type(w_args).isSubtype(space.types.tuple))
      throw raise(space, 'TypeError', 'argument list must be a tuple');
    stack.push(yield call(space, w_function, space.tuple_w(w_args)));
  }

  private *build(): Steps<void> {
    const { space, stack } = this;
    const { types } = space;
    if (stack.length - 2 < this.fence) throw this.underflow();
    let w_state = this.pop();
    const w_object = this.top();
    const w_setstate = yield getattrOr(space, w_object, '__setstate__', STOP);
    if (w_setstate !== STOP) {
      yield call(space, w_setstate, [w_state]);
      return;
    }
    let w_slots: W | null = null;
    if (space.type(w_state).isSubtype(types.tuple) && space.tuple_w(w_state).length === 2)
      [w_state, w_slots] = space.tuple_w(w_state);
    if (!space.is(w_state, space.w_None)) {
      if (!space.type(w_state).isSubtype(types.dict))
        throw unpicklingError(space, 'state is not a dictionary');
      const w_dict = yield getattr(space, w_object, '__dict__');
      const isPlain = space.type(w_dict) === types.dict;
      for (let e = space.dictnext(w_state, 0); e !== null; e = space.dictnext(w_state, e.next)) {
        const isName = space.type(e.w_key) === types.str;
        const w_key = isName ? space.controls.intern(e.w_key) : e.w_key;
        if (isPlain) space.dictset(w_dict, w_key, e.w_value);
        else yield setitem(space, w_dict, w_key, e.w_value);
      }
    }
    if (w_slots === null) return;
    if (space.is(w_slots, space.w_None)) return;
    if (!space.type(w_slots).isSubtype(types.dict))
      throw unpicklingError(space, 'slot state is not a dictionary');
    for (let e = space.dictnext(w_slots, 0); e !== null; e = space.dictnext(w_slots, e.next)) {
      if (!space.type(e.w_key).isSubtype(types.str)) {
        const got = space.type(e.w_key).name;
        throw raise(space, 'TypeError', `attribute name must be string, not '${got}'`);
      }
      yield setattr(space, w_object, space.str_w(e.w_key), e.w_value);
    }
  }

  private persid(): Steps<void> {
    const { space } = this;
    const line = withoutEnd(this.line());
    if (line.some((c) => c > 127))
      throw unpicklingError(space, 'persistent IDs in protocol 0 must be ASCII strings');
    return this.push(this.persistentLoad(space.newstr(latin(line))));
  }

  private *extension(code: number): Steps<void> {
    const { space, stack } = this;
    const { types } = space;
    const library = libraryNames(space);
    if (code <= 0) throw unpicklingError(space, 'EXT specifies code <= 0');
    const w_code = space.newint(code);
    const w_cached = space.dictget(library.w_extensionCache, w_code);
    if (w_cached !== undefined) {
      stack.push(w_cached);
      return;
    }
    const w_pair = space.dictget(library.w_invertedRegistry, w_code);
    if (w_pair === undefined) throw raise(space, 'ValueError', `unregistered extension code ${code}`);
    const pair_w = space.type(w_pair) === types.tuple ? space.tuple_w(w_pair) : [];
    if (pair_w.length !== 2 || !pair_w.every((w) => space.type(w).isSubtype(types.str)))
      throw raise(space, 'ValueError', `_inverted_registry[${code}] isn't a 2-tuple of strings`);
    const w_found = yield* this.findClass(pair_w[0], pair_w[1]);
    space.dictset(library.w_extensionCache, w_code, w_found);
    stack.push(w_found);
  }

  private *nextBuffer(): Steps<void> {
    const { space, settings, stack } = this;
    if (settings.w_buffers === null) {
      const text = 'pickle stream refers to out-of-band data but no *buffers* argument was given';
      throw unpicklingError(space, text);
    }
    let w_buffer: W;
    try {
      w_buffer = yield nextOrStop(space, settings.w_buffers);
    } catch (e) {
      w_buffer = stopOf(space, space.asOperationError(e));
    }
    if (w_buffer === STOP) throw unpicklingError(space, 'not enough out-of-band buffers');
    stack.push(w_buffer);
  }
}

export const unpicklingError = (space: Space, text: string): OperationError =>
  raise(space, '_pickle.UnpicklingError', text);

const truncated = (space: Space): OperationError => unpicklingError(space, 'pickle data was truncated');

function* answered(w_answer: W): Steps {
  return yield w_answer;
}

const withoutEnd = (line: Uint8Array): Uint8Array => line.subarray(0, line.length - 1);

const latin = (bytes: Uint8Array): string => Array.from(bytes, (c) => String.fromCharCode(c)).join('');

function unescaped(space: Space, bytes: Uint8Array): Uint8Array {
  try {
    return decodeBytesEscape(bytes, 'strict', () => undefined);
  } catch (e) {
    if (e instanceof EscapeError) throw raise(space, 'ValueError', e.message);
    throw e;
  }
}
