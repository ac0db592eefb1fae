// Puts the object space together: every type object from the table at the foot of its file, the operations that `space.ts` leaves open,
// the module `builtins`. An engine calls, in this order, `bindOperations`, `makeTypes` (types exist, but are empty), then makes its
// singletons, then `fillTypes` and `makeBuiltinsModule`. Models CPython's _PyTypes_InitTypes (Objects/object.c) and pylifecycle.c.
import { BUILTIN_TYPE_NAMES, EXCEPTION_NAMES } from './builtin-types.ts';
import type { BuiltinTypeName } from './builtin-types.ts';
import * as operations from './descroperation.ts';
import { runNested } from './continuation.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import { bindRuntime, runtimeTypes } from './runtime-types.ts';
import { fillType, makeType, NewWrapper, reserveTypes, settleTypes } from './typedef.ts';
import type { TypeDefinition } from './typedef.ts';
import type { TypeObject } from './typeobject.ts';
import * as descriptors from './types/descriptors.ts';
import { propertyType } from './types/property.ts';
import { getstate, dirOfInstance, reduce } from './types/reduce.ts';
import { genericAlias, genericAliasIteratorType, genericAliasType } from './types/generic-alias.ts';
import { newUnion, unionType } from './types/union.ts';
import { BUILTIN_FUNCTIONS } from './modules/builtins.ts';
import { claimedClass, isInstanceReal, isSubclassReal } from './modules/instance-checks.ts';
import { decodeByCodec, encodeByCodec } from './modules/_codecs/registry.ts';
import { makeModule } from './modules/module-definition.ts';
import { warnNested, warnUnawaited } from './modules/warn.ts';
import { generatorHooks } from './types/generator.ts';
import { moduleOf } from './types/module.ts';
import { addNote, exceptionTypes } from './types/exceptions.ts';
import { cellType, functionType, methodType, newMethod } from './types/function.ts';
import { anextAwaitableType } from './types/anext-awaitable.ts';
import { SITE_BUILTINS, siteBuiltins } from './modules/site-builtins.ts';
import { objectType } from './types/object.ts';
import { iteratorTypes, sequenceIterator } from './types/iterators.ts';
import { listOfNested } from './types/collecting.ts';
import { dictType } from './types/dict.ts';
import { dictViewTypes } from './types/dict-views.ts';
import { listType } from './types/list.ts';
import { mappingProxyType, newMappingProxy, newTypeDict } from './types/mapping-proxy.ts';
import { rangeIteratorTypes, rangeType } from './types/range.ts';
import { frozensetType, setType } from './types/set.ts';
import { adjust, sliceType, unpackSliceNested } from './types/slice.ts';
import { tupleType } from './types/tuple.ts';
import { transformingIteratorTypes } from './types/transforming-iterators.ts';
import { intType } from './types/int.ts';
import { boolType } from './types/bool.ts';
import { floatType } from './types/float.ts';
import { complexType } from './types/complex.ts';
import { ellipsisType, noneType, notImplementedType } from './types/none.ts';
import { byteArrayIteratorType, byteArrayType } from './types/bytearray.ts';
import { bufferWrapperType } from './types/user-buffer.ts';
import { memoryIteratorType, memoryViewType } from './types/memoryview.ts';
import { bytesIteratorType, bytesType } from './types/bytes.ts';
import { strAsciiIteratorType, strIteratorType, strType } from './types/str.ts';
import { typeType } from './types/type.ts';

/** Bases before what derives from them; `object` and `type` first. */
const DEFINITIONS: readonly TypeDefinition[] = [
  objectType,
  typeType,
  descriptors.memberType,
  descriptors.getsetType,
  descriptors.methodDescriptorType,
  descriptors.wrapperDescriptorType,
  descriptors.classMethodDescriptorType,
  descriptors.builtinFunctionType,
  descriptors.methodWrapperType,
  descriptors.staticmethodType,
  descriptors.classmethodType,
  propertyType,
  descriptors.superType,
  functionType,
  methodType,
  cellType,
  strType,
  strIteratorType,
  bytesType,
  bytesIteratorType,
  byteArrayType,
  byteArrayIteratorType,
  bufferWrapperType,
  memoryViewType,
  memoryIteratorType,
  intType,
  boolType,
  floatType,
  complexType,
  noneType,
  notImplementedType,
  ellipsisType,
  strAsciiIteratorType,
  tupleType,
  listType,
  dictType,
  ...dictViewTypes,
  mappingProxyType,
  setType,
  frozensetType,
  rangeType,
  ...rangeIteratorTypes,
  sliceType,
  genericAliasType,
  genericAliasIteratorType,
  unionType,
  ...iteratorTypes.filter((d) => d.name !== strIteratorType.name && d.name !== bytesIteratorType.name),
  ...transformingIteratorTypes,
  anextAwaitableType,
  ...exceptionTypes,
  ...runtimeTypes,
];

/** A name in builtin-types.ts without a table yet: the type exists, instances can do what `object` can. */
function missingDefinitions(): TypeDefinition[] {
  const defined = new Set<BuiltinTypeName>(DEFINITIONS.map((d) => d.name));
  const BASES: Partial<Record<BuiltinTypeName, BuiltinTypeName>> = {
    bool: 'int',
    ExceptionGroup: 'BaseExceptionGroup',
  };
  return [...BUILTIN_TYPE_NAMES, ...EXCEPTION_NAMES]
    .filter((name) => !defined.has(name))
    .map((name) => ({ name, base: BASES[name], ownLayout: BASES[name] === undefined }));
}

const ALL_DEFINITIONS: readonly TypeDefinition[] = [...DEFINITIONS, ...missingDefinitions()];

/** Step 1: what `space.ts` leaves open. Needs no type. */
export function bindOperations(space: Space): void {
  // Operations of descroperation.ts take the space first.
  const bound =
    <Rest extends unknown[], R>(run: (space: Space, ...rest: Rest) => R) =>
    (...rest: Rest): R =>
      run(space, ...rest);
  space.truth = bound(operations.truth);
  space.getattr = bound(operations.getattr);
  space.getattrOr = bound(operations.getattrOr);
  space.genericGetattr = bound(operations.genericGetattr);
  space.callMethodObject = bound(operations.callMethodObject);
  space.repr = bound(operations.repr);
  space.str = bound(operations.str);
  space.equalNested = bound(operations.equalNested);
  space.isTrueNested = bound(operations.isTrueNested);
  space.encodeByCodec = bound(encodeByCodec);
  space.decodeByCodec = bound(decodeByCodec);
  space.newmethod = bound(newMethod);
  space.sequenceIterator = bound(sequenceIterator);
  space.newmappingproxy = bound(newMappingProxy);
  space.newtypedict = bound(newTypeDict);
  space.sliceNested = (w_slice, n) => adjust(unpackSliceNested(space, w_slice), n);
  space.genericAlias = bound(genericAlias);
  space.newunion = bound(newUnion);
  space.isInstanceReal = bound(isInstanceReal);
  space.isSubclassReal = bound(isSubclassReal);
  space.claimedClass = bound(claimedClass);
  space.dirOfInstance = bound(dirOfInstance);
  space.reduce = bound(reduce);
  space.getstate = bound(getstate);
  space.isAbstractMethodNested = (w_f) =>
    operations.attributeBesideType(space, w_f, '__isabstractmethod__') !== null &&
    operations.isTrueNested(
      space,
      runNested(space, () => operations.getattrOr(space, w_f, '__isabstractmethod__', space.w_False)),
    );
  space.listOfNested = bound(listOfNested);
  space.newstaticmethod = (w_f) => descriptors.newFunctionWrapper(space, space.types.staticmethod, w_f);
  space.newclassmethod = (w_f) => descriptors.newFunctionWrapper(space, space.types.classmethod, w_f);
  space.isSlotWrapper = (w) =>
    space.type(w) === space.types.wrapper_descriptor ||
    (space.type(w) === space.types.builtin_function_or_method && space.data(w) instanceof NewWrapper);
  space.unpackArguments = (args_w, w_kwargs) => unpackArguments(space, args_w, w_kwargs);
  space.addNote = (error, text) => {
    runNested(space, () => addNote(space, space.errorValue(error), space.newstr(text)));
  };
  space.hashOfInt = (w) => {
    // What fits a Py_ssize_t is taken as it is; larger ones are hashed as ints.
    const value = space.int_w(w);
    const fits = BigInt.asIntN(64, BigInt(value)) === BigInt(value);
    if (!fits) return space.types.int.slots.hash!(space, w);
    return space.newint(value === -1 ? -2 : value);
  };
  space.warnNested = (category, text) => warnNested(space, category, text);
  generatorHooks(space).warnUnawaited = warnUnawaited;
  bindRuntime(space);
  space.builtin = (name) => space.dictgetstr(space.w_builtins, name)!;
}

function unpackArguments(
  space: Space,
  args_w: readonly W[],
  w_kwargs: W,
): { args_w: W[]; names: string[] | null } {
  const all_w = [...args_w];
  if (space.dictlen(w_kwargs) === 0) return { args_w: all_w, names: null };
  const names: string[] = [];
  for (let entry = space.dictnext(w_kwargs, 0); entry; entry = space.dictnext(w_kwargs, entry.next)) {
    names.push(space.str_w(entry.w_key));
    all_w.push(entry.w_value);
  }
  return { args_w: all_w, names };
}

/** Step 2: all type objects, still without their dicts. */
export function makeTypes(space: Space): void {
  reserveTypes(space);
  for (const definition of ALL_DEFINITIONS) makeType(space, definition);
  for (const { name } of ALL_DEFINITIONS) space.newtype(space.types[name], space.types.type);
  settleTypes(space);
}

/** Step 3, when strings, None and instances can be made. */
export function fillTypes(space: Space): void {
  for (const definition of ALL_DEFINITIONS) fillType(space, space.types[definition.name], definition);
}

/** What CPython has in a module of its own, though builtin types say `builtins` of themselves. */
const HIDDEN = new Set<string>([
  'NoneType',
  'NotImplementedType',
  'ellipsis',
  'function',
  'method',
  'builtin_function_or_method',
  'method_descriptor',
  'wrapper_descriptor',
  'classmethod_descriptor',
  'getset_descriptor',
  'member_descriptor',
  'method-wrapper',
  'cell',
  'code',
  'frame',
  'traceback',
  'module',
  'generator',
  'coroutine',
  'async_generator',
  'mappingproxy',
]);

function isVisible(type: TypeObject): boolean {
  if (type.module !== 'builtins' || HIDDEN.has(type.name)) return false;
  return !/^(dict_|.*iterator$|line_|positions_|FrameLocals|anext_|coroutine_|async_generator_)/.test(
    type.name,
  );
}

/** Step 4, when there is a `sys`: the module `builtins`. */
export function makeBuiltinsModule(space: Space): W {
  const w_module = makeModule(space, {
    name: 'builtins',
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need the\nbuiltin object of that name to be used.",
    functions: BUILTIN_FUNCTIONS,
    values: () => ({
      None: space.w_None,
      Ellipsis: space.w_Ellipsis,
      NotImplemented: space.w_NotImplemented,
      False: space.w_False,
      True: space.w_True,
      __debug__: space.w_True,
    }),
  });
  const { w_dict } = moduleOf(space, w_module);
  space.w_builtinsModule = space.own(w_module);
  space.w_builtins = space.own(w_dict);
  for (const name of ['all', 'any']) space.commonConstants[name] = space.own(space.dictgetstr(w_dict, name)!);
  space.dictsetstr(space.w_modules, 'builtins', w_module);
  for (const { name } of ALL_DEFINITIONS) {
    const type = space.types[name];
    if (isVisible(type)) space.dictsetstr(w_dict, type.name, type.w_self);
  }
  for (const [name, w] of Object.entries(siteBuiltins(space))) space.dictsetstr(w_dict, name, w);
  space.dictsetstr(w_dict, 'EnvironmentError', space.types.OSError.w_self);
  space.dictsetstr(w_dict, 'IOError', space.types.OSError.w_self);
  return w_module;
}

/** When `space.host` is the run's. */
export function setBuiltinsOfRun(space: Space): void {
  const { optimize, no_site } = space.host.flags;
  if (optimize !== 0) space.dictsetstr(space.w_builtins, '__debug__', space.w_False);
  if (no_site !== 0) for (const name of SITE_BUILTINS) space.dictpop(space.w_builtins, space.newstr(name));
}
