// How keys of a type are told apart in dicts and sets: by what their value on the host is equal to, by identity, or by an equality and a hash of
// their own. Kept with the class for as long as its version stays.
import type { TypeObject } from '../objspace/typeobject.ts';
import { sharedKeys } from './shared-keys.ts';
import type { CpythonSpace } from './space.ts';

export const VALUE = 1;
export const IDENTITY = 2;
export const BY_HASH = 3;

export function keyKind(space: CpythonSpace, type: TypeObject): number {
  const known = sharedKeys(type);
  if (known.kindVersion !== type.version) {
    known.kind = findKind(space, type);
    known.kindVersion = type.version;
  }
  return known.kind;
}

function findKind({ types }: CpythonSpace, type: TypeObject): number {
  const { compare, hash } = type.slots;
  if (compare === types.object.slots.compare && hash === types.object.slots.hash) return IDENTITY;
  if (types.type && compare === types.type.slots.compare && hash === types.type.slots.hash) return IDENTITY;
  for (const base of [types.str, types.int, types.float, types.bytes, types.tuple]) {
    if (base && type.isSubtype(base) && compare === base.slots.compare && hash === base.slots.hash)
      return VALUE;
  }
  return BY_HASH;
}
