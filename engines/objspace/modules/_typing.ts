// The module `_typing`: type parameters, aliases, `Generic`, `NoDefault`, on which the library's typing.py stands. Models CPython's
// Modules/_typingmodule.c and the intrinsics of Python/intrinsics.c that make type parameters.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { newTypeAlias, typeAliasType } from '../types/type-alias.ts';
import {
  callTyping,
  constEvaluatorType,
  newTypeParameter,
  noDefault,
  noDefaultType,
  paramSpecArgsType,
  paramSpecKwargsType,
  paramSpecType,
  typeVarTupleType,
  typeVarType,
  unpackTypeVarTuples,
} from '../types/type-parameters.ts';
import { defineTypes } from './module-definition.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Calls a function of typing.py with the class and the arguments of a class method. */
function ofLibrary(name: string) {
  return (space: Space, w_class: W, args_w: W[], w_kwargs: W): W => {
    const caller = space.top;
    const w_module = space.importname('typing', space.newdict(), space.newtuple([space.newstr(name)]), 0);
    return andThen(space, caller, w_module, (w_typing) =>
      andThen(space, caller, space.getattr(w_typing, name), (w_function) => {
        const given = space.unpackArguments([w_class, ...args_w], w_kwargs);
        return call(space, w_function, given.args_w, given.names);
      }),
    );
  };
}

const genericType: TypeDefinition = {
  name: 'typing.Generic',
  doc: 'Abstract base class for generic types.',
  classMethods: [
    resumable('__class_getitem__', '$cls, *args, **kwargs', ofLibrary('_generic_class_getitem')),
    resumable('__init_subclass__', '$cls, *args, **kwargs', ofLibrary('_generic_init_subclass')),
  ],
  constants: (space) => ({ __module__: space.newstr('typing') }),
};

const TYPES: readonly TypeDefinition[] = [
  constEvaluatorType,
  noDefaultType,
  typeVarType,
  paramSpecType,
  paramSpecArgsType,
  paramSpecKwargsType,
  typeVarTupleType,
  typeAliasType,
  genericType,
];

/** The intrinsics of type parameters: the types are there even where nobody imported `typing`. */
export const typeParameterIntrinsics = {
  parameter(space: Space, kind: 'TypeVar' | 'ParamSpec' | 'TypeVarTuple', w_name: W): W {
    defineTypes(space, TYPES);
    return newTypeParameter(space, `typing.${kind}`, w_name);
  },
  typeVarWithBound(space: Space, w_name: W, w_evaluate: W): W {
    defineTypes(space, TYPES);
    return newTypeParameter(space, 'typing.TypeVar', w_name, w_evaluate);
  },
  typeVarWithConstraints(space: Space, w_name: W, w_evaluate: W): W {
    defineTypes(space, TYPES);
    return newTypeParameter(space, 'typing.TypeVar', w_name, null, w_evaluate);
  },
  alias(space: Space, w_parts: W): W {
    defineTypes(space, TYPES);
    const [w_name, w_typeParams, w_compute] = space.tuple_w(w_parts);
    return newTypeAlias(space, w_name, w_typeParams, w_compute);
  },
  /** `Generic[T, …]` as a base. */
  subscriptGeneric(space: Space, w_parameters: W): W {
    return unpackTypeVarTuples(space, w_parameters, (w_unpacked) =>
      callTyping(space, '_GenericAlias', [space.types['typing.Generic'].w_self, w_unpacked]),
    );
  },
};

export const typingModule: ModuleDefinition = {
  name: '_typing',
  doc: 'Primitives and accelerators for the typing module.\n',
  functions: [leaf('_idfunc', 'x, /', (_space: Space, w: W) => w)],
  types: TYPES,
  hidden: ['_typing._ConstEvaluator', 'NoDefaultType'],
  values: (space) => ({
    NoDefault: noDefault(space),
    Union: space.types['typing.Union'].w_self,
  }),
};
