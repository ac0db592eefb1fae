// What the values of a call or an instruction allow a trace to take for granted: scalars, whose operations call no Python code; objects that have no
// place in a trace, so that nothing which happens to them changes what it knows; containers with nothing but scalars in them.
import type { Frame } from '../../objspace/continuation.ts';
import { runFrames } from '../../objspace/continuation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { HashStorage } from '../hash-storage.ts';
import { OBJECTS } from '../list-strategy.ts';
import { unwrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Ins } from './ir.ts';
import { ofType } from './layout.ts';
import type { Recorder } from './recorder.ts';

const SCALARS = new Set([
  'NoneType',
  'bool',
  'bytearray',
  'bytes',
  'complex',
  'ellipsis',
  'float',
  'int',
  'range',
  'str',
]);

export const isScalarType = (type: TypeObject): boolean => !type.isHeap && SCALARS.has(type.name);
/** A builtin value whose operators, conversions and methods are builtin too, and look at nothing else. */
export function isScalar(o: Raw): boolean {
  return typeof o !== 'object' || (!o.type.isHeap && SCALARS.has(o.type.name));
}

/** Builtin types whose objects are places of the heap in traces (layout.ts), or refer to such by name. */
const IN_TRACES = new Set([
  'builtin_function_or_method',
  'bytes_iterator',
  'cell',
  'dict',
  'enumerate',
  'frame',
  'function',
  'generator',
  'list',
  'list_iterator',
  'mappingproxy',
  'method',
  'module',
  'object',
  'range_iterator',
  'str_ascii_iterator',
  'str_iterator',
  'super',
  'tuple_iterator',
  'type',
  'zip',
]);
export const isInTraces = (typeName: string): boolean => IN_TRACES.has(typeName);

/** Nothing of it is a place of a trace. */
export function isOpaque(o: Raw): boolean {
  return typeof o !== 'object' || (!o.type.isHeap && !IN_TRACES.has(o.type.name));
}

/** More items than this are not looked at one by one. */
const MOST_LOOKED_AT = 64;

function areScalars(items: readonly (Raw | undefined)[]): boolean {
  if (items.length > MOST_LOOKED_AT) return false;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item !== undefined && !isScalar(item)) return false;
  }
  return true;
}

/** A scalar, or a builtin container of scalars: what looks at all that is in it calls no Python code. */
export function isQuiet(space: PypySpace, o: Raw): boolean {
  if (isScalar(o)) return true;
  const { v, type, strategy } = o as W_Object;
  const { types } = space;
  switch (type) {
    case types.list:
      return strategy !== OBJECTS || areScalars(v as Raw[]);
    case types.tuple:
      return areScalars(v as Raw[]);
    case types.dict:
    case types.set:
    case types.frozenset:
      return v instanceof HashStorage && v.overwritten === null && v.isPlain && areScalars(v.keys);
  }
  return false;
}

/** The type of an operand as it is now. */
export function guardType(r: Recorder, ref: Ins, value: Raw): void {
  if (ref.isConst || ref.kind === 'f' || ref.kind === 'b') return;
  if (typeof value === 'number') r.asInt(ref);
  else if (typeof value === 'string') r.asStr(ref);
  else r.asClass(ref, ofType(value.type));
}

/** The answer of an operation that calls no Python code, though it may have put frames of its own on the stack. */
export function settled(space: PypySpace, below: Frame | null, answer: Raw | W): Raw {
  return answer === SUSPEND ? unwrap(runFrames(space, below, SUSPEND)) : (answer as Raw);
}
