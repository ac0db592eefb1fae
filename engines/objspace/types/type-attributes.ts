// Attributes of classes beyond name and bases: annotations computed when first asked for (PEP 649), type parameters, flags, sizes. Models the
// later part of type_getsets in CPython's Objects/typeobject.c.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { sizesOf } from './type-sizes.ts';

const typeOf = (space: Space, w: W): TypeObject => space.data(w) as TypeObject;

function put(space: Space, type: TypeObject, name: string, w_value: W | null): void {
  const w_old = type.dict.get(name);
  if (w_value === null) type.dict.delete(name);
  else type.dict.set(name, space.own(w_value));
  if (w_old !== undefined) space.drop(w_old);
  if (w_old !== undefined || w_value !== null) type.modified();
}

function checkMutable(space: Space, type: TypeObject, name: string): void {
  if (type.isHeap) return;
  throw raise(space, 'TypeError', `cannot set '${name}' attribute of immutable type '${type.name}'`);
}

function noAttribute(space: Space, type: TypeObject, name: string): never {
  throw raise(space, 'AttributeError', `type object '${type.name}' has no attribute '${name}'`);
}

/** What lies in a class's dict under `name`, bound where it is a descriptor. */
function bound(space: Space, type: TypeObject, w: W): W {
  const get = space.type(w).slots.descrGet;
  return get === null ? w : get(space, w, null, type.w_self);
}

function getAnnotate(space: Space, w_type: W): W {
  const type = typeOf(space, w_type);
  if (!type.isHeap) noAttribute(space, type, '__annotate__');
  const w = type.dict.get('__annotate_func__') ?? type.dict.get('__annotate__');
  if (w !== undefined) return bound(space, type, w);
  put(space, type, '__annotate_func__', space.w_None);
  return space.w_None;
}

const annotate: Getset = {
  get: getAnnotate,
  set: (space, w_type, w_value) => {
    const type = typeOf(space, w_type);
    if (w_value === null) throw raise(space, 'TypeError', 'cannot delete __annotate__ attribute');
    checkMutable(space, type, '__annotate__');
    const isNone = space.is(w_value, space.w_None);
    if (!isNone && space.type(w_value).slots.call === null) {
      throw raise(space, 'TypeError', '__annotate__ must be callable or None');
    }
    put(space, type, '__annotate_func__', w_value);
    if (!isNone) put(space, type, '__annotations_cache__', null);
  },
};

const annotations: Getset = {
  get: (space, w_type) => {
    const type = typeOf(space, w_type);
    if (!type.isHeap) noAttribute(space, type, '__annotations__');
    const w = type.dict.get('__annotations__') ?? type.dict.get('__annotations_cache__');
    if (w !== undefined) return bound(space, type, w);
    const caller = space.top;
    const keep = (w_dict: W): W => {
      put(space, type, '__annotations_cache__', w_dict);
      return w_dict;
    };
    return andThen(space, caller, getAnnotate(space, w_type), (w_annotate) => {
      if (space.type(w_annotate).slots.call === null) return keep(space.newdict());
      return andThen(space, caller, call(space, w_annotate, [space.newint(1)]), (w_dict) => {
        if (space.type(w_dict).isSubtype(space.types.dict)) return keep(w_dict);
        const got = space.type(w_dict).name;
        throw raise(space, 'TypeError', `__annotate__ returned non-dict of type '${got}'`);
      });
    });
  },
  set: (space, w_type, w_value) => {
    const type = typeOf(space, w_type);
    checkMutable(space, type, '__annotations__');
    if (w_value === null) {
      if (!type.dict.has('__annotations__') && !type.dict.has('__annotations_cache__')) {
        throw raise(space, 'AttributeError', '__annotations__');
      }
      put(space, type, '__annotations__', null);
      put(space, type, '__annotations_cache__', null);
    } else {
      const key = type.dict.has('__annotations__') ? '__annotations__' : '__annotations_cache__';
      put(space, type, key, w_value);
    }
    put(space, type, '__annotate_func__', null);
    put(space, type, '__annotate__', null);
  },
};

const typeParams: Getset = {
  // The entry of `type` itself is this very descriptor.
  get: (space, w_type) => {
    const w_found = typeOf(space, w_type).dict.get('__type_params__');
    return w_found === undefined || w_type === space.types.type.w_self ? space.newtuple([]) : w_found;
  },
  set: (space, w_type, w_value) => {
    const type = typeOf(space, w_type);
    if (w_value === null) {
      const text = `cannot delete '__type_params__' attribute of immutable type '${type.name}'`;
      throw raise(space, 'TypeError', text);
    }
    checkMutable(space, type, '__type_params__');
    put(space, type, '__type_params__', w_value);
  },
};

/** Bits of `tp_flags` (Include/object.h) that programs ask for. */
const Flag = {
  STATIC: 1 << 1,
  INLINE_VALUES: 1 << 2,
  MANAGED_WEAKREF: 1 << 3,
  MANAGED_DICT: 1 << 4,
  SEQUENCE: 1 << 5,
  MAPPING: 1 << 6,
  NO_INSTANTIATION: 1 << 7,
  IMMUTABLE: 1 << 8,
  HEAP: 1 << 9,
  BASE: 1 << 10,
  VECTORCALL: 1 << 11,
  READY: 1 << 12,
  GC: 1 << 14,
  METHOD_DESCRIPTOR: 1 << 17,
  ABSTRACT: 1 << 20,
  MATCH_SELF: 1 << 22,
  ITEMS_AT_END: 1 << 23,
} as const;

/** Builtin types that hold no references: not collected. */
const WITHOUT_GC =
  'object int bool float complex str bytes bytearray NoneType NotImplementedType ellipsis range code'.split(
    ' ',
  );
const CALLED_DIRECTLY = 'type function method method_descriptor builtin_function_or_method'.split(' ');
const METHOD_LIKE = 'function method_descriptor wrapper_descriptor'.split(' ');
const MATCHED_THEMSELVES = 'bool bytearray bytes dict float frozenset int list set str tuple'.split(' ');
/** Flags by which C code tells subclasses of these apart: bits 24 to 31. */
const FAST_SUBCLASSES = ['int', 'list', 'tuple', 'bytes', 'str', 'dict', 'BaseException', 'type'];

function flagsOf(space: Space, type: TypeObject): number {
  let flags: number = Flag.READY;
  const is = (names: readonly string[]): boolean => type.module === 'builtins' && names.includes(type.name);
  const derives = (names: readonly string[]): boolean =>
    type.mro.some((t) => !t.isHeap && t.module === 'builtins' && names.includes(t.name));
  if (type.isHeap) {
    flags |= Flag.HEAP;
    const inherited = sizesOf(type.mro.find((t) => !t.isHeap) ?? type);
    if (type.hasDict && inherited[2] === 0) {
      flags |= Flag.MANAGED_DICT;
      if (inherited[1] === 0) flags |= Flag.INLINE_VALUES;
    }
    if (type.hasWeakrefs && inherited[3] === 0) flags |= Flag.MANAGED_WEAKREF;
  } else {
    flags |= Flag.STATIC | Flag.IMMUTABLE;
    if (
      type.slots.new === null ||
      (type.base !== null && type.slots.new === space.types.object.slots.new && !type.isBase)
    ) {
      flags |= Flag.NO_INSTANTIATION;
    }
  }
  if (type.isBase) flags |= Flag.BASE;
  if (type.isHeap || !is(WITHOUT_GC)) flags |= Flag.GC;
  if (is(CALLED_DIRECTLY)) flags |= Flag.VECTORCALL;
  if (is(METHOD_LIKE)) flags |= Flag.METHOD_DESCRIPTOR;
  if (type.mro.some((t) => t.isSequence)) flags |= Flag.SEQUENCE;
  if (type.mro.some((t) => t.isMapping)) flags |= Flag.MAPPING;
  if (type.isAbstract) flags |= Flag.ABSTRACT;
  if (derives(MATCHED_THEMSELVES)) flags |= Flag.MATCH_SELF;
  if (derives(['type'])) flags |= Flag.ITEMS_AT_END;
  FAST_SUBCLASSES.forEach((name, i) => {
    if (derives([name])) flags |= 1 << (24 + i);
  });
  return flags >>> 0;
}

const size = (i: 0 | 1 | 2 | 3): Getset => ({
  get: (space, w_type) => space.newint(sizesOf(typeOf(space, w_type))[i]),
  member: true,
});

export const typeAttributes: Readonly<Record<string, Getset>> = {
  __annotate__: annotate,
  __annotations__: annotations,
  __type_params__: typeParams,
  __flags__: { get: (space, w_type) => space.newint(flagsOf(space, typeOf(space, w_type))), member: true },
  __basicsize__: size(0),
  __itemsize__: size(1),
  __dictoffset__: size(2),
  __weakrefoffset__: size(3),
};
