// @inline-constants-from ../frontend/opcodes.ts Op
// `super().method(…)` without a bound method: the function goes on the stack with its receiver, found once for the class of the receiver. Models
// LOAD_SUPER_ATTR_METHOD of CPython 3.14. Everything else that `super()` can be asked for is objspace's.
import { Op } from '../frontend/opcodes.ts';
import { isMethodLike } from '../objspace/instructions/names.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { bodies, DONE } from './cold-ops.ts';
import type { PyFrame } from './frame.ts';
import { unwrap, W_Object } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';
import { cacheAt } from './specialize.ts';

/** What the classes behind `owner` in the receiver's MRO have by that name; null: no method, or there is more to it. */
function superMethod(space: PypySpace, f: PyFrame, owner: Raw, self: Raw, name: string): Raw | null {
  if (!(owner instanceof W_Object) || !(self instanceof W_Object)) return null;
  const { v } = owner;
  // A class may be the receiver itself, and stand for its instances.
  if (!(v instanceof TypeObject) || self.v instanceof TypeObject) return null;
  const { type } = self;
  const cache = cacheAt(f, f.pc);
  if (cache.version === type.version && cache.version2 === v.version) return cache.value;
  let found: Raw | null = null;
  if (type.isSubtype(v) && name !== '__class__') {
    const { mro } = type;
    for (let i = mro.indexOf(v) + 1; i < mro.length; i++) {
      const w_found = mro[i].dict.get(name);
      if (w_found === undefined) continue;
      if (isMethodLike(space, space.type(w_found))) found = unwrap(w_found);
      break;
    }
  }
  cache.version = type.version;
  cache.version2 = v.version;
  cache.value = found;
  return found;
}

const general = bodies[Op.LOAD_SUPER_ATTR];
bodies[Op.LOAD_SUPER_ATTR] = (space, f, S, sp, arg) => {
  if ((arg & 1) === 1 && S[sp - 3] === unwrap(space.types.super.w_self)) {
    const method = superMethod(space, f, S[sp - 2]!, S[sp - 1]!, f.code.names[arg >> 2]);
    if (method !== null) {
      S[sp - 3] = method;
      S[sp - 2] = S[sp - 1];
      f.sp = sp - 1;
      return DONE;
    }
  }
  return general(space, f, S, sp, arg);
};
