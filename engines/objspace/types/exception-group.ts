// Exception groups (PEP 654): making, `split`, `subgroup`, `derive`, and what `except*` needs at run time. Models the BaseExceptionGroup
// part of CPython's Objects/exceptions.c and _PyEval_ExceptionGroupMatch of Python/ceval.c.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { checkNesting } from '../step-frames.ts';
import type { TypeObject } from '../typeobject.ts';
import { baseInit, exceptionOf } from './exceptions.ts';
import { ExceptionPayload } from './exceptions.ts';

const MESSAGE = 0;
const EXCEPTIONS = 1;
const FIELD_COUNT = 2;

const isGroup = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.BaseExceptionGroup);

/** Members of a group. */
export function membersOf(space: Space, w_group: W): readonly W[] {
  return space.tuple_w(exceptionOf(space, w_group).fields[EXCEPTIONS]!);
}

function groupNew(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const count = args_w.length - (names?.length ?? 0);
  const { types } = space;
  if (names !== null && names.length > 0)
    throw raise(space, 'TypeError', `${type.name}() takes no keyword arguments`);
  if (count !== 2) {
    throw raise(
      space,
      'TypeError',
      `BaseExceptionGroup.__new__() takes exactly 2 arguments (${count} given)`,
    );
  }
  const [w_message, w_exceptions] = args_w;
  if (!space.type(w_message).isSubtype(types.str)) {
    throw raise(
      space,
      'TypeError',
      `BaseExceptionGroup.__new__() argument 1 must be str, not ${space.type(w_message).name}`,
    );
  }
  const given = space.type(w_exceptions);
  if (given.slots.getitem === null || given.isSubtype(types.dict)) {
    throw raise(space, 'TypeError', 'second argument (exceptions) must be a sequence');
  }
  const members_w = space.listOfNested(w_exceptions);
  if (members_w.length === 0) {
    throw raise(space, 'ValueError', 'second argument (exceptions) must be a non-empty sequence');
  }
  let nestsBase = false;
  members_w.forEach((w, i) => {
    if (!space.type(w).isSubtype(types.BaseException)) {
      throw raise(space, 'ValueError', `Item ${i} of second argument (exceptions) is not an exception`);
    }
    if (!space.type(w).isSubtype(types.Exception)) nestsBase = true;
  });
  let made = type;
  if (type === types.BaseExceptionGroup) {
    if (!nestsBase) made = types.ExceptionGroup;
  } else if (nestsBase && type === types.ExceptionGroup) {
    throw raise(space, 'TypeError', 'Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (nestsBase && type.isSubtype(types.Exception)) {
    throw raise(space, 'TypeError', `Cannot nest BaseExceptions in '${type.name}'`);
  }
  const payload = new ExceptionPayload(
    args_w.map((w) => space.own(w)),
    FIELD_COUNT,
  );
  payload.fields[MESSAGE] = space.own(w_message);
  payload.fields[EXCEPTIONS] = space.own(space.newtuple(members_w));
  return space.newobj(made, payload);
}

function groupStr(space: Space, w: W): W {
  const { fields } = exceptionOf(space, w);
  const n = membersOf(space, w).length;
  return space.newstr(`${space.str_w(fields[MESSAGE]!)} (${n} sub-exception${n === 1 ? '' : 's'})`);
}

// --- splitting

/** Decides about one exception: answers True or False, or SUSPEND. */
type Condition = (w_exception: W) => W;

function conditionOf(space: Space, w_condition: W): Condition {
  const { BaseException, type, tuple, function: functionType } = space.types;
  const isExceptionClass = (w: W): boolean =>
    space.type(w).isSubtype(type) && (space.data(w) as TypeObject).isSubtype(BaseException);
  const matches = (w: W, classes_w: readonly W[]): W =>
    space.newbool(classes_w.some((w_class) => space.type(w).isSubtype(space.data(w_class) as TypeObject)));
  if (isExceptionClass(w_condition)) return (w) => matches(w, [w_condition]);
  if (space.type(w_condition).isSubtype(tuple)) {
    const classes_w = space.tuple_w(w_condition);
    if (classes_w.every(isExceptionClass)) return (w) => matches(w, classes_w);
  } else if (
    space.type(w_condition) === functionType ||
    (space.type(w_condition).slots.call !== null && !space.type(w_condition).isSubtype(type))
  ) {
    return (w) => {
      const caller = space.top;
      return andThen(space, caller, call(space, w_condition, [w]), (w_answer) => space.truth(w_answer));
    };
  }
  throw raise(
    space,
    'TypeError',
    'expected an exception type, a tuple of exception types, or a callable (other than a class)',
  );
}

/** A group like `w_group` with other members: by its `derive`, with traceback, cause, context and notes taken over. */
function deriveLike(space: Space, w_group: W, members_w: readonly W[], next: (w: W) => W): W {
  if (members_w.length === 0) return next(space.w_None);
  const caller = space.top;
  return andThen(space, caller, space.getattr(w_group, 'derive'), (w_derive) =>
    andThen(space, caller, call(space, w_derive, [space.newlist(members_w)]), (w_made) => {
      if (!isGroup(space, w_made)) {
        throw raise(space, 'TypeError', 'derive must return an instance of BaseExceptionGroup');
      }
      const from = exceptionOf(space, w_group);
      const to = exceptionOf(space, w_made);
      const copy = (field: 'w_traceback' | 'w_context' | 'w_cause'): void => {
        const w_old = to[field];
        const w_new = from[field];
        to[field] = w_new === null ? null : space.own(w_new);
        if (w_old !== null) space.drop(w_old);
      };
      copy('w_traceback');
      copy('w_context');
      copy('w_cause');
      to.suppressContext = from.suppressContext;
      const w_notes = space.getdictvalue(w_group, '__notes__');
      if (w_notes !== undefined) {
        const kind = space.type(w_notes);
        if (kind.isSubtype(space.types.list) || kind.isSubtype(space.types.tuple))
          space.setdictvalue(w_made, '__notes__', space.newlist(space.listOfNested(w_notes)));
      }
      return next(w_made);
    }),
  );
}

/** The part of `w_exception` that the condition takes, and the rest; None for an empty one. */
function splitBy(
  space: Space,
  w_exception: W,
  condition: Condition,
  wantsRest: boolean,
  next: (w_match: W, w_rest: W) => W,
  depth = 0,
): W {
  checkNesting(space, depth, 'in exceptiongroup_split_recursive');
  const caller = space.top;
  return andThen(space, caller, condition(w_exception), (w_taken) => {
    if (space.is(w_taken, space.w_True)) return next(w_exception, space.w_None);
    if (!isGroup(space, w_exception)) return next(space.w_None, w_exception);
    const members_w = membersOf(space, w_exception);
    const matches_w: W[] = [];
    const rests_w: W[] = [];
    const member = (i: number): W => {
      if (i < members_w.length) {
        const take = (w_match: W, w_rest: W): W => {
          if (!space.is(w_match, space.w_None)) matches_w.push(w_match);
          if (!space.is(w_rest, space.w_None)) rests_w.push(w_rest);
          return member(i + 1);
        };
        return splitBy(space, members_w[i], condition, wantsRest, take, depth + 1);
      }
      return deriveLike(space, w_exception, matches_w, (w_match) =>
        wantsRest
          ? deriveLike(space, w_exception, rests_w, (w_rest) => next(w_match, w_rest))
          : next(w_match, space.w_None),
      );
    };
    return member(0);
  });
}

const pair = (space: Space) => (w_match: W, w_rest: W) => space.newtuple([w_match, w_rest]);

// --- except*

function checkExceptStarType(space: Space, w_type: W): void {
  const { types } = space;
  const classes_w = space.type(w_type).isSubtype(types.tuple) ? space.tuple_w(w_type) : [w_type];
  for (const w of classes_w) {
    const isClass = space.type(w).isSubtype(types.type);
    if (!isClass || !(space.data(w) as TypeObject).isSubtype(types.BaseException)) {
      throw raise(
        space,
        'TypeError',
        'catching classes that do not inherit from BaseException is not allowed',
      );
    }
    if ((space.data(w) as TypeObject).isSubtype(types.BaseExceptionGroup)) {
      throw raise(
        space,
        'TypeError',
        'catching ExceptionGroup with except* is not allowed. Use except instead.',
      );
    }
  }
}

/**
 * CHECK_EG_MATCH: answers the tuple (match, rest); None for an empty part. `w_traceback`: entry of the present frame for a single
 * exception that gets a group around it, null for none.
 */
export function checkGroupMatch(space: Space, w_exception: W, w_type: W, w_traceback: W | null): W {
  checkExceptStarType(space, w_type);
  const caller = space.top;
  const classes_w = space.type(w_type).isSubtype(space.types.tuple) ? space.tuple_w(w_type) : [w_type];
  const type = space.type(w_exception);
  if (classes_w.some((w) => type.isSubtype(space.data(w) as TypeObject))) {
    if (isGroup(space, w_exception)) return pair(space)(w_exception, space.w_None);
    const w_members = space.newtuple([w_exception]);
    const w_group = groupNew(space, space.types.BaseExceptionGroup, [space.newstr(''), w_members], null);
    if (w_traceback !== null) exceptionOf(space, w_group).w_traceback = space.own(w_traceback);
    return pair(space)(w_group, space.w_None);
  }
  if (!isGroup(space, w_exception)) return pair(space)(space.w_None, w_exception);
  return andThen(space, caller, space.getattr(w_exception, 'split'), (w_split) =>
    andThen(space, caller, call(space, w_split, [w_type]), (w_pair) => {
      const name = `${space.type(w_exception).name}.split`;
      if (!space.type(w_pair).isSubtype(space.types.tuple)) {
        throw raise(space, 'TypeError', `${name} must return a tuple, not ${space.type(w_pair).name}`);
      }
      const { length } = space.tuple_w(w_pair);
      if (length < 2)
        throw raise(space, 'TypeError', `${name} must return a 2-tuple, got tuple of size ${length}`);
      return w_pair;
    }),
  );
}

/** The same notes, traceback, cause and context: a part of the original that was raised again as it was. */
function hasSameMetadata(space: Space, w_a: W, w_b: W): boolean {
  if (!isGroup(space, w_a) || !isGroup(space, w_b)) return false;
  const a = exceptionOf(space, w_a);
  const b = exceptionOf(space, w_b);
  const same = (x: W | null | undefined, y: W | null | undefined): boolean => {
    if (x === null || x === undefined || y === null || y === undefined) return (x ?? null) === (y ?? null);
    return space.is(x, y);
  };
  return (
    same(a.w_traceback, b.w_traceback) &&
    same(a.w_cause, b.w_cause) &&
    same(a.w_context, b.w_context) &&
    sameNotes(space, w_a, w_b)
  );
}

function sameNotes(space: Space, w_a: W, w_b: W): boolean {
  const notes = (w: W): W[] | null => {
    const w_notes = space.getdictvalue(w, '__notes__');
    return w_notes === undefined ? null : space.listOfNested(w_notes);
  };
  const a_w = notes(w_a);
  const b_w = notes(w_b);
  if (a_w === null || b_w === null) return a_w === b_w;
  return a_w.length === b_w.length && a_w.every((w, i) => space.is(w, b_w[i]));
}

function leavesOf(space: Space, w_exception: W, into: W[]): void {
  if (!isGroup(space, w_exception)) into.push(w_exception);
  else for (const w of membersOf(space, w_exception)) leavesOf(space, w, into);
}

/** INTRINSIC_PREP_RERAISE_STAR: what goes on after `except*` clauses that left `list_w` (None for nothing); None when all is handled. */
export function prepareReraise(space: Space, w_original: W, list_w: readonly W[]): W {
  const left_w = list_w.filter((w) => !space.is(w, space.w_None));
  if (left_w.length === 0) return space.w_None;
  if (!isGroup(space, w_original)) return left_w[0];
  const raised_w = left_w.filter((w) => !hasSameMetadata(space, w, w_original));
  const leaves_w: W[] = [];
  for (const w of left_w) if (!raised_w.includes(w)) leavesOf(space, w, leaves_w);
  const isLeft: Condition = (w) =>
    space.newbool(!isGroup(space, w) && leaves_w.some((leaf) => space.is(leaf, w)));
  const finish = (w_reraised: W): W => {
    if (raised_w.length === 0) return w_reraised;
    const all_w = space.is(w_reraised, space.w_None) ? raised_w : [...raised_w, w_reraised];
    if (all_w.length === 1) return all_w[0];
    const w_members = space.newlist(all_w);
    return groupNew(space, space.types.BaseExceptionGroup, [space.newstr(''), w_members], null);
  };
  if (leaves_w.length === 0) return finish(space.w_None);
  return splitBy(space, w_original, isLeft, false, (w_match) => finish(w_match));
}

const baseExceptionGroupType: TypeDefinition = {
  name: 'BaseExceptionGroup',
  base: 'BaseException',
  doc: 'A combination of multiple unrelated exceptions.',
  ownLayout: true,
  hasDict: true,
  slots: { new: groupNew, init: (...given) => baseInit(...given), str: groupStr },
  methods: [
    resumable('derive', '$self, excs, /', (space: Space, w: W, w_exceptions: W) =>
      groupNew(
        space,
        space.types.BaseExceptionGroup,
        [exceptionOf(space, w).fields[MESSAGE]!, w_exceptions],
        null,
      ),
    ),
    resumable('split', '$self, matcher_value, /', (space: Space, w: W, w_condition: W) =>
      splitBy(space, w, conditionOf(space, w_condition), true, pair(space)),
    ),
    resumable('subgroup', '$self, matcher_value, /', (space: Space, w: W, w_condition: W) =>
      splitBy(space, w, conditionOf(space, w_condition), false, (w_match) => w_match),
    ),
  ],
  classMethods: [
    resumable('__class_getitem__', '$type, item, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    message: { get: (space, w) => exceptionOf(space, w).fields[MESSAGE]!, member: true },
    exceptions: { get: (space, w) => exceptionOf(space, w).fields[EXCEPTIONS]!, member: true },
  },
};

export const exceptionGroupTypes: readonly TypeDefinition[] = [
  baseExceptionGroupType,
  { name: 'ExceptionGroup', base: 'BaseExceptionGroup', alsoBases: ['Exception'], hasDict: true },
];
