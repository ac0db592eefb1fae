// @inline-constants-from ../../frontend/opcodes.ts Op
// Containers from operands, and the steps of comprehensions. Models the BUILD_*, *_ADD, *_UPDATE families of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { TextBuilder } from '../../kernels/text.ts';
import { andThen, attempt } from '../../objspace/continuation.ts';
import { callSpecial, getitem } from '../../objspace/descroperation.ts';
import type { OperationError } from '../../objspace/error.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { FunctionPayload } from '../../objspace/types/function.ts';
import { qualifiedName } from '../../objspace/types/object.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, pop } from './bodies.ts';
import type { Finish } from './bodies.ts';
import { newslice } from './operators.ts';

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
export function calleeName(space: CpythonSpace, w_f: W): string {
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
    const repeated = (w_key: W): OperationError =>
      raise(
        space,
        'TypeError',
        `${calleeName(space, w_f)} got multiple values for keyword argument '${space.str_w(w_key)}'`,
      );
    const merge = (w_key: W, w_value: W): void => {
      if (!space.type(w_key).isSubtype(space.types.str))
        throw raise(space, 'TypeError', 'keywords must be strings');
      if (space.dictget(w_dict, w_key) !== undefined) {
        throw repeated(w_key);
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
        return attempt(
          space,
          caller,
          () => getitem(space, w_update, w_key),
          (w_value) => {
            merge(w_key, w_value);
            return go(i + 1);
          },
          // As CPython takes any KeyError for that of a name given twice.
          (error) => {
            if (!error.matches(space.types.KeyError)) throw error;
            space.dropError(error);
            throw repeated(w_key);
          },
        );
      };
      return go(0);
    });
  },
  drop1,
);
