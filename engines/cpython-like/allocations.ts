// Where objects were made: what `tracemalloc` shows. Models CPython's Python/tracemalloc.c, whose hooks stand around the allocator: here they are around
// the methods of the space that make objects, put there when tracing starts, and code is instrumented meanwhile, so that every instruction is
// known before it runs. A program that does not trace pays nothing.
// Blocks are those of a 64-bit CPython: an object with the collector's header, and of lists, dicts, sets and bytearrays also what they keep their
// items in, which belongs to the instruction that has made it grow (realloc). An object is measured at the next instruction, when it is whole.
// Left out: memory that is no object's (the parser's, code objects' tables, keys that instances share), free lists, what builtins make and drop within
// one instruction, growth of a container that is no operand of the instruction that makes it grow, numbers that a compiled function
// boxes between `start` and its end.
import { Op } from '../frontend/opcodes.ts';
import type { Allocations, AllocationSite } from '../objspace/controls.ts';
import { Builtin } from '../objspace/gateway.ts';
import { BufferPayload } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { nextPythonFrame } from '../objspace/python-frame.ts';
import type { PythonFrame } from '../objspace/python-frame.ts';
import { watchInstructions } from '../objspace/tracing/instrument.ts';
import type { TracedFrame } from '../objspace/tracing/monitor.ts';
import { FunctionPayload } from '../objspace/types/function.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { sizeOfValues } from './census.ts';
import { DictTable } from './dict-table.ts';
import type { PyFrame } from './frame.ts';
import { IMMORTAL, Materialised, Obj, unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { watchDeaths } from './refcount.ts';
import { SetStorage } from './set-storage.ts';
import { sharedKeys } from './shared-keys.ts';
import type { CpythonSpace } from './space.ts';

/** Methods of the space that answer a new object, or one that is immortal. */
const MAKERS = [
  'newint',
  'ownedInt',
  'boxInt',
  'boxFloat',
  'character',
  'boxDigits',
  'boxText',
  'newfloat',
  'newcomplex',
  'newtext',
  'newfreshtext',
  'newbytes',
  'container',
  'newtype',
] as const;
type Maker = (this: CpythonSpace, ...args: unknown[]) => W;

/** Operands among which is what an instruction may make grow; those of calls have their arguments beside them. */
const OPERANDS: ReadonlyMap<number, number> = new Map([
  [Op.STORE_SUBSCR, 2],
  [Op.STORE_SLICE, 4],
  [Op.BINARY_OP, 2],
  [Op.STORE_ATTR, 1],
  [Op.SET_FUNCTION_ATTRIBUTE, 1],
  [Op.CALL_FUNCTION_EX, 4],
]);
const OPERANDS_AND_ARGUMENT: ReadonlyMap<number, number> = new Map([
  [Op.CALL, 2],
  [Op.CALL_KW, 3],
  [Op.LIST_APPEND, 1],
  [Op.LIST_EXTEND, 1],
  [Op.SET_ADD, 1],
  [Op.SET_UPDATE, 1],
  [Op.MAP_ADD, 2],
  [Op.DICT_UPDATE, 1],
  [Op.DICT_MERGE, 1],
]);
const NAMES: ReadonlySet<number> = new Set([Op.STORE_NAME, Op.STORE_GLOBAL]);

/** An int of one digit takes the room of its struct (_PyLong_FromMedium). */
const LEAST_INT = 32;
/** SHARED_KEYS_MAX_SIZE: places for attributes that the first instance of a class has; each one after it has one less (init_inline_values). */
const MOST_VALUES = 30;
const MOST_FRAMES = 65535;
/** Objects without what they keep their items in. */
const LIST_SIZE = 40;
const DICT_SIZE = 48;
const SET_SIZE = 200;
const BYTEARRAY_SIZE = 56;
/** An empty tuple with the collector's header. */
const CLOSURE_SIZE = 40;
/** Pointers to a dict and to weak references, in front of an object (MANAGED_DICT). */
const MANAGED_HEADER = 16;
/** Bytes of a trace and of a frame in a traceback, in CPython's tables. */
const TRACE_SIZE = 64;
const FRAME_SIZE = 16;

/** The traces of one object. */
interface Entry {
  site: AllocationSite;
  size: number;
  /** What it keeps its items in; null: nothing, or made before tracing began. */
  itemsSite: AllocationSite | null;
  itemsSize: number;
  /** `roomOf` it when that was measured. */
  room: number;
}

const UNKNOWN: AllocationSite = { frames: [{ filename: '<unknown>', line: 0 }], depth: 0 };

export class AllocationTracer implements Allocations {
  isOn = false;
  limit = 1;
  private readonly space: CpythonSpace;
  private readonly entries = new Map<Any, Entry>();
  private current = 0;
  private peak = 0;
  private isPaused = false;
  /** Made by the present instruction. */
  private fresh: { o: Any; site: AllocationSite }[] = [];
  /** Operands of the present instruction, with the room that they had before it. */
  private operands: { o: Obj; room: number }[] = [];
  /** The present instruction. */
  private frame: TracedFrame | null = null;
  private at = 0;
  /** Its site, for the frame that it was asked for. */
  private site: AllocationSite | null = null;
  private siteFrame: PythonFrame | null = null;
  private readonly sites = new Map<string, AllocationSite>();
  private nextSweep = 0;
  private valuesLeft = new WeakMap<TypeObject, number>();

  constructor(space: CpythonSpace) {
    this.space = space;
  }

  start(limit: number): void {
    if (this.isOn) return;
    this.isOn = true;
    this.limit = limit;
    const methods = this.space as unknown as Record<string, Maker>;
    for (const name of MAKERS) {
      const make = methods[name];
      methods[name] = (...args) => {
        const w = make.apply(this.space, args);
        this.made(unwrap(w));
        return w;
      };
    }
    watchDeaths((dead) => this.died(dead));
    watchInstructions(this.space, (frame, at) => this.told(frame, at));
  }
  stop(): void {
    if (!this.isOn) return;
    this.isOn = false;
    const methods = this.space as unknown as Record<string, Maker>;
    const general = Object.getPrototypeOf(this.space) as Record<string, Maker>;
    for (const name of MAKERS) methods[name] = general[name];
    watchDeaths(null);
    watchInstructions(this.space, null);
    this.clear();
    this.frame = null;
    this.valuesLeft = new WeakMap();
  }
  clear(): void {
    this.entries.clear();
    this.sites.clear();
    this.fresh = [];
    this.operands = [];
    this.site = null;
    this.current = this.peak = this.nextSweep = 0;
  }
  traced(): [number, number] {
    this.settle();
    return [this.current, this.peak];
  }
  resetPeak(): void {
    this.settle();
    this.peak = this.current;
  }
  ownSize(): number {
    this.settle();
    let bytes = this.entries.size * TRACE_SIZE;
    for (const { frames } of this.sites.values()) bytes += frames.length * FRAME_SIZE;
    return bytes;
  }
  eachBlock(visit: (size: number, site: AllocationSite) => void): void {
    this.settle();
    this.sweep();
    for (const { size, site, itemsSize, itemsSite } of this.entries.values()) {
      if (size > 0) visit(size, site);
      if (itemsSite !== null) visit(itemsSize, itemsSite);
    }
  }
  siteOf(w: W): AllocationSite | null {
    this.settle();
    const entry = this.entries.get(unwrap(w));
    return entry === undefined || entry.size === 0 ? null : entry.site;
  }
  untraced<T>(run: () => T): T {
    const { isPaused } = this;
    this.isPaused = true;
    try {
      return run();
    } finally {
      this.isPaused = isPaused;
    }
  }

  // --- what the hooks tell
  private made(o: Any): void {
    if (this.isPaused || o.rc >= IMMORTAL >> 1) return;
    this.fresh.push({ o, site: this.siteNow() });
  }
  private died(o: Any): void {
    const entry = this.entries.get(o);
    if (entry === undefined) return;
    this.entries.delete(o);
    this.current -= entry.size + entry.itemsSize;
  }
  /** The instruction at `at` is about to run. */
  private told(frame: TracedFrame, at: number): void {
    this.settle();
    this.frame = frame;
    this.at = at;
    this.site = null;
    const { code, stack, sp } = frame;
    const op = code.original[at];
    const more = OPERANDS_AND_ARGUMENT.get(op);
    const count = more === undefined ? (OPERANDS.get(op) ?? 0) : more + code.original[at + 1];
    for (let i = sp - count; i < sp; i++) this.watch(stack[i] as Any | null, op);
    if (NAMES.has(op)) {
      const { namespace, globals } = frame as unknown as PyFrame;
      this.watch(op === Op.STORE_NAME && namespace !== null ? namespace : globals, op);
    }
  }
  private watch(o: Any | null, op: number): void {
    if (!(o instanceof Obj)) return;
    const { v, d } = o;
    // An empty list gets exactly what it is extended by (list_prealloc_exact), and some more by an append: asked for its size, it has a history.
    if (Array.isArray(v) && v.length === 0 && op !== Op.LIST_EXTEND) this.space.sizeof(wrap(o));
    // An append that was looked up once.
    if (v instanceof Builtin && v.w_self !== null) this.watch(unwrap(v.w_self), op);
    if (d instanceof Materialised) this.watch(d.dict, op);
    const room = this.roomOf(o);
    if (room >= 0) this.operands.push({ o, room });
  }

  // --- measures
  /** How much a container holds before it takes other memory: whatever changes with that; -1: `o` is none. */
  private roomOf(o: Obj): number {
    const { v, type } = o;
    if (Array.isArray(v)) {
      if (!type.isSubtype(this.space.types.list)) return -1;
      return v.length === 0 ? LIST_SIZE : this.space.sizeof(wrap(o));
    }
    if (v instanceof DictTable) return roomOfDict(v.used);
    if (v instanceof SetStorage) return v.table.sizeOutside;
    if (v instanceof FunctionPayload) return v.closure_w?.length ?? 0;
    return type === this.space.types.bytearray && v instanceof BufferPayload ? v.sizeInMemory : -1;
  }
  /** The bytes of the object itself, and those of what it keeps its items in. */
  private measure(o: Any): [number, number] {
    const { space } = this;
    const { types } = space;
    const { type } = o;
    const { v } = o;
    const isEmptyList = Array.isArray(v) && v.length === 0 && type.isSubtype(types.list);
    const all = isEmptyList ? LIST_SIZE : space.sizeof(wrap(o));
    if (!(o instanceof Obj)) return [type === types.int ? Math.max(LEAST_INT, all) : all, 0];
    let own = all;
    let items = 0;
    if (Array.isArray(v) && type.isSubtype(types.list)) own = LIST_SIZE;
    else if (v instanceof DictTable) own = DICT_SIZE;
    else if (v instanceof SetStorage) own = SET_SIZE;
    else if (type === types.bytearray) own = BYTEARRAY_SIZE;
    else if (v instanceof FunctionPayload) items = sizeOfClosure(v);
    items += all - own;
    own += space.controls.collectorHeader(wrap(o));
    return [own + this.valuesOf(type), items];
  }
  /** What stands around an instance for its attributes: inline values where it is a plain object, else room for a pointer to a dict. */
  private valuesOf(type: TypeObject): number {
    if (!type.isHeap || !type.hasDict) return 0;
    if (!isPlain(type, this.space.types.object)) return MANAGED_HEADER;
    const left = Math.max(1, (this.valuesLeft.get(type) ?? MOST_VALUES) - 1);
    this.valuesLeft.set(type, left);
    const known = sharedKeys(type).names.length;
    return sizeOfValues(Math.max(known + 1, left));
  }
  /** Measures what the last instruction has made and what it has made grow. */
  private settle(): void {
    const { fresh, operands, entries } = this;
    if (operands.length > 0) {
      this.operands = [];
      const site = this.siteOfInstruction();
      for (const { o, room } of operands) if (o.rc > 0) this.remeasure(o, room, site);
    }
    if (fresh.length === 0) return;
    this.fresh = [];
    for (const { o, site } of fresh) {
      if (o.rc <= 0 || entries.has(o)) continue;
      const [size, itemsSize] = this.measure(o);
      const room = o instanceof Obj ? this.roomOf(o) : -1;
      entries.set(o, { site, size, itemsSite: itemsSize > 0 ? site : null, itemsSize, room });
      this.grow(size + itemsSize);
    }
    if (entries.size > this.nextSweep) {
      this.sweep();
      this.nextSweep = Math.max(10_000, 2 * entries.size);
    }
  }
  private remeasure(o: Obj, before: number, site: AllocationSite): void {
    const room = this.roomOf(o);
    let entry = this.entries.get(o);
    if (room === before || room === entry?.room) return;
    // A dict does not shrink when keys go, unless all do.
    if (o.v instanceof DictTable && room > 0 && room < (entry?.room ?? before)) return;
    if (entry === undefined) {
      entry = { site: UNKNOWN, size: 0, itemsSite: null, itemsSize: 0, room };
      this.entries.set(o, entry);
    }
    const [, items] = this.measureItems(o);
    const difference = items - entry.itemsSize;
    entry.room = room;
    entry.itemsSize = items;
    entry.itemsSite = items > 0 ? site : null;
    this.grow(difference);
  }
  private measureItems(o: Obj): [number, number] {
    const { valuesLeft } = this;
    const left = valuesLeft.get(o.type);
    const measured = this.measure(o);
    if (left !== undefined) valuesLeft.set(o.type, left);
    return measured;
  }
  private grow(bytes: number): void {
    this.current += bytes;
    if (this.current > this.peak) this.peak = this.current;
  }
  /** Numbers may go without a word. */
  private sweep(): void {
    for (const o of this.entries.keys()) if (o.rc <= 0) this.died(o);
  }

  // --- sites
  private siteNow(): AllocationSite {
    const top = nextPythonFrame(this.space.top);
    if (this.site === null || this.siteFrame !== top) {
      this.site = this.siteAt(top);
      this.siteFrame = top;
    }
    return this.site;
  }
  /** Of the last instruction that was told of, whose frame may have called another one meanwhile, or be gone. */
  private siteOfInstruction(): AllocationSite {
    const { frame, site } = this;
    if (site !== null && this.siteFrame === (frame as unknown as PythonFrame)) return site;
    return this.siteAt(frame as unknown as PythonFrame);
  }
  private siteAt(top: PythonFrame | null): AllocationSite {
    const frames: { filename: string; line: number }[] = [];
    let depth = 0;
    let key = '';
    for (let f = top as PyFrame | null; f !== null && depth < MOST_FRAMES; f = f.caller() as PyFrame | null) {
      const index = this.indexOf(f);
      if (isIncomplete(f, index)) continue;
      if (depth++ >= this.limit) continue;
      const line = f.code.lineOf(index) ?? 0;
      const { filename } = f.code.source;
      frames.push({ filename, line });
      key += `${line} ${filename}\n`;
    }
    if (depth === 0) return UNKNOWN;
    key += String(depth);
    let site = this.sites.get(key);
    if (site === undefined) this.sites.set(key, (site = { frames, depth }));
    return site;
  }
  /** The instruction that runs in a frame. */
  private indexOf(f: PyFrame): number {
    // One that the loop does itself leaves `pc` where it is.
    return f === (this.frame as unknown) && f.pc === this.at ? this.at : f.pc - 2;
  }
}

/** Not at its RESUME yet: what is made there is its caller's (_PyFrame_IsIncomplete). */
function isIncomplete(f: PyFrame, index: number): boolean {
  const { original } = f.code;
  if (!f.shared || original[0] === Op.RESUME) return false;
  let first = 0;
  while (first < original.length && original[first] !== Op.RESUME) first += 2;
  return index < first;
}

/** The tuple of its cells. */
const sizeOfClosure = ({ closure_w }: FunctionPayload): number =>
  closure_w === null || closure_w.length === 0 ? 0 : CLOSURE_SIZE + 8 * closure_w.length;

/** Instances have nothing of a builtin type's. */
function isPlain(type: TypeObject, object: TypeObject): boolean {
  let builtin = type;
  while (builtin.isHeap) builtin = builtin.base!;
  return builtin === object;
}

/** Entries that the table of a dict has places for. */
function roomOfDict(used: number): number {
  if (used === 0) return 0;
  let size = 8;
  while (Math.floor((size * 2) / 3) < used) size *= 2;
  return size;
}
