// The module `_abc`: what abstract base classes know of their subclasses. Models CPython's Modules/_abc.c. The caches hold classes by the
// host's weak sets, so that they neither own a class nor have to be told of its end.
import { andThen, runNested } from '../continuation.ts';
import * as operations from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Classes, none of them held; in the order in which they came. */
class ClassSet {
  private members = new WeakSet<TypeObject>();
  private order: WeakRef<TypeObject>[] = [];
  has(type: TypeObject): boolean {
    return this.members.has(type);
  }
  add(type: TypeObject): void {
    if (this.members.has(type)) return;
    this.members.add(type);
    this.order.push(new WeakRef(type));
  }
  clear(): void {
    this.members = new WeakSet();
    this.order = [];
  }
  /** Those that still are: a class that is gone has an empty MRO, or no object left. */
  living(): TypeObject[] {
    const types: TypeObject[] = [];
    this.order = this.order.filter((reference) => {
      const type = reference.deref();
      if (type === undefined || type.mro.length === 0) return false;
      types.push(type);
      return true;
    });
    return types;
  }
}

class AbcData extends Payload {
  readonly registry = new ClassSet();
  readonly cache = new ClassSet();
  readonly negative = new ClassSet();
  negativeVersion = 0;
  traverse(): void {}
  forget(): void {}
}

/** Counts calls of `register`: negative answers from before are void. One for the process, as in CPython. */
let invalidations = 0;

const dataType: TypeDefinition = {
  name: '_abc._abc_data',
  isBase: false,
  doc: 'Internal state held by ABC machinery.',
};

const typeOf = (space: Space, w: W): TypeObject => space.data(w) as TypeObject;
const isClass = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.type);

function dataOf(space: Space, w_class: W): AbcData {
  const w_data = isClass(space, w_class) ? typeOf(space, w_class).lookup('_abc_impl') : undefined;
  if (w_data === undefined || space.type(w_data) !== space.types['_abc._abc_data'])
    throw raise(space, 'TypeError', '_abc_impl is set to a wrong type');
  return space.data(w_data) as AbcData;
}

// --- making a class abstract

/** `__abstractmethods__` of a class is what its dict has: no metaclass sees to it. */
function hasPlainNames(space: Space, { w_self }: TypeObject): boolean {
  const { type } = space.types;
  const metatype = space.type(w_self);
  const isPlain = metatype.slots.getattr === type.slots.getattr;
  return isPlain && metatype.lookup('__abstractmethods__') === type.dict.get('__abstractmethods__');
}

/** Names whose values say that they are abstract: own ones, and those of the bases that are still so in this class. */
function abstractNames(space: Space, w_class: W): W {
  const type = typeOf(space, w_class);
  const names = new Map<string, W>();
  for (const [name, w_value] of [...type.dict]) {
    if (space.isAbstractMethodNested(w_value)) names.set(name, space.newstr(name));
  }
  for (const base of type.bases) {
    if (hasPlainNames(space, base) && !base.dict.has('__abstractmethods__')) continue;
    const w_names = runNested(space, () =>
      operations.getattrOr(space, base.w_self, '__abstractmethods__', space.w_None),
    );
    if (space.is(w_names, space.w_None)) continue;
    for (const w_name of space.listOfNested(w_names)) {
      const name = space.str_w(w_name);
      const w_value = runNested(space, () => operations.getattrOr(space, w_class, name, space.w_None));
      if (!space.is(w_value, space.w_None) && space.isAbstractMethodNested(w_value)) names.set(name, w_name);
    }
  }
  return space.newfrozenset([...names.values()]);
}

/** Py_TPFLAGS_SEQUENCE and _MAPPING, which collections.abc asks for by `__abc_tpflags__`. */
const SEQUENCE = 1 << 5;
const MAPPING = 1 << 6;

/** What has both attributes that are read of a class, without being one, has nothing to be marked. */
const withoutClass = (space: Space, w: W): W =>
  andThen(space, space.top, operations.getattr(space, w, '__dict__'), () =>
    andThen(space, space.top, operations.getattr(space, w, '__bases__'), () => {
      throw raise(space, 'TypeError', `_abc_init() argument must be a class, not ${space.type(w).name}`);
    }),
  );

function init(space: Space, w_class: W): W {
  if (!isClass(space, w_class)) return withoutClass(space, w_class);
  const type = typeOf(space, w_class);
  const w_names = abstractNames(space, w_class);
  return andThen(space, space.top, operations.setattr(space, w_class, '__abstractmethods__', w_names), () => {
    const w_data = space.newobj(space.types['_abc._abc_data'], new AbcData());
    return andThen(space, space.top, operations.setattr(space, w_class, '_abc_impl', w_data), () => {
      const w_flags = type.dict.get('__abc_tpflags__');
      if (w_flags !== undefined && space.type(w_flags).isSubtype(space.types.int)) {
        const flags = Number(space.int_w(w_flags));
        if ((flags & SEQUENCE) !== 0 && (flags & MAPPING) !== 0) {
          const text = '__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING';
          throw raise(space, 'TypeError', text);
        }
        setCollection(type, (flags & SEQUENCE) !== 0, (flags & MAPPING) !== 0);
        type.dict.delete('__abc_tpflags__');
        space.drop(w_flags);
        type.modified();
      }
      return space.w_None;
    });
  });
}

function setCollection(type: TypeObject, isSequence: boolean, isMapping: boolean): void {
  if (!isSequence && !isMapping) return;
  type.isSequence = isSequence;
  type.isMapping = isMapping;
}

/** A class registered with a collection is matched as one by patterns, and so is everything below it. */
function inheritCollection(type: TypeObject, from: TypeObject): void {
  if (!from.isSequence && !from.isMapping) return;
  if (!type.isHeap) return;
  setCollection(type, from.isSequence, from.isMapping);
  for (const subclass of type.subclasses) inheritCollection(subclass, from);
}

function register(space: Space, w_class: W, w_subclass: W): W {
  if (!isClass(space, w_subclass)) throw raise(space, 'TypeError', 'Can only register classes');
  const caller = space.top;
  return andThen(space, caller, isSubclass(space, w_subclass, w_class), (w_already) => {
    if (space.is(w_already, space.w_True)) return w_subclass;
    return andThen(space, caller, isSubclass(space, w_class, w_subclass), (w_cycle) => {
      if (space.is(w_cycle, space.w_True))
        throw raise(space, 'RuntimeError', 'Refusing to create an inheritance cycle');
      dataOf(space, w_class).registry.add(typeOf(space, w_subclass));
      invalidations++;
      inheritCollection(typeOf(space, w_subclass), typeOf(space, w_class));
      return w_subclass;
    });
  });
}

// --- the two checks

/** `issubclass(w_subclass, w_class)`, as a bool. */
function isSubclass(space: Space, w_subclass: W, w_class: W): W {
  const caller = space.top;
  const { w_builtins } = space;
  const w_issubclass = space.dictgetstr(w_builtins, 'issubclass')!;
  return andThen(space, caller, operations.call(space, w_issubclass, [w_subclass, w_class]), (w) => w);
}

function askSubclassCheck(space: Space, w_class: W, w_subclass: W): W {
  const caller = space.top;
  const w_answer = operations.getattr(space, w_class, '__subclasscheck__');
  return andThen(space, caller, w_answer, (w_check) => operations.call(space, w_check, [w_subclass]));
}

function instanceCheck(space: Space, w_class: W, w_instance: W): W {
  const data = dataOf(space, w_class);
  const caller = space.top;
  return andThen(space, caller, operations.getattr(space, w_instance, '__class__'), (w_subclass) => {
    if (isClass(space, w_subclass) && data.cache.has(typeOf(space, w_subclass))) return space.w_True;
    const w_type = space.type(w_instance).w_self;
    if (space.is(w_type, w_subclass)) {
      if (data.negativeVersion === invalidations && data.negative.has(typeOf(space, w_subclass)))
        return space.w_False;
      return askSubclassCheck(space, w_class, w_subclass);
    }
    return andThen(space, caller, askSubclassCheck(space, w_class, w_subclass), (w) =>
      andThen(space, caller, operations.truth(space, w), (w_truth) =>
        space.is(w_truth, space.w_True) ? w_truth : askSubclassCheck(space, w_class, w_type),
      ),
    );
  });
}

function subclassCheck(space: Space, w_class: W, w_subclass: W): W {
  if (!isClass(space, w_subclass)) throw raise(space, 'TypeError', 'issubclass() arg 1 must be a class');
  const data = dataOf(space, w_class);
  const type = typeOf(space, w_subclass);
  if (data.cache.has(type)) return space.w_True;
  if (data.negativeVersion < invalidations) {
    data.negative.clear();
    data.negativeVersion = invalidations;
  } else if (data.negative.has(type)) {
    return space.w_False;
  }
  const caller = space.top;
  const yes = (): W => {
    data.cache.add(type);
    return space.w_True;
  };
  /** Whether it is a subclass of one of `classes`. */
  const anyOf = (classes: readonly TypeObject[], i: number, otherwise: () => W): W => {
    if (i === classes.length) return otherwise();
    if (classes[i].mro.length === 0) return anyOf(classes, i + 1, otherwise);
    return andThen(space, caller, isSubclass(space, w_subclass, classes[i].w_self), (w) =>
      space.is(w, space.w_True) ? yes() : anyOf(classes, i + 1, otherwise),
    );
  };
  const ask = operations.getattr(space, w_class, '__subclasshook__');
  return andThen(space, caller, ask, (w_hook) =>
    andThen(space, caller, operations.call(space, w_hook, [w_subclass]), (w_ok) => {
      if (space.is(w_ok, space.w_True)) return yes();
      if (space.is(w_ok, space.w_False)) {
        data.negative.add(type);
        return space.w_False;
      }
      if (!space.is(w_ok, space.w_NotImplemented)) {
        const text = `__subclasshook__ must return either False, True, or NotImplemented`;
        throw raise(space, 'AssertionError', text);
      }
      if (type.mro.includes(typeOf(space, w_class))) return yes();
      const registered = data.registry.living();
      return anyOf(registered, 0, () =>
        andThen(space, caller, operations.getattr(space, w_class, '__subclasses__'), (w_subclasses) =>
          andThen(space, caller, operations.call(space, w_subclasses, []), (w_list) => {
            if (!space.type(w_list).isSubtype(space.types.list))
              throw raise(space, 'TypeError', '__subclasses__() must return a list');
            const items_w = space.listitems(w_list);
            const from = (i: number): W => {
              if (i === items_w.length) {
                data.negative.add(type);
                return space.w_False;
              }
              return andThen(space, caller, isSubclass(space, w_subclass, items_w[i]), (w) =>
                space.is(w, space.w_True) ? yes() : from(i + 1),
              );
            };
            return from(0);
          }),
        ),
      );
    }),
  );
}

const referencesTo = (space: Space, classes: ClassSet): W => {
  const w_set = space.newset();
  const w_ref = space.types['weakref.ReferenceType'].w_self;
  for (const type of classes.living())
    space.setadd(
      w_set,
      runNested(space, () => operations.call(space, w_ref, [type.w_self])),
    );
  return w_set;
};

export const abcModule: ModuleDefinition = {
  name: '_abc',
  doc: 'Module contains faster C implementation of abc.ABCMeta',
  functions: [
    leaf('get_cache_token', '', () => invalidations, { result: 'int' }),
    resumable('_abc_init', 'self, /', init),
    leaf(
      '_reset_registry',
      'self, /',
      (space: Space, w_class: W) => dataOf(space, w_class).registry.clear(),
      { result: 'none' },
    ),
    leaf(
      '_reset_caches',
      'self, /',
      (space: Space, w_class: W) => {
        const data = dataOf(space, w_class);
        data.cache.clear();
        data.negative.clear();
      },
      { result: 'none' },
    ),
    leaf('_get_dump', 'self, /', (space: Space, w_class: W) => {
      const data = dataOf(space, w_class);
      return space.newtuple([
        referencesTo(space, data.registry),
        referencesTo(space, data.cache),
        referencesTo(space, data.negative),
        space.newint(data.negativeVersion),
      ]);
    }),
    resumable('_abc_register', 'self, subclass, /', register),
    resumable('_abc_instancecheck', 'self, instance, /', instanceCheck),
    resumable('_abc_subclasscheck', 'self, subclass, /', subclassCheck),
  ],
  types: [dataType],
};
