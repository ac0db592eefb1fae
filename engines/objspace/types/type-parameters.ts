// Type parameters: TypeVar, ParamSpec with its `args` and `kwargs`, TypeVarTuple; bounds, constraints and defaults are evaluated when first
// asked for (PEP 649, 695, 696). Models CPython's Objects/typevarobject.c; like it, substitution is the library's typing.py.
import { andThen } from '../continuation.ts';
import { constructor } from '../constructor.ts';
import { call, compare, repr } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { TextBuilder, concat } from '../../kernels/text.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { typeText } from './generic-alias.ts';
import { unionOfChecked } from './union.ts';

/** `annotationlib.Format`. */
const VALUE = 1;
const STRING = 4;

/** Calls a function of the library's `typing`. */
export function callTyping(space: Space, name: string, args_w: readonly W[]): W {
  const caller = space.top;
  const w_module = space.importname('typing', space.newdict(), space.newtuple([space.newstr(name)]), 0);
  return andThen(space, caller, w_module, (w) =>
    andThen(space, caller, space.getattr(w, name), (w_function) => call(space, w_function, args_w)),
  );
}

// --- values that are computed late

/** A value that may wait for its first use; both parts are owned. */
export class LateValue {
  w_value: W | null = null;
  w_evaluate: W | null = null;
  /** The value, evaluated now if it was not; `none` where there is neither. */
  get(space: Space, none: () => W): W {
    if (this.w_value !== null) return this.w_value;
    if (this.w_evaluate === null) return none();
    return andThen(space, space.top, call(space, this.w_evaluate, [space.newint(VALUE)]), (w) => {
      this.w_value ??= space.own(w);
      return w;
    });
  }
  /** What `evaluate_…` answers: the function, or one that answers the value. */
  evaluator(space: Space): W {
    if (this.w_evaluate !== null) return this.w_evaluate;
    return this.w_value === null ? space.w_None : newConstEvaluator(space, this.w_value);
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_value !== null) visit(this.w_value);
    if (this.w_evaluate !== null) visit(this.w_evaluate);
  }
  forget(): void {
    this.w_value = this.w_evaluate = null;
  }
}

class ConstEvaluator extends Payload {
  w_value: W;
  constructor(w_value: W) {
    super();
    this.w_value = w_value;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_value);
  }
  forget(): void {
    this.w_value = null as unknown as W;
  }
}

const newConstEvaluator = (space: Space, w_value: W): W =>
  space.newobj(space.types['_typing._ConstEvaluator'], new ConstEvaluator(space.own(w_value)));

/** The value as annotations in the form of text have it. */
function textOfValue(space: Space, w_value: W): W {
  if (space.type(w_value) !== space.types.tuple) return typeText(space, w_value, (w_text) => w_text);
  const items_w = space.tuple_w(w_value);
  const builder = new TextBuilder();
  builder.add('(');
  const from = (i: number): W => {
    if (i === items_w.length) {
      builder.add(items_w.length === 1 ? ',)' : ')');
      return space.newtext(builder.done());
    }
    if (i > 0) builder.add(', ');
    return typeText(space, items_w[i], (w_text) => {
      builder.add(space.text_w(w_text));
      return from(i + 1);
    });
  };
  return from(0);
}

export const constEvaluatorType: TypeDefinition = {
  name: '_typing._ConstEvaluator',
  isBase: false,
  doc: 'Internal type for implementing evaluation functions.',
  slots: {
    call: (space, w, args_w, names) => {
      if (args_w.length !== 1 || (names?.length ?? 0) > 0) {
        throw raise(
          space,
          'TypeError',
          `constevaluator.__call__() takes exactly 1 argument (${args_w.length} given)`,
        );
      }
      if (!space.type(args_w[0]).isSubtype(space.types.int)) {
        const got = space.type(args_w[0]).name;
        throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
      }
      const { w_value } = space.data(w) as ConstEvaluator;
      return space.int_w(args_w[0]) === STRING ? textOfValue(space, w_value) : w_value;
    },
    repr: (space, w) =>
      andThen(space, space.top, repr(space, (space.data(w) as ConstEvaluator).w_value), (w_text) =>
        space.newtext(concat(concat('<constevaluator ', space.text_w(w_text)), '>')),
      ),
  },
};

// --- what the three kinds share

type Variance = 'covariant' | 'contravariant' | 'inferred' | 'invariant';

export class TypeParameter extends Payload {
  readonly name: string;
  readonly variance: Variance;
  readonly bound = new LateValue();
  readonly constraints = new LateValue();
  readonly default = new LateValue();
  constructor(name: string, variance: Variance) {
    super();
    this.name = name;
    this.variance = variance;
  }
  traverse(visit: (w: W) => void): void {
    this.bound.traverse(visit);
    this.constraints.traverse(visit);
    this.default.traverse(visit);
  }
  forget(): void {
    this.bound.forget();
    this.constraints.forget();
    this.default.forget();
  }
}

const parameterOf = (space: Space, w: W): TypeParameter => space.data(w) as TypeParameter;

const NO_DEFAULT = new WeakMap<Space, W>();

class Nothing extends Payload {
  traverse(): void {}
  forget(): void {}
}

/** The singleton `typing.NoDefault`. */
export function noDefault(space: Space): W {
  let w = NO_DEFAULT.get(space);
  if (w === undefined) {
    w = space.own(space.newobj(space.types.NoDefaultType, new Nothing()));
    NO_DEFAULT.set(space, w);
  }
  return w;
}

export const noDefaultType: TypeDefinition = {
  name: 'NoDefaultType',
  isBase: false,
  doc: 'The type of the NoDefault singleton.',
  slots: {
    new: (space, _type, args_w) => {
      if (args_w.length > 0) throw raise(space, 'TypeError', 'NoDefaultType takes no arguments');
      return noDefault(space);
    },
    repr: (space) => space.newstr('typing.NoDefault'),
  },
  methods: [leaf('__reduce__', '$self, /', () => 'NoDefault', { result: 'str' })],
};

type ParameterTypeName = 'typing.TypeVar' | 'typing.ParamSpec' | 'typing.TypeVarTuple';

function make(space: Space, type: ParameterTypeName, parameter: TypeParameter): W {
  return space.newobj(space.types[type], parameter);
}

/** A parameter made by a call names the module of its caller. */
function withModule(space: Space, w_parameter: W): W {
  const w_module = space.currentModuleName();
  if (w_module !== null) space.setdictvalue(w_parameter, '__module__', w_module);
  return w_parameter;
}

function varianceOf(space: Space, covariant: boolean, contravariant: boolean, infer: boolean): Variance {
  if (covariant && contravariant) throw raise(space, 'ValueError', 'Bivariant types are not supported.');
  if (infer && (covariant || contravariant)) {
    throw raise(space, 'ValueError', 'Variance cannot be specified with infer_variance.');
  }
  return covariant ? 'covariant' : contravariant ? 'contravariant' : infer ? 'inferred' : 'invariant';
}

/** A bound, checked by the library where it is not None. */
function checkedBound(space: Space, w_bound: W, then: (w_bound: W | null) => W): W {
  if (space.is(w_bound, space.w_None)) return then(null);
  const args_w = [w_bound, space.newstr('Bound must be a type.')];
  return andThen(space, space.top, callTyping(space, '_type_check', args_w), then);
}

const SIGN: Readonly<Record<Variance, string>> = {
  covariant: '+',
  contravariant: '-',
  inferred: '',
  invariant: '~',
};

const flag = (variance: Variance): Getset => ({
  get: (space, w) => space.newbool(parameterOf(space, w).variance === variance),
  member: true,
});

const common: Record<string, Getset> = {
  __name__: { get: (space, w) => space.newstr(parameterOf(space, w).name), member: true },
  __default__: { get: (space, w) => parameterOf(space, w).default.get(space, () => noDefault(space)) },
  evaluate_default: { get: (space, w) => parameterOf(space, w).default.evaluator(space) },
};
const varianceFields: Record<string, Getset> = {
  __covariant__: flag('covariant'),
  __contravariant__: flag('contravariant'),
  __infer_variance__: flag('inferred'),
};

function commonMethods(type: string): BuiltinRow[] {
  return [
    leaf(
      'has_default',
      '$self, /',
      (space: Space, w: W) => {
        const { w_value, w_evaluate } = parameterOf(space, w).default;
        return w_evaluate !== null || (w_value !== null && !space.is(w_value, noDefault(space)));
      },
      { result: 'bool' },
    ),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => parameterOf(space, w).name, { result: 'str' }),
    cannotSubclass(type),
  ];
}

const cannotSubclass = (type: string): BuiltinRow =>
  leaf('__mro_entries__', '$self, object, /', (space: Space) => {
    throw raise(space, 'TypeError', `Cannot subclass an instance of ${type}`);
  });

const signedName = (space: Space, w: W): W => {
  const { variance, name } = parameterOf(space, w);
  return space.newstr(SIGN[variance] + name);
};

function setDefault(space: Space, parameter: TypeParameter, w_default: W | undefined): void {
  parameter.default.w_value = space.own(w_default ?? noDefault(space));
}

// --- TypeVar

/** `TypeVar.__typing_prepare_subst__`: one argument too few is made good by the default. */
function prepareTypeVar(space: Space, w: W, w_alias: W, w_args: W): W {
  const caller = space.top;
  return andThen(space, caller, space.getattr(w_alias, '__parameters__'), (w_parameters) => {
    const index = space.tuple_w(w_parameters).findIndex((w_other) => space.is(w_other, w));
    const args_w = space.tuple_w(w_args);
    const tooFew = (): W =>
      andThen(space, caller, space.str(w_alias), (w_text) => {
        throw raise(space, 'TypeError', `Too few arguments for ${space.str_w(w_text)}`);
      });
    if (index < args_w.length) return w_args;
    if (index > args_w.length) return tooFew();
    const w_default = parameterOf(space, w).default.get(space, () => noDefault(space));
    return andThen(space, caller, w_default, (w_got) =>
      space.is(w_got, noDefault(space)) ? tooFew() : space.newtuple([...args_w, w_got]),
    );
  });
}

export const typeVarType: TypeDefinition = {
  name: 'typing.TypeVar',
  isBase: false,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'Type variable.',
  slots: {
    new: constructor(
      'typevar',
      'name: str, *constraints, bound=None, default=NULL, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False',
      (
        space,
        _type,
        name: string,
        constraints_w: W[],
        w_bound: W,
        w_default: W | undefined,
        covariant: boolean,
        contravariant: boolean,
        infer: boolean,
      ) => {
        const parameter = new TypeParameter(name, varianceOf(space, covariant, contravariant, infer));
        return checkedBound(space, w_bound, (w_checked) => {
          if (constraints_w.length === 1)
            throw raise(space, 'TypeError', 'A single constraint is not allowed');
          if (constraints_w.length > 0) {
            if (w_checked !== null) {
              throw raise(space, 'TypeError', 'Constraints cannot be combined with bound=...');
            }
            parameter.constraints.w_value = space.own(space.newtuple(constraints_w));
          }
          if (w_checked !== null) parameter.bound.w_value = space.own(w_checked);
          setDefault(space, parameter, w_default);
          return withModule(space, make(space, 'typing.TypeVar', parameter));
        });
      },
    ),
    repr: signedName,
    or: (space, w_a, w_b) => unionOfChecked(space, [w_a, w_b]),
  },
  methods: [
    ...commonMethods('TypeVar'),
    resumable('__typing_subst__', '$self, arg, /', (space: Space, w: W, w_arg: W) =>
      callTyping(space, '_typevar_subst', [w, w_arg]),
    ),
    resumable('__typing_prepare_subst__', '$self, alias, args, /', prepareTypeVar),
  ],
  getset: {
    ...common,
    ...varianceFields,
    __bound__: { get: (space, w) => parameterOf(space, w).bound.get(space, () => space.w_None) },
    __constraints__: {
      get: (space, w) => parameterOf(space, w).constraints.get(space, () => space.newtuple([])),
    },
    evaluate_bound: { get: (space, w) => parameterOf(space, w).bound.evaluator(space) },
    evaluate_constraints: { get: (space, w) => parameterOf(space, w).constraints.evaluator(space) },
  },
  constants: (space) => ({ __module__: space.newstr('typing') }),
};

// --- ParamSpec

class ParamSpecPart extends Payload {
  w_origin: W;
  constructor(w_origin: W) {
    super();
    this.w_origin = w_origin;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_origin);
  }
  forget(): void {
    this.w_origin = null as unknown as W;
  }
}

type PartTypeName = 'typing.ParamSpecArgs' | 'typing.ParamSpecKwargs';

const newPart = (space: Space, type: PartTypeName, w_origin: W): W =>
  space.newobj(space.types[type], new ParamSpecPart(space.own(w_origin)));

function partType(type: PartTypeName, attribute: 'args' | 'kwargs'): TypeDefinition {
  const name = type.slice('typing.'.length);
  return {
    name: type,
    isBase: false,
    hasWeakrefs: true,
    doc: `The ${attribute} for a ParamSpec object.`,
    slots: {
      new: constructor(name.toLowerCase(), 'origin', (space, _type, w_origin: W) =>
        newPart(space, type, w_origin),
      ),
      repr: (space, w) => {
        const { w_origin } = space.data(w) as ParamSpecPart;
        if (space.type(w_origin) === space.types['typing.ParamSpec']) {
          return space.newstr(`${parameterOf(space, w_origin).name}.${attribute}`);
        }
        return andThen(space, space.top, repr(space, w_origin), (w_text) =>
          space.newtext(concat(space.text_w(w_text), `.${attribute}`)),
        );
      },
      compare: (space, w_a, w_b, op) => {
        if ((op !== EQ && op !== NE) || space.type(w_b) !== space.types[type]) return space.w_NotImplemented;
        const originOf = (w: W): W => (space.data(w) as ParamSpecPart).w_origin;
        return compare(space, originOf(w_a), originOf(w_b), op);
      },
    },
    unhashable: true,
    methods: [cannotSubclass(name)],
    getset: { __origin__: { get: (space, w) => (space.data(w) as ParamSpecPart).w_origin, member: true } },
    constants: (space) => ({ __module__: space.newstr('typing') }),
  };
}

export const paramSpecArgsType = partType('typing.ParamSpecArgs', 'args');
export const paramSpecKwargsType = partType('typing.ParamSpecKwargs', 'kwargs');

export const paramSpecType: TypeDefinition = {
  name: 'typing.ParamSpec',
  isBase: false,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'Parameter specification variable.',
  slots: {
    new: constructor(
      'paramspec',
      'name: str, *, bound=None, default=NULL, covariant: bool = False, contravariant: bool = False, infer_variance: bool = False',
      (
        space,
        _type,
        name: string,
        w_bound: W,
        w_default: W | undefined,
        covariant: boolean,
        contravariant: boolean,
        infer: boolean,
      ) => {
        const parameter = new TypeParameter(name, varianceOf(space, covariant, contravariant, infer));
        const args_w = [w_bound, space.newstr('Bound must be a type.')];
        return andThen(space, space.top, callTyping(space, '_type_check', args_w), (w_checked) => {
          parameter.bound.w_value = space.own(w_checked);
          setDefault(space, parameter, w_default);
          return withModule(space, make(space, 'typing.ParamSpec', parameter));
        });
      },
    ),
    repr: signedName,
    or: (space, w_a, w_b) => unionOfChecked(space, [w_a, w_b]),
  },
  methods: [
    ...commonMethods('ParamSpec'),
    resumable('__typing_subst__', '$self, arg, /', (space: Space, w: W, w_arg: W) =>
      callTyping(space, '_paramspec_subst', [w, w_arg]),
    ),
    resumable(
      '__typing_prepare_subst__',
      '$self, alias, args, /',
      (space: Space, w: W, w_alias: W, w_args: W) =>
        callTyping(space, '_paramspec_prepare_subst', [w, w_alias, w_args]),
    ),
  ],
  getset: {
    ...common,
    ...varianceFields,
    __bound__: { get: (space, w) => parameterOf(space, w).bound.w_value ?? space.w_None, member: true },
    args: {
      get: (space, w) => newPart(space, 'typing.ParamSpecArgs', w),
      doc: 'Represents positional arguments.',
    },
    kwargs: {
      get: (space, w) => newPart(space, 'typing.ParamSpecKwargs', w),
      doc: 'Represents keyword arguments.',
    },
  },
  constants: (space) => ({ __module__: space.newstr('typing') }),
};

// --- TypeVarTuple

/** `Unpack[x]` of the library. */
export function unpackOf(space: Space, w: W): W {
  const caller = space.top;
  const w_names = space.newtuple([space.newstr('Unpack')]);
  const w_module = space.importname('typing', space.newdict(), w_names, 0);
  return andThen(space, caller, w_module, (w_typing) =>
    andThen(space, caller, space.getattr(w_typing, 'Unpack'), (w_unpack) =>
      space.type(w_unpack).slots.getitem!(space, w_unpack, w),
    ),
  );
}

/** `iter` of what a star unpacks in a type: the one item `Unpack[x]`. */
export const iterOfUnpack = (space: Space, w: W): W =>
  andThen(space, space.top, unpackOf(space, w), (w_unpacked) => {
    const w_tuple = space.newtuple([w_unpacked]);
    return space.types.tuple.slots.iter!(space, w_tuple);
  });

export const typeVarTupleType: TypeDefinition = {
  name: 'typing.TypeVarTuple',
  isBase: false,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'Type variable tuple. A specialized form of type variable that enables\nvariadic generics.',
  slots: {
    new: constructor(
      'typevartuple',
      'name: str, *, default=NULL',
      (space, _type, name: string, w_default: W | undefined) => {
        const parameter = new TypeParameter(name, 'invariant');
        setDefault(space, parameter, w_default);
        return withModule(space, make(space, 'typing.TypeVarTuple', parameter));
      },
    ),
    repr: (space, w) => space.newstr(parameterOf(space, w).name),
    iter: iterOfUnpack,
  },
  methods: [
    ...commonMethods('TypeVarTuple'),
    leaf('__typing_subst__', '$self, arg, /', (space: Space) => {
      throw raise(space, 'TypeError', 'Substitution of bare TypeVarTuple is not supported');
    }),
    resumable(
      '__typing_prepare_subst__',
      '$self, alias, args, /',
      (space: Space, w: W, w_alias: W, w_args: W) =>
        callTyping(space, '_typevartuple_prepare_subst', [w, w_alias, w_args]),
    ),
  ],
  getset: common,
  constants: (space) => ({ __module__: space.newstr('typing') }),
};

// --- what the compiler makes (CALL_INTRINSIC_1 and _2)

export function newTypeParameter(
  space: Space,
  type: ParameterTypeName,
  w_name: W,
  w_evaluateBound: W | null = null,
  w_evaluateConstraints: W | null = null,
): W {
  const parameter = new TypeParameter(space.str_w(w_name), 'inferred');
  if (w_evaluateBound !== null) parameter.bound.w_evaluate = space.own(w_evaluateBound);
  if (w_evaluateConstraints !== null) parameter.constraints.w_evaluate = space.own(w_evaluateConstraints);
  return make(space, type, parameter);
}

export function setTypeParameterDefault(space: Space, w_parameter: W, w_evaluate: W): W {
  parameterOf(space, w_parameter).default.w_evaluate = space.own(w_evaluate);
  return w_parameter;
}

/** Where a TypeVarTuple stands among parameters, its `Unpack` stands in the arguments. */
export function unpackTypeVarTuples(space: Space, w_parameters: W, then: (w_parameters: W) => W): W {
  const parameters_w = space.tuple_w(w_parameters);
  const tupleType = space.types['typing.TypeVarTuple'];
  if (!parameters_w.some((w) => space.type(w) === tupleType)) return then(w_parameters);
  const new_w: W[] = [];
  const from = (i: number): W => {
    if (i === parameters_w.length) return then(space.newtuple(new_w));
    const caller = space.top;
    const w_unpacked =
      space.type(parameters_w[i]) === tupleType ? unpackOf(space, parameters_w[i]) : parameters_w[i];
    return andThen(space, caller, w_unpacked, (w) => {
      new_w.push(w);
      return from(i + 1);
    });
  };
  return from(0);
}
