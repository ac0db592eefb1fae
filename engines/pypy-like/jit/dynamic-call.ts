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

export class DynamicUnit implements CallableUnit {
  readonly name = 'any function';
  readonly result = 'w';
  readonly effect = 'any';
  readonly raises = true;
  readonly weight = 1;
  readonly run = (): undefined => undefined;
  /** As a compiled unit has it (compiled-unit.ts). */
  readonly now: { readonly run: Run; readonly save: () => void };
  /** Whether `func` is one that can be called so; answers a host boolean. */
  readonly canCall: Callee;
  private last: Activation | null = null;

  /** For calls with `count` arguments. */
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
    this.now = { run: runWith(count, find, leave), save: () => this.last!.save() };
    const canCall = (func: Raw): boolean => {
      if (!(func instanceof W_Object) || func.type !== functionType) return false;
      const code = prepared(space, (func.v as FunctionPayload).w_code);
      return code.isSimple && code.argcount === count && code.prologue === 2 && find(func) !== null;
    };
    this.canCall = {
      name: 'can call',
      run: canCall as Callee['run'],
      result: 'b',
      effect: 'reads',
      raises: false,
    };
  }
}

/** Calls whatever unit is there; of its own for each number of arguments, because spread ones take an array each time. */
function runWith(
  count: number,
  find: (func: W_Object) => CompiledUnit | null,
  leave: (now: Activation) => undefined,
): Run {
  type Call = (func: W_Object, depth: number, ...args: unknown[]) => unknown;
  switch (count) {
    case 1:
      return (func, depth, a) => {
        const { now } = find(func)!;
        return (now.run as unknown as Call)(func, depth, a) ?? leave(now);
      };
    case 2:
      return (func, depth, a, b) => {
        const { now } = find(func)!;
        return (now.run as unknown as Call)(func, depth, a, b) ?? leave(now);
      };
    case 3:
      return (func, depth, a, b, c) => {
        const { now } = find(func)!;
        return (now.run as unknown as Call)(func, depth, a, b, c) ?? leave(now);
      };
    default:
      return (func, depth, ...args) => {
        const { now } = find(func)!;
        return (now.run as unknown as Call)(func, depth, ...args) ?? leave(now);
      };
  }
}

/** Maps that are compared with one by one. */
const FIRST_FEW = 8;

/** Where the attribute is, found once for each map. */
interface Found {
  readonly version: number;
  /** -1: not a plain attribute of the instance. */
  readonly index: number;
  readonly isFloat: boolean;
  readonly method: Raw | null;
}

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
  // The first few are compared with one after another, which is faster than to hash.
  const maps: InstanceMap[] = [];
  const founds: Found[] = [];
  return (o) => {
    if (!(o instanceof W_Object) || o.map === null) return undefined;
    const { map, type } = o;
    let found: Found | undefined;
    for (let i = 0; i < maps.length; i++) {
      if (maps[i] !== map) continue;
      found = founds[i];
      break;
    }
    found ??= byMap.get(map);
    if (found === undefined || found.version !== type.version) {
      found = find(map, type);
      if (byMap.size > 200) byMap.clear();
      byMap.set(map, found);
      const at = maps.indexOf(map);
      if (at >= 0) founds[at] = found;
      else if (maps.length < FIRST_FEW) {
        maps.push(map);
        founds.push(found);
      }
    }
    if (wantsMethod) return found.method ?? undefined;
    if (found.index < 0) return undefined;
    const content = o.slots[found.index];
    return found.isFloat && content !== undefined ? new W_Float(float, (content as W_Float).v) : content;
  };
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
