// Calls of functions that a trace does not know: at a place that has met many functions or classes, a guard for each would make the tree of traces
// grow without end. The unit of whatever function is there is looked up and called; places of attributes are found by the map of the instance.
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import type { Code } from '../code.ts';
import { FLOAT } from '../map.ts';
import type { InstanceMap } from '../map.ts';
import { unwrap, W_Float, W_Object } from '../object.ts';
import type { Raw, Slot } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Activation, CompiledUnit } from './compiled-unit.ts';
import type { Callee } from './ir.ts';
import type { CallableUnit } from './trace-tree.ts';

type Run = (func: W_Object, depth: number, ...args: unknown[]) => unknown;

/** Calls of more arguments than that are not made so. */
export const MOST_ARGUMENTS = 64;
/** Functions, or maps, that a place compares with one by one. */
const FIRST_FEW = 6;
const CELLS = Array.from({ length: FIRST_FEW }, (_, i) => i);
/** Stands in a cell that is still free. */
const NONE = {};

/**
 * Text of a function `set(at, …)` for variables of those names, a set of them a cell. What is made of it has type feedback of its own for each place of
 * a program, so that V8 may compile it for what that place meets; as closures of one function all places would share theirs.
 */
const cells = (names: readonly string[]): string => `
  let ${CELLS.flatMap((i) => names.map((name) => `${name}${i} = NONE`)).join(', ')};
  function set(at, ${names.map((name) => `_${name}`).join(', ')}) {
    switch (at) {
      ${CELLS.map((i) => `case ${i}: ${names.map((name) => `${name}${i} = _${name};`).join(' ')} break;`).join('\n      ')}
    }
  }`;

/** `unit`: of the function that was asked about last, which is the one that is called then. */
const callSource = (count: number): string => {
  const args = Array.from({ length: count }, (_, i) => `, a${i}`).join('');
  return `
  'use strict';
  ${cells(['func', 'version', 'unit'])}
  let unit = null;
  function canCall(func) {
    ${CELLS.map((i) => `if (func === func${i}) { if (func.v.version === version${i} && unit${i}.compiled !== null) { unit = unit${i}; return true; } } else`).join('\n    ')}
    {}
    unit = slow(func);
    return unit !== null;
  }
  function run(func, depth${args}) {
    const { now } = unit;
    return now.run(func, depth${args}) ?? leave(now);
  }
  return { canCall, run, set };`;
};

export class DynamicUnit implements CallableUnit {
  readonly name = 'any function';
  readonly result = 'w';
  readonly effect = 'any';
  readonly raises = true;
  readonly weight = 1;
  readonly run = (): undefined => undefined;
  /** As a compiled unit has it (compiled-unit.ts). */
  readonly now: { readonly run: Run; readonly save: () => void };
  /** Whether `func` is one that can be called so, just before it is called; answers a host boolean. */
  readonly canCall: Callee;
  private last: Activation | null = null;

  /** For calls with `count` arguments, at one place of the program. */
  constructor(
    space: PypySpace,
    unitOf: (code: Code, globals: W_Object) => CompiledUnit | null,
    count: number,
  ) {
    const { function: functionType } = space.types;
    const find = (func: W_Object): CompiledUnit | null => {
      const { w_code, w_globals } = func.v as FunctionPayload;
      const code = prepared(space, w_code);
      const unit = code.entryUnit as CompiledUnit | null;
      const globals = w_globals as unknown as W_Object;
      if (unit !== null && unit.compiled !== null && unit.globals === globals) return unit;
      return unitOf(code, globals);
    };
    const leave = (now: Activation): undefined => {
      this.last = now;
      return undefined;
    };
    const known: W_Object[] = [];
    const slow = (func: Raw): CompiledUnit | null => {
      if (!(func instanceof W_Object) || func.type !== functionType) return null;
      const { w_code, version } = func.v as FunctionPayload;
      const code = prepared(space, w_code);
      if (!code.isSimple || code.argcount !== count || code.prologue !== 2) return null;
      const unit = find(func);
      let at = known.indexOf(func);
      if (at < 0 && known.length < FIRST_FEW) at = known.push(func) - 1;
      if (at >= 0) made.set(at, func, version, unit ?? NOT_COMPILED);
      return unit;
    };
    const make = new Function('NONE', 'slow', 'leave', callSource(count)) as (...given: unknown[]) => {
      canCall: Callee['run'];
      run: Run;
      set: (at: number, func: W_Object, version: number, unit: unknown) => void;
    };
    const made = make(NONE, slow, leave);
    this.now = { run: made.run, save: () => this.last!.save() };
    this.canCall = { name: 'can call', run: made.canCall, result: 'b', effect: 'reads', raises: false };
  }
}
const NOT_COMPILED = { compiled: null };

/** Where the attribute is, found once for each map. */
interface Found {
  readonly version: number;
  /** -1: not a plain attribute of the instance. */
  readonly index: number;
  readonly isFloat: boolean;
  readonly method: Raw | null;
}

const readerSource = (wantsMethod: boolean): string => `
  'use strict';
  ${cells(['map', 'version', 'found'])}
  function read(o) {
    const map = o?.map;
    ${CELLS.map((i) => `if (map === map${i}) { if (o.type.version === version${i}) return ${wantsMethod ? `found${i}` : `o.slots[found${i}]`}; } else`).join('\n    ')}
    {}
    return slow(o);
  }
  return { read, set };`;

/** `o.name` of an instance, or the function that it is a method of; undefined: neither, or not as simple. */
function reader(space: PypySpace, name: string, wantsMethod: boolean): (o: Raw) => Slot {
  const byMap = new Map<InstanceMap, Found>();
  const { object, function: functionType, float } = space.types;
  const find = (map: InstanceMap, type: TypeObject): Found => {
    const nothing = { version: type.version, index: -1, isFloat: false, method: null };
    if (map.isDict || type.slots.getattr !== object.slots.getattr) return nothing;
    const w_found = type.lookup(name);
    const attribute = map.find(name);
    if (wantsMethod) {
      if (attribute !== undefined || w_found === undefined) return nothing;
      const found = unwrap(w_found);
      return space.typeOf(found) === functionType ? { ...nothing, method: found } : nothing;
    }
    if (w_found !== undefined || attribute === undefined) return nothing;
    return { ...nothing, index: attribute.index, isFloat: attribute.kind === FLOAT };
  };
  const maps: InstanceMap[] = [];
  const slow = (o: Raw): Slot => {
    if (!(o instanceof W_Object) || o.map === null) return undefined;
    const { map, type } = o;
    let found = byMap.get(map);
    if (found === undefined || found.version !== type.version) {
      found = find(map, type);
      if (byMap.size > 200) byMap.clear();
      byMap.set(map, found);
      if (wantsMethod ? found.method !== null : found.index >= 0 && !found.isFloat) {
        let at = maps.indexOf(map);
        if (at < 0 && maps.length < FIRST_FEW) at = maps.push(map) - 1;
        if (at >= 0) made.set(at, map, found.version, wantsMethod ? found.method : found.index);
      }
    }
    if (wantsMethod) return found.method ?? undefined;
    if (found.index < 0) return undefined;
    const content = o.slots[found.index];
    return found.isFloat && content !== undefined ? new W_Float(float, (content as W_Float).v) : content;
  };
  const make = new Function('NONE', 'slow', readerSource(wantsMethod)) as (...given: unknown[]) => {
    read: (o: Raw) => Slot;
    set: (at: number, map: InstanceMap, version: number, found: unknown) => void;
  };
  const made = make(NONE, slow);
  return made.read;
}

const readers = new WeakMap<PypySpace, Map<string, Callee>>();
export function attributeReader(space: PypySpace, name: string, wantsMethod: boolean): Callee {
  let byName = readers.get(space);
  if (byName === undefined) readers.set(space, (byName = new Map<string, Callee>()));
  const key = `${wantsMethod ? 'm' : 'a'}${name}`;
  let callee = byName.get(key);
  if (callee === undefined) {
    const run = reader(space, name, wantsMethod) as Callee['run'];
    callee = { name: `attribute ${name}`, run, result: 'w', effect: 'reads', raises: false };
    byName.set(key, callee);
  }
  return callee;
}
