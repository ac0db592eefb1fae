// @inline-constants-from ../../frontend/opcodes.ts Op
// Attributes, globals, names of namespaces, cells. Models the LOAD_* and STORE_* families of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call, getitem, setattr, setitem } from '../../objspace/descroperation.ts';
import type { OperationError } from '../../objspace/error.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { superGetattr } from '../../objspace/types/descriptors.ts';
import type { Property } from '../../objspace/types/descriptors.ts';
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { CellPayload } from '../../objspace/types/function.ts';
import type { DictTable } from '../dict-table.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { dealloc, decref } from '../refcount.ts';
import { enterPython } from './entering.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, pop, pushValue } from './bodies.ts';

function nameError(
  space: CpythonSpace,
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

const undefinedName = (space: CpythonSpace, name: string): OperationError =>
  nameError(space, 'NameError', `name '${name}' is not defined`, name);

export function unboundLocal(space: CpythonSpace, f: PyFrame, i: number): OperationError {
  const name = f.code.source.localsplusnames[i];
  if (f.code.isFree(i)) {
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

/** A method call on an attribute: pushes the plain function and the receiver where that saves the bound method. */
define(
  Op.LOAD_ATTR,
  (space, f, S, sp, arg) => {
    const w_x = at(S, sp - 1);
    const name = f.code.names[arg >> 1];
    const type = space.type(w_x);
    if ((arg & 1) === 1 && type.slots.getattr === space.types.object.slots.getattr) {
      const w_method = type.lookup(name);
      if (w_method !== undefined && isMethodLike(space, space.type(w_method))) {
        if (space.getdictvalue(w_x, name) === undefined) {
          S[sp] = S[sp - 1];
          S[sp - 1] = unwrap(space.own(w_method));
          f.sp = sp + 1;
          return DONE;
        }
      }
    }
    if ((arg & 1) === 0 && type.slots.getattr === space.types.object.slots.getattr) {
      const w_property = type.lookup(name);
      if (w_property !== undefined && space.type(w_property) === space.types.property) {
        const { w_get } = space.data(w_property) as Property;
        if (w_get !== null && space.type(w_get) === space.types.function) {
          return enterGetter(space, f, S, sp, unwrap(w_get) as Obj);
        }
      }
    }
    return type.slots.getattr!(space, w_x, name);
  },
  (_space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 1);
    S[sp++] = o;
    if ((arg & 1) === 1) S[sp++] = null;
    f.sp = sp;
  },
);

/** Calls the getter of a property on the top of the stack, in whose place its result comes. */
function enterGetter(space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, getter: Obj): W {
  const owner = S[sp - 1];
  S[sp] = owner;
  S[sp - 1] = getter;
  getter.rc++;
  try {
    return enterPython(space, f, S, sp - 1, sp, sp + 1, sp, null);
  } catch (e) {
    S[sp - 1] = owner;
    getter.rc--;
    throw e;
  }
}

/** Py_TPFLAGS_METHOD_DESCRIPTOR. */
export function isMethodLike(space: CpythonSpace, type: TypeObject): boolean {
  const { types } = space;
  return type === types.function || type === types.method_descriptor || type === types.wrapper_descriptor;
}

define(Op.STORE_ATTR, (space, f, S, sp, arg) =>
  setattr(space, at(S, sp - 1), f.code.names[arg], at(S, sp - 2)),
);
define(Op.DELETE_ATTR, (space, f, S, sp, arg) => setattr(space, at(S, sp - 1), f.code.names[arg], null));

define(
  Op.LOAD_SUPER_ATTR,
  (space, f, S, sp, arg) => {
    const w_super = at(S, sp - 3);
    const name = f.code.names[arg >> 2];
    if (w_super === space.types.super.w_self) {
      const self = S[sp - 1]!;
      const w_function = (arg & 1) === 1 ? superFunction(space, S[sp - 2]!, self, name) : null;
      if (w_function === null) return superGetattr(space, at(S, sp - 2), wrap(self), name);
      // The function and its receiver, without a bound method.
      const owner = S[sp - 2]!;
      S[sp - 3]!.rc--;
      S[sp - 3] = unwrap(space.own(w_function));
      S[sp - 2] = self;
      f.sp = sp - 1;
      if (--owner.rc === 0) dealloc(owner);
      return DONE;
    }
    const args_w = (arg & 2) !== 0 ? [at(S, sp - 2), at(S, sp - 1)] : [];
    const caller = space.top;
    return andThen(space, caller, call(space, w_super, args_w), (w) => space.getattr(w, name));
  },
  (_space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 3);
    S[sp++] = o;
    if ((arg & 1) === 1) S[sp++] = null;
    f.sp = sp;
  },
);

/** What `super(owner, self).name` finds when it is a plain function of the instance's; null: the general way. */
function superFunction(space: CpythonSpace, owner: Any, self: Any, name: string): W | null {
  const { types } = space;
  if (owner.type !== types.type || name === '__class__') return null;
  const { mro } = self.type;
  const i = mro.indexOf(owner.v as TypeObject);
  if (i < 0) return null;
  for (let k = i + 1; k < mro.length; k++) {
    const w_found = mro[k].dict.get(name);
    if (w_found !== undefined) return space.type(w_found) === types.function ? w_found : null;
  }
  return null;
}

/** A value found by name in globals or builtins; borrowed. */
function globalOrBuiltin(space: CpythonSpace, f: PyFrame, name: string): W {
  const { dict } = space.types;
  if (f.globals.type !== dict || f.builtins.type !== dict) {
    // A subclass may have its own `__getitem__` or `__missing__`.
    return lookupNamespace(space, wrap(f.globals), name, () =>
      lookupNamespace(space, wrap(f.builtins), name, () => {
        throw undefinedName(space, name);
      }),
    );
  }
  const globals = f.globals.v as DictTable;
  let i = globals.findText(space, name);
  if (i >= 0) return wrap(globals.values[i]!);
  const builtins = f.builtins.v as DictTable;
  i = builtins.findText(space, name);
  if (i >= 0) return wrap(builtins.values[i]!);
  throw undefinedName(space, name);
}

define(
  Op.LOAD_GLOBAL,
  (space, f, _S, _sp, arg) => globalOrBuiltin(space, f, f.code.names[arg >> 1]),
  (_space, f, S, sp, arg, o) => {
    S[sp++] = o;
    if ((arg & 1) === 1) S[sp++] = null;
    f.sp = sp;
  },
);

/** A name in a namespace that may be any mapping. */
function lookupNamespace(space: CpythonSpace, w_namespace: W, name: string, otherwise: () => W): W {
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

define(
  Op.LOAD_NAME,
  (space, f, _S, _sp, arg) => {
    const name = f.code.names[arg];
    if (f.namespace === null) throw raise(space, 'SystemError', 'no locals when loading name');
    return lookupNamespace(space, wrap(f.namespace), name, () => globalOrBuiltin(space, f, name));
  },
  pushValue,
);
define(Op.STORE_NAME, (space, f, S, sp, arg) => {
  const name = f.code.names[arg];
  if (f.namespace === null) throw raise(space, 'SystemError', `no locals found when storing '${name}'`);
  const w_namespace = wrap(f.namespace);
  if (f.namespace.type !== space.types.dict) {
    return setitem(space, w_namespace, space.newstr(name), at(S, sp - 1));
  }
  space.dictsetstr(w_namespace, name, at(S, sp - 1));
  return space.w_None;
});
define(Op.DELETE_NAME, (space, f, _S, _sp, arg) => {
  const name = f.code.names[arg];
  const w_namespace = wrap(f.namespace!);
  if (f.namespace!.type === space.types.dict) {
    if (!space.dictdelstr(w_namespace, name)) throw undefinedName(space, name);
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
  space.dictsetstr(wrap(f.globals), f.code.names[arg], at(S, sp - 1));
  return space.w_None;
});
define(Op.DELETE_GLOBAL, (space, f, _S, _sp, arg) => {
  const name = f.code.names[arg];
  if (!space.dictdelstr(wrap(f.globals), name)) throw undefinedName(space, name);
  return space.w_None;
});
define(Op.LOAD_FROM_DICT_OR_GLOBALS, (space, f, S, sp, arg) => {
  const name = f.code.names[arg];
  return lookupNamespace(space, at(S, sp - 1), name, () => globalOrBuiltin(space, f, name));
});
define(Op.LOAD_FROM_DICT_OR_DEREF, (space, f, S, sp, arg) => {
  const name = f.code.source.localsplusnames[arg];
  return lookupNamespace(space, at(S, sp - 1), name, () => {
    const { w_value } = cellAt(f, arg);
    if (w_value === null) throw unboundLocal(space, f, arg);
    return w_value;
  });
});
define(
  Op.LOAD_LOCALS,
  (space, f) => {
    if (f.namespace === null) throw raise(space, 'SystemError', 'no locals');
    return wrap(f.namespace);
  },
  pushValue,
);

const cellAt = (f: PyFrame, i: number): CellPayload => (f.stack[f.base + i] as Obj).v as CellPayload;

define(Op.LOAD_DEREF, (space, f, _S, _sp, arg) => {
  throw unboundLocal(space, f, arg);
});
define(Op.STORE_DEREF, (_space, f, S, sp, arg) => {
  const cell = cellAt(f, arg);
  const w_old = cell.w_value;
  cell.w_value = at(S, sp - 1);
  f.sp = sp - 1;
  if (w_old !== null) decref(unwrap(w_old));
  return DONE;
});
define(Op.DELETE_DEREF, (space, f, _S, _sp, arg) => {
  const cell = cellAt(f, arg);
  if (cell.w_value === null) throw unboundLocal(space, f, arg);
  const w_old = cell.w_value;
  cell.w_value = null;
  decref(unwrap(w_old));
  return DONE;
});
define(Op.MAKE_CELL, (space, f, S, _sp, arg) => {
  const i = f.base + arg;
  const o = S[i];
  S[i] = space.container(space.types.cell, new CellPayload(o === null ? null : wrap(o)));
  return DONE;
});
define(Op.COPY_FREE_VARS, (_space, f, S, _sp, arg) => {
  const cells_w = (f.func!.v as FunctionPayload).closure_w!;
  const first = f.base + f.code.localCount - arg;
  for (let i = 0; i < arg; i++) {
    const o = unwrap(cells_w[i]);
    o.rc++;
    S[first + i] = o;
  }
  return DONE;
});
define(Op.DELETE_FAST, (space, f, S, _sp, arg) => {
  const i = f.base + arg;
  const o = S[i];
  if (o === null) throw unboundLocal(space, f, arg);
  S[i] = null;
  decref(o);
  return DONE;
});
define(Op.LOAD_FAST, (space, f, _S, _sp, arg) => {
  throw unboundLocal(space, f, arg);
});
define(Op.LOAD_FAST_AND_CLEAR, (_space, f, S, sp, arg) => {
  const i = f.base + arg;
  S[sp] = S[i];
  S[i] = null;
  f.sp = sp + 1;
  return DONE;
});
