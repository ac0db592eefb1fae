// `isinstance` and `issubclass` with their hooks. Models object_isinstance, object_recursive_isinstance and the like of CPython's Objects/abstract.c.
import { andThen, runNested } from '../continuation.ts';
import { callSpecial, getattrOr, truth } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { checkNesting } from '../step-frames.ts';
import type { TypeObject } from '../typeobject.ts';

const isType = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.type);
const typeOf = (space: Space, w: W): TypeObject => space.data(w) as TypeObject;

/** True for the first of `options_w` for which `check` is. */
function anyOf(space: Space, options_w: readonly W[], check: (w: W) => W): W {
  const from = (i: number): W => {
    if (i === options_w.length) return space.w_False;
    return andThen(space, space.top, check(options_w[i]), (w) =>
      space.is(w, space.w_True) ? w : from(i + 1),
    );
  };
  return from(0);
}

export function isInstance(space: Space, w_x: W, w_class: W, depth = 0): W {
  if (isType(space, w_class)) {
    if (space.type(w_x) === typeOf(space, w_class)) return space.w_True;
    if (space.type(w_class) === space.types.type) return isInstanceReal(space, w_x, w_class);
  }
  const type = space.type(w_class);
  if (type.isSubtype(space.types.tuple)) {
    checkNesting(space, depth, 'in __instancecheck__');
    return anyOf(space, space.tuple_w(w_class), (w) => isInstance(space, w_x, w, depth + 1));
  }
  const caller = space.top;
  const w_answer = callSpecial(space, w_class, '__instancecheck__', [w_x]);
  if (w_answer === undefined) return isInstanceReal(space, w_x, w_class);
  return andThen(space, caller, w_answer, (w) => truth(space, w));
}

/** By the type, or by what `__class__` says. */
export function isInstanceReal(space: Space, w_x: W, w_class: W): W {
  const caller = space.top;
  if (isType(space, w_class)) {
    const type = typeOf(space, w_class);
    const own = space.type(w_x);
    if (own.isSubtype(type)) return space.w_True;
    // Only a class, or a proxy with its own __getattribute__, can say something else of itself.
    if (own.lookup('__class__') === space.types.object.dict.get('__class__') && isPlainLookup(space, own)) {
      return space.w_False;
    }
    return andThen(space, caller, getattrOr(space, w_x, '__class__', space.w_None), (w) =>
      space.newbool(isType(space, w) && typeOf(space, w) !== own && typeOf(space, w).isSubtype(type)),
    );
  }
  return andThen(
    space,
    caller,
    checkClass(space, w_class, 'isinstance() arg 2 must be a type, a tuple of types, or a union'),
    () =>
      andThen(space, caller, getattrOr(space, w_x, '__class__', space.w_None), (w) =>
        space.is(w, space.w_None) ? space.w_False : abstractSubclass(space, w, w_class),
      ),
  );
}

const isPlainLookup = (space: Space, type: TypeObject): boolean =>
  type.slots.getattr === space.types.object.slots.getattr;

/** `__bases__`, where it is a tuple: that makes a class of anything. */
function basesOf(space: Space, w: W, then: (bases_w: readonly W[] | null) => W): W {
  return andThen(space, space.top, getattrOr(space, w, '__bases__', space.w_None), (w_bases) =>
    then(space.type(w_bases).isSubtype(space.types.tuple) ? space.tuple_w(w_bases) : null),
  );
}

function checkClass(space: Space, w: W, text: string): W {
  return basesOf(space, w, (bases_w) => {
    if (bases_w === null) throw raise(space, 'TypeError', text);
    return space.w_None;
  });
}

function abstractSubclass(space: Space, w_sub: W, w_class: W, depth = 0): W {
  if (space.is(w_sub, w_class)) return space.w_True;
  checkNesting(space, depth, 'in __issubclass__');
  return basesOf(space, w_sub, (bases_w) =>
    bases_w === null
      ? space.w_False
      : anyOf(space, bases_w, (w_base) => abstractSubclass(space, w_base, w_class, depth + 1)),
  );
}

export function isSubclass(space: Space, w_sub: W, w_class: W, depth = 0): W {
  if (space.type(w_class) === space.types.type) {
    if (space.is(w_sub, w_class)) return space.w_True;
    return isSubclassReal(space, w_sub, w_class);
  }
  if (space.type(w_class).isSubtype(space.types.tuple)) {
    checkNesting(space, depth, 'in __subclasscheck__');
    return anyOf(space, space.tuple_w(w_class), (w) => isSubclass(space, w_sub, w, depth + 1));
  }
  const caller = space.top;
  const w_answer = callSpecial(space, w_class, '__subclasscheck__', [w_sub]);
  if (w_answer === undefined) return isSubclassReal(space, w_sub, w_class);
  return andThen(space, caller, w_answer, (w) => truth(space, w));
}

export function isSubclassReal(space: Space, w_sub: W, w_class: W): W {
  if (isType(space, w_sub) && isType(space, w_class)) {
    return space.newbool(typeOf(space, w_sub).isSubtype(typeOf(space, w_class)));
  }
  const caller = space.top;
  return andThen(space, caller, checkClass(space, w_sub, 'issubclass() arg 1 must be a class'), () =>
    andThen(
      space,
      caller,
      checkClass(space, w_class, 'issubclass() arg 2 must be a class, a tuple of classes, or a union'),
      () => abstractSubclass(space, w_sub, w_class),
    ),
  );
}

/** What `x.__class__` says, where it is a class. */
export function claimedClass(space: Space, w_x: W): TypeObject | null {
  const w = runNested(space, () => getattrOr(space, w_x, '__class__', space.w_None));
  return isType(space, w) ? typeOf(space, w) : null;
}
