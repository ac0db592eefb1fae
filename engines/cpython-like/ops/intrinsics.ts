// @inline-constants-from ../../frontend/opcodes.ts Op
// Functions that only the compiler calls. Models Python/intrinsics.c.
import { CommonConstant, Intrinsic1, Intrinsic2, Op, commonConstants } from '../../frontend/opcodes.ts';
import { call, unary } from '../../objspace/descroperation.ts';
import { Unsupported } from '../../objspace/error.ts';
import { typeParameterIntrinsics } from '../../objspace/modules/_typing.ts';
import type { W } from '../../objspace/object.ts';
import { prepareReraise } from '../../objspace/types/exception-group.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { stopIterationError } from '../../objspace/types/generator.ts';
import { setTypeParameterDefault } from '../../objspace/types/type-parameters.ts';
import { wrap } from '../object.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, pushValue } from './bodies.ts';
import { importStar } from './importing.ts';

define(Op.CALL_INTRINSIC_1, (space, f, S, sp, arg) => {
  const w_x = at(S, sp - 1);
  switch (arg) {
    case Intrinsic1.PRINT:
      return call(space, displayhook(space), [w_x]);
    case Intrinsic1.IMPORT_STAR:
      return importStar(space, f, w_x);
    case Intrinsic1.STOPITERATION_ERROR:
      return stopIterationError(space, f.w_code, w_x);
    case Intrinsic1.ASYNC_GEN_WRAP:
      return space.asyncgenwrap(w_x);
    case Intrinsic1.UNARY_POSITIVE:
      return unary(space, 'positive', w_x);
    case Intrinsic1.LIST_TO_TUPLE:
      return space.newtuple(space.listitems(w_x));
    case Intrinsic1.SUBSCRIPT_GENERIC:
      return typeParameterIntrinsics.subscriptGeneric(space, w_x);
    case Intrinsic1.TYPEVAR:
      return typeParameterIntrinsics.parameter(space, 'TypeVar', w_x);
    case Intrinsic1.PARAMSPEC:
      return typeParameterIntrinsics.parameter(space, 'ParamSpec', w_x);
    case Intrinsic1.TYPEVARTUPLE:
      return typeParameterIntrinsics.parameter(space, 'TypeVarTuple', w_x);
    case Intrinsic1.TYPEALIAS:
      return typeParameterIntrinsics.alias(space, w_x);
    default:
      throw new Unsupported('intrinsic', String(arg));
  }
});

function displayhook(space: CpythonSpace): W {
  const w_sys = space.importname('sys', space.newdict(), space.w_None, 0);
  return space.getattr(w_sys, 'displayhook');
}

define(Op.CALL_INTRINSIC_2, (space, _f, S, sp, arg) => {
  const w_a = at(S, sp - 2);
  const w_b = at(S, sp - 1);
  switch (arg) {
    case Intrinsic2.PREP_RERAISE_STAR:
      return prepareReraise(space, w_a, space.listitems(w_b));
    case Intrinsic2.SET_FUNCTION_TYPE_PARAMS:
      (space.data(w_a) as FunctionPayload).w_typeParams = space.own(w_b);
      return w_a;
    case Intrinsic2.TYPEVAR_WITH_BOUND:
      return typeParameterIntrinsics.typeVarWithBound(space, w_a, w_b);
    case Intrinsic2.TYPEVAR_WITH_CONSTRAINTS:
      return typeParameterIntrinsics.typeVarWithConstraints(space, w_a, w_b);
    case Intrinsic2.SET_TYPEPARAM_DEFAULT:
      return setTypeParameterDefault(space, w_a, w_b);
    default:
      throw new Unsupported('intrinsic', `two arguments, ${arg}`);
  }
});

define(
  Op.LOAD_COMMON_CONSTANT,
  (space, _f, _S, _sp, arg) => {
    switch (arg) {
      case CommonConstant.ASSERTIONERROR:
        return space.types.AssertionError.w_self;
      case CommonConstant.NOTIMPLEMENTEDERROR:
        return space.types.NotImplementedError.w_self;
      case CommonConstant.BUILTIN_TUPLE:
        return space.types.tuple.w_self;
      default:
        return space.builtin(commonConstants[arg]);
    }
  },
  pushValue,
);
define(Op.SETUP_ANNOTATIONS, (space, f) => {
  const w_namespace = wrap(f.namespace!);
  if (space.dictgetstr(w_namespace, '__annotations__') === undefined) {
    space.dictsetstr(w_namespace, '__annotations__', space.newdict());
  }
  return DONE;
});
