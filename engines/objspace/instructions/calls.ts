// @inline-constants-from ../../frontend/opcodes.ts Op
// Calls, unpacking of arguments and of sequences, making functions.
import { CodeFlag } from '../../frontend/code-object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { andThen, attempt, runNested } from '../continuation.ts';
import { call, callSpecial, getitem, iter, str } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { firstItems, tupleOf } from '../types/collecting.ts';
import { exceptionOf } from '../types/exceptions.ts';
import { FunctionPayload } from '../types/function.ts';
import type { CodePayload } from '../types/function.ts';
import { at, define } from './instruction.ts';

function calleeName(space: Space, w_f: W): string {
  const attribute = (name: string): W => runNested(space, () => space.getattrOr(w_f, name, space.w_None));
  const w_qualname = attribute('__qualname__');
  if (space.is(w_qualname, space.w_None)) return space.str_w(runNested(space, () => str(space, w_f)));
  const qualname = space.str_w(runNested(space, () => str(space, w_qualname)));
  const w_module = attribute('__module__');
  const module = space.type(w_module).isSubtype(space.types.str) ? space.str_w(w_module) : 'builtins';
  return `${module === 'builtins' ? '' : `${module}.`}${qualname}()`;
}

function unpackIterable(space: Space, w_x: W, before: number, after: number): W {
  const type = space.type(w_x);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `cannot unpack non-iterable ${type.name} object`);
  }
  const most = after < 0 ? before + 1 : Infinity;
  const caller = space.top;
  return andThen(space, caller, iter(space, w_x), (w_iterator) => firstItems(space, w_iterator, most));
}

define(Op.LIST_EXTEND, (space, _f, S, sp, arg) => {
  const w_iterable = at(S, sp - 1);
  const type = space.type(w_iterable);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `Value after * must be an iterable, not ${type.name}`);
  }
  return callSpecial(space, at(S, sp - 1 - arg), 'extend', [w_iterable])!;
});

define(Op.SET_UPDATE, (space, _f, S, sp, arg) =>
  callSpecial(space, at(S, sp - 1 - arg), 'update', [at(S, sp - 1)])!,
);

define(Op.DICT_UPDATE, (space, _f, S, sp, arg) => {
  const w_update = at(S, sp - 1);
  const type = space.type(w_update);
  if (!type.isSubtype(space.types.dict) && type.lookup('keys') === undefined) {
    throw raise(space, 'TypeError', `'${type.name}' object is not a mapping`);
  }
  return callSpecial(space, at(S, sp - 1 - arg), 'update', [w_update])!;
});

define(Op.DICT_MERGE, (space, _f, S, sp, arg) => {
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
  const repeated = (key: string): OperationError =>
    raise(space, 'TypeError', `${calleeName(space, w_f)} got multiple values for keyword argument '${key}'`);
  const merge = (w_key: W, w_value: W): void => {
    if (space.dictget(w_dict, w_key) !== undefined)
      throw repeated(space.str_w(runNested(space, () => str(space, w_key))));
    if (!space.type(w_key).isSubtype(space.types.str))
      throw raise(space, 'TypeError', 'keywords must be strings');
    space.dictset(w_dict, w_key, w_value);
  };
  // A subclass with an order of its own tells it through `keys`.
  if (type.isSubtype(space.types.dict) && type.slots.iter === space.types.dict.slots.iter) {
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
        // As CPython takes any KeyError with one argument for that of a name given twice.
        (error) => {
          if (!error.matches(space.types.KeyError)) throw error;
          const { args_w } = exceptionOf(space, space.errorValue(error));
          if (args_w.length !== 1) throw error;
          return andThen(space, caller, space.str(args_w[0]), (w_text) => {
            space.dropError(error);
            throw repeated(space.str_w(w_text));
          });
        },
      );
    };
    return go(0);
  });
});

define(Op.UNPACK_SEQUENCE, (space, _f, S, sp, arg) => unpackIterable(space, at(S, sp - 1), arg, -1));

define(Op.UNPACK_EX, (space, _f, S, sp, arg) => unpackIterable(space, at(S, sp - 1), arg & 0xff, arg >> 8));

define(Op.CALL, (space, _f, S, sp, arg) => {
  const first = S[sp - arg - 1] === null ? sp - arg : sp - arg - 1;
  return call(space, at(S, sp - arg - 2), S.slice(first, sp) as W[]);
});

define(Op.CALL_KW, (space, _f, S, sp, arg) => {
  const names_w = space.tuple_w(at(S, sp - 1));
  const end = sp - 1;
  const first = S[end - arg - 1] === null ? end - arg : end - arg - 1;
  const args_w = S.slice(first, end) as W[];
  const names = names_w.map((w) => space.str_w(w));
  return call(space, at(S, end - arg - 2), args_w, names);
});

define(Op.CALL_FUNCTION_EX, (space, _f, S, sp) => {
  const w_f = at(S, sp - 4);
  const w_args = at(S, sp - 2);
  const kwargs = S[sp - 1];
  const caller = space.top;
  const withTuple = (w_tuple: W): W => {
    const args_w = space.tuple_w(w_tuple);
    if (kwargs === null) return call(space, w_f, args_w);
    const names: string[] = [];
    const all_w = args_w.slice();
    const w_kwargs = kwargs;
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
  return andThen(space, caller, tupleOf(space, w_args), withTuple);
});

define(Op.LOAD_BUILD_CLASS, (space, f) => {
  const w_build = space.dictgetstr(f.w_builtins, '__build_class__');
  if (w_build === undefined) throw raise(space, 'NameError', '__build_class__ not found');
  return w_build;
});

/** The items that UNPACK_SEQUENCE is to push, the list that its body answered checked for its length. */
export function checkUnpacked(space: Space, w_source: W, w_items: W, wanted: number): W[] {
  const items_w = space.listitems(w_items);
  const got = items_w.length;
  if (got === wanted) return items_w;
  if (got < wanted)
    throw raise(space, 'ValueError', `not enough values to unpack (expected ${wanted}, got ${got})`);
  const { list, tuple, dict } = space.types;
  const type = space.type(w_source);
  const count =
    type === list
      ? space.listlen(w_source)
      : type === tuple
        ? space.tuple_w(w_source).length
        : type === dict
          ? space.dictlen(w_source)
          : -1;
  throw raise(
    space,
    'ValueError',
    `too many values to unpack (expected ${wanted}${count < 0 ? '' : `, got ${count}`})`,
  );
}

/** The same for UNPACK_EX: its values in order, the starred one a list. */
export function splitUnpacked(space: Space, w_items: W, arg: number): W[] {
  const items_w = space.listitems(w_items);
  const before = arg & 0xff;
  const after = arg >> 8;
  const got = items_w.length;
  if (got < before + after)
    throw raise(
      space,
      'ValueError',
      `not enough values to unpack (expected at least ${before + after}, got ${got})`,
    );
  const w_rest = space.newlist(items_w.slice(before, got - after));
  return [...items_w.slice(0, before), w_rest, ...items_w.slice(got - after)];
}

define(Op.MAKE_FUNCTION, (space, f, S, sp) => {
  const w_code = at(S, sp - 1);
  const { code } = space.data(w_code) as CodePayload;
  const payload = new FunctionPayload(
    space.own(w_code),
    space.own(f.w_globals),
    space.own(f.w_builtins),
    code.name,
    code.qualname,
  );
  const w_module = space.dictgetstr(f.w_globals, '__name__');
  if (w_module !== undefined) payload.w_module = space.own(w_module);
  if ((code.flags & CodeFlag.HAS_DOCSTRING) !== 0) payload.w_doc = space.own(space.constsOf(w_code)[0]);
  return space.newobj(space.types.function, payload);
});
