// `getattr` and `hasattr` of instances and classes whose attributes are where nothing is called to find them: in the map, or in the class as a value that
// is no descriptor. Everything else, and what to say of a missing one, is objspace's (descroperation.ts, types/type.ts).
import { TypeObject } from '../objspace/typeobject.ts';
import { unwrap, W_Object } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

/** There is no such attribute, and nobody else to be asked. */
export const MISSING = new W_Object(null!, null, null, [], 0);

/** The attribute; MISSING; undefined: not in this way. */
export function plainAttribute(space: PypySpace, o: Raw, name: Raw): Raw | undefined {
  if (!(o instanceof W_Object) || typeof name !== 'string') return undefined;
  const { type, v, map } = o;
  const { types } = space;
  if (v instanceof TypeObject) {
    if (type.slots.getattr !== types.type.slots.getattr || type.lookup(name) !== undefined) return undefined;
    const w_found = v.lookup(name);
    if (w_found === undefined) return MISSING;
    return space.type(w_found).slots.descrGet === null ? unwrap(w_found) : undefined;
  }
  if (type.slots.getattr !== types.object.slots.getattr || map === null || map.isDict) return undefined;
  const w_class = type.lookup(name);
  if (w_class !== undefined && space.type(w_class).slots.descrGet !== null) return undefined;
  const attribute = map.find(name);
  if (attribute !== undefined) return space.slotValue(o, attribute);
  return w_class === undefined ? MISSING : unwrap(w_class);
}
