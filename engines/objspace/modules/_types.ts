// The module `_types`: the builtin types that have no name in `builtins`, by those that the module `types` gives them. Models CPython's
// Modules/_typesmodule.c.
import type { BuiltinTypeName } from '../builtin-types.ts';
import type { W } from '../object.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** What native extensions hand pointers on in; nothing here makes one. */
const capsuleType: TypeDefinition = {
  name: 'PyCapsule',
  isBase: false,
  doc: 'A pointer of native code, with a name, for other native code.',
};

const NAMES: Readonly<Record<string, BuiltinTypeName>> = {
  AsyncGeneratorType: 'async_generator',
  BuiltinFunctionType: 'builtin_function_or_method',
  BuiltinMethodType: 'builtin_function_or_method',
  CapsuleType: 'PyCapsule',
  CellType: 'cell',
  ClassMethodDescriptorType: 'classmethod_descriptor',
  CodeType: 'code',
  CoroutineType: 'coroutine',
  EllipsisType: 'ellipsis',
  FrameType: 'frame',
  FunctionType: 'function',
  GeneratorType: 'generator',
  GenericAlias: 'types.GenericAlias',
  GetSetDescriptorType: 'getset_descriptor',
  LambdaType: 'function',
  MappingProxyType: 'mappingproxy',
  MemberDescriptorType: 'member_descriptor',
  MethodDescriptorType: 'method_descriptor',
  MethodType: 'method',
  MethodWrapperType: 'method-wrapper',
  ModuleType: 'module',
  NoneType: 'NoneType',
  NotImplementedType: 'NotImplementedType',
  SimpleNamespace: 'types.SimpleNamespace',
  TracebackType: 'traceback',
  UnionType: 'typing.Union',
  WrapperDescriptorType: 'wrapper_descriptor',
};

export const typesModule: ModuleDefinition = {
  name: '_types',
  doc: 'The builtin types that have no name in builtins.',
  types: [capsuleType],
  hidden: ['PyCapsule'],
  values: (space) => {
    const values: Record<string, W> = {};
    for (const name in NAMES) values[name] = space.types[NAMES[name]].w_self;
    return values;
  },
};
