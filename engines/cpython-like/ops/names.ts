// @inline-constants-from ../../frontend/opcodes.ts Op
// Attributes, globals, names of namespaces, cells. Models the LOAD_* and STORE_* families of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call } from '../../objspace/descroperation.ts';
import { isMethodLike, unboundLocal } from '../../objspace/instructions/names.ts';
import type { W } from '../../objspace/object.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { superGetattr } from '../../objspace/types/descriptors.ts';
import type { Property } from '../../objspace/types/property.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { CellPayload } from '../../objspace/types/function.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { dealloc, decref } from '../refcount.ts';
import { enterPython } from './entering.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, finishes, pop, pushValue } from './bodies.ts';

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

/** What `super(owner, self).name` finds when it takes the instance as its first argument; null: the general way. */
function superFunction(space: CpythonSpace, owner: Any, self: Any, name: string): W | null {
  const { types } = space;
  if (owner.type !== types.type || name === '__class__') return null;
  const { mro } = self.type;
  const i = mro.indexOf(owner.v as TypeObject);
  if (i < 0) return null;
  for (let k = i + 1; k < mro.length; k++) {
    const w_found = mro[k].dict.get(name);
    if (w_found !== undefined) return isMethodLike(space, space.type(w_found)) ? w_found : null;
  }
  return null;
}

finishes[Op.LOAD_GLOBAL] = (_space, f, S, sp, arg, o) => {
  S[sp++] = o;
  if ((arg & 1) === 1) S[sp++] = null;
  f.sp = sp;
};

finishes[Op.LOAD_NAME] = pushValue;
finishes[Op.LOAD_LOCALS] = pushValue;

const cellAt = (f: PyFrame, i: number): CellPayload => (f.stack[f.base + i] as Obj).v as CellPayload;

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
define(Op.LOAD_FAST_AND_CLEAR, (_space, f, S, sp, arg) => {
  const i = f.base + arg;
  S[sp] = S[i];
  S[i] = null;
  f.sp = sp + 1;
  return DONE;
});
