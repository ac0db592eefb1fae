// `property`. Models the type property of CPython's Objects/descrobject.c: a docstring that is the getter's own until one is given, kept in
// the instance's attributes for subclasses; a name from the class body, else the getter's.
import { andThen, attempt } from '../continuation.ts';
import { call, getattrOr, repr, setattr } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';

export class Property extends Payload {
  w_get: W | null = null;
  w_set: W | null = null;
  w_del: W | null = null;
  w_doc: W | null = null;
  w_name: W | null = null;
  /** The docstring is that of the getter. */
  isDocOfGetter = false;
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_get, this.w_set, this.w_del, this.w_doc, this.w_name]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_get = this.w_set = this.w_del = this.w_doc = this.w_name = null;
  }
}

type Field = 'w_get' | 'w_set' | 'w_del' | 'w_doc' | 'w_name';

const propertyOf = (space: Space, w: W): Property => space.data(w) as Property;

function put(space: Space, property: Property, field: Field, w_value: W | null): void {
  const w_old = property[field];
  property[field] = w_value === null ? null : space.own(w_value);
  if (w_old !== null) space.drop(w_old);
}

/** The name, given or the getter's; STOP where there is none. */
function nameOf(space: Space, property: Property): W {
  const { w_name, w_get } = property;
  if (w_name !== null) return w_name;
  return w_get === null ? STOP : getattrOr(space, w_get, '__name__', STOP);
}

function noAccessor(space: Space, w_descr: W, w_x: W, what: string): W {
  const caller = space.top;
  return andThen(space, caller, nameOf(space, propertyOf(space, w_descr)), (w_name) => {
    const of = `of '${space.type(w_x).qualname}' object has no ${what}`;
    if (w_name === STOP) throw raise(space, 'AttributeError', `property ${of}`);
    return andThen(space, caller, repr(space, w_name), (w_shown) => {
      throw raise(space, 'AttributeError', `property ${space.str_w(w_shown)} ${of}`);
    });
  });
}

function init(space: Space, w_self: W, w_get: W, w_set: W, w_del: W, w_doc: W): W {
  const property = propertyOf(space, w_self);
  const given = (w: W): W | null => (space.is(w, space.w_None) ? null : w);
  put(space, property, 'w_get', given(w_get));
  put(space, property, 'w_set', given(w_set));
  put(space, property, 'w_del', given(w_del));
  put(space, property, 'w_doc', null);
  put(space, property, 'w_name', null);
  property.isDocOfGetter = false;
  const caller = space.top;
  const keep = (w: W | null): W => {
    if (space.type(w_self) === space.types.property) {
      put(space, property, 'w_doc', w);
      return space.w_None;
    }
    // The class's own docstring hides the property's, so that an instance keeps its as an attribute.
    const unwritable = (error: Parameters<Space['dropError']>[0]): W => {
      if (property.isDocOfGetter || !error.matches(space.types.AttributeError)) throw error;
      space.dropError(error);
      return space.w_None;
    };
    const store = (): W => setattr(space, w_self, '__doc__', w ?? space.w_None);
    return attempt(space, caller, store, () => space.w_None, unwritable);
  };
  if (given(w_doc) !== null || property.w_get === null) return keep(given(w_doc));
  return andThen(space, caller, getattrOr(space, property.w_get, '__doc__', space.w_None), (w) => {
    property.isDocOfGetter = given(w) !== null;
    return keep(given(w));
  });
}

/** A copy with one accessor replaced, of the property's own class. */
function withAccessor(which: 'w_get' | 'w_set' | 'w_del'): (space: Space, w_self: W, w_function: W) => W {
  return (space, w_self, w_function) => {
    const old = propertyOf(space, w_self);
    const or = (field: 'w_get' | 'w_set' | 'w_del'): W =>
      (field === which && !space.is(w_function, space.w_None) ? w_function : old[field]) ?? space.w_None;
    const w_get = or('w_get');
    const fromGetter = old.isDocOfGetter && !space.is(w_get, space.w_None);
    const w_doc = fromGetter ? space.w_None : (old.w_doc ?? space.w_None);
    const caller = space.top;
    const made = call(space, space.type(w_self).w_self, [w_get, or('w_set'), or('w_del'), w_doc]);
    return andThen(space, caller, made, (w_copy) => {
      if (space.type(w_copy).isSubtype(space.types.property)) {
        put(space, propertyOf(space, w_copy), 'w_name', old.w_name);
      }
      return w_copy;
    });
  };
}

const accessor = (field: 'w_get' | 'w_set' | 'w_del'): Getset => ({
  get: (space, w) => propertyOf(space, w)[field] ?? space.w_None,
  member: true,
});

export const propertyType: TypeDefinition = {
  name: 'property',
  ownLayout: true,
  slots: {
    new: (space, type) => space.newobj(type, new Property()),
    descrGet: (space, w_descr, w_x) => {
      if (w_x === null) return w_descr;
      const { w_get } = propertyOf(space, w_descr);
      return w_get === null ? noAccessor(space, w_descr, w_x, 'getter') : call(space, w_get, [w_x]);
    },
    descrSet: (space, w_descr, w_x, w_value) => {
      const { w_set, w_del } = propertyOf(space, w_descr);
      const w_f = w_value === null ? w_del : w_set;
      if (w_f === null) return noAccessor(space, w_descr, w_x, w_value === null ? 'deleter' : 'setter');
      return call(space, w_f, w_value === null ? [w_x] : [w_x, w_value]);
    },
  },
  methods: [
    resumable('__init__', '$self, /, fget=None, fset=None, fdel=None, doc=None', init),
    resumable('getter', '$self, fget, /', withAccessor('w_get')),
    resumable('setter', '$self, fset, /', withAccessor('w_set')),
    resumable('deleter', '$self, fdel, /', withAccessor('w_del')),
    leaf('__set_name__', '$self, *args', (space: Space, w_self: W, args_w: readonly W[]) => {
      if (args_w.length !== 2) {
        const text = `__set_name__() takes 2 positional arguments but ${args_w.length} were given`;
        throw raise(space, 'TypeError', text);
      }
      put(space, propertyOf(space, w_self), 'w_name', args_w[1]);
      return space.w_None;
    }),
  ],
  getset: {
    fget: accessor('w_get'),
    fset: accessor('w_set'),
    fdel: accessor('w_del'),
    __doc__: {
      get: (space, w) => propertyOf(space, w).w_doc ?? space.w_None,
      set: (space, w, w_value) => put(space, propertyOf(space, w), 'w_doc', w_value),
    },
    __name__: {
      get: (space, w) =>
        andThen(space, space.top, nameOf(space, propertyOf(space, w)), (w_name) => {
          if (w_name !== STOP) return w_name;
          throw raise(space, 'AttributeError', "'property' object has no attribute '__name__'");
        }),
      set: (space, w, w_value) => put(space, propertyOf(space, w), 'w_name', w_value),
    },
    __isabstractmethod__: {
      get: (space, w) => {
        const { w_get, w_set, w_del } = propertyOf(space, w);
        return space.newbool(
          [w_get, w_set, w_del].some((f) => f !== null && space.isAbstractMethodNested(f)),
        );
      },
    },
  },
};
