// `__basicsize__`, `__itemsize__`, `__dictoffset__`, `__weakrefoffset__` of builtin types, as a 64-bit CPython answers them (taken from a
// native 3.13; the wasm oracle is a 32-bit one). What is not listed is as large as an object with one field.
import type { TypeObject } from '../typeobject.ts';

type Sizes = readonly [basic: number, item: number, dict: number, weakrefs: number];

// prettier-ignore
const SIZES: Readonly<Record<string, Sizes>> = {
  bool: [24, 4, 0, 0],
  memoryview: [144, 8, 0, 136],
  bytearray: [56, 0, 0, 0],
  bytes: [33, 1, 0, 0],
  classmethod: [32, 0, 24, 0],
  complex: [32, 0, 0, 0],
  dict: [48, 0, 0, 0],
  enumerate: [56, 0, 0, 0],
  filter: [32, 0, 0, 0],
  float: [24, 0, 0, 0],
  frozenset: [200, 0, 0, 192],
  property: [64, 0, 0, 0],
  int: [24, 4, 0, 0],
  list: [40, 0, 0, 0],
  map: [32, 0, 0, 0],
  object: [16, 0, 0, 0],
  range: [48, 0, 0, 0],
  reversed: [32, 0, 0, 0],
  set: [200, 0, 0, 192],
  slice: [40, 0, 0, 0],
  staticmethod: [32, 0, 24, 0],
  str: [64, 0, 0, 0],
  super: [40, 0, 0, 0],
  tuple: [24, 8, 0, 0],
  type: [928, 40, 264, 368],
  zip: [48, 0, 0, 0],
  function: [144, 0, 88, 96],
  code: [200, 2, 0, 144],
  mappingproxy: [24, 0, 0, 0],
  'types.SimpleNamespace': [24, 0, 16, 0],
  cell: [24, 0, 0, 0],
  generator: [144, 8, 0, 16],
  coroutine: [144, 8, 0, 16],
  async_generator: [144, 8, 0, 16],
  method: [48, 0, 0, 32],
  builtin_function_or_method: [56, 0, 0, 40],
  wrapper_descriptor: [56, 0, 0, 0],
  'method-wrapper': [32, 0, 0, 0],
  method_descriptor: [56, 0, 0, 0],
  classmethod_descriptor: [56, 0, 0, 0],
  module: [56, 0, 16, 40],
  traceback: [40, 0, 0, 0],
  frame: [136, 8, 0, 0],
  getset_descriptor: [48, 0, 0, 0],
  member_descriptor: [48, 0, 0, 0],
  'types.GenericAlias': [64, 0, 0, 40],
  'typing.Union': [48, 0, 0, 40],
  ellipsis: [16, 0, 0, 0],
  NoneType: [16, 0, 0, 0],
  NotImplementedType: [16, 0, 0, 0],
  list_iterator: [32, 0, 0, 0],
  tuple_iterator: [32, 0, 0, 0],
  str_ascii_iterator: [32, 0, 0, 0],
  dict_keyiterator: [56, 0, 0, 0],
  set_iterator: [48, 0, 0, 0],
  range_iterator: [40, 0, 0, 0],
  list_reverseiterator: [32, 0, 0, 0],
  bytes_iterator: [32, 0, 0, 0],
  bytearray_iterator: [32, 0, 0, 0],
  dict_keys: [24, 0, 0, 0],
  dict_values: [24, 0, 0, 0],
  dict_items: [24, 0, 0, 0],
  dict_reversekeyiterator: [56, 0, 0, 0],
  dict_valueiterator: [56, 0, 0, 0],
  dict_itemiterator: [56, 0, 0, 0],
  'weakref.ReferenceType': [64, 0, 0, 0],
  callable_iterator: [32, 0, 0, 0],
  memory_iterator: [48, 0, 0, 0],
  'weakref.ProxyType': [64, 0, 0, 0],
  'weakref.CallableProxyType': [64, 0, 0, 0],
};

/** Exceptions: those with fields of their own, by the class that adds them. */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  BaseException: 72,
  BaseExceptionGroup: 88,
  SystemExit: 80,
  AttributeError: 88,
  ImportError: 104,
  NameError: 80,
  OSError: 112,
  StopIteration: 80,
  SyntaxError: 136,
  UnicodeDecodeError: 112,
  UnicodeEncodeError: 112,
  UnicodeTranslateError: 112,
};

const UNLISTED: Sizes = [24, 0, 0, 0];

const known = new WeakMap<TypeObject, Sizes>();

/** Asked for each class that is made. */
function builtinSizes(type: TypeObject): Sizes {
  let sizes = known.get(type);
  if (sizes === undefined) known.set(type, (sizes = findSizes(type)));
  return sizes;
}

function findSizes(type: TypeObject): Sizes {
  for (const t of type.mro) {
    const basic = EXCEPTIONS[t.name];
    if (basic !== undefined) return [basic, 0, 16, 0];
  }
  const key = type.module === 'builtins' ? type.qualname : `${type.module}.${type.qualname}`;
  return SIZES[key] ?? UNLISTED;
}

/** A class of the program: its base's, a pointer for each slot; its dict and its weak references lie in front (-1, -32). */
export function sizesOf(type: TypeObject): Sizes {
  if (!type.isHeap) return builtinSizes(type);
  let builtin = type;
  while (builtin.isHeap) builtin = builtin.base!;
  const [basic, item, dict, weakrefs] = builtinSizes(builtin);
  return [
    basic + 8 * type.slotCount,
    item,
    dict !== 0 ? dict : type.hasDict ? -1 : 0,
    weakrefs !== 0 ? weakrefs : type.hasWeakrefs ? -32 : 0,
  ];
}
