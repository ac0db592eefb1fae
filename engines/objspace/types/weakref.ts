// Weak references and proxies. Models CPython's Objects/weakrefobject.c. An object's references stand in a list that the engine keeps with
// it (`space.weaklist`); who takes the object away calls `clearWeakrefs` before. Left out: subclasses of the proxy types.
import { fullyQualifiedName } from './object.ts';
import { andThen, runNested } from '../continuation.ts';
import * as operations from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { BINARY_SLOTS, EQ, INPLACE_SLOTS, NE, UNARY_SLOTS } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Slots, TypeObject } from '../typeobject.ts';
import { generatorHooks } from './generator.ts';

/** Weak references to one object: plain ones first, then those with a callback, the newest first. */
export class WeakList {
  references: WeakrefPayload[] = [];

  /** References that nobody holds leave the list; answers whether none is left. */
  forgetUnless(isAlive: (w_reference: W) => boolean): boolean {
    const { references } = this;
    const left = references.filter(({ w_self }) => w_self !== null && isAlive(w_self));
    if (left.length < references.length) this.references = left;
    return left.length === 0;
  }
}

export class WeakrefPayload extends Payload {
  /** Not owned; null once the object is gone. */
  target: WeakTarget | null;
  w_callback: W | null;
  /** The reference object itself, not owned. */
  w_self: W | null = null;
  list: WeakList | null;
  /** The target's hash, kept when it was asked for while the target lived. */
  w_hash: W | null = null;
  constructor(target: WeakTarget, w_callback: W | null, list: WeakList) {
    super();
    this.target = target;
    this.w_callback = w_callback;
    this.list = list;
  }

  /** Leaves the list of its object. */
  detach(): void {
    const { list } = this;
    if (list !== null) {
      const at = list.references.indexOf(this);
      if (at >= 0) list.references.splice(at, 1);
    }
    this.list = null;
    this.target = null;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_callback !== null) visit(this.w_callback);
    if (this.w_hash !== null) visit(this.w_hash);
  }
  forget(): void {
    this.detach();
    this.w_callback = this.w_hash = null;
    this.w_self = null;
  }
}

/** What a reference holds of its object: engines without counts hold it by a reference that the host's collector may clear. */
export interface WeakTarget {
  get(): W | null;
}

export const weakrefOf = (space: Space, w: W): WeakrefPayload => space.data(w) as WeakrefPayload;
const targetOf = (space: Space, w: W): W | null => weakrefOf(space, w).target?.get() ?? null;

/** References with a callback behind the plain ones. */
function insert(list: WeakList, payload: WeakrefPayload, isPlain: boolean): void {
  const { references } = list;
  if (isPlain) references.unshift(payload);
  else {
    let at = 0;
    while (at < references.length && references[at].w_callback === null) at++;
    references.splice(at, 0, payload);
  }
}

function newReference(space: Space, type: TypeObject, w_target: W, w_callback: W | null): W {
  const targetType = space.type(w_target);
  if (!targetType.hasWeakrefs) {
    throw raise(space, 'TypeError', `cannot create weak reference to '${targetType.name}' object`);
  }
  let list = space.weaklist(w_target) as WeakList | null;
  if (list === null) space.setweaklist(w_target, (list = new WeakList()));
  const isBuiltin = !type.isHeap;
  if (w_callback === null && isBuiltin) {
    const shared = list.references.find(
      (r) => r.w_callback === null && r.w_self !== null && space.type(r.w_self) === type,
    );
    if (shared !== undefined) return shared.w_self!;
  }
  const owned = w_callback === null ? null : space.own(w_callback);
  const payload = new WeakrefPayload(space.weaktarget(w_target), owned, list);
  const w_reference = space.newobj(type, payload);
  payload.w_self = w_reference;
  insert(list, payload, w_callback === null && isBuiltin);
  return w_reference;
}

/** `weakref.ref(w_target)`. */
export const newPlainReference = (space: Space, w_target: W): W =>
  newReference(space, space.types['weakref.ReferenceType'], w_target, null);

interface PendingCallback {
  w_self: W;
  w_callback: W;
}

/** The references to `w_target` answer None from now on; what is to be called for it is put behind `pending`. */
function clearReferences(
  space: Space,
  w_target: W,
  pending: PendingCallback[],
  isTrash: (w_reference: W) => boolean,
): void {
  const list = space.weaklist(w_target) as WeakList | null;
  if (list === null) return;
  const references = list.references.splice(0);
  space.setweaklist(w_target, null);
  for (const reference of references) {
    reference.list = null;
    reference.target = null;
    const { w_callback, w_self } = reference;
    if (w_callback === null || w_self === null || isTrash(w_self)) continue;
    reference.w_callback = null;
    pending.push({ w_self: space.own(w_self), w_callback });
  }
}

/** Before an object goes away: its references answer None from now on, and their callbacks are called, nested. */
export function clearWeakrefs(space: Space, w_target: W): void {
  const pending: PendingCallback[] = [];
  clearReferences(space, w_target, pending, () => false);
  runCallbacks(space, pending);
}

/**
 * The same for all objects that a collection has found dead: every reference is cleared before the first callback runs, and one that is
 * dead itself does not call.
 */
export function clearTrashWeakrefs(
  space: Space,
  targets_w: readonly W[],
  isTrash: (w_reference: W) => boolean,
): void {
  const pending: PendingCallback[] = [];
  for (const w of targets_w) clearReferences(space, w, pending, isTrash);
  runCallbacks(space, pending);
}

function runCallbacks(space: Space, pending: readonly PendingCallback[]): void {
  for (const { w_self, w_callback } of pending) {
    try {
      runNested(space, () => operations.call(space, w_callback, [w_self]));
    } catch (e) {
      const error = space.asOperationError(e);
      const { unraisable } = generatorHooks(space);
      if (unraisable === null) space.dropError(error);
      else
        runNested(space, () =>
          unraisable(space, error, 'Exception ignored while calling weakref callback', w_callback),
        );
    }
    space.drop(w_self);
    space.drop(w_callback);
  }
}

function callbackArgument(
  space: Space,
  name: string,
  args_w: readonly W[],
  names: readonly string[] | null,
): [W, W | null] {
  if (names !== null && names.length > 0)
    throw raise(space, 'TypeError', `${name}() takes no keyword arguments`);
  if (args_w.length < 1 || args_w.length > 2) {
    const bound = args_w.length < 1 ? 'at least 1 argument' : 'at most 2 arguments';
    throw raise(space, 'TypeError', `${name} expected ${bound}, got ${args_w.length}`);
  }
  const [w_target, w_callback] = args_w;
  return [w_target, w_callback === undefined || space.is(w_callback, space.w_None) ? null : w_callback];
}

export const weakrefType: TypeDefinition = {
  name: 'weakref.ReferenceType',
  ownLayout: true,
  slots: {
    new: (space, type, args_w, names) => {
      const positional = type.isHeap
        ? args_w.slice(0, Math.min(args_w.length - (names?.length ?? 0), 2))
        : args_w;
      const [w_target, w_callback] = callbackArgument(
        space,
        '__new__',
        positional,
        type.isHeap ? null : names,
      );
      return newReference(space, type, w_target, w_callback);
    },
    init: (space, _w, args_w, names) => {
      callbackArgument(space, '__init__', args_w.slice(0, args_w.length - (names?.length ?? 0)), null);
      return space.w_None;
    },
    call: (space, w, args_w) => {
      if (args_w.length > 0)
        throw raise(
          space,
          'TypeError',
          `weakref.ReferenceType() takes no arguments (${args_w.length} given)`,
        );
      return targetOf(space, w) ?? space.w_None;
    },
    hash: (space, w) => {
      const payload = weakrefOf(space, w);
      if (payload.w_hash !== null) return payload.w_hash;
      const w_target = payload.target?.get() ?? null;
      if (w_target === null) throw raise(space, 'TypeError', 'weak object has gone away');
      return andThen(space, space.top, operations.hash(space, w_target), (w_hash) => {
        payload.w_hash ??= space.own(w_hash);
        return w_hash;
      });
    },
    compare: (space, w_a, w_b, op) => {
      const { 'weakref.ReferenceType': type } = space.types;
      if ((op !== EQ && op !== NE) || !space.type(w_a).isSubtype(type) || !space.type(w_b).isSubtype(type))
        return space.w_NotImplemented;
      const w_x = targetOf(space, w_a);
      const w_y = targetOf(space, w_b);
      if (w_x === null || w_y === null) return space.newbool(space.is(w_a, w_b) === (op === EQ));
      return operations.compare(space, w_x, w_y, op);
    },
    repr: (space, w) => {
      const w_target = targetOf(space, w);
      if (w_target === null) return space.newstr(`<weakref at ${space.address(w)}; dead>`);
      const head = `<weakref at ${space.address(w)}; to '${fullyQualifiedName(space, space.type(w_target))}' at ${space.address(w_target)}`;
      // What the type says of a name, if anything: an instance's own attributes have no say.
      const w_descr = space.type(w_target).lookup('__name__');
      if (w_descr === undefined) return space.newstr(`${head}>`);
      const get = space.type(w_descr).slots.descrGet;
      const caller = space.top;
      const w_name = get === null ? w_descr : get(space, w_descr, w_target, space.type(w_target).w_self);
      return andThen(space, caller, w_name, (w_found) =>
        space.newstr(
          space.type(w_found).isSubtype(space.types.str) ? `${head} (${space.str_w(w_found)})>` : `${head}>`,
        ),
      );
    },
  },
  classMethods: [
    resumable('__class_getitem__', '$type, item, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: { __callback__: { get: (space, w) => weakrefOf(space, w).w_callback ?? space.w_None } },
};

// --- proxies

function isProxy(space: Space, w: W): boolean {
  const type = space.type(w);
  return type === space.types['weakref.ProxyType'] || type === space.types['weakref.CallableProxyType'];
}

/** The object behind a proxy, any other value as it is. */
function behind(space: Space, w: W): W {
  if (!isProxy(space, w)) return w;
  const w_target = targetOf(space, w);
  if (w_target === null) throw raise(space, 'ReferenceError', 'weakly-referenced object no longer exists');
  return w_target;
}

const proxySlots: Partial<Slots> = {
  bool: (space, w) => operations.truth(space, behind(space, w)),
  str: (space, w) => space.str(behind(space, w)),
  getattr: (space, w, name) => operations.getattr(space, behind(space, w), name),
  setattr: (space, w, name, w_value) => operations.setattr(space, behind(space, w), name, w_value),
  compare: (space, w_a, w_b, op) => operations.compare(space, behind(space, w_a), behind(space, w_b), op),
  iter: (space, w) => operations.iter(space, behind(space, w)),
  iternext: (space, w) => {
    const w_target = behind(space, w);
    if (space.type(w_target).slots.iternext !== null) return operations.next(space, w_target);
    throw raise(
      space,
      'TypeError',
      `Weakref proxy referenced a non-iterator '${space.type(w_target).name}' object`,
    );
  },
  length: (space, w) => operations.length(space, behind(space, w)),
  getitem: (space, w, w_key) => operations.getitem(space, behind(space, w), behind(space, w_key)),
  setitem: (space, w, w_key, w_value) =>
    operations.setitem(
      space,
      behind(space, w),
      behind(space, w_key),
      w_value === null ? null : behind(space, w_value),
    ),
  contains: (space, w, w_item) => operations.contains(space, behind(space, w), behind(space, w_item)),
  index: (space, w) => operations.index(space, behind(space, w)),
  int: (space, w) => operations.call(space, space.types.int.w_self, [behind(space, w)]),
  float: (space, w) => operations.call(space, space.types.float.w_self, [behind(space, w)]),
  repr: (space, w) => {
    const w_target = targetOf(space, w);
    const at = `<weakproxy at ${space.address(w)}; `;
    if (w_target === null) return space.newstr(`${at}dead>`);
    return space.newstr(
      `${at}to '${fullyQualifiedName(space, space.type(w_target))}' at ${space.address(w_target)}>`,
    );
  },
  ...Object.fromEntries(
    BINARY_SLOTS.map((slot) => [
      slot,
      (space: Space, w_a: W, w_b: W): W =>
        operations.binary(space, slot, behind(space, w_a), behind(space, w_b)),
    ]),
  ),
  ...Object.fromEntries(
    INPLACE_SLOTS.map((slot) => [
      slot,
      (space: Space, w_a: W, w_b: W): W =>
        operations.inplace(space, slot, behind(space, w_a), behind(space, w_b)),
    ]),
  ),
  ...Object.fromEntries(
    UNARY_SLOTS.map((slot) => [
      slot,
      (space: Space, w: W): W => operations.unary(space, slot, behind(space, w)),
    ]),
  ),
};

const passOn = (name: string) =>
  resumable(name, '$self, /', (space: Space, w: W) =>
    operations.callSpecial(space, behind(space, w), name, [])!,
  );

export const weakProxyType: TypeDefinition = {
  name: 'weakref.ProxyType',
  isBase: false,
  unhashable: true,
  slots: proxySlots,
  methods: [passOn('__bytes__'), passOn('__reversed__')],
};

export const weakCallableProxyType: TypeDefinition = {
  name: 'weakref.CallableProxyType',
  isBase: false,
  unhashable: true,
  slots: {
    ...proxySlots,
    call: (space, w, args_w, names) => operations.call(space, behind(space, w), args_w, names),
  },
  methods: [passOn('__bytes__'), passOn('__reversed__')],
};

/** `weakref.proxy(object, callback)`. */
export function newProxy(space: Space, w_target: W, w_callback: W): W {
  const type =
    space.type(w_target).slots.call === null
      ? space.types['weakref.ProxyType']
      : space.types['weakref.CallableProxyType'];
  return newReference(space, type, w_target, space.is(w_callback, space.w_None) ? null : w_callback);
}

/** All live references and proxies to an object. */
export function referencesTo(space: Space, w_target: W): W[] {
  const list = space.weaklist(w_target) as WeakList | null;
  if (list === null) return [];
  return list.references.map((reference) => reference.w_self).filter((w) => w !== null);
}
