// `object`: construction, identity, default text, comparison and the `__class__`, `__reduce_ex__` family. Models CPython's
// object_* functions in Objects/typeobject.c. Left out: `__reduce_ex__` beyond copyreg (it calls the library's).
import { genericGetattr, genericSetattr } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import type { Comparison } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';

/** More arguments than none are an error unless the other of `__new__` and `__init__` takes them. */
function excessArguments(space: Space, type: TypeObject, inNew: boolean): never {
  const { object } = space.types;
  const overridden = inNew ? type.slots.new !== object.slots.new : type.slots.init !== object.slots.init;
  if (overridden) {
    throw raise(
      space,
      'TypeError',
      `object.${inNew ? '__new__' : '__init__'}() takes exactly one argument (the ${inNew ? 'type' : 'instance'} to ${inNew ? 'instantiate' : 'initialize'})`,
    );
  }
  throw raise(
    space,
    'TypeError',
    inNew
      ? `${type.name}() takes no arguments`
      : `${type.name}.__init__() takes exactly one argument (the instance to initialize)`,
  );
}

function abstractMethodsError(space: Space, type: TypeObject): never {
  const w_names = type.dict.get('__abstractmethods__');
  const names: string[] = [];
  for (let entry = w_names && space.setnext(w_names, 0); entry; entry = space.setnext(w_names!, entry.next)) {
    names.push(space.str_w(entry.w_key));
  }
  const listed = names
    .sort()
    .map((name) => `'${name}'`)
    .join(', ');
  const method = names.length === 1 ? 'method' : 'methods';
  throw raise(
    space,
    'TypeError',
    `Can't instantiate abstract class ${type.name} without an implementation for abstract ${method} ${listed}`,
  );
}

function objectNew(space: Space, type: TypeObject, args_w: readonly W[]): W {
  if (args_w.length > 0) {
    if (type.slots.new !== space.types.object.slots.new) excessArguments(space, type, true);
    if (type.slots.init === space.types.object.slots.init) excessArguments(space, type, true);
  }
  if (type.isAbstract) abstractMethodsError(space, type);
  return space.newinstance(type);
}

function objectInit(space: Space, w_self: W, args_w: readonly W[]): W {
  const type = space.type(w_self);
  if (args_w.length > 0) {
    if (type.slots.init !== space.types.object.slots.init) excessArguments(space, type, false);
    if (type.slots.new === space.types.object.slots.new) excessArguments(space, type, false);
  }
  return space.w_None;
}

/** PyType_GetFullyQualifiedName: without the modules that go without saying. */
export function fullyQualifiedName(space: Space, type: TypeObject): string {
  const name = qualifiedName(space, type);
  return name.startsWith('__main__.') ? name.slice('__main__.'.length) : name;
}

export function qualifiedName(space: Space, type: TypeObject): string {
  const w_module = type.isHeap ? type.lookup('__module__') : undefined;
  const module =
    w_module !== undefined && space.type(w_module).isSubtype(space.types.str)
      ? space.str_w(w_module)
      : type.module;
  return module === 'builtins' ? type.qualname : `${module}.${type.qualname}`;
}

function objectRepr(space: Space, w_self: W): W {
  return space.newstr(`<${qualifiedName(space, space.type(w_self))} object at ${space.address(w_self)}>`);
}

/** `==` by identity; `!=` is the inverse of whatever `==` says. */
function objectCompare(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (op === EQ) return space.is(w_a, w_b) ? space.w_True : space.w_NotImplemented;
  if (op !== NE) return space.w_NotImplemented;
  const slot = space.type(w_a).slots.compare;
  if (slot === null || slot === objectCompare)
    return space.is(w_a, w_b) ? space.w_False : space.w_NotImplemented;
  const caller = space.top;
  return andThen(space, caller, slot(space, w_a, w_b, EQ), (w) => {
    if (space.is(w, space.w_NotImplemented)) return w;
    return andThen(space, caller, space.truth(w), (w_truth) =>
      space.newbool(!space.is(w_truth, space.w_True)),
    );
  });
}

/** Stored alike: the same storage, with the same slots of the same names added (compatible_for_assignment). */
function sameLayout(a: TypeObject, b: TypeObject): boolean {
  if (a.layout === b.layout && a.slotCount === b.slotCount) return true;
  if (!a.isHeap || !b.isHeap || a.slotCount !== b.slotCount || a.slotOffset !== b.slotOffset) return false;
  if (a.slotNames.length !== b.slotNames.length) return false;
  if (!a.slotNames.every((name, i) => name === b.slotNames[i])) return false;
  return a.base === b.base || sameLayout(a.base!, b.base!);
}

function setClass(space: Space, w_self: W, w_value: W | null): void {
  if (w_value === null) throw raise(space, 'TypeError', "can't delete __class__ attribute");
  if (!space.type(w_value).isSubtype(space.types.type)) {
    throw raise(
      space,
      'TypeError',
      `__class__ must be set to a class, not '${space.type(w_value).name}' object`,
    );
  }
  const next = space.data(w_value) as TypeObject;
  const old = space.type(w_self);
  const { module } = space.types;
  const areModules = old.isSubtype(module) && next.isSubtype(module);
  if (!areModules && (!old.isHeap || !next.isHeap)) {
    throw raise(
      space,
      'TypeError',
      '__class__ assignment only supported for mutable types or ModuleType subclasses',
    );
  }
  const same = sameLayout(old, next) && (areModules || old.hasDict === next.hasDict);
  if (!same) {
    throw raise(
      space,
      'TypeError',
      `__class__ assignment: '${next.name}' object layout differs from '${old.name}'`,
    );
  }
  space.settype(w_self, next);
}

export const objectType: TypeDefinition = {
  name: 'object',
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  slots: {
    new: objectNew,
    init: objectInit,
    repr: objectRepr,
    // Not through `repr`, which would name itself where the answer is no str.
    str: (space, w_self) => space.type(w_self).slots.repr!(space, w_self),
    hash: (space, w_self) => space.identityHash(w_self),
    compare: objectCompare,
    getattr: genericGetattr,
    setattr: genericSetattr,
  },
  methods: [
    resumable('__format__', '$self, format_spec: str, /', (space: Space, w_self: W, spec: string) => {
      if (spec !== '') {
        throw raise(
          space,
          'TypeError',
          `unsupported format string passed to ${space.type(w_self).name}.__format__`,
        );
      }
      return space.str(w_self);
    }),
    leaf('__sizeof__', '$self, /', (space: Space, w_self: W) => space.sizeof(w_self), {
      result: 'int',
      effect: 'reads',
    }),
    resumable('__dir__', '$self, /', (space: Space, w_self: W) => space.dirOfInstance(w_self)),
    resumable('__reduce__', '$self, /', (space: Space, w_self: W) => space.reduce(w_self, 0)),
    resumable('__reduce_ex__', '$self, protocol: index, /', (space: Space, w_self: W, protocol: number) => {
      const w_reduce = space.type(w_self).lookup('__reduce__')!;
      if (w_reduce !== space.types.object.dict.get('__reduce__'))
        return space.callMethodObject(w_reduce, w_self, [], null);
      return space.reduce(w_self, protocol);
    }),
    leaf('__getstate__', '$self, /', (space: Space, w_self: W) => space.getstate(w_self)),
  ],
  classMethods: [
    leaf('__init_subclass__', '$type, /', (space: Space) => space.w_None),
    leaf('__subclasshook__', '$type, object, /', (space: Space) => space.w_NotImplemented),
  ],
  getset: {
    __class__: { get: (space, w_self) => space.type(w_self).w_self, set: setClass },
  },
};
