// @inline-constants-from ../../frontend/opcodes.ts Op
// Patterns of `match`. Models MATCH_* of Python/bytecodes.c and _PyEval_MatchClass.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call, callSpecial, getattrOr, repr } from '../../objspace/descroperation.ts';
import type { OperationError } from '../../objspace/error.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { CpythonSpace } from '../space.ts';
import { at, define, pushValue } from './bodies.ts';

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
