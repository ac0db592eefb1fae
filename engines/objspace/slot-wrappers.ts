// The two ways between a slot and its special methods: a builtin type's slot shows as `int.__add__` (slot wrapper), and a class's
// `__add__` fills the slot (slot function). Models slotdefs, wrap_* and slot_* of CPython's Objects/typeobject.c.
import { powmod } from '../kernels/int.ts';
import { andThen } from './continuation.ts';
import type { Frame } from './continuation.ts';
import { call, callSpecial, index } from './descroperation.ts';
import type { BuiltinRow } from './gateway.ts';
import { resumable } from './gateway.ts';
import { COMPARISON_METHODS, OPERATIONS } from './operations.ts';
import type { Comparison, SlotName } from './operations.ts';
import { STOP, SUSPEND } from './object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';
import { exhausted } from './types/generator.ts';
import type { BinaryFn, SlotKey, Slots, TypeObject, UnaryFn } from './typeobject.ts';
import { attributeTold, attributeToldWhenAnswered } from './types/exceptions.ts';

/** One slot: which methods it shows as, and which function stands in it when a class defines one of them. */
interface SlotDefinition {
  slot: SlotKey;
  methods: readonly string[];
  /** The wrapper of `method` over a native slot function. */
  wrap(method: string, native: never): BuiltinRow;
  /** Stands in the slot of a class that defines one of `methods`. */
  generic: unknown;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Native = any;

function mustExist(w: W | undefined, space: Space, w_x: W, method: string): W {
  if (w === undefined) throw raise(space, 'AttributeError', method);
  return w;
}

function binaryGeneric(slot: SlotName, method: string, reflected: string): BinaryFn {
  const generic: BinaryFn = (space, w_a, w_b) => {
    const typeA = space.type(w_a);
    const typeB = space.type(w_b);
    const other = typeA !== typeB && typeB.slots[slot] === generic;
    const backward = (): W => callSpecial(space, w_b, reflected, [w_a]) ?? space.w_NotImplemented;
    if (typeA.slots[slot] !== generic) return other ? backward() : space.w_NotImplemented;
    const forward = (): W => callSpecial(space, w_a, method, [w_b]) ?? space.w_NotImplemented;
    const caller = space.top;
    const orElse = (first: () => W, second: () => W): W =>
      andThen(space, caller, first(), (w) => (space.is(w, space.w_NotImplemented) ? second() : w));
    if (!other) return forward();
    const overridden = typeB.isSubtype(typeA) && typeB.lookup(reflected) !== typeA.lookup(reflected);
    return overridden ? orElse(backward, forward) : orElse(forward, backward);
  };
  return generic;
}

/** `__pow__` and `__rpow__` take a modulus, too. */
const powerWrapper = (name: string, isReflected: boolean, native: Native): BuiltinRow =>
  resumable(name, '$self, value, mod=None, /', (space: Space, w_self: W, w_value: W, w_modulus: W) => {
    const [w_base, w_exponent] = isReflected ? [w_value, w_self] : [w_self, w_value];
    if (space.is(w_modulus, space.w_None)) return native(space, w_base, w_exponent);
    const { int, complex } = space.types;
    if ([w_base, w_exponent, w_modulus].every((w) => space.type(w).isSubtype(int))) {
      const [base, exponent, modulus] = [w_base, w_exponent, w_modulus].map((w) => space.int_w(w));
      return space.newint(powmod(base, exponent, modulus));
    }
    if (space.type(w_self).isSubtype(complex)) {
      const isNumber = [int, space.types.float, complex].some((type) => space.type(w_value).isSubtype(type));
      if (!isNumber) return space.w_NotImplemented;
      throw raise(space, 'ValueError', 'complex modulo');
    }
    if (space.type(w_self).isSubtype(space.types.float)) {
      throw raise(space, 'TypeError', 'pow() 3rd argument not allowed unless all arguments are integers');
    }
    return space.w_NotImplemented;
  });

const operationSlots: SlotDefinition[] = OPERATIONS.map((operation): SlotDefinition => {
  const { slot, method, reflected, shape } = operation;
  if (shape === 'unary') {
    const generic: UnaryFn = (space, w_x) =>
      mustExist(callSpecial(space, w_x, method, []), space, w_x, method);
    return {
      slot,
      methods: [method],
      generic,
      wrap: (name, native: Native) => resumable(name, '$self, /', native),
    };
  }
  if (shape === 'inplace') {
    const generic: BinaryFn = (space, w_a, w_b) =>
      mustExist(callSpecial(space, w_a, method, [w_b]), space, w_a, method);
    return {
      slot,
      methods: [method],
      generic,
      wrap: (name, native: Native) => resumable(name, '$self, value, /', native),
    };
  }
  return {
    slot,
    methods: [method, reflected!],
    generic: binaryGeneric(slot, method, reflected!),
    wrap: (name, native: Native) =>
      slot === 'power'
        ? powerWrapper(name, name !== method, native)
        : name === method
          ? resumable(name, '$self, value, /', native)
          : resumable(name, '$self, value, /', (space: Space, w_self: W, w_value: W) =>
              native(space, w_value, w_self),
            ),
  };
});

const unarySlot = (slot: SlotKey, method: string): SlotDefinition => ({
  slot,
  methods: [method],
  generic: ((space, w_x) =>
    mustExist(callSpecial(space, w_x, method, []), space, w_x, method)) satisfies UnaryFn,
  wrap: (name, native: Native) => resumable(name, '$self, /', native),
});

const binarySlot = (slot: SlotKey, method: string): SlotDefinition => ({
  slot,
  methods: [method],
  generic: ((space, w_x, w_y) =>
    mustExist(callSpecial(space, w_x, method, [w_y]), space, w_x, method)) satisfies BinaryFn,
  wrap: (name, native: Native) => resumable(name, '$self, value, /', native),
});

/**
 * `+` and `*` of sequences: shown by a builtin sequence, but a class that defines the method fills the number's slot alone
 * (SQSLOT without a function in CPython's slotdefs).
 */
const concatSlot = (slot: SlotKey, method: string): SlotDefinition => ({
  slot,
  methods: [method],
  generic: null,
  wrap: (name, native: Native) => resumable(name, '$self, value, /', native),
});

const repeatSlot = (slot: SlotKey, methods: readonly string[]): SlotDefinition => ({
  slot,
  methods,
  generic: null,
  wrap: (name, native: Native) =>
    resumable(name, '$self, value, /', (space: Space, w_self: W, w_count: W) => {
      const caller = space.top;
      return andThen(space, caller, index(space, w_count), (w_n) => native(space, w_self, w_n));
    }),
});

/** `__hash__ = None` says unhashable. */
const hashGeneric: UnaryFn = (space, w_x) => {
  const w_method = space.type(w_x).lookup('__hash__');
  if (w_method === undefined || space.is(w_method, space.w_None)) {
    throw raise(space, 'TypeError', `unhashable type: '${space.type(w_x).name}'`);
  }
  const caller = space.top;
  return andThen(space, caller, callSpecial(space, w_x, '__hash__', [])!, (w) => {
    if (!space.type(w).isSubtype(space.types.int))
      throw raise(space, 'TypeError', '__hash__ method should return an integer');
    return space.hashOfInt(w);
  });
};

/** `__next__` raises StopIteration where the slot answers STOP. */
const nextGeneric: UnaryFn = (space, w_x) => {
  const caller = space.top;
  const ended = (e: unknown): W => {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.StopIteration)) throw error;
    space.dropError(error);
    return STOP;
  };
  let w_answer: W;
  try {
    w_answer = mustExist(callSpecial(space, w_x, '__next__', []), space, w_x, '__next__');
  } catch (e) {
    return ended(e);
  }
  return andThen(space, caller, w_answer, (w) => w, ended);
};

/** `__getattribute__`, then `__getattr__` where that raised AttributeError. */
function getattrGeneric(space: Space, w_x: W, name: string): W {
  const type = space.type(w_x);
  const caller = space.top;
  const w_hook = type.lookup('__getattr__');
  // `__getattribute__` may take it away.
  if (w_hook !== undefined) space.drop(space.own(w_hook));
  let w_answer: W;
  try {
    w_answer =
      type.lookup('__getattribute__') === space.types.object.dict.get('__getattribute__')
        ? space.genericGetattr(w_x, name)
        : callSpecial(space, w_x, '__getattribute__', [space.newstr(name)])!;
  } catch (e) {
    return getattrMissed(space, e, w_x, name, w_hook);
  }
  return w_answer === SUSPEND ? getattrWhenAnswered(space, caller, w_x, name, w_hook) : w_answer;
}

const getattrWhenAnswered = (
  space: Space,
  caller: Frame | null,
  w_x: W,
  name: string,
  w_hook: W | undefined,
): W =>
  andThen(
    space,
    caller,
    SUSPEND,
    (w) => w,
    (error) => getattrMissed(space, error, w_x, name, w_hook),
  );

/** `e` came out of `__getattribute__`. */
function getattrMissed(space: Space, e: unknown, w_x: W, name: string, w_hook: W | undefined): W {
  if (w_hook === undefined) throw attributeTold(space, e, w_x, name);
  const error = space.asOperationError(e);
  if (!error.matches(space.types.AttributeError)) throw error;
  space.dropError(error);
  const caller = space.top;
  let w_answer: W;
  try {
    w_answer = space.callMethodObject(w_hook, w_x, [space.newstr(name)], null);
  } catch (raised) {
    throw attributeTold(space, raised, w_x, name);
  }
  return w_answer === SUSPEND ? attributeToldWhenAnswered(space, caller, w_x, name) : w_answer;
}

/** `object.__setattr__(str, …)` would get around the setter of the builtin type in between (hackcheck of typeobject.c). */
function checkSetter(space: Space, w_x: W, native: Native, method: string): void {
  const type = space.type(w_x);
  if (type.slots.setattr === native) return;
  const builtin = type.mro.find((t) => !t.isHeap);
  if (builtin === undefined || builtin.slots.setattr === native || builtin.slots.setattr === null) return;
  throw raise(space, 'TypeError', `can't apply this ${method} to ${type.name} object`);
}

/** The operation is a function, because the caller is to be known before it runs. */
function none(space: Space, operation: () => W): W {
  const caller = space.top;
  return andThen(space, caller, operation(), () => space.w_None);
}

const otherSlots: SlotDefinition[] = [
  unarySlot('bool', '__bool__'),
  unarySlot('int', '__int__'),
  unarySlot('float', '__float__'),
  unarySlot('index', '__index__'),
  unarySlot('repr', '__repr__'),
  unarySlot('str', '__str__'),
  { ...unarySlot('hash', '__hash__'), generic: hashGeneric },
  {
    ...unarySlot('iter', '__iter__'),
    generic: ((space, w_x) => {
      const w_method = space.type(w_x).lookup('__iter__');
      // A class says by `__iter__ = None` that it cannot be iterated over.
      if (w_method === undefined || space.is(w_method, space.w_None)) {
        throw raise(space, 'TypeError', `'${space.type(w_x).name}' object is not iterable`);
      }
      return space.callMethodObject(w_method, w_x, [], null);
    }) satisfies UnaryFn,
  },
  {
    slot: 'iternext',
    methods: ['__next__'],
    generic: nextGeneric,
    wrap: (name, native: Native) =>
      resumable(name, '$self, /', (space: Space, w_self: W) => {
        const caller = space.top;
        return andThen(space, caller, native(space, w_self), (w) => {
          if (w === STOP) throw exhausted(space, w_self);
          return w;
        });
      }),
  },
  unarySlot('length', '__len__'),
  unarySlot('await', '__await__'),
  unarySlot('aiter', '__aiter__'),
  unarySlot('anext', '__anext__'),
  unarySlot('finalize', '__del__'),
  binarySlot('getitem', '__getitem__'),
  concatSlot('concat', '__add__'),
  repeatSlot('repeat', ['__mul__', '__rmul__']),
  concatSlot('inplaceConcat', '__iadd__'),
  repeatSlot('inplaceRepeat', ['__imul__']),
  {
    slot: 'setitem',
    methods: ['__setitem__', '__delitem__'],
    generic: (space: Space, w_x: W, w_key: W, w_value: W | null): W =>
      w_value === null
        ? mustExist(callSpecial(space, w_x, '__delitem__', [w_key]), space, w_x, '__delitem__')
        : mustExist(callSpecial(space, w_x, '__setitem__', [w_key, w_value]), space, w_x, '__setitem__'),
    wrap: (name, native: Native) =>
      name === '__setitem__'
        ? resumable(name, '$self, key, value, /', (space: Space, w_x: W, w_key: W, w_value: W) =>
            none(space, () => native(space, w_x, w_key, w_value)),
          )
        : resumable(name, '$self, key, /', (space: Space, w_x: W, w_key: W) =>
            none(space, () => native(space, w_x, w_key, null)),
          ),
  },
  {
    slot: 'contains',
    methods: ['__contains__'],
    generic: (space: Space, w_x: W, w_item: W): W => {
      const w_method = space.type(w_x).lookup('__contains__');
      if (w_method !== undefined && space.is(w_method, space.w_None)) {
        throw raise(space, 'TypeError', `'${space.type(w_x).name}' object is not a container`);
      }
      const caller = space.top;
      const w_answer = mustExist(
        callSpecial(space, w_x, '__contains__', [w_item]),
        space,
        w_x,
        '__contains__',
      );
      return andThen(space, caller, w_answer, (w) => space.truth(w));
    },
    wrap: (name, native: Native) => resumable(name, '$self, key, /', native),
  },
  {
    slot: 'call',
    methods: ['__call__'],
    generic: (space: Space, w_f: W, args_w: readonly W[], names: readonly string[] | null): W => {
      const type = space.type(w_f);
      const w_method = type.lookup('__call__')!;
      const methodType = space.type(w_method);
      if (methodType === space.types.function) return call(space, w_method, [w_f, ...args_w], names);
      if (methodType.slots.descrGet === null) return call(space, w_method, args_w, names);
      const caller = space.top;
      return andThen(space, caller, methodType.slots.descrGet(space, w_method, w_f, type.w_self), (w_bound) =>
        call(space, w_bound, args_w, names),
      );
    },
    wrap: (name, native: Native) =>
      resumable(
        name,
        '$self, /, *args, **kwargs',
        (space: Space, w_f: W, star_w: readonly W[], w_kwargs: W) => {
          const { args_w, names } = space.unpackArguments(star_w, w_kwargs);
          return native(space, w_f, args_w, names);
        },
      ),
  },
  {
    slot: 'getattr',
    methods: ['__getattribute__', '__getattr__'],
    generic: getattrGeneric,
    wrap: (name, native: Native) => resumable(name, '$self, name: str, /', native),
  },
  {
    slot: 'setattr',
    methods: ['__setattr__', '__delattr__'],
    generic: (space: Space, w_x: W, name: string, w_value: W | null): W => {
      const w_name = space.newstr(name);
      return w_value === null
        ? callSpecial(space, w_x, '__delattr__', [w_name])!
        : callSpecial(space, w_x, '__setattr__', [w_name, w_value])!;
    },
    wrap: (name, native: Native) =>
      name === '__setattr__'
        ? resumable(
            name,
            '$self, name: str, value, /',
            (space: Space, w_x: W, attribute: string, w_value: W) => {
              checkSetter(space, w_x, native, name);
              return none(space, () => native(space, w_x, attribute, w_value));
            },
          )
        : resumable(name, '$self, name: str, /', (space: Space, w_x: W, attribute: string) => {
            checkSetter(space, w_x, native, name);
            return none(space, () => native(space, w_x, attribute, null));
          }),
  },
  {
    slot: 'compare',
    methods: COMPARISON_METHODS,
    generic: (space: Space, w_a: W, w_b: W, op: Comparison): W =>
      callSpecial(space, w_a, COMPARISON_METHODS[op], [w_b]) ?? space.w_NotImplemented,
    wrap: (name, native: Native) => {
      const op = COMPARISON_METHODS.indexOf(name as (typeof COMPARISON_METHODS)[number]) as Comparison;
      return resumable(name, '$self, value, /', (space: Space, w_a: W, w_b: W) =>
        native(space, w_a, w_b, op),
      );
    },
  },
  {
    slot: 'descrGet',
    methods: ['__get__'],
    generic: (space: Space, w_descr: W, w_x: W | null, w_type: W): W =>
      callSpecial(space, w_descr, '__get__', [w_x ?? space.w_None, w_type])!,
    wrap: (name, native: Native) =>
      resumable(name, '$self, instance, owner=None, /', (space: Space, w_descr: W, w_x: W, w_type: W) => {
        const unbound = space.is(w_x, space.w_None);
        if (unbound && space.is(w_type, space.w_None))
          throw raise(space, 'TypeError', '__get__(None, None) is invalid');
        return native(space, w_descr, unbound ? null : w_x, w_type);
      }),
  },
  {
    slot: 'descrSet',
    methods: ['__set__', '__delete__'],
    generic: (space: Space, w_descr: W, w_x: W, w_value: W | null): W =>
      w_value === null
        ? mustExist(callSpecial(space, w_descr, '__delete__', [w_x]), space, w_descr, '__delete__')
        : mustExist(callSpecial(space, w_descr, '__set__', [w_x, w_value]), space, w_descr, '__set__'),
    wrap: (name, native: Native) =>
      name === '__set__'
        ? resumable(name, '$self, instance, value, /', (space: Space, w_descr: W, w_x: W, w_value: W) =>
            none(space, () => native(space, w_descr, w_x, w_value)),
          )
        : resumable(name, '$self, instance, /', (space: Space, w_descr: W, w_x: W) =>
            none(space, () => native(space, w_descr, w_x, null)),
          ),
  },
  {
    slot: 'init',
    methods: ['__init__'],
    generic: (space: Space, w_x: W, args_w: readonly W[], names: readonly string[] | null): W => {
      const w_method = space.type(w_x).lookup('__init__')!;
      const caller = space.top;
      const w_answer = space.callMethodObject(w_method, w_x, args_w, names);
      return andThen(space, caller, w_answer, (w) => {
        if (!space.is(w, space.w_None)) {
          throw raise(space, 'TypeError', `__init__() should return None, not '${space.type(w).name}'`);
        }
        return w;
      });
    },
    wrap: (name, native: Native) =>
      resumable(
        name,
        '$self, /, *args, **kwargs',
        (space: Space, w_x: W, star_w: readonly W[], w_kwargs: W) => {
          const { args_w, names } = space.unpackArguments(star_w, w_kwargs);
          return native(space, w_x, args_w, names);
        },
      ),
  },
  {
    slot: 'new',
    methods: ['__new__'],
    generic: (space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W => {
      const caller = space.top;
      return andThen(space, caller, space.getattr(type.w_self, '__new__'), (w_new) =>
        call(space, w_new, [type.w_self, ...args_w], names),
      );
    },
    wrap: () => {
      throw new Error('__new__ is made by setup-types.ts');
    },
  },
];

export const SLOT_DEFINITIONS: readonly SlotDefinition[] = [...operationSlots, ...otherSlots];

const BY_METHOD = new Map<string, SlotDefinition[]>();
for (const definition of SLOT_DEFINITIONS) {
  for (const method of definition.methods)
    BY_METHOD.set(method, [...(BY_METHOD.get(method) ?? []), definition]);
}

/** True where a change of this attribute of a class may change a slot. */
export function isSlotMethod(name: string): boolean {
  return BY_METHOD.has(name);
}

/** Wrappers of a native slot, to be put into the builtin type's dict. */
export function wrappersOf(slot: SlotKey, native: unknown): BuiltinRow[] {
  const definition = SLOT_DEFINITIONS.find((d) => d.slot === slot)!;
  if (slot === 'new') return [];
  const methods = slot === 'getattr' ? ['__getattribute__'] : definition.methods;
  return methods.map((method) => definition.wrap(method, native as never));
}

/**
 * Fills the slots of a class from what its MRO defines: the native function where the method found is a builtin type's own
 * wrapper, else the generic one. Called at creation, and for one method when it is assigned or deleted.
 */
export function updateSlots(space: Space, type: TypeObject, method?: string): void {
  const definitions = method === undefined ? SLOT_DEFINITIONS : (BY_METHOD.get(method) ?? []);
  for (const definition of definitions) {
    (type.slots as Record<SlotKey, unknown>)[definition.slot] = slotFor(space, type, definition);
  }
  for (const subclass of type.everySubclass()) if (method !== undefined) updateSlots(space, subclass, method);
}

/** The slots of a builtin type alone that stand for a method which its table gives as a row. */
export function fillSlotOf(space: Space, type: TypeObject, method: string): void {
  for (const definition of BY_METHOD.get(method) ?? []) {
    (type.slots as Record<SlotKey, unknown>)[definition.slot] = slotFor(space, type, definition);
  }
}

function slotFor(space: Space, type: TypeObject, definition: SlotDefinition): unknown {
  let native: unknown = null;
  for (const method of definition.methods) {
    const owner = type.mro.find((t) => t.dict.has(method));
    if (owner === undefined) continue;
    // A class's own definition anywhere among the methods decides for the generic function; a builtin's slot serves as it is
    // only if all the methods found are its own.
    const slot = owner.slots[definition.slot as keyof Slots];
    const isOwnWrapper = !owner.isHeap && space.isSlotWrapper(owner.dict.get(method)!);
    if (!isOwnWrapper) return definition.generic;
    if (native !== null && native !== slot) return definition.generic;
    native = slot;
  }
  return native;
}
