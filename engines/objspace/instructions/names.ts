// @inline-constants-from ../../frontend/opcodes.ts Op
// Names, attributes, imports, special methods, intrinsics: what goes by a name.
import { isOriginalImport } from '../imports.ts';
import {
  CommonConstant,
  commonConstants,
  Intrinsic1,
  Intrinsic2,
  Op,
  specialMethods,
} from '../../frontend/opcodes.ts';
import { andThen } from '../continuation.ts';
import { call, getattrOr, getitem, setattr, setitem, unary } from '../descroperation.ts';
import { Unsupported } from '../error.ts';
import type { OperationError } from '../error.ts';
import { typeParameterIntrinsics } from '../modules/_typing.ts';
import { STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { superGetattr } from '../types/descriptors.ts';
import { prepareReraise } from '../types/exception-group.ts';
import { exceptionOf } from '../types/exceptions.ts';
import type { FunctionPayload } from '../types/function.ts';
import { stopIterationError } from '../types/generator.ts';
import { setTypeParameterDefault } from '../types/type-parameters.ts';
import type { TypeObject } from '../typeobject.ts';
import { at, define } from './instruction.ts';
import type { BytecodeFrame, Operands } from './instruction.ts';

function nameError(
  space: Space,
  type: 'NameError' | 'UnboundLocalError',
  text: string,
  name: string,
): OperationError {
  const error = raise(space, type, text);
  if (type === 'NameError') {
    const payload = exceptionOf(space, space.errorValue(error));
    payload.fields[0] = space.own(space.newstr(name));
  }
  return error;
}

const undefinedName = (space: Space, name: string): OperationError =>
  nameError(space, 'NameError', `name '${name}' is not defined`, name);

export function unboundLocal(space: Space, f: BytecodeFrame, i: number): OperationError {
  const name = f.localName(i);
  if (f.isFreeVariable(i)) {
    return nameError(
      space,
      'NameError',
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      name,
    );
  }
  return nameError(
    space,
    'UnboundLocalError',
    `cannot access local variable '${name}' where it is not associated with a value`,
    name,
  );
}

define(Op.STORE_ATTR, (space, f, S, sp, arg) => setattr(space, at(S, sp - 1), f.names[arg], at(S, sp - 2)));

define(Op.DELETE_ATTR, (space, f, S, sp, arg) => setattr(space, at(S, sp - 1), f.names[arg], null));

define(Op.LOAD_SUPER_ATTR, (space, f, S, sp, arg) => {
  const w_super = at(S, sp - 3);
  const name = f.names[arg >> 2];
  if (w_super === space.types.super.w_self) return superGetattr(space, at(S, sp - 2), at(S, sp - 1), name);
  const args_w = (arg & 2) !== 0 ? [at(S, sp - 2), at(S, sp - 1)] : [];
  const caller = space.top;
  return andThen(space, caller, call(space, w_super, args_w), (w) => space.getattr(w, name));
});

/** A value found by name in globals or builtins; borrowed. */
function globalOrBuiltin(space: Space, f: BytecodeFrame, name: string): W {
  const { dict } = space.types;
  const { w_globals, w_builtins } = f;
  if (space.type(w_globals) !== dict || space.type(w_builtins) !== dict) {
    // A subclass may have its own `__getitem__` or `__missing__`.
    return lookupNamespace(space, w_globals, name, () =>
      lookupNamespace(space, w_builtins, name, () => {
        throw undefinedName(space, name);
      }),
    );
  }
  const w_value = space.dictgetstr(w_globals, name) ?? space.dictgetstr(w_builtins, name);
  if (w_value === undefined) throw undefinedName(space, name);
  return w_value;
}

/** `del` of a name in a dict; false: it is not there. */
const deleteName = (space: Space, w_dict: W, name: string): boolean =>
  space.dictpop(w_dict, space.newstr(name)) !== undefined;

define(Op.LOAD_GLOBAL, (space, f, _S, _sp, arg) => globalOrBuiltin(space, f, f.names[arg >> 1]));

/** A name in a namespace that may be any mapping. */
function lookupNamespace(space: Space, w_namespace: W, name: string, otherwise: () => W): W {
  const type = space.type(w_namespace);
  if (type === space.types.dict) return space.dictgetstr(w_namespace, name) ?? otherwise();
  const caller = space.top;
  const missing = (error: OperationError): W => {
    if (!error.matches(space.types.KeyError)) throw error;
    space.dropError(error);
    return otherwise();
  };
  let w_answer: W;
  try {
    w_answer = getitem(space, w_namespace, space.newstr(name));
  } catch (e) {
    return missing(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, (w) => w, missing);
}

define(Op.LOAD_NAME, (space, f, _S, _sp, arg) => {
  const name = f.names[arg];
  if (f.w_namespace === null) throw raise(space, 'SystemError', 'no locals when loading name');
  return lookupNamespace(space, f.w_namespace, name, () => globalOrBuiltin(space, f, name));
});

define(Op.STORE_NAME, (space, f, S, sp, arg) => {
  const name = f.names[arg];
  if (f.w_namespace === null) throw raise(space, 'SystemError', `no locals found when storing '${name}'`);
  const w_namespace = f.w_namespace;
  if (space.type(w_namespace) !== space.types.dict) {
    return setitem(space, w_namespace, space.newstr(name), at(S, sp - 1));
  }
  space.dictsetstr(w_namespace, name, at(S, sp - 1));
  return space.w_None;
});

define(Op.DELETE_NAME, (space, f, _S, _sp, arg) => {
  const name = f.names[arg];
  const w_namespace = f.w_namespace!;
  if (space.type(w_namespace) === space.types.dict) {
    if (!deleteName(space, w_namespace, name)) throw undefinedName(space, name);
    return space.w_None;
  }
  const caller = space.top;
  const missing = (error: OperationError): W => {
    if (!error.matches(space.types.KeyError)) throw error;
    space.dropError(error);
    throw undefinedName(space, name);
  };
  let w_answer: W;
  try {
    w_answer = setitem(space, w_namespace, space.newstr(name), null);
  } catch (e) {
    return missing(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, (w) => w, missing);
});

define(Op.STORE_GLOBAL, (space, f, S, sp, arg) => {
  space.dictsetstr(f.w_globals, f.names[arg], at(S, sp - 1));
  return space.w_None;
});

define(Op.DELETE_GLOBAL, (space, f, _S, _sp, arg) => {
  const name = f.names[arg];
  if (!deleteName(space, f.w_globals, name)) throw undefinedName(space, name);
  return space.w_None;
});

define(Op.LOAD_FROM_DICT_OR_GLOBALS, (space, f, S, sp, arg) => {
  const name = f.names[arg];
  return lookupNamespace(space, at(S, sp - 1), name, () => globalOrBuiltin(space, f, name));
});

define(Op.LOAD_FROM_DICT_OR_DEREF, (space, f, S, sp, arg) => {
  const name = f.localName(arg);
  return lookupNamespace(space, at(S, sp - 1), name, () => {
    const { w_value } = f.cellAt(arg);
    if (w_value === null) throw unboundLocal(space, f, arg);
    return w_value;
  });
});

define(Op.LOAD_LOCALS, (space, f) => {
  if (f.w_namespace === null) throw raise(space, 'SystemError', 'no locals');
  return f.w_namespace;
});

define(Op.LOAD_DEREF, (space, f, _S, _sp, arg) => {
  throw unboundLocal(space, f, arg);
});

define(Op.LOAD_FAST, (space, f, _S, _sp, arg) => {
  throw unboundLocal(space, f, arg);
});

/** Py_TPFLAGS_METHOD_DESCRIPTOR. */
export function isMethodLike(space: Space, type: TypeObject): boolean {
  const { types } = space;
  return type === types.function || type === types.method_descriptor || type === types.wrapper_descriptor;
}

const notContext: Readonly<Record<string, string>> = {
  __enter__: 'object does not support the context manager protocol (missed __enter__ method)',
  __exit__: 'object does not support the context manager protocol (missed __exit__ method)',
  __aenter__: 'object does not support the asynchronous context manager protocol (missed __aenter__ method)',
  __aexit__: 'object does not support the asynchronous context manager protocol (missed __aexit__ method)',
};

/** What LOAD_SPECIAL finds in the type of `w_x`; a TypeError where a context manager lacks it. */
export function specialMethod(space: Space, w_x: W, arg: number): W {
  const name = specialMethods[arg];
  const type = space.type(w_x);
  const w_method = type.lookup(name);
  if (w_method !== undefined) return w_method;
  const isAsync = name.startsWith('__a');
  const other = isAsync ? '__enter__' : '__aenter__';
  const otherExit = isAsync ? '__exit__' : '__aexit__';
  const hint =
    type.lookup(other) !== undefined && type.lookup(otherExit) !== undefined
      ? ` but it supports the ${isAsync ? 'context manager' : 'asynchronous context manager'} protocol. Did you mean to use '${isAsync ? 'with' : 'async with'}'?`
      : '';
  throw raise(space, 'TypeError', `'${type.name}' ${notContext[name]}${hint}`);
}

define(Op.IMPORT_NAME, (space, f, S, sp, arg) => {
  const caller = space.top;
  const w_found = lookupNamespace(space, f.w_builtins, '__import__', () => {
    throw raise(space, 'ImportError', '__import__ not found');
  });
  if (w_found === SUSPEND) return andThen(space, caller, w_found, (w) => importBy(space, f, w, S, sp, arg));
  return importBy(space, f, w_found, S, sp, arg);
});

function importBy(space: Space, f: BytecodeFrame, w_import: W, S: Operands, sp: number, arg: number): W {
  const name = f.names[arg];
  const level = space.int_w(at(S, sp - 2)) as number;
  if (isOriginalImport(space, w_import)) {
    return space.importname(name, f.w_globals, at(S, sp - 1), level);
  }
  const w_locals = f.w_namespace === null ? space.w_None : f.w_namespace;
  return call(space, w_import, [space.newstr(name), f.w_globals, w_locals, at(S, sp - 1), at(S, sp - 2)]);
}

define(Op.IMPORT_FROM, (space, f, S, sp, arg) => space.importfrom(at(S, sp - 1), f.names[arg]));

/** A name of a module that is no str. */
function starNameError(space: Space, w_module: W, w_name: W, fromDict: boolean): W {
  return andThen(space, space.top, space.getattr(w_module, '__name__'), (w_module_name) => {
    if (!space.type(w_module_name).isSubtype(space.types.str)) {
      const found = space.type(w_module_name).name;
      throw raise(space, 'TypeError', `module __name__ must be a string, not ${found}`);
    }
    const where = `${space.str_w(w_module_name)}.${fromDict ? '__dict__' : '__all__'}`;
    const what = fromDict ? 'Key' : 'Item';
    throw raise(space, 'TypeError', `${what} in ${where} must be str, not ${space.type(w_name).name}`);
  });
}

/** `from m import *`: the names of `__all__`, or all that are public. */
function importStar(space: Space, f: BytecodeFrame, w_module: W): W {
  const w_target = f.w_namespace!;
  const caller = space.top;
  const isDict = space.type(w_target) === space.types.dict;
  return andThen(space, caller, getattrOr(space, w_module, '__all__', space.w_None), (w_all) => {
    const copy = (names_w: readonly W[], from: number, skip: boolean): W => {
      for (let i = from; i < names_w.length; i++) {
        if (!space.type(names_w[i]).isSubtype(space.types.str))
          return starNameError(space, w_module, names_w[i], skip);
        const name = space.str_w(names_w[i]);
        if (skip && name.startsWith('_')) continue;
        const w_value = space.getattr(w_module, name);
        if (w_value === SUSPEND || !isDict) {
          return andThen(space, caller, w_value, (w) => {
            if (!isDict) {
              return andThen(space, caller, setitem(space, w_target, names_w[i], w), () =>
                copy(names_w, i + 1, skip),
              );
            }
            space.dictsetstr(w_target, name, w);
            return copy(names_w, i + 1, skip);
          });
        }
        space.dictsetstr(w_target, name, w_value);
      }
      return space.w_None;
    };
    if (w_all !== space.w_None) return copy(space.listOfNested(w_all), 0, false);
    return andThen(space, caller, getattrOr(space, w_module, '__dict__', STOP), (w_dict) => {
      if (w_dict === STOP)
        throw raise(space, 'ImportError', 'from-import-* object has no __dict__ and no __all__');
      return copy(space.listOfNested(w_dict), 0, true);
    });
  });
}

function displayhook(space: Space): W {
  const w_hook = space.dictgetstr(space.w_sysDict, 'displayhook');
  if (w_hook === undefined) throw raise(space, 'RuntimeError', 'lost sys.displayhook');
  return w_hook;
}

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

define(Op.LOAD_COMMON_CONSTANT, (space, _f, _S, _sp, arg) => {
  switch (arg) {
    case CommonConstant.ASSERTIONERROR:
      return space.types.AssertionError.w_self;
    case CommonConstant.NOTIMPLEMENTEDERROR:
      return space.types.NotImplementedError.w_self;
    case CommonConstant.BUILTIN_TUPLE:
      return space.types.tuple.w_self;
    default:
      return space.commonConstants[commonConstants[arg]];
  }
});

define(Op.SETUP_ANNOTATIONS, (space, f) => {
  const w_namespace = f.w_namespace!;
  if (space.dictgetstr(w_namespace, '__annotations__') === undefined) {
    space.dictsetstr(w_namespace, '__annotations__', space.newdict());
  }
  return space.w_None;
});
