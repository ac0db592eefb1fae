// @inline-constants-from ../frontend/opcodes.ts Op
// Bodies of the instructions that the eval loop does not have inline, one function each, so that the loop stays small enough for V8 to
// optimise. A body answers a value, which the loop pushes in place of the operands (opcodes.ts says how many), or SUSPEND after it
// pushed frames, or DONE after it changed `frame.sp` and `frame.pc` itself. Operands stay on the stack until the value is there.
// Models Python/bytecodes.c.
import { CodeFlag } from '../frontend/code-object.ts';
import {
  binaryOperators,
  CommonConstant,
  commonConstants,
  FunctionAttribute,
  Intrinsic1,
  Intrinsic2,
  Op,
  opBase,
  OPCODE_COUNT,
  specialMethods,
  stackPopped,
  stackPushed,
} from '../frontend/opcodes.ts';
import { TextBuilder } from '../kernels/text.ts';
import { andThen } from '../objspace/continuation.ts';
import {
  binary,
  call,
  callSpecial,
  compare,
  contains,
  getattrOr,
  getitem,
  inplace,
  iter,
  length,
  nextOrStop,
  repr,
  setattr,
  setitem,
  stopOf,
  str,
  truth,
  unary,
} from '../objspace/descroperation.ts';
import { OperationError, Unsupported } from '../objspace/error.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import type { BinarySlot, Comparison, InplaceSlot } from '../objspace/operations.ts';
import { OPERATIONS } from '../objspace/operations.ts';
import { raise } from '../objspace/raise.ts';
import { exceptionOf } from '../objspace/types/exceptions.ts';
import { checkGroupMatch, prepareReraise } from '../objspace/types/exception-group.ts';
import { superGetattr } from '../objspace/types/descriptors.ts';
import { stopIterationError } from '../objspace/types/generator.ts';
import { CellPayload, FunctionPayload } from '../objspace/types/function.ts';
import { newInterpolation, newTemplate } from '../objspace/types/template.ts';
import { typeParameterIntrinsics } from '../objspace/modules/_typing.ts';
import { setTypeParameterDefault } from '../objspace/types/type-parameters.ts';
import type { CodePayload } from '../objspace/types/function.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { qualifiedName } from '../objspace/types/object.ts';
import type { DictTable } from './dict-table.ts';
import type { PyFrame } from './frame.ts';
import { SUSPENDED } from './frame.ts';
import { unwrap, wrap } from './object.ts';
import type { Any, Obj } from './object.ts';
import { decref } from './refcount.ts';
import { HandledException } from './space.ts';
import type { CpythonSpace } from './space.ts';

/** The body has done everything to the frame's stack and pc. */
export const DONE = Object.freeze({ sentinel: 'done' }) as unknown as W;

type Body = (space: CpythonSpace, f: PyFrame, S: (Any | null)[], sp: number, arg: number) => W;
/** What to do with a value that a body answered, at once or after frames ran; owns `o` (null for STOP). */
type Finish = (
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  sp: number,
  arg: number,
  o: Any | null,
) => void;

export const bodies: Body[] = new Array<Body>(512).fill((_space, f) => {
  throw new Unsupported('opcode', String(f.code.instructions[f.pc - 2]));
});
export const finishes: (Finish | null)[] = new Array<Finish | null>(512).fill(null);

function define(op: number, body: Body, finish: Finish | null = null): void {
  bodies[op] = body;
  finishes[op] = finish;
}

const at = (S: (Any | null)[], i: number): W => wrap(S[i]!);

/** Takes `n` operands off. */
function pop(S: (Any | null)[], sp: number, n: number): number {
  while (n-- > 0) {
    const o = S[--sp];
    if (o !== null) decref(o);
  }
  return sp;
}

/** Completes the instruction before `f.pc` with the value it waited for (owned; null: STOP). */
export function finish(space: CpythonSpace, f: PyFrame, o: Any | null): void {
  const { instructions } = f.code;
  const op = instructions[f.pc - 2];
  const arg = instructions[f.pc - 1];
  const own = finishes[op];
  const S = f.stack;
  if (own !== null) {
    own(space, f, S, f.sp, arg, o);
    return;
  }
  const sp = pop(S, f.sp, stackPopped(op, arg));
  if (stackPushed(op, arg) === 0) {
    decref(o!);
    f.sp = sp;
  } else {
    S[sp] = o;
    f.sp = sp + 1;
  }
}

/** Pops `n`, pushes the value. */
const replace =
  (n: number): Finish =>
  (_space, f, S, sp, _arg, o) => {
    sp = pop(S, sp, n);
    S[sp] = o;
    f.sp = sp + 1;
  };
const pushValue = replace(0);

// --- operators

const OPERATORS: readonly (BinarySlot | InplaceSlot | null)[] = binaryOperators.map(([, symbol]) => {
  if (symbol === '[]') return null;
  const shown = symbol === '**' ? '** or pow()' : symbol;
  return OPERATIONS.find((o) => o.symbol === shown)!.slot as BinarySlot | InplaceSlot;
});

define(Op.BINARY_OP, (space, _f, S, sp, arg) => {
  const w_a = at(S, sp - 2);
  const w_b = at(S, sp - 1);
  const slot = OPERATORS[arg];
  if (slot === null) return getitem(space, w_a, w_b);
  return arg < 13
    ? binary(space, slot as BinarySlot, w_a, w_b)
    : inplace(space, slot as InplaceSlot, w_a, w_b);
});

define(Op.COMPARE_OP, (space, _f, S, sp, arg) => {
  const caller = space.top;
  const w = compare(space, at(S, sp - 2), at(S, sp - 1), (arg >> 5) as Comparison);
  if ((arg & 16) === 0) return w;
  return andThen(space, caller, w, (w_result) => truth(space, w_result));
});

define(
  Op.CONTAINS_OP,
  (space, _f, S, sp) => contains(space, at(S, sp - 1), at(S, sp - 2)),
  (space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 2);
    const isIn = (wrap(o!) === space.w_True) !== ((arg & 1) === 1);
    decref(o!);
    S[sp] = unwrap(space.own(space.newbool(isIn)));
    f.sp = sp + 1;
  },
);

define(Op.UNARY_NEGATIVE, (space, _f, S, sp) => unary(space, 'negative', at(S, sp - 1)));
define(Op.UNARY_INVERT, (space, _f, S, sp) => unary(space, 'invert', at(S, sp - 1)));
define(Op.UNARY_NOT, (space, _f, S, sp) => {
  const caller = space.top;
  return andThen(space, caller, truth(space, at(S, sp - 1)), (w) => space.newbool(w !== space.w_True));
});
define(Op.TO_BOOL, (space, _f, S, sp) => truth(space, at(S, sp - 1)));

define(Op.STORE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), at(S, sp - 3)));
define(Op.DELETE_SUBSCR, (space, _f, S, sp) => setitem(space, at(S, sp - 2), at(S, sp - 1), null));

function newslice(space: CpythonSpace, parts_w: readonly W[]): W {
  return call(space, space.types.slice.w_self, parts_w);
}
define(Op.BINARY_SLICE, (space, _f, S, sp) =>
  getitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)])),
);
define(Op.STORE_SLICE, (space, _f, S, sp) =>
  setitem(space, at(S, sp - 3), newslice(space, [at(S, sp - 2), at(S, sp - 1)]), at(S, sp - 4)),
);

// --- attributes and names

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
    return type.slots.getattr!(space, w_x, name);
  },
  (_space, f, S, sp, arg, o) => {
    sp = pop(S, sp, 1);
    S[sp++] = o;
    if ((arg & 1) === 1) S[sp++] = null;
    f.sp = sp;
  },
);

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
    if (w_super === space.types.super.w_self) return superGetattr(space, at(S, sp - 2), at(S, sp - 1), name);
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

/** A value found by name in globals or builtins; borrowed. */
function globalOrBuiltin(space: CpythonSpace, f: PyFrame, name: string): W {
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

// --- building

/** `n` operands become the content of a new container: their references move. */
function takeOperands(S: (Any | null)[], sp: number, n: number): Any[] {
  const items = new Array<Any>(n);
  for (let i = 0; i < n; i++) items[i] = S[sp - n + i]!;
  return items;
}
define(Op.BUILD_LIST, (space, f, S, sp, arg) => {
  const items = arg === 0 ? [] : takeOperands(S, sp, arg);
  S[sp - arg] = space.container(space.types.list, items);
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.BUILD_TUPLE, (space, f, S, sp, arg) => {
  S[sp - arg] =
    arg === 0
      ? unwrap(space.own(space.newtuple([])))
      : space.container(space.types.tuple, takeOperands(S, sp, arg));
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.BUILD_SET, (space, _f, S, sp, arg) => {
  const w_set = space.newset();
  for (let i = sp - arg; i < sp; i++) space.setadd(w_set, at(S, i));
  return w_set;
});
define(Op.BUILD_MAP, (space, _f, S, sp, arg) => {
  const w_dict = space.newdict();
  for (let i = sp - 2 * arg; i < sp; i += 2) space.dictset(w_dict, at(S, i), at(S, i + 1));
  return w_dict;
});
define(Op.BUILD_SLICE, (space, _f, S, sp, arg) =>
  newslice(space, arg === 3 ? [at(S, sp - 3), at(S, sp - 2), at(S, sp - 1)] : [at(S, sp - 2), at(S, sp - 1)]),
);
define(Op.BUILD_STRING, (space, _f, S, sp, arg) => {
  const builder = new TextBuilder();
  for (let i = sp - arg; i < sp; i++) builder.add(space.text_w(at(S, i)));
  return space.newtext(builder.done());
});
define(Op.LIST_APPEND, (_space, f, S, sp, arg) => {
  (S[sp - 1 - arg]!.v as Any[]).push(S[sp - 1]!);
  f.sp = sp - 1;
  return DONE;
});
define(Op.SET_ADD, (space, f, S, sp, arg) => {
  space.setadd(at(S, sp - 1 - arg), at(S, sp - 1));
  f.sp = pop(S, sp, 1);
  return DONE;
});
define(Op.MAP_ADD, (space, f, S, sp, arg) => {
  space.dictset(at(S, sp - 2 - arg), at(S, sp - 2), at(S, sp - 1));
  f.sp = pop(S, sp, 2);
  return DONE;
});

const drop1: Finish = (_space, f, S, sp, _arg, o) => {
  decref(o!);
  f.sp = pop(S, sp, 1);
};

define(
  Op.LIST_EXTEND,
  (space, _f, S, sp, arg) => {
    const w_iterable = at(S, sp - 1);
    const type = space.type(w_iterable);
    if (type.slots.iter === null && type.slots.getitem === null) {
      throw raise(space, 'TypeError', `Value after * must be an iterable, not ${type.name}`);
    }
    return callSpecial(space, at(S, sp - 1 - arg), 'extend', [w_iterable])!;
  },
  drop1,
);
define(
  Op.SET_UPDATE,
  (space, _f, S, sp, arg) => callSpecial(space, at(S, sp - 1 - arg), 'update', [at(S, sp - 1)])!,
  drop1,
);
define(
  Op.DICT_UPDATE,
  (space, _f, S, sp, arg) => {
    const w_update = at(S, sp - 1);
    const type = space.type(w_update);
    if (!type.isSubtype(space.types.dict) && type.lookup('keys') === undefined) {
      throw raise(space, 'TypeError', `'${type.name}' object is not a mapping`);
    }
    return callSpecial(space, at(S, sp - 1 - arg), 'update', [w_update])!;
  },
  drop1,
);
function calleeName(space: CpythonSpace, w_f: W): string {
  const { v, type } = unwrap(w_f);
  if (v instanceof FunctionPayload) {
    const w_module = v.w_module;
    const module = w_module === null || w_module === space.w_None ? '' : `${space.str_w(w_module)}.`;
    return `${module === 'builtins.' ? '' : module}${v.qualname}()`;
  }
  if (type.isSubtype(space.types.type)) return `${qualifiedName(space, v as TypeObject)}()`;
  return `${type.name} object`;
}
define(
  Op.DICT_MERGE,
  (space, _f, S, sp, arg) => {
    const w_dict = at(S, sp - 1 - arg);
    const w_update = at(S, sp - 1);
    const w_f = at(S, sp - 4 - arg);
    const type = space.type(w_update);
    const notMapping = (): OperationError =>
      raise(
        space,
        'TypeError',
        `${calleeName(space, w_f)} argument after ** must be a mapping, not ${type.name}`,
      );
    const merge = (w_key: W, w_value: W): void => {
      if (!space.type(w_key).isSubtype(space.types.str))
        throw raise(space, 'TypeError', 'keywords must be strings');
      if (space.dictget(w_dict, w_key) !== undefined) {
        throw raise(
          space,
          'TypeError',
          `${calleeName(space, w_f)} got multiple values for keyword argument '${space.str_w(w_key)}'`,
        );
      }
      space.dictset(w_dict, w_key, w_value);
    };
    if (type.isSubtype(space.types.dict)) {
      for (let entry = space.dictnext(w_update, 0); entry; entry = space.dictnext(w_update, entry.next)) {
        merge(entry.w_key, entry.w_value);
      }
      return space.w_None;
    }
    const caller = space.top;
    const w_keys = callSpecial(space, w_update, 'keys', []);
    if (w_keys === undefined) throw notMapping();
    return andThen(space, caller, w_keys, (w) => {
      const keys_w = space.listOfNested(w);
      const go = (i: number): W => {
        if (i === keys_w.length) return space.w_None;
        const w_key = keys_w[i];
        return andThen(space, caller, getitem(space, w_update, w_key), (w_value) => {
          merge(w_key, w_value);
          return go(i + 1);
        });
      };
      return go(0);
    });
  },
  drop1,
);

// --- unpacking

function unpacked(space: CpythonSpace, f: PyFrame, items_w: readonly W[]): void {
  const S = f.stack;
  for (const w of items_w) space.own(w);
  let sp = pop(S, f.sp, 1);
  for (let i = items_w.length - 1; i >= 0; i--) S[sp++] = unwrap(items_w[i]);
  f.sp = sp;
}

/** Takes up to `most` items (all: Infinity) of an iterator into a list. */
function collect(space: CpythonSpace, w_iterator: W, most: number): W {
  const w_list = space.newlist([]);
  const go = (w_next: W): W => {
    for (let w = w_next; ;) {
      if (w === STOP) return w_list;
      space.listappend(w_list, w);
      if (space.listlen(w_list) >= most) return w_list;
      const below = space.top;
      w = nextOrStop(space, w_iterator);
      if (w === SUSPEND) return andThen(space, below, w, go, ended);
    }
  };
  const ended = (error: OperationError): W => go(stopOf(space, error));
  if (most <= 0) return w_list;
  const below = space.top;
  return andThen(space, below, nextOrStop(space, w_iterator), go, ended);
}

function unpackIterable(space: CpythonSpace, w_x: W, before: number, after: number): W {
  const type = space.type(w_x);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `cannot unpack non-iterable ${type.name} object`);
  }
  const most = after < 0 ? before + 1 : Infinity;
  const caller = space.top;
  return andThen(space, caller, iter(space, w_x), (w_iterator) => collect(space, w_iterator, most));
}

define(
  Op.UNPACK_SEQUENCE,
  (space, _f, S, sp, arg) => unpackIterable(space, at(S, sp - 1), arg, -1),
  (space, f, _S, _sp, arg, o) => {
    const items_w = o!.v as W[];
    const got = items_w.length;
    if (got !== arg) {
      const source = f.stack[f.sp - 1]!;
      decref(o!);
      const { types } = space;
      if (got < arg)
        throw raise(space, 'ValueError', `not enough values to unpack (expected ${arg}, got ${got})`);
      const sized = source.type === types.list || source.type === types.tuple || source.type === types.dict;
      const count = source.v instanceof Array ? source.v.length : sized ? (source.v as DictTable).used : 0;
      throw raise(
        space,
        'ValueError',
        `too many values to unpack (expected ${arg}${sized ? `, got ${count}` : ''})`,
      );
    }
    unpacked(space, f, items_w);
    decref(o!);
  },
);
define(
  Op.UNPACK_EX,
  (space, _f, S, sp, arg) => unpackIterable(space, at(S, sp - 1), arg & 0xff, arg >> 8),
  (space, f, _S, _sp, arg, o) => {
    const items_w = o!.v as W[];
    const before = arg & 0xff;
    const after = arg >> 8;
    if (items_w.length < before + after) {
      const got = items_w.length;
      decref(o!);
      throw raise(
        space,
        'ValueError',
        `not enough values to unpack (expected at least ${before + after}, got ${got})`,
      );
    }
    const rest = items_w.slice(before, items_w.length - after);
    const w_rest = space.newlist(rest);
    unpacked(space, f, [...items_w.slice(0, before), w_rest, ...items_w.slice(items_w.length - after)]);
    decref(o!);
    space.drain();
  },
);

// --- calls

define(Op.CALL, (space, _f, S, sp, arg) => {
  const first = S[sp - arg - 1] === null ? sp - arg : sp - arg - 1;
  return call(space, at(S, sp - arg - 2), S.slice(first, sp) as unknown as W[]);
});
define(Op.CALL_KW, (space, _f, S, sp, arg) => {
  const names_w = space.tuple_w(at(S, sp - 1));
  const end = sp - 1;
  const first = S[end - arg - 1] === null ? end - arg : end - arg - 1;
  const args_w = S.slice(first, end) as unknown as W[];
  const names = names_w.map((w) => space.str_w(w));
  return call(space, at(S, end - arg - 2), args_w, names);
});
define(Op.CALL_FUNCTION_EX, (space, _f, S, sp) => {
  const w_f = at(S, sp - 4);
  const w_args = at(S, sp - 2);
  const kwargs = S[sp - 1];
  const caller = space.top;
  const withTuple = (w_tuple: W): W => {
    const args_w =
      space.type(w_tuple) === space.types.tuple ? space.tuple_w(w_tuple) : space.listitems(w_tuple);
    if (kwargs === null) return call(space, w_f, args_w);
    const names: string[] = [];
    const all_w = args_w.slice();
    const w_kwargs = wrap(kwargs);
    for (let entry = space.dictnext(w_kwargs, 0); entry; entry = space.dictnext(w_kwargs, entry.next)) {
      if (!space.type(entry.w_key).isSubtype(space.types.str)) {
        throw raise(space, 'TypeError', 'keywords must be strings');
      }
      names.push(space.str_w(entry.w_key));
      all_w.push(entry.w_value);
    }
    return call(space, w_f, all_w, names.length === 0 ? null : names);
  };
  const type = space.type(w_args);
  if (type === space.types.tuple) return withTuple(w_args);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(
      space,
      'TypeError',
      `${calleeName(space, w_f)} argument after * must be an iterable, not ${type.name}`,
    );
  }
  return andThen(space, caller, unpackIterable(space, w_args, 0, 0), withTuple);
});

define(
  Op.LOAD_BUILD_CLASS,
  (space, f) => {
    const table = f.builtins.v as DictTable;
    const i = table.findText(space, '__build_class__');
    if (i < 0) throw raise(space, 'NameError', '__build_class__ not found');
    return wrap(table.values[i]!);
  },
  pushValue,
);
define(Op.MAKE_FUNCTION, (space, f, S, sp) => {
  const w_code = at(S, sp - 1);
  const { code } = space.data(w_code) as CodePayload;
  const payload = new FunctionPayload(
    space.own(w_code),
    space.own(wrap(f.globals)),
    space.own(wrap(f.builtins)),
    code.name,
    code.qualname,
  );
  const w_module = space.dictgetstr(wrap(f.globals), '__name__');
  if (w_module !== undefined) payload.w_module = space.own(w_module);
  if ((code.flags & CodeFlag.HAS_DOCSTRING) !== 0) payload.w_doc = space.own(space.constsOf(w_code)[0]);
  return space.newobj(space.types.function, payload);
});
define(Op.SET_FUNCTION_ATTRIBUTE, (space, f, S, sp, arg) => {
  const payload = S[sp - 1]!.v as FunctionPayload;
  const value = S[sp - 2]!;
  switch (arg) {
    case FunctionAttribute.DEFAULTS:
      payload.defaults_w = space.tuple_w(wrap(value)).map((w) => space.own(w));
      decref(value);
      break;
    case FunctionAttribute.CLOSURE:
      payload.closure_w = space.tuple_w(wrap(value)).map((w) => space.own(w));
      decref(value);
      break;
    case FunctionAttribute.KWDEFAULTS:
      payload.w_kwdefaults = wrap(value);
      break;
    case FunctionAttribute.ANNOTATIONS:
      payload.w_annotations = wrap(value);
      break;
    case FunctionAttribute.ANNOTATE:
      payload.w_annotate = wrap(value);
      break;
  }
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  return DONE;
});

// --- iteration

define(Op.GET_ITER, (space, _f, S, sp) => iter(space, at(S, sp - 1)));
define(
  Op.FOR_ITER,
  (space, _f, S, sp) => nextOrStop(space, at(S, sp - 1)),
  (_space, f, S, sp, arg, o) => {
    if (o === null) {
      f.pc = arg + 2;
      f.sp = sp;
      return;
    }
    S[sp] = o;
    f.sp = sp + 1;
  },
);
/** An error from what FOR_ITER waited for: a StopIteration, whoever raised it, ends the loop as STOP does. */
export function endsLoop(space: CpythonSpace, f: PyFrame, error: OperationError): boolean {
  if (f.code.original[f.pc - 2] !== Op.FOR_ITER) return false;
  if (!error.matches(space.types.StopIteration)) return false;
  space.dropError(error);
  return true;
}
define(Op.GET_LEN, (space, _f, S, sp) => length(space, at(S, sp - 1)), pushValue);

// --- generators and coroutines

const RESUME_LIKE = CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE;

define(Op.GET_YIELD_FROM_ITER, (space, f, S, sp) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (type === space.types.coroutine) {
    if ((f.code.flags & RESUME_LIKE) === 0) {
      throw raise(space, 'TypeError', "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return w_x;
  }
  return type === space.types.generator ? w_x : iter(space, w_x);
});
/** SEND: the next value of a delegate, or its end with a value. */
define(
  Op.SEND,
  (space, f, S, sp) => {
    const w_receiver = at(S, sp - 2);
    const w_value = at(S, sp - 1);
    const caller = space.top;
    const ended = (error: OperationError): W => {
      if (!error.matches(space.types.StopIteration)) throw error;
      const w_exception = space.errorValue(error);
      const w_result = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
      f.sent = unwrap(space.own(w_result));
      space.dropError(error);
      return STOP;
    };
    const type = space.type(w_receiver);
    let w_answer: W;
    try {
      if (type === space.types.generator || type === space.types.coroutine) {
        w_answer = callSpecial(space, w_receiver, 'send', [w_value])!;
      } else if (w_value === space.w_None && type.slots.iternext !== null) {
        // A native iterator may stop without a StopIteration; the generic one of a class hides its value.
        const w_next = type.isHeap ? type.lookup('__next__') : undefined;
        w_answer =
          w_next === undefined
            ? type.slots.iternext(space, w_receiver)
            : callSpecial(space, w_receiver, '__next__', [])!;
      } else {
        w_answer = andThen(space, caller, space.getattr(w_receiver, 'send'), (w_send) =>
          call(space, w_send, [w_value]),
        );
      }
    } catch (e) {
      return ended(space.asOperationError(e));
    }
    return andThen(space, caller, w_answer, (w) => w, ended);
  },
  (space, f, S, sp, arg, o) => {
    if (o === null) {
      // Returned: its value takes the place of what was sent, and the loop is left.
      const value = f.sent ?? unwrap(space.own(space.w_None));
      f.sent = null;
      const old = S[sp - 1]!;
      S[sp - 1] = value;
      decref(old);
      f.sp = sp;
      f.pc = arg;
      return;
    }
    const old = S[sp - 1]!;
    S[sp - 1] = o;
    f.sp = sp;
    decref(old);
  },
);
define(Op.END_SEND, (_space, f, S, sp) => {
  const receiver = S[sp - 2]!;
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  decref(receiver);
  return DONE;
});
define(Op.CLEANUP_THROW, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopIteration)) {
    throw reraised(space, w_exception);
  }
  const w_value = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
  space.own(w_value);
  sp = pop(S, sp, 3);
  S[sp++] = unwrap(space.own(space.w_None));
  S[sp++] = unwrap(w_value);
  f.sp = sp;
  return DONE;
});
define(Op.GET_AWAITABLE, (space, _f, S, sp, arg) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (arg !== 0 && type.slots.await === null && type !== space.types.coroutine) {
    const which = arg === 1 ? '__aenter__' : '__aexit__';
    throw raise(
      space,
      'TypeError',
      `'async with' received an object from ${which} that does not implement __await__: ${type.name}`,
    );
  }
  const caller = space.top;
  return andThen(space, caller, space.awaititer(w_x), (w) => {
    if (space.type(w) === space.types.coroutine) {
      const frame = (space.data(w) as unknown as { frame?: PyFrame }).frame;
      if (frame !== undefined && frame.stateNumber === SUSPENDED && frame.yieldFrom() !== null) {
        throw raise(space, 'RuntimeError', 'coroutine is being awaited already');
      }
    }
    return w;
  });
});
define(Op.GET_AITER, (space, _f, S, sp) => {
  const w_x = at(S, sp - 1);
  const type = space.type(w_x);
  if (type.slots.aiter === null) {
    throw raise(space, 'TypeError', `'async for' requires an object with __aiter__ method, got ${type.name}`);
  }
  const caller = space.top;
  return andThen(space, caller, type.slots.aiter(space, w_x), (w) => {
    if (space.type(w).slots.anext !== null) return w;
    throw raise(
      space,
      'TypeError',
      `'async for' received an object from __aiter__ that does not implement __anext__: ${space.type(w).name}`,
    );
  });
});
define(
  Op.GET_ANEXT,
  (space, _f, S, sp) => {
    const w_x = at(S, sp - 1);
    const type = space.type(w_x);
    if (type.slots.anext === null) {
      throw raise(
        space,
        'TypeError',
        `'async for' requires an iterator with __anext__ method, got ${type.name}`,
      );
    }
    const caller = space.top;
    return andThen(space, caller, type.slots.anext(space, w_x), (w) => {
      if (space.type(w) === space.types.async_generator) return w;
      return space.awaititer(w);
    });
  },
  pushValue,
);
define(Op.END_ASYNC_FOR, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopAsyncIteration)) throw reraised(space, w_exception);
  f.sp = pop(S, sp, 2);
  return DONE;
});

/** RETURN_GENERATOR: the body leaves the shared stack with its locals; borrowed answer. */
export function makeGenerator(space: CpythonSpace, f: PyFrame): W {
  const { code, base, stack } = f;
  const own = new Array<Any | null>(code.frameSize + 2).fill(null);
  for (let i = 0; i < code.localCount; i++) {
    own[i] = stack[base + i];
    stack[base + i] = null;
  }
  const body = f.asGenerator(own);
  const payload = body.func!.v as FunctionPayload;
  return space.newgenerator(body, payload.name, payload.qualname);
}

// --- exceptions

/** Set while an exception goes on that has its traceback entry of this frame already. */
export const unwinding = { again: false };

export function reraised(space: CpythonSpace, w_exception: W): OperationError {
  unwinding.again = true;
  return new OperationError(space.type(w_exception), space.own(w_exception), null);
}

define(Op.PUSH_EXC_INFO, (space, f, S, sp) => {
  const exception = S[sp - 1]!;
  const { handled } = space;
  S[sp - 1] = handled.value ?? unwrap(space.own(space.w_None));
  S[sp] = exception;
  exception.rc++;
  handled.value = exception;
  f.sp = sp + 1;
  return DONE;
});
define(Op.POP_EXCEPT, (space, f, S, sp) => {
  const { handled } = space;
  const old = handled.value;
  const previous = S[sp - 1]!;
  if (wrap(previous) === space.w_None) {
    handled.value = null;
    decref(previous);
  } else {
    handled.value = previous;
  }
  f.sp = sp - 1;
  if (old !== null) decref(old);
  return DONE;
});

function checkExceptionClass(space: CpythonSpace, w_type: W): void {
  const type = space.type(w_type);
  const bad = (w: W): boolean =>
    !space.type(w).isSubtype(space.types.type) ||
    !(space.data(w) as TypeObject).isSubtype(space.types.BaseException);
  const wrong = type.isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(bad) : bad(w_type);
  if (wrong) {
    throw raise(space, 'TypeError', 'catching classes that do not inherit from BaseException is not allowed');
  }
}
define(
  Op.CHECK_EXC_MATCH,
  (space, _f, S, sp) => {
    const type = space.type(at(S, sp - 2));
    const w_type = at(S, sp - 1);
    checkExceptionClass(space, w_type);
    const matches = (w: W): boolean => type.isSubtype(space.data(w) as TypeObject);
    return space.newbool(
      space.type(w_type).isSubtype(space.types.tuple) ? space.tuple_w(w_type).some(matches) : matches(w_type),
    );
  },
  replace(1),
);
define(
  Op.CHECK_EG_MATCH,
  (space, f, S, sp) => {
    const w_exception = at(S, sp - 2);
    // A single exception gets a group whose traceback starts in this frame.
    const isGroup = space.type(w_exception).isSubtype(space.types.BaseExceptionGroup);
    const w_traceback = isGroup ? null : space.newtraceback(null, space.frameobject(f), f.lasti, -1);
    return checkGroupMatch(space, w_exception, at(S, sp - 1), w_traceback);
  },
  (space, f, S, sp, _arg, o) => {
    const [w_match, w_rest] = o!.v as W[];
    space.own(w_rest);
    space.own(w_match);
    sp = pop(S, sp, 2);
    S[sp++] = unwrap(w_rest);
    S[sp++] = unwrap(w_match);
    f.sp = sp;
    decref(o!);
    if (w_match !== space.w_None) {
      const { handled } = space;
      const old = handled.value;
      handled.value = unwrap(space.own(w_match));
      if (old !== null) decref(old);
    }
  },
);

/** Hangs what is being handled to a new exception, and breaks a cycle in the chain (_PyErr_SetObject). */
export function setContext(space: CpythonSpace, w_exception: W): void {
  const w_context = space.handledException();
  if (w_context === null || w_context === w_exception) return;
  for (let w: W = w_context; ;) {
    const payload = exceptionOf(space, w);
    if (payload.w_context === null) break;
    if (payload.w_context === w_exception) {
      space.drop(payload.w_context);
      payload.w_context = null;
      break;
    }
    w = payload.w_context;
  }
  const payload = exceptionOf(space, w_exception);
  const w_old = payload.w_context;
  payload.w_context = space.own(w_context);
  if (w_old !== null) space.drop(w_old);
}

/** `raise x`: x a class or an instance, made into the error of the instance. */
function toException(space: CpythonSpace, w_x: W, message: string, then: (w_exception: W) => W): W {
  const type = space.type(w_x);
  if (
    type.isSubtype(space.types.type) &&
    (space.data(w_x) as TypeObject).isSubtype(space.types.BaseException)
  ) {
    const caller = space.top;
    return andThen(space, caller, call(space, w_x, []), (w) => {
      if (!space.type(w).isSubtype(space.types.BaseException)) {
        const made = space.type(w).name;
        throw raise(
          space,
          'TypeError',
          `calling <class '${(space.data(w_x) as TypeObject).name}'> should have returned an instance of BaseException, not <class '${made}'>`,
        );
      }
      return then(w);
    });
  }
  if (type.isSubtype(space.types.BaseException)) return then(w_x);
  throw raise(space, 'TypeError', message);
}

define(Op.RAISE_VARARGS, (space, f, S, sp, arg) => {
  if (arg === 0) {
    const w_exception = space.handledException();
    if (w_exception === null) throw raise(space, 'RuntimeError', 'No active exception to reraise');
    throw reraised(space, w_exception);
  }
  const throwIt = (w_exception: W): never => {
    setContext(space, w_exception);
    throw new OperationError(space.type(w_exception), space.own(w_exception), null);
  };
  void f;
  return toException(space, at(S, sp - arg), 'exceptions must derive from BaseException', (w_exception) => {
    if (arg === 1) return throwIt(w_exception);
    const w_cause = at(S, sp - 1);
    const payload = exceptionOf(space, w_exception);
    const setCause = (w: W | null): void => {
      const w_old = payload.w_cause;
      payload.w_cause = w === null ? null : space.own(w);
      payload.suppressContext = true;
      if (w_old !== null) space.drop(w_old);
    };
    if (w_cause === space.w_None) {
      setCause(null);
      return throwIt(w_exception);
    }
    return toException(space, w_cause, 'exception causes must derive from BaseException', (w) => {
      setCause(w);
      return throwIt(w_exception);
    });
  });
});
define(Op.RERAISE, (space, f, S, sp, arg) => {
  if (arg > 0) {
    // The line of the traceback stays that of the instruction that raised.
    const offset = S[sp - 1 - arg]!.v as number;
    f.pc = f.code.indexOfOffset(offset) + 2;
  }
  throw reraised(space, at(S, sp - 1));
});
define(
  Op.WITH_EXCEPT_START,
  (space, _f, S, sp) => {
    const w_exception = at(S, sp - 1);
    const w_type = space.type(w_exception).w_self;
    const w_traceback = exceptionOf(space, w_exception).w_traceback ?? space.w_None;
    const self = S[sp - 4];
    const args_w = [w_type, w_exception, w_traceback];
    return call(space, at(S, sp - 5), self === null ? args_w : [wrap(self), ...args_w]);
  },
  pushValue,
);

const notContext: Readonly<Record<string, string>> = {
  __enter__: 'object does not support the context manager protocol',
  __exit__: 'object does not support the context manager protocol (missed __exit__ method)',
  __aenter__: 'object does not support the asynchronous context manager protocol',
  __aexit__: 'object does not support the asynchronous context manager protocol (missed __aexit__ method)',
};
define(
  Op.LOAD_SPECIAL,
  (space, f, S, sp, arg) => {
    const name = specialMethods[arg];
    const w_x = at(S, sp - 1);
    const type = space.type(w_x);
    const w_method = type.lookup(name);
    if (w_method === undefined) {
      const isAsync = name.startsWith('__a');
      const other = isAsync ? '__enter__' : '__aenter__';
      const otherExit = isAsync ? '__exit__' : '__aexit__';
      const hint =
        type.lookup(other) !== undefined && type.lookup(otherExit) !== undefined
          ? ` but it supports the ${isAsync ? 'context manager' : 'asynchronous context manager'} protocol. Did you mean to use '${isAsync ? 'with' : 'async with'}'?`
          : '';
      throw raise(space, 'TypeError', `'${type.name}' ${notContext[name]}${hint}`);
    }
    const methodType = space.type(w_method);
    if (isMethodLike(space, methodType)) {
      S[sp] = S[sp - 1];
      S[sp - 1] = unwrap(space.own(w_method));
      f.sp = sp + 1;
      return DONE;
    }
    return methodType.slots.descrGet === null
      ? w_method
      : methodType.slots.descrGet(space, w_method, w_x, type.w_self);
  },
  (_space, f, S, sp, _arg, o) => {
    sp = pop(S, sp, 1);
    S[sp++] = o;
    S[sp++] = null;
    f.sp = sp;
  },
);

// --- formatting

define(Op.FORMAT_SIMPLE, (space, _f, S, sp) => {
  const w_x = at(S, sp - 1);
  if (space.type(w_x) === space.types.str) return w_x;
  return format(space, w_x, space.newstr(''));
});
define(Op.FORMAT_WITH_SPEC, (space, _f, S, sp) => format(space, at(S, sp - 2), at(S, sp - 1)));

function format(space: CpythonSpace, w_x: W, w_spec: W): W {
  const caller = space.top;
  return andThen(space, caller, callSpecial(space, w_x, '__format__', [w_spec])!, (w) => {
    if (!space.type(w).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', `__format__ must return a str, not ${space.type(w).name}`);
    }
    return w;
  });
}
define(Op.CONVERT_VALUE, (space, _f, S, sp, arg) => {
  const w_x = at(S, sp - 1);
  if (arg === 1) return str(space, w_x);
  if (arg === 2) return repr(space, w_x);
  return call(space, space.builtin('ascii'), [w_x]);
});

/** Template strings: strings and interpolations as two tuples; a value, its text and perhaps a format. */
define(Op.BUILD_TEMPLATE, (space, _f, S, sp) => newTemplate(space, at(S, sp - 2), at(S, sp - 1)));
define(Op.BUILD_INTERPOLATION, (space, _f, S, sp, arg) => {
  const first = sp - 2 - (arg & 1);
  const w_spec = (arg & 1) === 1 ? at(S, sp - 1) : space.newstr('');
  return newInterpolation(space, at(S, first), at(S, first + 1), arg >> 2, w_spec);
});

// --- imports

define(Op.IMPORT_NAME, (space, f, S, sp, arg) => {
  const name = f.code.names[arg];
  const w_import = space.dictgetstr(wrap(f.builtins), '__import__');
  if (w_import === undefined) throw raise(space, 'ImportError', '__import__ not found');
  const level = space.int_w(at(S, sp - 2)) as number;
  if (w_import === space.builtin('__import__')) {
    return space.importname(name, wrap(f.globals), at(S, sp - 1), level);
  }
  const w_locals = f.namespace === null ? space.w_None : wrap(f.namespace);
  return call(space, w_import, [space.newstr(name), wrap(f.globals), w_locals, at(S, sp - 1), at(S, sp - 2)]);
});
define(
  Op.IMPORT_FROM,
  (space, f, S, sp, arg) => space.importfrom(at(S, sp - 1), f.code.names[arg]),
  pushValue,
);

/** `from m import *`: the names of `__all__`, or all that are public. */
function importStar(space: CpythonSpace, f: PyFrame, w_module: W): W {
  const w_target = wrap(f.namespace!);
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w_module, '__all__', space.w_None), (w_all) => {
    const copy = (names_w: readonly W[], from: number, skip: boolean): W => {
      for (let i = from; i < names_w.length; i++) {
        const name = space.str_w(names_w[i]);
        if (skip && name.startsWith('_')) continue;
        const w_value = space.getattr(w_module, name);
        if (w_value === SUSPEND) {
          return andThen(space, caller, w_value, (w) => {
            space.dictsetstr(w_target, name, w);
            return copy(names_w, i + 1, skip);
          });
        }
        space.dictsetstr(w_target, name, w_value);
      }
      return space.w_None;
    };
    if (w_all !== space.w_None) return copy(space.listOfNested(w_all), 0, false);
    return andThen(space, caller, space.getattr(w_module, '__dict__'), (w_dict) =>
      copy(space.listOfNested(w_dict), 0, true),
    );
  });
}

// --- intrinsics, constants

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

// --- match

define(
  Op.MATCH_SEQUENCE,
  (space, _f, S, sp) => space.newbool(space.type(at(S, sp - 1)).isSequence),
  pushValue,
);
define(Op.MATCH_MAPPING, (space, _f, S, sp) => space.newbool(space.type(at(S, sp - 1)).isMapping), pushValue);
define(
  Op.MATCH_KEYS,
  (space, _f, S, sp) => {
    const w_subject = at(S, sp - 2);
    const keys_w = space.tuple_w(at(S, sp - 1));
    const values_w: W[] = [];
    const isDict = space.type(w_subject) === space.types.dict;
    const caller = space.top;
    const seen = space.newset();
    for (const w_key of keys_w) {
      if (!space.setadd(seen, w_key)) {
        return andThen(space, caller, repr(space, w_key), (w) => {
          throw raise(space, 'ValueError', `mapping pattern checks duplicate key (${space.str_w(w)})`);
        });
      }
    }
    const go = (from: number): W => {
      for (let i = from; i < keys_w.length; i++) {
        if (isDict) {
          const w = space.dictget(w_subject, keys_w[i]);
          if (w === undefined) return space.w_None;
          values_w.push(w);
          continue;
        }
        // A value that stands for "no such key": the tuple of keys itself.
        const w_missing = at(S, sp - 1);
        const w_get = callSpecial(space, w_subject, 'get', [keys_w[i], w_missing])!;
        return andThen(space, caller, w_get, (w) => {
          if (w === w_missing) return space.w_None;
          values_w.push(w);
          return go(i + 1);
        });
      }
      return space.newtuple(values_w);
    };
    return go(0);
  },
  pushValue,
);
define(Op.MATCH_CLASS, (space, _f, S, sp, arg) => {
  const w_subject = at(S, sp - 3);
  const w_type = at(S, sp - 2);
  const names_w = space.tuple_w(at(S, sp - 1));
  if (!space.type(w_type).isSubtype(space.types.type)) {
    return andThen(space, space.top, repr(space, w_type), () => {
      throw raise(space, 'TypeError', 'called match pattern must be a class');
    });
  }
  const type = space.data(w_type) as TypeObject;
  const caller = space.top;
  const w_is = call(space, space.builtin('isinstance'), [w_subject, w_type]);
  return andThen(space, caller, w_is, (w_instance) => {
    if (w_instance !== space.w_True) return space.w_None;
    const values_w: W[] = [];
    const seen = new Set<string>();
    const attribute = (name: string, then: () => W): W => {
      if (seen.has(name)) {
        throw raise(space, 'TypeError', `${type.name}() got multiple sub-patterns for attribute '${name}'`);
      }
      seen.add(name);
      const w_found = getattrOr(space, w_subject, name, space.w_NotImplemented);
      return andThen(space, caller, w_found, (w) => {
        if (w === space.w_NotImplemented) return space.w_None;
        values_w.push(w);
        return then();
      });
    };
    const keywords = (i: number): W =>
      i === names_w.length
        ? space.newtuple(values_w)
        : attribute(space.str_w(names_w[i]), () => keywords(i + 1));
    if (arg === 0) return keywords(0);
    return andThen(space, caller, getattrOr(space, w_type, '__match_args__', space.w_None), (w_match) => {
      const tooMany = (allowed: number): OperationError =>
        raise(
          space,
          'TypeError',
          `${type.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${arg} given)`,
        );
      if (w_match === space.w_None) {
        if (!matchesSelf(space, type)) throw tooMany(0);
        if (arg > 1) throw tooMany(1);
        values_w.push(w_subject);
        return keywords(0);
      }
      if (space.type(w_match) !== space.types.tuple) {
        throw raise(
          space,
          'TypeError',
          `${type.name}.__match_args__ must be a tuple (got ${space.type(w_match).name})`,
        );
      }
      const places_w = space.tuple_w(w_match);
      if (places_w.length < arg) throw tooMany(places_w.length);
      const positional = (i: number): W => {
        if (i === arg) return keywords(0);
        if (space.type(places_w[i]) !== space.types.str) {
          throw raise(
            space,
            'TypeError',
            `__match_args__ elements must be strings (got ${space.type(places_w[i]).name})`,
          );
        }
        return attribute(space.str_w(places_w[i]), () => positional(i + 1));
      };
      return positional(0);
    });
  });
});

/** _Py_TPFLAGS_MATCH_SELF. */
function matchesSelf(space: CpythonSpace, type: TypeObject): boolean {
  const { bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple } = space.types;
  return [bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple].some(
    (t) => t && type.isSubtype(t),
  );
}

// Quickened forms fall back to the body of their general one.
for (let op = 0; op < OPCODE_COUNT; op++) {
  if (opBase[op] === op) continue;
  bodies[op] = bodies[opBase[op]];
  finishes[op] = finishes[opBase[op]];
}

export { HandledException };
