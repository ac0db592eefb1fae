// `type Alias[T] = …`: typing.TypeAliasType, whose value is computed when first asked for (PEP 695). Models the second half of CPython's
// Objects/typevarobject.c.
import { andThen } from '../continuation.ts';
import { constructor } from '../constructor.ts';
import { repr } from '../descroperation.ts';
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { FunctionPayload } from './function.ts';
import { iterOfUnpack, LateValue, noDefault, TypeParameter, unpackTypeVarTuples } from './type-parameters.ts';
import { unionOfChecked } from './union.ts';

class TypeAlias extends Payload {
  readonly name: string;
  w_typeParams: W | null;
  readonly value = new LateValue();
  w_module: W | null = null;
  constructor(name: string, w_typeParams: W | null) {
    super();
    this.name = name;
    this.w_typeParams = w_typeParams;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_typeParams !== null) visit(this.w_typeParams);
    if (this.w_module !== null) visit(this.w_module);
    this.value.traverse(visit);
  }
  forget(): void {
    this.w_typeParams = this.w_module = null;
    this.value.forget();
  }
}

const aliasOf = (space: Space, w: W): TypeAlias => space.data(w) as TypeAlias;

/** TYPEALIAS of CALL_INTRINSIC_1: name, type parameters or None, function that computes the value. */
export function newTypeAlias(space: Space, w_name: W, w_typeParams: W, w_compute: W): W {
  const alias = new TypeAlias(
    space.str_w(w_name),
    space.is(w_typeParams, space.w_None) ? null : space.own(w_typeParams),
  );
  alias.value.w_evaluate = space.own(w_compute);
  return space.newobj(space.types['typing.TypeAliasType'], alias);
}

/** Parameters without a default come first. */
function checkParameters(space: Space, w_typeParams: W, then: () => W): W {
  if (!space.type(w_typeParams).isSubtype(space.types.tuple)) {
    throw raise(space, 'TypeError', 'type_params must be a tuple');
  }
  let defaultSeen = false;
  const unpackOrVariable = (w: W): TypeParameter | null => {
    const data = space.data(w);
    return data instanceof TypeParameter ? data : null;
  };
  for (const w of space.tuple_w(w_typeParams)) {
    const parameter = unpackOrVariable(w);
    if (parameter === null) {
      return andThen(space, space.top, repr(space, w), (w_text) => {
        throw raise(space, 'TypeError', `Expected a type param, got ${space.str_w(w_text)}`);
      });
    }
    const { w_value, w_evaluate } = parameter.default;
    const hasDefault = w_evaluate !== null || (w_value !== null && !space.is(w_value, noDefault(space)));
    if (defaultSeen && !hasDefault) {
      return andThen(space, space.top, repr(space, w), (w_text) => {
        throw raise(
          space,
          'TypeError',
          `non-default type parameter '${space.str_w(w_text)}' follows default type parameter`,
        );
      });
    }
    defaultSeen ||= hasDefault;
  }
  return then();
}

export const typeAliasType: TypeDefinition = {
  name: 'typing.TypeAliasType',
  isBase: false,
  hasWeakrefs: true,
  doc: 'Type alias.',
  slots: {
    new: constructor(
      'typealias',
      'name: str, value, *, type_params=NULL',
      (space, _type, name: string, w_value: W, w_given: W | undefined) => {
        const w_typeParams = w_given ?? space.newtuple([]);
        return checkParameters(space, w_typeParams, () => {
          const isGeneric = space.tuple_w(w_typeParams).length > 0;
          const alias = new TypeAlias(name, isGeneric ? space.own(w_typeParams) : null);
          alias.value.w_value = space.own(w_value);
          const w_module = space.currentModuleName();
          if (w_module !== null) alias.w_module = space.own(w_module);
          return space.newobj(space.types['typing.TypeAliasType'], alias);
        });
      },
    ),
    repr: (space, w) => space.newstr(aliasOf(space, w).name),
    iter: iterOfUnpack,
    or: (space, w_a, w_b) => unionOfChecked(space, [w_a, w_b]),
    getitem: (space, w, w_args) => {
      if (aliasOf(space, w).w_typeParams === null) {
        throw raise(space, 'TypeError', 'Only generic type aliases are subscriptable');
      }
      return space.genericAlias(w, w_args);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => aliasOf(space, w).name, { result: 'str' }),
  ],
  getset: {
    __name__: { get: (space, w) => space.newstr(aliasOf(space, w).name), member: true },
    __value__: { get: (space, w) => aliasOf(space, w).value.get(space, () => space.w_None) },
    __type_params__: { get: (space, w) => aliasOf(space, w).w_typeParams ?? space.newtuple([]) },
    __parameters__: {
      get: (space, w) =>
        unpackTypeVarTuples(
          space,
          aliasOf(space, w).w_typeParams ?? space.newtuple([]),
          (w_parameters) => w_parameters,
        ),
    },
    __module__: {
      get: (space, w) => {
        const { w_module, value } = aliasOf(space, w);
        if (w_module !== null) return w_module;
        if (value.w_evaluate === null || space.type(value.w_evaluate) !== space.types.function)
          return space.w_None;
        return (space.data(value.w_evaluate) as FunctionPayload).w_module ?? space.w_None;
      },
    },
    evaluate_value: { get: (space, w) => aliasOf(space, w).value.evaluator(space) },
  },
};
