// Descriptors: `property`, `staticmethod`, `classmethod`, `super`, members of `__slots__`, getters of builtin types and their
// methods. Models CPython's Objects/descrobject.c, funcobject.c (cm_*, sm_*) and super_* of typeobject.c.
import { assignDict } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { attributeErrorOf, call, genericGetattr, genericSetattr, getattrOr } from '../descroperation.ts';
import { callBuiltin } from '../argument.ts';
import { Builtin, leaf, resumable, textSignature } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { fullyQualifiedName, qualifiedName } from './object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { NewWrapper, StaticBuiltin } from '../typedef.ts';
import type { Getset, TypeDefinition, GetsetDescriptor, MethodDescriptor } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';

// --- members of __slots__

export class MemberDescriptor extends Payload {
  readonly name: string;
  readonly owner: TypeObject;
  readonly index: number;
  constructor(name: string, owner: TypeObject, index: number) {
    super();
    this.name = name;
    this.owner = owner;
    this.index = index;
  }
  // The class owns the descriptor through its dict; the way back is not counted.
  traverse(): void {}
  forget(): void {}
}

function checkReceiver(space: Space, owner: TypeObject, name: string, w_x: W): void {
  if (space.type(w_x).isSubtype(owner)) return;
  const got = space.type(w_x).name;
  throw raise(
    space,
    'TypeError',
    `descriptor '${name}' for '${owner.name}' objects doesn't apply to a '${got}' object`,
  );
}

/** A field of a builtin object (its payload is a GetsetDescriptor), or one of `__slots__`. */
export const memberType: TypeDefinition = {
  name: 'member_descriptor',
  isBase: false,
  slots: {
    descrGet: (space, w_descr, w_x) => {
      if (w_x === null) return w_descr;
      const member = space.data(w_descr) as MemberDescriptor | GetsetDescriptor;
      if (!(member instanceof MemberDescriptor)) return getThrough(space, member, w_x);
      const { name, owner, index } = member;
      checkReceiver(space, owner, name, w_x);
      const w_value = space.getslot(w_x, index);
      if (w_value !== undefined) return w_value;
      const of = fullyQualifiedName(space, space.type(w_x));
      throw attributeErrorOf(space, w_x, name, `'${of}' object has no attribute '${name}'`);
    },
    descrSet: (space, w_descr, w_x, w_value) => {
      const member = space.data(w_descr) as MemberDescriptor | GetsetDescriptor;
      if (!(member instanceof MemberDescriptor)) return setThrough(space, member, w_x, w_value);
      const { name, owner, index } = member;
      checkReceiver(space, owner, name, w_x);
      if (w_value === null && space.getslot(w_x, index) === undefined) {
        throw raise(space, 'AttributeError', name);
      }
      space.setslot(w_x, index, w_value);
      return space.w_None;
    },
    repr: (space, w) => {
      const { name, owner } = space.data(w) as MemberDescriptor;
      return space.newstr(`<member '${name}' of '${owner.name}' objects>`);
    },
  },
  getset: {
    __name__: { get: (space, w) => space.newstr((space.data(w) as MemberDescriptor).name), member: true },
    __qualname__: {
      get: (space, w) => {
        const { name, owner } = space.data(w) as MemberDescriptor;
        return space.newstr(`${owner.qualname}.${name}`);
      },
    },
    __objclass__: { get: (space, w) => (space.data(w) as MemberDescriptor).owner.w_self, member: true },
    __doc__: {
      get: (space, w) => {
        const member = space.data(w) as MemberDescriptor | GetsetDescriptor;
        const doc = member instanceof MemberDescriptor ? undefined : member.getset.doc;
        return doc === undefined ? space.w_None : space.newstr(doc);
      },
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { owner, name } = space.data(w) as MemberDescriptor;
      return reducedToAttribute(space, owner.w_self, name);
    }),
  ],
};

/** `(getattr, (x, name))`: how a method and a field are pickled. */
const reducedToAttribute = (space: Space, w_x: W, name: string): W =>
  space.newtuple([space.builtin('getattr'), space.newtuple([w_x, space.newstr(name)])]);

// --- getters of builtin types

function getThrough(space: Space, { name, owner, getset }: GetsetDescriptor, w_x: W): W {
  checkReceiver(space, owner, name, w_x);
  return getset.get(space, w_x);
}

function setThrough(space: Space, { name, owner, getset }: GetsetDescriptor, w_x: W, w_value: W | null): W {
  checkReceiver(space, owner, name, w_x);
  if (getset.set === undefined) {
    if (getset.member) throw raise(space, 'AttributeError', 'readonly attribute');
    throw raise(space, 'AttributeError', `attribute '${name}' of '${owner.name}' objects is not writable`);
  }
  getset.set(space, w_x, w_value);
  return space.w_None;
}

export const getsetType: TypeDefinition = {
  name: 'getset_descriptor',
  isBase: false,
  slots: {
    descrGet: (space, w_descr, w_x) => {
      if (w_x === null) return w_descr;
      return getThrough(space, space.data(w_descr) as GetsetDescriptor, w_x);
    },
    descrSet: (space, w_descr, w_x, w_value) =>
      setThrough(space, space.data(w_descr) as GetsetDescriptor, w_x, w_value),
    repr: (space, w) => {
      const { name, owner } = space.data(w) as GetsetDescriptor;
      return space.newstr(`<attribute '${name}' of '${owner.name}' objects>`);
    },
  },
  getset: {
    __name__: { get: (space, w) => space.newstr((space.data(w) as GetsetDescriptor).name), member: true },
    __qualname__: {
      get: (space, w) => {
        const { name, owner } = space.data(w) as GetsetDescriptor;
        return space.newstr(`${owner.qualname}.${name}`);
      },
    },
    __objclass__: { get: (space, w) => (space.data(w) as GetsetDescriptor).owner.w_self, member: true },
    __doc__: {
      get: (space, w) => {
        const { doc } = (space.data(w) as GetsetDescriptor).getset;
        return doc === undefined ? space.w_None : space.newstr(doc);
      },
    },
  },
};

// --- methods of builtin types

/** Binds a builtin method to its receiver. */
function bindBuiltin(space: Space, w_descr: W, w_x: W | null): W {
  if (w_x === null) return w_descr;
  const method = space.data(w_descr) as MethodDescriptor;
  checkReceiver(space, method.owner, method.row.name, w_x);
  const type = method.isWrapper ? space.types['method-wrapper'] : space.types.builtin_function_or_method;
  return space.newobj(type, new BoundBuiltin(method, space.own(w_x), space.own(w_descr)));
}

/** `[].append`: the descriptor's row with its receiver. */
export class BoundBuiltin extends Builtin {
  readonly method: MethodDescriptor;
  w_descr: W | null;
  /** The class that a class method is bound to. */
  readonly owner: TypeObject | null;
  constructor(method: MethodDescriptor, w_self: W, w_descr: W, owner: TypeObject | null = null) {
    super(method.row, w_self, null);
    this.owner = owner;
    this.method = method;
    this.w_descr = w_descr;
  }
  override get isSlotWrapper(): boolean {
    return this.method.isWrapper;
  }
  override get calledName(): string {
    return this.method.calledName;
  }
  override get shownName(): string {
    return this.owner === null ? this.method.shownName : `${this.owner.qualname}.${this.row.name}()`;
  }
  override traverse(visit: (w: W) => void): void {
    super.traverse(visit);
    if (this.w_descr !== null) visit(this.w_descr);
  }
  override forget(): void {
    super.forget();
    this.w_descr = null;
  }
}

function callMethodDescriptor(
  space: Space,
  w_descr: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const method = space.data(w_descr) as MethodDescriptor;
  if (args_w.length - (names?.length ?? 0) === 0) {
    const said = `unbound method ${method.owner.name}.${method.row.name}() needs an argument`;
    throw raise(
      space,
      'TypeError',
      method.isWrapper
        ? `descriptor '${method.row.name}' of '${method.owner.name}' object needs an argument`
        : said,
    );
  }
  const w_x = args_w[0];
  if (!space.type(w_x).isSubtype(method.owner)) {
    const got = space.type(w_x).name;
    const { name } = method.row;
    throw raise(
      space,
      'TypeError',
      method.isWrapper
        ? `descriptor '${name}' requires a '${method.owner.name}' object but received a '${got}'`
        : `descriptor '${name}' for '${method.owner.name}' objects doesn't apply to a '${got}' object`,
    );
  }
  return callBuiltin(space, method, args_w, names);
}

const builtinGetset = {
  __name__: { get: (space: Space, w: W) => space.newstr((space.data(w) as Builtin).row.name) },
  __doc__: {
    get: (space: Space, w: W) => {
      const { doc } = (space.data(w) as Builtin).row;
      return doc === undefined ? space.w_None : space.newstr(doc);
    },
  },
  __text_signature__: {
    get: (space: Space, w: W) => {
      const { row, moduleName } = space.data(w) as Builtin;
      if (row.textSignature !== undefined) return space.newstr(row.textSignature);
      const text = textSignature(row.signature);
      // A function of a module has the module in front, which can be given by position only.
      const isOfModule = moduleName !== null && !text.startsWith('($');
      if (!isOfModule) return space.newstr(text);
      const parameters = text.slice(1, -1);
      if (parameters.split(', ').includes('/')) return space.newstr(`($module, ${parameters})`);
      return space.newstr(parameters === '' ? '($module, /)' : `($module, /, ${parameters})`);
    },
  },
};

const descriptorGetset = {
  ...builtinGetset,
  __qualname__: {
    get: (space: Space, w: W) => {
      const { owner, row } = space.data(w) as MethodDescriptor;
      return space.newstr(`${owner.qualname}.${row.name}`);
    },
  },
  __objclass__: { get: (space: Space, w: W) => (space.data(w) as MethodDescriptor).owner.w_self },
};

const descriptorMethods = [
  leaf('__reduce__', '$self, /', (space: Space, w: W) => {
    const { owner, row } = space.data(w) as MethodDescriptor;
    return reducedToAttribute(space, owner.w_self, row.name);
  }),
];

/** A bound method is an attribute of its receiver, a function of a module its own name. */
const boundMethods = [
  resumable('__reduce__', '$self, /', (space: Space, w: W) => {
    const builtin = space.data(w) as Builtin;
    const { row, w_self } = builtin;
    if (builtin instanceof StaticBuiltin || builtin instanceof NewWrapper)
      return reducedToAttribute(space, builtin.owner.w_self, row.name);
    if (w_self === null || space.type(w_self) === space.types.module) return space.newstr(row.name);
    return reducedToAttribute(space, w_self, row.name);
  }),
];

export const methodDescriptorType: TypeDefinition = {
  name: 'method_descriptor',
  isBase: false,
  slots: {
    call: callMethodDescriptor,
    descrGet: (space, w_descr, w_x) => bindBuiltin(space, w_descr, w_x),
    repr: (space, w) => {
      const { owner, row } = space.data(w) as MethodDescriptor;
      return space.newstr(`<method '${row.name}' of '${owner.name}' objects>`);
    },
  },
  methods: descriptorMethods,
  getset: descriptorGetset,
};

export const wrapperDescriptorType: TypeDefinition = {
  name: 'wrapper_descriptor',
  isBase: false,
  slots: {
    call: callMethodDescriptor,
    descrGet: (space, w_descr, w_x) => bindBuiltin(space, w_descr, w_x),
    repr: (space, w) => {
      const { owner, row } = space.data(w) as MethodDescriptor;
      return space.newstr(`<slot wrapper '${row.name}' of '${owner.name}' objects>`);
    },
  },
  methods: descriptorMethods,
  getset: descriptorGetset,
};

export const classMethodDescriptorType: TypeDefinition = {
  name: 'classmethod_descriptor',
  isBase: false,
  slots: {
    call: (space, w_descr, args_w, names) => {
      const method = space.data(w_descr) as MethodDescriptor;
      if (args_w.length === 0)
        throw raise(
          space,
          'TypeError',
          `descriptor '${method.row.name}' of '${method.owner.name}' object needs an argument`,
        );
      return callBuiltin(space, method, args_w, names);
    },
    descrGet: (space, w_descr, w_x, w_type) => {
      const method = space.data(w_descr) as MethodDescriptor;
      const w_class = w_x === null ? w_type : space.type(w_x).w_self;
      const owner = space.data(w_class) as TypeObject;
      const bound = new BoundBuiltin(method, space.own(w_class), space.own(w_descr), owner);
      return space.newobj(space.types.builtin_function_or_method, bound);
    },
    repr: (space, w) => {
      const { owner, row } = space.data(w) as MethodDescriptor;
      return space.newstr(`<method '${row.name}' of '${owner.name}' objects>`);
    },
  },
  getset: descriptorGetset,
};

function callBuiltinFunction(space: Space, w_f: W, args_w: readonly W[], names: readonly string[] | null): W {
  const builtin = space.data(w_f) as Builtin;
  if (builtin instanceof NewWrapper) return callNew(space, builtin, args_w, names);
  return callBuiltin(space, builtin, builtin.w_self === null ? args_w : [builtin.w_self, ...args_w], names);
}

/** `T.__new__(cls, …)`: `cls` must be a class that `T`'s own storage suits (tp_new_wrapper). */
function callNew(
  space: Space,
  { owner }: NewWrapper,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  if (args_w.length - (names?.length ?? 0) === 0)
    throw raise(space, 'TypeError', `${owner.name}.__new__(): not enough arguments`);
  const [w_class] = args_w;
  if (!space.type(w_class).isSubtype(space.types.type)) {
    throw raise(
      space,
      'TypeError',
      `${owner.name}.__new__(X): X is not a type object (${space.type(w_class).name})`,
    );
  }
  const type = space.data(w_class) as TypeObject;
  if (!type.isSubtype(owner)) {
    throw raise(
      space,
      'TypeError',
      `${owner.name}.__new__(${type.name}): ${type.name} is not a subtype of ${owner.name}`,
    );
  }
  let storage: TypeObject | null = type;
  while (storage !== null && storage.isHeap) storage = storage.base;
  if (storage !== null && storage.slots.new !== owner.slots.new) {
    if (storage.slots.new === null)
      throw raise(space, 'TypeError', `cannot create '${qualifiedName(space, storage)}' instances`);
    throw raise(
      space,
      'TypeError',
      `${owner.name}.__new__(${type.name}) is not safe, use ${storage.name}.__new__()`,
    );
  }
  return owner.slots.new!(space, type, args_w.slice(1), names);
}

export const builtinFunctionType: TypeDefinition = {
  name: 'builtin_function_or_method',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    call: callBuiltinFunction,
    repr: (space, w) => {
      const builtin = space.data(w) as Builtin;
      if (builtin.w_self === null || space.type(builtin.w_self) === space.types.module) {
        return space.newstr(`<built-in function ${builtin.row.name}>`);
      }
      const owner = space.type(builtin.w_self).name;
      return space.newstr(
        `<built-in method ${builtin.row.name} of ${owner} object at ${space.address(builtin.w_self)}>`,
      );
    },
    compare: (space, w_a, w_b, op) => compareBound(space, w_a, w_b, op),
    hash: (space, w) => {
      const builtin = space.data(w) as Builtin;
      const module = builtin.w_self !== null && space.type(builtin.w_self) === space.types.module;
      return space.identityHash(module ? w : (builtin.w_self ?? w));
    },
  },
  methods: boundMethods,
  getset: {
    ...builtinGetset,
    __qualname__: {
      get: (space, w) => {
        const builtin = space.data(w) as Builtin;
        if (builtin instanceof NewWrapper || builtin instanceof StaticBuiltin)
          return space.newstr(`${builtin.owner.qualname}.${builtin.row.name}`);
        if (!(builtin instanceof BoundBuiltin)) return space.newstr(builtin.row.name);
        return space.newstr(`${builtin.method.owner.qualname}.${builtin.row.name}`);
      },
    },
    __module__: {
      get: (space, w) => {
        const { moduleName } = space.data(w) as Builtin;
        return moduleName === null ? space.w_None : space.newstr(moduleName);
      },
    },
    __self__: {
      get: (space, w) => {
        const builtin = space.data(w) as Builtin;
        if (builtin instanceof NewWrapper || builtin instanceof StaticBuiltin) return builtin.owner.w_self;
        if (builtin.w_self !== null || builtin.moduleName === null) return builtin.w_self ?? space.w_None;
        return space.dictgetstr(space.w_modules, builtin.moduleName) ?? space.w_None;
      },
    },
  },
};

/** `int.__new__` and `object.__new__` share their row. */
const newOwner = (builtin: Builtin): TypeObject | null =>
  builtin instanceof NewWrapper ? builtin.owner : null;

function compareBound(space: Space, w_a: W, w_b: W, op: number): W {
  if (op !== 2 && op !== 3) return space.w_NotImplemented;
  if (space.type(w_a) !== space.type(w_b)) return space.w_NotImplemented;
  const a = space.data(w_a) as Builtin;
  const b = space.data(w_b) as Builtin;
  const same =
    a.row === b.row &&
    newOwner(a) === newOwner(b) &&
    (a.w_self === b.w_self || (a.w_self !== null && b.w_self !== null && space.is(a.w_self, b.w_self)));
  return space.newbool(same === (op === 2));
}

export const methodWrapperType: TypeDefinition = {
  name: 'method-wrapper',
  isBase: false,
  slots: {
    call: callBuiltinFunction,
    repr: (space, w) => {
      const { row, w_self } = space.data(w) as Builtin;
      return space.newstr(
        `<method-wrapper '${row.name}' of ${space.type(w_self!).name} object at ${space.address(w_self!)}>`,
      );
    },
    compare: (space, w_a, w_b, op) => compareBound(space, w_a, w_b, op),
    hash: (space, w) => space.identityHash((space.data(w) as Builtin).w_self!),
  },
  methods: boundMethods,
  getset: {
    ...builtinGetset,
    __self__: { get: (space, w) => (space.data(w) as Builtin).w_self!, member: true },
    __objclass__: { get: (space, w) => (space.data(w) as BoundBuiltin).method.owner.w_self, member: true },
    __qualname__: {
      get: (space, w) => {
        const { method, row } = space.data(w) as BoundBuiltin;
        return space.newstr(`${method.owner.qualname}.${row.name}`);
      },
    },
  },
};

// --- staticmethod, classmethod

/** What `staticmethod` and `classmethod` wrap. */
export class FunctionWrapper extends Payload {
  w_function: W | null = null;
  traverse(visit: (w: W) => void): void {
    if (this.w_function !== null) visit(this.w_function);
  }
  forget(): void {
    this.w_function = null;
  }
}

const wrapped = (space: Space, w: W): W => (space.data(w) as FunctionWrapper).w_function ?? space.w_None;

export function newFunctionWrapper(space: Space, type: TypeObject, w_function: W): W {
  const payload = new FunctionWrapper();
  payload.w_function = space.own(w_function);
  return space.newobj(type, payload);
}

function wrapperDefinition(
  name: 'staticmethod' | 'classmethod',
  descrGet: NonNullable<TypeDefinition['slots']>['descrGet'],
): TypeDefinition {
  return {
    name,
    ownLayout: true,
    hasDict: true,
    hasWeakrefs: true,
    slots: {
      new: (space, type) => space.newobj(type, new FunctionWrapper()),
      init: (space, w_self, args_w, names) => {
        if (names !== null && names.length > 0) {
          throw raise(space, 'TypeError', `${name}() takes no keyword arguments`);
        }
        if (args_w.length !== 1) {
          throw raise(space, 'TypeError', `${name} expected 1 argument, got ${args_w.length}`);
        }
        const payload = space.data(w_self) as FunctionWrapper;
        if (payload.w_function !== null) space.drop(payload.w_function);
        payload.w_function = space.own(args_w[0]);
        // As functools.update_wrapper: what a function says of itself, its wrapper says too.
        const caller = space.top;
        const copy = (i: number): W => {
          if (i === COPIED.length) return space.w_None;
          return andThen(
            space,
            caller,
            getattrOr(space, args_w[0], COPIED[i], space.w_NotImplemented),
            (w) => {
              if (!space.is(w, space.w_NotImplemented)) space.setdictvalue(w_self, COPIED[i], w);
              return copy(i + 1);
            },
          );
        };
        return copy(0);
      },
      descrGet,
      repr: (space, w) => {
        const caller = space.top;
        return andThen(space, caller, space.repr(wrapped(space, w)), (w_text) =>
          space.newstr(`<${name}(${space.str_w(w_text)})>`),
        );
      },
    },
    getset: {
      __func__: { get: wrapped },
      __wrapped__: { get: wrapped },
      __isabstractmethod__: {
        get: (space, w) => space.newbool(space.isAbstractMethodNested(wrapped(space, w))),
      },
      __annotations__: ofFunction('__annotations__'),
      __annotate__: ofFunction('__annotate__'),
      __dict__: {
        get: (space, w) => space.getdict(w)!,
        set: assignDict,
      },
    },
    classMethods: [
      leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
        space.genericAlias(w_type, w_item),
      ),
    ],
  };
}

/** What the function says, taken over into the dict when first asked for. */
function ofFunction(name: string): Getset {
  return {
    get: (space, w) => {
      const w_known = space.getdictvalue(w, name);
      if (w_known !== undefined) return w_known;
      return andThen(space, space.top, space.getattr(wrapped(space, w), name), (w_value) => {
        space.setdictvalue(w, name, w_value);
        return w_value;
      });
    },
    set: (space, w, w_value) => {
      if (w_value !== null) space.setdictvalue(w, name, w_value);
      else if (!space.deldictvalue(w, name)) throw raise(space, 'AttributeError', name);
    },
  };
}

const COPIED = ['__module__', '__name__', '__qualname__', '__doc__'];

const staticDefinition = wrapperDefinition('staticmethod', (space, w_descr) => wrapped(space, w_descr));
export const staticmethodType: TypeDefinition = {
  ...staticDefinition,
  slots: {
    ...staticDefinition.slots,
    call: (space, w, args_w, names) => call(space, wrapped(space, w), args_w, names),
  },
};

export const classmethodType: TypeDefinition = wrapperDefinition(
  'classmethod',
  (space, w_descr, w_x, w_type) => {
    const w_class = w_x === null ? w_type : space.type(w_x).w_self;
    return space.newmethod(wrapped(space, w_descr), w_class);
  },
);

// --- super

export class Super extends Payload {
  type: TypeObject | null = null;
  w_self: W | null = null;
  selfType: TypeObject | null = null;
  traverse(visit: (w: W) => void): void {
    if (this.type !== null) visit(this.type.w_self);
    if (this.w_self !== null) visit(this.w_self);
    if (this.selfType !== null) visit(this.selfType.w_self);
  }
  forget(): void {
    this.type = this.selfType = null;
    this.w_self = null;
  }
}

/** The class whose MRO is searched: that of the instance, or the class itself. */
function superCheck(space: Space, type: TypeObject, w_x: W): TypeObject {
  if (space.type(w_x).isSubtype(space.types.type)) {
    const asClass = space.data(w_x) as TypeObject;
    if (asClass.isSubtype(type)) return asClass;
  }
  const own = space.type(w_x);
  if (own.isSubtype(type)) return own;
  const claimed = space.claimedClass(w_x);
  if (claimed !== null && claimed !== own && claimed.isSubtype(type)) return claimed;
  const what = space.type(w_x).isSubtype(space.types.type)
    ? `type ${(space.data(w_x) as TypeObject).name}`
    : `instance of ${own.name}`;
  throw raise(
    space,
    'TypeError',
    `super(type, obj): obj (${what}) is not an instance or subtype of type (${type.name}).`,
  );
}

/** `super().name`: the first hit behind `type` in the MRO of `selfType`. */
export function superLookup(
  space: Space,
  type: TypeObject,
  selfType: TypeObject,
  w_self: W,
  name: string,
): W | undefined {
  const { mro } = selfType;
  for (let i = mro.indexOf(type) + 1; i > 0 && i < mro.length; i++) {
    const w_found = mro[i].dict.get(name);
    if (w_found === undefined) continue;
    const get = space.type(w_found).slots.descrGet;
    if (get === null) return w_found;
    return get(space, w_found, selfType.w_self === w_self ? null : w_self, selfType.w_self);
  }
  return undefined;
}

/** For LOAD_SUPER_ATTR: without the super object. */
export function superGetattr(space: Space, w_type: W, w_self: W, name: string): W {
  if (!space.type(w_type).isSubtype(space.types.type)) {
    throw raise(space, 'TypeError', `super() argument 1 must be a type, not ${space.type(w_type).name}`);
  }
  const type = space.data(w_type) as TypeObject;
  const w_found =
    name === '__class__'
      ? undefined
      : superLookup(space, type, superCheck(space, type, w_self), w_self, name);
  if (w_found !== undefined) return w_found;
  return genericGetattr(space, newSuper(space, type, w_self), name);
}

function newSuper(space: Space, type: TypeObject, w_self: W): W {
  const payload = new Super();
  payload.type = type;
  space.own(type.w_self);
  payload.w_self = space.own(w_self);
  payload.selfType = superCheck(space, type, w_self);
  space.own(payload.selfType.w_self);
  return space.newobj(space.types.super, payload);
}

export const superType: TypeDefinition = {
  name: 'super',
  ownLayout: true,
  slots: {
    new: (space, type) => space.newobj(type, new Super()),
    init: (space, w_super, args_w, names) => {
      if (names !== null) throw raise(space, 'TypeError', 'super() takes no keyword arguments');
      if (args_w.length > 2)
        throw raise(space, 'TypeError', `super() expected at most 2 arguments, got ${args_w.length}`);
      const payload = space.data(w_super) as Super;
      const [w_type, w_self] =
        args_w.length === 0 ? space.superOfFrame() : [args_w[0], args_w[1] ?? space.w_None];
      if (!space.type(w_type).isSubtype(space.types.type)) {
        throw raise(space, 'TypeError', `super() argument 1 must be a type, not ${space.type(w_type).name}`);
      }
      const type = space.data(w_type) as TypeObject;
      const bound = !space.is(w_self, space.w_None);
      const selfType = bound ? superCheck(space, type, w_self) : null;
      payload.forget();
      payload.type = type;
      space.own(w_type);
      if (bound) {
        payload.w_self = space.own(w_self);
        payload.selfType = selfType;
        space.own(selfType!.w_self);
      }
      return space.w_None;
    },
    getattr: (space, w_super, name) => {
      const { type, w_self, selfType } = space.data(w_super) as Super;
      if (selfType === null || name === '__class__') return genericGetattr(space, w_super, name);
      return superLookup(space, type!, selfType, w_self!, name) ?? genericGetattr(space, w_super, name);
    },
    setattr: genericSetattr,
    descrGet: (space, w_super, w_x) => {
      const { type, w_self } = space.data(w_super) as Super;
      if (w_x === null || w_self !== null || type === null) return w_super;
      return space.type(w_super) === space.types.super
        ? newSuper(space, type, w_x)
        : call(space, space.type(w_super).w_self, [type.w_self, w_x]);
    },
    repr: (space, w) => {
      const { type, selfType } = space.data(w) as Super;
      const about = selfType === null ? 'NULL' : `<${selfType.name} object>`;
      return space.newstr(`<super: <class '${type?.name ?? 'NULL'}'>, ${about}>`);
    },
  },
  getset: {
    __thisclass__: { get: (space, w) => (space.data(w) as Super).type?.w_self ?? space.w_None, member: true },
    __self__: { get: (space, w) => (space.data(w) as Super).w_self ?? space.w_None, member: true },
    __self_class__: {
      get: (space, w) => (space.data(w) as Super).selfType?.w_self ?? space.w_None,
      member: true,
    },
  },
};
