// One `dump`: an object and all below it as instructions of the pickle machine. Models save() and its kin in CPython's Modules/_pickle.c, byte for byte.
// What is open stands on a stack of its own (`Task`), so that plain data need neither the host's stack nor any frame, and Python code (`__reduce_ex__`,
// `persistent_id`, iterators) is called between the tasks' turns. Objects that take Python code to save are generators; containers are not.
import { encode } from '../../../kernels/codecs.ts';
import { repr as floatRepr } from '../../../kernels/float.ts';
import { bitLength, toBytes, toDecimal } from '../../../kernels/int.ts';
import type { Int } from '../../../kernels/int.ts';
import { pointsOf } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { runNested } from '../../continuation.ts';
import { repr } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Steps } from '../../steps.ts';
import type { TypeObject } from '../../typeobject.ts';
import { qualifiedName } from '../../types/object.ts';
import { libraryNames } from './library.ts';
import type { LibraryNames } from './library.ts';
import * as op from './opcodes.ts';
import { PickleOutput } from './output.ts';
import { saveBuffer, saveGlobal, saveObject, savePersistent, saveReduced } from './save-object.ts';

/** What a pickler is told; see pickler.ts, which owns the values. */
export interface PicklerSettings {
  protocol: number;
  bin: boolean;
  fast: boolean;
  fixImports: boolean;
  w_bufferCallback: W | null;
  w_dispatchTable: W | null;
  w_reducerOverride: W | null;
  w_persistentId: W | null;
}

/** As notes and errors call a type (`%T`). */
export function typeText(space: Space, type: TypeObject): string {
  const name = qualifiedName(space, type);
  return name.startsWith('__main__.') ? name.slice('__main__.'.length) : name;
}

/** A generator of a task yields this where it has put an object on the stack and waits until that is saved. */
export const CHILD = Object.freeze({ sentinel: 'child' }) as unknown as W;

export type SavingSteps<T = void> = Generator<W, T, W>;

/** An object that is being saved. */
interface Task {
  readonly w: W | null;
  /** Goes on until another task lies above (CHILD), an operation was begun (its answer), or all is saved (null). */
  advance(saver: Saver, w_answer: W | undefined): W | null;
  /** An error has come from what lies above or from its own operation: passes it on, with a note of where it happened. */
  fail(saver: Saver, error: OperationError): W | null;
  /** Values to be kept alive while Python code runs. */
  values(): readonly W[];
}

class ObjectTask implements Task {
  readonly w: W | null;
  private readonly steps: SavingSteps;
  constructor(w: W | null, steps: SavingSteps) {
    this.w = w;
    this.steps = steps;
  }
  advance(_saver: Saver, w_answer: W | undefined): W | null {
    const result = this.steps.next(w_answer!);
    return result.done ? null : result.value;
  }
  fail(_saver: Saver, error: OperationError): W | null {
    const result = this.steps.throw(error);
    return result.done ? null : result.value;
  }
  values(): readonly W[] {
    return [];
  }
}

abstract class ContainerTask implements Task {
  readonly w: W;
  protected readonly items_w: readonly W[];
  protected next = 0;
  constructor(w: W, items_w: readonly W[]) {
    this.w = w;
    this.items_w = items_w;
  }
  abstract advance(saver: Saver): W | null;
  protected abstract note(saver: Saver): string;
  fail(saver: Saver, error: OperationError): never {
    saver.space.addNote(error, `when serializing ${this.note(saver)}`);
    throw error;
  }
  values(): readonly W[] {
    return [this.w, ...this.items_w];
  }
  protected typeText(saver: Saver): string {
    return typeText(saver.space, saver.space.type(this.w));
  }
}

class TupleTask extends ContainerTask {
  advance(saver: Saver): W | null {
    const { items_w } = this;
    while (this.next < items_w.length) if (!saver.save(items_w[this.next++])) return CHILD;
    const n = items_w.length;
    const { output, settings } = saver;
    const isShort = n <= 3 && settings.protocol >= 2;
    const known = saver.memo.get(this.w);
    if (known !== undefined) {
      // It holds itself, and so has been made from the inside: what lies on the machine's stack is thrown away.
      if (isShort) for (let i = 0; i < n; i++) output.byte(op.POP);
      else if (settings.bin) output.byte(op.POP_MARK);
      else for (let i = 0; i <= n; i++) output.byte(op.POP);
      saver.putGet(known);
      return null;
    }
    output.byte(isShort ? op.TUPLE1 + n - 1 : op.TUPLE);
    saver.memoize(this.w);
    return null;
  }
  protected note(saver: Saver): string {
    return `${this.typeText(saver)} item ${this.next - 1}`;
  }
}

class ListTask extends ContainerTask {
  advance(saver: Saver): W | null {
    const { items_w } = this;
    const { output, settings } = saver;
    const n = items_w.length;
    for (;;) {
      const { next } = this;
      if (!settings.bin) {
        if (next > 0) output.byte(op.APPEND);
      } else if (n === 1) {
        if (next === 1) output.byte(op.APPEND);
      } else if (next % op.BATCH_SIZE === 0 || next === n) {
        if (next > 0) output.byte(op.APPENDS);
        if (next < n) output.byte(op.MARK);
      }
      if (next === n) return null;
      this.next++;
      if (!saver.save(items_w[next])) return CHILD;
    }
  }
  protected note(saver: Saver): string {
    return `${this.typeText(saver)} item ${this.next - 1}`;
  }
}

/** Keys and values in turn. */
class DictTask extends ContainerTask {
  advance(saver: Saver): W | null {
    const { items_w } = this;
    const { output, settings, space } = saver;
    const n = items_w.length;
    for (;;) {
      const { next } = this;
      if ((next & 1) === 0) {
        if (!settings.bin || n === 2) {
          if (next > 0) output.byte(op.SETITEM);
        } else if (next % (2 * op.BATCH_SIZE) === 0 || next === n) {
          if (next > 0) {
            output.byte(op.SETITEMS);
            if (space.dictlen(this.w) !== n / 2)
              throw raise(space, 'RuntimeError', 'dictionary changed size during iteration');
          }
          if (next < n) output.byte(op.MARK);
          else if (next % (2 * op.BATCH_SIZE) === 0) output.byte2(op.MARK, op.SETITEMS);
        }
        if (next === n) return null;
      }
      this.next++;
      if (!saver.save(items_w[next])) return CHILD;
    }
  }
  override fail(saver: Saver, error: OperationError): never {
    // Errors of keys and of the end have no note.
    const { next } = this;
    if (next > 0 && (next & 1) === 0) return super.fail(saver, error);
    throw error;
  }
  protected note(saver: Saver): string {
    const { space } = saver;
    const w_key = this.items_w[this.next - 2];
    return `${this.typeText(saver)} item ${space.str_w(runNested(space, () => repr(space, w_key)))}`;
  }
}

class SetTask extends ContainerTask {
  advance(saver: Saver): W | null {
    const { items_w } = this;
    const { output, space } = saver;
    const n = items_w.length;
    for (;;) {
      const { next } = this;
      if (next % op.BATCH_SIZE === 0 || next === n) {
        if (next > 0) {
          output.byte(op.ADDITEMS);
          if (space.setlen(this.w) !== n)
            throw raise(space, 'RuntimeError', 'set changed size during iteration');
        }
        if (next < n) output.byte(op.MARK);
        else if (next % op.BATCH_SIZE === 0) output.byte2(op.MARK, op.ADDITEMS);
      }
      if (next === n) return null;
      this.next++;
      if (!saver.save(items_w[next])) return CHILD;
    }
  }
  protected note(saver: Saver): string {
    return `${this.typeText(saver)} element`;
  }
}

class FrozensetTask extends ContainerTask {
  advance(saver: Saver): W | null {
    const { items_w } = this;
    const { output } = saver;
    while (this.next < items_w.length) if (!saver.save(items_w[this.next++])) return CHILD;
    const known = saver.memo.get(this.w);
    if (known !== undefined) {
      output.byte(op.POP_MARK);
      saver.putGet(known);
      return null;
    }
    output.byte(op.FROZENSET);
    saver.memoize(this.w);
    return null;
  }
  protected note(saver: Saver): string {
    return `${this.typeText(saver)} element`;
  }
}

/** How many objects may lie inside each other, about what CPython's C stack lasts for. */
const MAX_NESTING = 20_000;
/** From here on a pickler without a memo looks for cycles (FAST_NESTING_LIMIT). */
const FAST_NESTING = 50;

export class Saver {
  readonly space: Space;
  readonly settings: PicklerSettings;
  readonly memo: Map<W, number>;
  readonly output: PickleOutput;
  readonly library: LibraryNames;
  private readonly tasks: Task[] = [];
  /** Owned until the dump has ended: what Python code could have freed while it was looked at. */
  private readonly kept: W[] = [];

  constructor(space: Space, settings: PicklerSettings, memo: Map<W, number>, toFile: boolean) {
    this.space = space;
    this.settings = settings;
    this.memo = memo;
    this.output = new PickleOutput(toFile);
    this.library = libraryNames(space);
  }

  /** The whole pickle of `w`; afterwards it is in `output`. */
  *dump(w: W): Steps<void> {
    const { output, settings, tasks, space } = this;
    if (settings.protocol >= 2) {
      output.byte2(op.PROTO, settings.protocol);
      if (settings.protocol >= 4) output.framing = true;
    }
    try {
      this.save(w);
      let w_answer: W | undefined;
      let error: OperationError | null = null;
      while (tasks.length > 0) {
        const task = tasks[tasks.length - 1];
        let w_asked: W | null;
        try {
          w_asked = error === null ? task.advance(this, w_answer) : task.fail(this, error);
          error = null;
        } catch (e) {
          error = space.asOperationError(e);
          this.pop();
          if (tasks.length === 0) throw error;
          continue;
        }
        w_answer = undefined;
        if (w_asked === CHILD) continue;
        if (w_asked === null) {
          this.pop();
          continue;
        }
        this.hold();
        try {
          w_answer = yield w_asked;
        } catch (e) {
          error = space.asOperationError(e);
        }
      }
      output.byte(op.STOP);
      output.commitFrame();
    } finally {
      output.framing = false;
      for (const kept of this.kept) space.drop(kept);
    }
  }

  private pop(): void {
    this.tasks.pop();
    if (this.heldTasks > this.tasks.length) this.heldTasks = this.tasks.length;
  }

  /** How many of the lowest tasks own what they look at. */
  private heldTasks = 0;

  /** Python code is about to run, which may change the containers that are being saved. */
  private hold(): void {
    const { tasks, kept, space } = this;
    for (let i = this.heldTasks; i < tasks.length; i++)
      for (const w of tasks[i].values()) kept.push(space.own(w));
    this.heldTasks = tasks.length;
  }

  private open(task: Task): false {
    if (this.tasks.length >= MAX_NESTING)
      throw raise(this.space, 'RecursionError', 'maximum recursion depth exceeded while pickling an object');
    this.tasks.push(task);
    return false;
  }

  run(w: W | null, steps: SavingSteps): false {
    return this.open(new ObjectTask(w, steps));
  }

  /** Saves `w`; false: that is a task now, which has to run to its end first. */
  save(w: W): boolean {
    this.output.boundary();
    if (this.settings.w_persistentId !== null) return this.run(w, savePersistent(this, w));
    return this.saveValue(w);
  }

  /** The same without asking for a persistent id. */
  saveValue(w: W): boolean {
    const { space, memo, output } = this;
    const { types } = space;
    const type = space.type(w);
    if (type === types.int) {
      this.saveInt(space.int_w(w));
      return true;
    }
    if (type === types.str) {
      const known = memo.get(w);
      if (known !== undefined) this.putGet(known);
      else {
        this.saveText(space.text_w(w));
        this.memoize(w);
      }
      return true;
    }
    if (type === types.float) {
      const value = space.float_w(w);
      if (this.settings.bin) output.double(op.BINFLOAT, value);
      else output.latin(`F${floatRepr(value)}\n`);
      return true;
    }
    if (type === types.NoneType) {
      output.byte(op.NONE);
      return true;
    }
    if (type === types.bool) {
      const value = space.is(w, space.w_True);
      if (this.settings.protocol >= 2) output.byte(value ? op.NEWTRUE : op.NEWFALSE);
      else output.latin(value ? 'I01\n' : 'I00\n');
      return true;
    }
    const known = memo.get(w);
    if (known !== undefined) {
      this.putGet(known);
      return true;
    }
    if (type === types.dict) return this.saveDict(w);
    if (type === types.list) return this.saveList(w);
    if (type === types.tuple) return this.saveTuple(w);
    if (type === types.bytes) return this.saveBytes(w);
    if (type === types.set) return this.saveSet(w);
    if (type === types.frozenset) return this.saveFrozenset(w);
    if (type === types.bytearray) return this.saveByteArray(w);
    if (type === types['pickle.PickleBuffer']) return this.run(w, saveBuffer(this, w));
    if (this.settings.w_reducerOverride === null) {
      if (type === types.function) return this.run(w, saveGlobal(this, w, null));
      if (type === types.type && !this.isSingletonType(w)) return this.run(w, saveGlobal(this, w, null));
    }
    return this.run(w, saveObject(this, w, type));
  }

  isSingletonType(w: W): boolean {
    const { NoneType, NotImplementedType, ellipsis } = this.space.types;
    return [NoneType, NotImplementedType, ellipsis].some((type) => this.space.is(w, type.w_self));
  }

  // --- the memo

  memoize(w: W): void {
    if (this.settings.fast) return;
    const { memo, output } = this;
    const index = memo.size;
    memo.set(w, index);
    // What Python code has made could be gone before the dump is over.
    this.kept.push(this.space.own(w));
    if (this.settings.protocol >= 4) output.byte(op.MEMOIZE);
    else if (!this.settings.bin) output.latin(`p${index}\n`);
    else if (index < 256) output.byte2(op.BINPUT, index);
    else output.word(op.LONG_BINPUT, index);
  }

  putGet(index: number): void {
    const { output } = this;
    if (!this.settings.bin) output.latin(`g${index}\n`);
    else if (index < 256) output.byte2(op.BINGET, index);
    else output.word(op.LONG_BINGET, index);
  }

  // --- values without items

  private saveInt(value: Int): void {
    const { output } = this;
    const { bin, protocol } = this.settings;
    const isShort = typeof value === 'number' && value >= -0x8000_0000 && value <= 0x7fff_ffff;
    if (isShort && bin) {
      if (value >= 0 && value < 256) output.byte2(op.BININT1, value);
      else if (value >= 0 && value < 65536) output.byte3(op.BININT2, value & 255, value >> 8);
      else output.word(op.BININT, value);
      return;
    }
    if (isShort) {
      output.latin(`I${value}\n`);
      return;
    }
    if (protocol < 2) {
      output.latin(`L${toDecimal(value)}L\n`);
      return;
    }
    let bytes = toBytes(value, (bitLength(value) >> 3) + 1, 'little', true);
    // -128 and its like need one byte less.
    const last = bytes.length - 1;
    if (value < 0 && last > 0 && bytes[last] === 255 && bytes[last - 1] >= 128)
      bytes = bytes.subarray(0, last);
    output.counted(bytes.length < 256 ? op.LONG1 : op.LONG4, bytes.length < 256 ? 1 : 4, bytes);
  }

  private saveText(text: Text): void {
    const { output } = this;
    const { bin, protocol } = this.settings;
    if (!bin) {
      output.latin(`V${rawUnicodeEscape(text)}\n`);
      return;
    }
    const isShort = protocol >= 4;
    if (typeof text === 'string' && text.length < 256) {
      if (isShort ? output.ascii(op.SHORT_BINUNICODE, 1, text) : output.ascii(op.BINUNICODE, 4, text)) return;
    }
    const bytes = encode(text, 'utf-8', 'surrogatepass');
    if (isShort && bytes.length < 256) output.counted(op.SHORT_BINUNICODE, 1, bytes);
    else output.counted(op.BINUNICODE, 4, bytes);
  }

  /** Bytes as protocol 3 and later have them; without a place in the memo. */
  writeBytes(bytes: Uint8Array): void {
    if (bytes.length < 256) this.output.counted(op.SHORT_BINBYTES, 1, bytes);
    else this.output.counted(op.BINBYTES, 4, bytes);
  }

  private saveBytes(w: W): boolean {
    const { space } = this;
    const bytes = space.bytes_w(w);
    if (this.settings.protocol >= 3) {
      this.writeBytes(bytes);
      this.memoize(w);
      return true;
    }
    // Python 2 knows no bytes: the text of the same characters, encoded when it is loaded.
    if (bytes.length === 0)
      return this.run(w, saveReduced(this, [space.types.bytes.w_self, space.newtuple([])], w));
    const w_text = space.newtext(Array.from(bytes, (c) => String.fromCharCode(c)).join(''));
    const w_arguments = space.newtuple([w_text, space.newstr('latin1')]);
    return this.run(w, saveReduced(this, [this.library.w_encode, w_arguments], w));
  }

  private saveByteArray(w: W): boolean {
    const { space } = this;
    const bytes = space.buffer_w(w);
    if (this.settings.protocol >= 5) {
      this.output.counted(op.BYTEARRAY8, 8, bytes);
      this.memoize(w);
      return true;
    }
    const w_arguments = space.newtuple(bytes.length === 0 ? [] : [space.newbytes(bytes.slice())]);
    return this.run(w, saveReduced(this, [space.types.bytearray.w_self, w_arguments], w));
  }

  // --- containers

  /** A pickler without a memo would run for ever on a cycle. */
  private checkFast(w: W): void {
    if (!this.settings.fast || this.tasks.length < FAST_NESTING) return;
    if (!this.tasks.some((task) => task.w === w)) return;
    const { space } = this;
    const text = `fast mode: can't pickle cyclic objects including object type ${space.type(w).name} at ${space.address(w)}`;
    throw raise(space, 'ValueError', text);
  }

  private saveTuple(w: W): boolean {
    const items_w = this.space.tuple_w(w);
    const { output } = this;
    const { bin, protocol } = this.settings;
    if (items_w.length === 0) {
      if (bin) output.byte(op.EMPTY_TUPLE);
      else output.byte2(op.MARK, op.TUPLE);
      return true;
    }
    if (items_w.length > 3 || protocol < 2) output.byte(op.MARK);
    return this.open(new TupleTask(w, items_w));
  }

  private saveList(w: W): boolean {
    const { output } = this;
    this.checkFast(w);
    if (this.settings.bin) output.byte(op.EMPTY_LIST);
    else output.byte2(op.MARK, op.LIST);
    this.memoize(w);
    const items_w = this.space.listitems(w);
    return items_w.length === 0 || this.open(new ListTask(w, items_w));
  }

  private saveDict(w: W): boolean {
    const { output, space } = this;
    this.checkFast(w);
    if (this.settings.bin) output.byte(op.EMPTY_DICT);
    else output.byte2(op.MARK, op.DICT);
    this.memoize(w);
    if (space.dictlen(w) === 0) return true;
    const items_w: W[] = [];
    for (let e = space.dictnext(w, 0); e !== null; e = space.dictnext(w, e.next))
      items_w.push(e.w_key, e.w_value);
    return this.open(new DictTask(w, items_w));
  }

  private setItems(w: W): W[] {
    const { space } = this;
    const items_w: W[] = [];
    for (let e = space.setnext(w, 0); e !== null; e = space.setnext(w, e.next)) items_w.push(e.w_key);
    return items_w;
  }

  private saveSet(w: W): boolean {
    const { output, space } = this;
    if (this.settings.protocol < 4) return this.saveAsList(w, space.types.set);
    output.byte(op.EMPTY_SET);
    this.memoize(w);
    const items_w = this.setItems(w);
    return items_w.length === 0 || this.open(new SetTask(w, items_w));
  }

  private saveFrozenset(w: W): boolean {
    const { output, space } = this;
    if (this.settings.protocol < 4) return this.saveAsList(w, space.types.frozenset);
    output.byte(op.MARK);
    return this.open(new FrozensetTask(w, this.setItems(w)));
  }

  private saveAsList(w: W, type: TypeObject): boolean {
    const { space } = this;
    const w_arguments = space.newtuple([space.newlist(this.setItems(w))]);
    return this.run(w, saveReduced(this, [type.w_self, w_arguments], w));
  }
}

const hexadecimal = (c: number, width: number): string => c.toString(16).padStart(width, '0');

/** As the codec `raw_unicode_escape`, and also what would end a line or a file, or begin an escape. */
function rawUnicodeEscape(text: Text): string {
  let escaped = '';
  for (const c of pointsOf(text)) {
    if (c >= 0x10000) escaped += `\\U${hexadecimal(c, 8)}`;
    else if (c >= 256 || c === 0 || c === 10 || c === 13 || c === 0x1a || c === 0x5c)
      escaped += `\\u${hexadecimal(c, 4)}`;
    else escaped += String.fromCharCode(c);
  }
  return escaped;
}
