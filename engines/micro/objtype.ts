// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// Classes, instances and attribute access. A user's class: header, name, bases, dict, native base, flags. An instance:
// class, map (three words) and, under a native base, the native object. Models py/objtype.c. Left out: metaclasses,
// C3 order (look-up goes depth first), __init_subclass__.
import { R, T, UNIT } from './layout.ts';
import { H, alloc, keep } from './heap.ts';
import { Q, text, Qs } from './qstr.ts';
import * as map from './map.ts';
import {
  type,
  fun,
  slots,
  bases,
  locals,
  typeNames,
  functionNames,
  binding,
  moduleTables,
  typeOf,
  isUser,
  isStr,
  isHeap,
  isTuple,
  isType,
  bool,
  small,
  box,
  fail,
  typeError,
  nameOf,
  put,
  print,
  tupleOf,
  opNames,
  OP_HASH,
  OP_EQ,
  noKw,
  argCount,
  hash as hashValue,
  equal,
  truth,
  strArg,
  intern,
  address,
  isNot,
  noConversion,
  unhashable,
} from './obj.ts';
import type { Native } from './obj.ts';
import { call, callN, stopIteration } from './vm.ts';
import { iterNext } from './runtime.ts';
import { newDict } from './objdict.ts';

const [
  q_init,
  q_new,
  q_get,
  q_set,
  q_delete,
  q_getattr,
  q_setattr,
  q_delattr,
  q_dict,
  q_class,
  q_name,
  q_bases,
  q_call,
  q_qualname,
  q_setName,
  q_module,
  q_buildClass,
] = Qs(
  '__init__ __new__ __get__ __set__ __delete__ __getattr__ __setattr__ __delattr__ __dict__ __class__ __name__ __bases__ __call__ __qualname__ __set_name__ __module__ __build_class__',
);

/** Flag bits of a class. */
const SUBCLASSED = 2;
const ACCESSORS = 4;

export const className = (t: number) => (isUser(t) ? H[t + 1] : typeNames[t >> 3]);
const nativeBase = (cls: number) => H[cls + 4];

/** The native object inside an instance of a user's class, or 0. */
export function nativeOf(v: number): number {
  const cls = H[v];
  if (cls <= 0 || !H[cls + 4]) return 0;
  const native = H[v + 4];
  return native === T.STOP ? 0 : native;
}
/** v itself, or the native object inside. */
export function unwrap(v: number): number {
  return isUser(typeOf(v)) ? nativeOf(v) || v : v;
}

export function isSubclass(t: number, base: number): boolean {
  if (t === base || base === T.OBJECT) return true;
  if (!isUser(t)) {
    for (let b = bases[t >> 3]; b; b = bases[b >> 3]) if (b === base) return true;
    return false;
  }
  if (typeOf(t) !== T.TYPE) return false;
  const tuple = H[t + 2];
  for (let i = 0; i < H[tuple + 1]; i++) if (isSubclass(H[tuple + 2 + i], base)) return true;
  return false;
}

/** By class and name, what the class look-up found; valid for one epoch. Host-side, fixed size. */
const cacheClass = new Int32Array(512);
const cacheName = new Int32Array(512);
const cacheValue = new Int32Array(512);
const cacheEpoch = new Int32Array(512);

/** What a class or its bases say about a name; 0 when nothing. */
export function classFind(cls: number, name: number): number {
  const slot = ((cls >> 2) ^ (name >> 1)) & 511;
  if (cacheClass[slot] === cls && cacheName[slot] === name && cacheEpoch[slot] === map.classEpoch)
    return cacheValue[slot];
  const value = classFindSlow(cls, name);
  cacheClass[slot] = cls;
  cacheName[slot] = name;
  cacheValue[slot] = value;
  cacheEpoch[slot] = map.classEpoch;
  return value;
}
function classFindSlow(cls: number, name: number): number {
  if (!isUser(cls)) {
    for (let t = cls; t; t = bases[t >> 3]) {
      const v = locals[t >> 3]?.get(name);
      if (v !== undefined) return v;
    }
    return 0;
  }
  const value = map.get(H[cls + 3] + 1, name);
  if (value) return value;
  const tuple = H[cls + 2];
  for (let i = 0; i < H[tuple + 1]; i++) {
    const base = H[tuple + 2 + i];
    if (base === T.OBJECT) continue;
    const v = classFindSlow(base, name);
    if (v) return v;
  }
  return 0;
}

/** Answer of a look-up: the thing, and the object to be passed before the arguments (0 when none). */
export let M0 = 0;
export let M1 = 0;

/** Binds what was found in a class: `self` 0 means looked up on the class itself. */
function bind(member: number, self: number, cls: number): boolean {
  M0 = member;
  M1 = 0;
  if (!(member & 3)) {
    switch (H[member]) {
      case -T.FUN:
        M1 = self;
        return true;
      case -T.STATICMETHOD:
        M0 = H[member + 1];
        return true;
      case -T.CLASSMETHOD:
        M0 = H[member + 1];
        M1 = cls;
        return true;
      case -T.PROPERTY:
        if (self) {
          if (H[member + 1] === T.NONE) fail(T.AttributeError, 'unreadable attribute');
          M0 = callN(H[member + 1], self);
          M1 = 0;
        }
        return true;
    }
    if (H[member] > 0 && self) {
      const get = classFind(H[member], q_get);
      if (get) {
        M0 = callN(get, member, self, cls);
        M1 = 0;
      }
    }
    return true;
  }
  if ((member & 7) === 6 && typeOf(member) === T.BUILTIN) {
    if (binding[member >> 3] !== 0) {
      if (binding[member >> 3] === 1) M1 = cls;
      else if (binding[member >> 3] === 3) M1 = self;
      return true;
    }
    // A native method found below a user's class works on the native object inside.
    if (self) {
      if (!isUser(cls)) M1 = self;
      else if (!ownedByClass(cls, member))
        M1 = H[self + 4] && nativeBase(cls) ? nativeSelf(self, member) : self;
    } else if (!isUser(cls) && cls !== T.OBJECT) M0 = box(-T.PARTIAL, cls, member);
    else if (isUser(cls) && !ownedByClass(cls, member) && nativeBase(cls))
      M0 = box(-T.PARTIAL, nativeBase(cls), member);
  }
  return true;
}
const nativeSelf = (self: number, member: number) =>
  member === objectInit || H[self + 4] === T.STOP ? self : H[self + 4];
/** Is a builtin function an attribute that the program stored in a class? Such a one is not bound. */
function ownedByClass(cls: number, member: number): boolean {
  if (!isUser(cls)) return false;
  const m = H[cls + 3] + 1;
  for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1))
    if (map.valueAt(m, pos) === member) return true;
  const tuple = H[cls + 2];
  for (let i = 0; i < H[tuple + 1]; i++) if (ownedByClass(H[tuple + 2 + i], member)) return true;
  return false;
}

/** Special method of an instance, looked up in its class: 0 when there is none, else M0 and M1 are set. */
export function methodOf(v: number, name: number): number {
  const cls = typeOf(v);
  const member = classFind(cls, name);
  if (!member) return 0;
  bind(member, v, cls);
  return M0;
}
/** The same, only when a user's class has it (not its native base). */
export function userMethod(v: number, name: number): number {
  const cls = typeOf(v);
  if (!isUser(cls)) return 0;
  const member = classFind(cls, name);
  if (!member || ((member & 7) === 6 && member !== T.NONE && !ownedByClass(cls, member))) return 0;
  bind(member, v, cls);
  return M0;
}
export function callMethod0(m: number, _v: number): number {
  return M1 ? callN(m, M1) : callN(m);
}
export function callMethod1(m: number, x: number): number {
  return M1 ? callN(m, M1, x) : callN(m, x);
}
export function callMethod2(m: number, x: number, y: number): number {
  return M1 ? callN(m, M1, x, y) : callN(m, x, y);
}

/** Looks an attribute up; false when there is none. */
export function lookupAttr(o: number, name: number): boolean {
  M1 = 0;
  if (!(o & 3) && H[o] > 0) {
    const at = map.find(o + 1, name);
    if (at) {
      M0 = H[at + 1];
      return true;
    }
    return lookupInClass(o, name);
  }
  const t = typeOf(o);
  if (t === T.MODULE) return lookupModule(o, name);
  if (t === T.TYPE) return lookupType(o, name);
  if (name === q_class) {
    M0 = t;
    return true;
  }
  const attr = slots[t >> 3].attr_;
  if (attr) {
    const v = attr(o, name);
    if (v) {
      M0 = v;
      M1 = 0;
      return true;
    }
  }
  const member = classFind(t, name);
  if (member) return bind(member, o, t);
  if (name === q_next && slots[t >> 3].next_ !== undefined) {
    M0 = nextMethod;
    M1 = o;
    return true;
  }
  return false;
}

function lookupInClass(o: number, name: number): boolean {
  const cls = H[o];
  if (name === q_class) {
    M0 = cls;
    return true;
  }
  if (name === q_dict) {
    M0 = newDict();
    map.copyMap(o + 1, M0 + 1);
    return true;
  }
  const member = classFind(cls, name);
  if (member) {
    const property = H[cls + 5] & ACCESSORS && (member & 3) === 0 && H[member] === -T.PROPERTY;
    if (!property) return bind(member, o, cls);
    const getattr = classFind(cls, q_getattr);
    if (!getattr) return bind(member, o, cls);
    return bind(member, o, cls);
  }
  const native = nativeOf(o);
  if (native) {
    const attr = slots[typeOf(native) >> 3].attr_;
    if (attr) {
      const v = attr(native, name);
      if (v) {
        M0 = v;
        M1 = 0;
        return true;
      }
    }
  }
  const getattr = classFind(cls, q_getattr);
  if (getattr) {
    M0 = callN(getattr, o, text(name) === '' ? name : name);
    M1 = 0;
    return true;
  }
  if (name === q_init || name === q_new || name === q_setattr || name === q_delattr) {
    const v = locals[T.OBJECT >> 3]!.get(name);
    if (v !== undefined) {
      M0 = v;
      M1 = o;
      return true;
    }
  }
  return false;
}

function lookupModule(o: number, name: number): boolean {
  if (!(o & 3)) {
    const m = H[o + 1] + 1;
    M0 = map.get(m, name);
    if (M0) return true;
    if (name === q_dict) {
      M0 = H[o + 1];
      return true;
    }
    const getattr = map.get(m, q_getattr);
    if (getattr) {
      M0 = callN(getattr, name);
      return true;
    }
  } else {
    if (H[R.HOOK] && moduleTables[o >> 3].has(q_buildClass)) {
      M0 = map.get(H[R.HOOK] + 1, name);
      if (M0) return true;
    }
    const v = moduleTables[o >> 3].get(name);
    if (v !== undefined) {
      M0 = v < 0 ? H[-v] : v;
      return true;
    }
    if (name === q_dict) {
      M0 = newDict();
      for (const [k, x] of moduleTables[o >> 3]) map.set(M0 + 1, k, x < 0 ? H[-x] : x);
      return true;
    }
    const getattr = moduleTables[o >> 3].get(q_getattr);
    if (getattr !== undefined) {
      M0 = callN(getattr, name);
      return M0 !== 0;
    }
  }
  if (name === q_class) {
    M0 = T.MODULE;
    return true;
  }
  return false;
}

function lookupType(o: number, name: number): boolean {
  if (name === q_name || name === q_qualname) {
    M0 = className(o);
    return true;
  }
  if (isUser(o)) {
    if (name === q_dict) {
      M0 = newDict();
      map.copyMap(H[o + 3] + 1, M0 + 1);
      return true;
    }
    if (name === q_bases) {
      M0 = H[H[o + 2] + 1] > 0 ? H[o + 2] : tupleOf(T.OBJECT);
      return true;
    }
  } else {
    if (name === q_dict) {
      M0 = newDict();
      for (const [k, x] of locals[o >> 3]!) map.set(M0 + 1, k, x);
      return true;
    }
    if (name === q_bases) {
      M0 = o === T.OBJECT ? UNIT : tupleOf(bases[o >> 3] || T.OBJECT);
      return true;
    }
  }
  const member = classFind(o, name);
  if (member) return bind(member, 0, o);
  if (name === q_class) {
    M0 = T.TYPE;
    return true;
  }
  const v = isUser(o) ? locals[T.OBJECT >> 3]!.get(name) : undefined;
  if (v !== undefined && name !== q_dict) {
    M0 = v;
    return true;
  }
  if (name === q_init && !isUser(o)) {
    M0 = nativeInit;
    M1 = 0;
    return true;
  }
  return false;
}

export function noAttr(o: number, name: number): never {
  const t = typeOf(o);
  const n = text(name);
  if (t === T.TYPE)
    return fail(T.AttributeError, `type object '${text(className(o))}' has no attribute '${n}'`);
  if (t === T.MODULE)
    return fail(T.AttributeError, `module '${text(moduleName(o))}' has no attribute '${n}'`);
  return fail(T.AttributeError, `'${nameOf(o)}' object has no attribute '${n}'`);
}
export function moduleName(o: number): number {
  return !(o & 3) ? map.get(H[o + 1] + 1, q_name) : (moduleTables[o >> 3].get(q_name) as number);
}

/** The value of an attribute; a method becomes a bound one. */
export function loadAttr(o: number, name: number): number {
  if (!lookupAttr(o, name)) noAttr(o, name);
  return !M1 ? M0 : box(-T.BOUND, M0, M1);
}
export function tryAttr(o: number, name: number): number {
  if (!lookupAttr(o, name)) return 0;
  return !M1 ? M0 : box(-T.BOUND, M0, M1);
}
/** For a method call: M0 and M1. */
export function loadMethod(o: number, name: number): void {
  if (!lookupAttr(o, name)) noAttr(o, name);
}

/** value 0 deletes. */
export function storeAttr(o: number, name: number, value: number): void {
  if (!(o & 3) && H[o] > 0) {
    const cls = H[o];
    if (H[cls + 5] & ACCESSORS && storeSpecial(o, cls, name, value)) return;
    storeMember(o, name, value);
    return;
  }
  const t = typeOf(o);
  if (t === T.TYPE && isUser(o)) {
    map.flushMapCache();
    const m = H[o + 3] + 1;
    if (!value) {
      if (!map.remove(m, name)) noAttr(o, name);
    } else {
      if (isAccessor(name, value)) {
        if (H[o + 5] & SUBCLASSED && !(H[o + 5] & ACCESSORS))
          fail(T.AttributeError, "can't add special method to already-subclassed class");
        H[o + 5] |= ACCESSORS;
      }
      map.set(m, name, value);
    }
    return;
  }
  if (t === T.MODULE && o & 3 && moduleTables[o >> 3].has(q_buildClass)) {
    if (!H[R.HOOK]) H[R.HOOK] = newDict();
    if (value) map.set(H[R.HOOK] + 1, name, value);
    else if (!map.remove(H[R.HOOK] + 1, name)) noAttr(o, name);
    return;
  }
  if (t === T.MODULE && !(o & 3)) {
    const m = H[o + 1] + 1;
    if (!value) {
      if (!map.remove(m, name)) noAttr(o, name);
    } else map.set(m, name, value);
    return;
  }
  const set = slots[t >> 3].setAttr_;
  if (set === undefined || !set(o, name, value)) noAttr(o, name);
}
function storeMember(o: number, name: number, value: number): void {
  if (!value) {
    if (!map.remove(o + 1, name)) noAttr(o, name);
  } else {
    const at = map.find(o + 1, name);
    if (at) H[at + 1] = value;
    else {
      const native = nativeOf(o);
      if (native && typeOf(native) >= T.BaseException) {
        const set = slots[typeOf(native) >> 3].setAttr_;
        if (set !== undefined && set(native, name, value)) return;
      }
      H[map.add(o + 1, name) + 1] = value;
    }
  }
}
function storeSpecial(o: number, cls: number, name: number, value: number): boolean {
  const member = classFind(cls, name);
  if (member && !(member & 3)) {
    if (H[member] === -T.PROPERTY) {
      const f = H[member + (!value ? 3 : 2)];
      if (f === T.NONE) noAttr(o, name);
      if (!value) callN(f, o);
      else callN(f, o, value);
      return true;
    }
    if (H[member] > 0) {
      const f = classFind(H[member], !value ? q_delete : q_set);
      if (f) {
        if (!value) callN(f, member, o);
        else callN(f, member, o, value);
        return true;
      }
    }
  }
  const hook = classFind(cls, !value ? q_delattr : q_setattr);
  if (hook && (typeOf(hook) !== T.BUILTIN || binding[hook >> 3] === 3)) {
    if (!value) callN(hook, o, name);
    else callN(hook, o, name, value);
    return true;
  }
  return false;
}
function isAccessor(name: number, value: number): boolean {
  if (name === q_setattr || name === q_delattr || name === q_getattr) return true;
  if (value & 3) return false;
  if (H[value] === -T.PROPERTY) return true;
  return (
    H[value] > 0 &&
    (classFind(H[value], q_set) || classFind(H[value], q_get) || classFind(H[value], q_delete)) !== 0
  );
}

// ---- Instances. ----

export function newInstance(cls: number): number {
  const p = alloc(H[cls + 4] ? 5 : 4);
  H[p] = cls;
  if (H[cls + 4]) H[p + 4] = T.STOP;
  return p;
}

/** cls(*args): __new__, __init__, native part. */
function instanceMake(cls: number, n: number, nkw: number, a: number): number {
  let self = 0;
  const make = classFind(cls, q_new);
  if (make) {
    const f = isHeap(make, -T.STATICMETHOD) ? H[make + 1] : make;
    self = callWith(f, cls, n, nkw, a);
    if (!isUser(typeOf(self)) || !isSubclass(typeOf(self), cls)) return self;
    if (typeOf(self) !== cls) return self;
  } else self = newInstance(cls);
  const init = classFind(cls, q_init);
  if (init && typeOf(init) !== T.BUILTIN) {
    bind(init, self, cls);
    const r = M1 ? callWith(M0, M1, n, nkw, a) : call(M0, n, nkw, a);
    if (r !== T.NONE) typeError(`__init__() should return None, not '${nameOf(r)}'`);
  } else if (!H[cls + 4] && n + nkw > 0 && !make) {
    typeError(`function takes 0 positional arguments but ${n} were given`);
  }
  if (H[cls + 4] && H[self + 4] === T.STOP) initNative(self, cls, n, nkw, a);
  return self;
}
export function initNative(self: number, cls: number, n: number, nkw: number, a: number): void {
  keep(self);
  const native = H[cls + 4];
  const make = slots[native >> 3].make_!;
  const exc = native >= T.BaseException;
  const v = make(native, n, exc ? 0 : nkw, a);
  H[self + 4] = v;
}

/** Calls f(first, *args). */
export function callWith(f: number, first: number, n: number, nkw: number, a: number): number {
  const top = H[R.TOP];
  const total = n + 2 * nkw;
  if (top + total + 1 > H[R.STACK_HI]) fail(T.RuntimeError, 'maximum recursion depth exceeded');
  H[top] = first;
  for (let i = 0; i < total; i++) H[top + 1 + i] = H[a + i];
  H[R.TOP] = top + 1 + total;
  const r = call(f, n + 1, nkw, top);
  H[R.TOP] = top;
  return r;
}

export function classHash(v: number): number {
  const m = methodOf(v, opNames[OP_HASH]);
  if (m) {
    const r = callMethod0(m, v);
    if (!(r & 1) && typeOf(r) !== T.INT && typeOf(r) !== T.BOOL) noConversion(r, 'int');
    return r & 1 ? r >> 1 : hashValue(r);
  }
  if (userMethod(v, opNames[OP_EQ])) unhashable(v);
  const native = nativeOf(v);
  return native && !isExceptionType(native) ? hashValue(native) : v >> 2;
}
const isExceptionType = (v: number) => typeOf(v) >= T.BaseException;

export function classEqual(a: number, b: number): boolean {
  let m = userMethod(a, opNames[OP_EQ]);
  if (m) {
    const r = callMethod1(m, b);
    if (r !== T.NOTIMPL) return truth(r);
  }
  if (isUser(typeOf(b)) && a !== b) {
    m = userMethod(b, opNames[OP_EQ]);
    if (m) {
      const r = callMethod1(m, a);
      if (r !== T.NOTIMPL) return truth(r);
    }
  }
  const native = nativeOf(a);
  if (native && !isExceptionType(native)) return equal(native, unwrap(b));
  return a === b;
}

export function callInstance(v: number, n: number, nkw: number, a: number): number {
  const m = methodOf(v, q_call);
  if (!m) {
    const native = nativeOf(v);
    if (native) return call(native, n, nkw, a);
    isNot(v, 'callable');
  }
  return M1 ? callWith(m, M1, n, nkw, a) : call(m, n, nkw, a);
}
export function isCallable(v: number): boolean {
  const t = typeOf(v);
  if (isUser(t)) return classFind(t, q_call) !== 0 || (nativeOf(v) !== 0 && isCallable(nativeOf(v)));
  return slots[t >> 3].call_ !== undefined;
}

// ---- Making classes. ----

export function newClass(name: number, basesTuple: number, dict: number): number {
  if (!isStr(name) || !isTuple(basesTuple) || (!isHeap(dict, -T.DICT) && !isHeap(dict, -T.ORDERED)))
    typeError('argument has wrong type');
  let native = 0;
  let flags = 0;
  for (let i = 0; i < H[basesTuple + 1]; i++) {
    const base = H[basesTuple + 2 + i];
    if (!isType(base)) typeError("type isn't an acceptable base type");
    if (isUser(base)) {
      H[base + 5] |= SUBCLASSED;
      flags |= H[base + 5] & ACCESSORS;
    } else if (slots[base >> 3].make_ === undefined || base === T.BOOL)
      typeError(`type '${text(className(base))}' isn't an acceptable base type`);
    const from = isUser(base) ? H[base + 4] : base === T.OBJECT ? 0 : base;
    if (from) {
      if (native && native !== from) {
        // Exceptions of one family share their layout.
        if (native < T.BaseException || from < T.BaseException)
          typeError('multiple bases have instance lay-out conflict');
      } else native = from;
    }
  }
  const cls = alloc(6);
  H[cls] = -T.TYPE;
  H[cls + 1] = intern(name);
  H[cls + 2] = basesTuple;
  H[cls + 3] = dict;
  H[cls + 4] = native;
  const m = dict + 1;
  for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1)) {
    const at = H[m + 2] + pos * 2;
    if (isAccessor(H[at], H[at + 1])) flags |= ACCESSORS;
    if (H[at] === q_new && isHeap(H[at + 1], -T.FUN)) H[at + 1] = box(-T.STATICMETHOD, H[at + 1]);
  }
  H[cls + 5] = flags;
  map.flushMapCache();
  // The hooks may change the dict, so the values to tell are taken first.
  const told: number[] = [];
  for (let pos = map.nextSlot(m, 0); pos >= 0; pos = map.nextSlot(m, pos + 1)) {
    const v = map.valueAt(m, pos);
    if (isUser(typeOf(v)) && classFind(typeOf(v), q_setName)) {
      keep(v);
      told.push(map.keyAt(m, pos), v);
    }
  }
  for (let i = 0; i < told.length; i += 2) {
    const m = methodOf(told[i + 1], q_setName);
    if (m) callMethod2(m, cls, told[i]);
  }
  return cls;
}

/** Calls a type: makes an instance. */
export function callType(t: number, n: number, nkw: number, a: number): number {
  if (isUser(t)) return instanceMake(t, n, nkw, a);
  const make = slots[t >> 3].make_;
  if (make === undefined) typeError(`can't create '${text(className(t))}' instances`);
  return make!(t, n, nkw, a);
}

type(T.TYPE, 'type', 0, {
  call_: callType,
  print_: (v) => put(`<class '${text(className(v))}'>`),
  make_: (_t, n, nkw, a) => {
    noKw(nkw);
    if (n === 1) return typeOf(H[a]);
    if (n === 3) return newClass(H[a], H[a + 1], H[a + 2]);
    return typeError('type takes 1 or 3 arguments');
  },
  unary_: (op, v) => (op === OP_HASH ? small(v >> 2) : 0),
});

const q_next = Q('__next__');
const nextMethod = fun('__next__', '1', (it) => iterNext(it) || stopIteration(H[R.SAVED]));
const objectInit = fun('__init__', 'v', () => T.NONE);
/** `Base.__init__(self, …)` of a native base: makes the native part. */
const nativeInit = fun('__init__', 'v', (n, nkw, a) => {
  const self = H[a];
  if (isUser(typeOf(self)) && H[H[self] + 4]) initNative(self, H[self], n - 1, nkw, a + 1);
  return T.NONE;
});
type(
  T.OBJECT,
  'object',
  0,
  {
    make_: (t, n, nkw) => (argCount(n + nkw, 0, 0), box(-t)),
    print_: (v) => put(`<object object at ${address(v)}>`),
  },
  {
    __init__: objectInit,
    __new__$v: (n, _k, a) => {
      if (n < 1 || !isType(H[a])) typeError('argument has wrong type');
      if (!isUser(H[a])) typeError('argument has wrong type');
      return newInstance(H[a]);
    },
    __setattr__$3: (o, name, v) => {
      if (!isUser(typeOf(o))) typeError('argument has wrong type');
      storeMember(o, intern(strArg(name)), v);
      return T.NONE;
    },
    __delattr__$2: (o, name) => {
      if (!isUser(typeOf(o))) typeError('argument has wrong type');
      storeMember(o, intern(strArg(name)), 0);
      return T.NONE;
    },
  },
);

// ---- super, property, staticmethod, classmethod, bound methods. ----

type(T.SUPER, 'super', 0, {
  make_: (_t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 2, 2);
    const o = H[a + 1];
    if (!isType(H[a]) || (!isSubclass(typeOf(o), H[a]) && !(isType(o) && isSubclass(o, H[a]))))
      typeError('super(type, obj): obj must be an instance or subtype of type');
    return box(-T.SUPER, H[a], H[a + 1]);
  },
  print_: (v) => {
    put('<super: ');
    print(H[v + 1], true);
    put(', ');
    print(H[v + 2], true);
    put('>');
  },
  attr_: (v, name) => {
    const cls = H[v + 1];
    const self = H[v + 2];
    if (!isUser(cls)) return 0;
    const tuple = H[cls + 2];
    const selfCls = isType(self) ? self : typeOf(self);
    for (let i = 0; i < H[tuple + 1]; i++) {
      const base = H[tuple + 2 + i];
      const member = classFind(base, name);
      if (member && base !== T.OBJECT) {
        if (!isUser(base) || typeOf(member) === T.BUILTIN) {
          // A native method: it works on the native part.
          if (isUser(typeOf(self)) && nativeOf(self) && typeOf(member) === T.BUILTIN) {
            bind(member, nativeOf(self), typeOf(nativeOf(self)));
          } else bind(member, self, selfCls);
        } else if (isType(self) && !isHeap(member, -T.CLASSMETHOD)) {
          bind(member, name === q_new ? 0 : self, selfCls);
        } else bind(member, self, selfCls);
        return !M1 ? M0 : box(-T.BOUND, M0, M1);
      }
      if (name === q_init && !isUser(base) && base !== T.OBJECT) return box(-T.BOUND, nativeInit, self);
      if (name === q_init && isUser(base) && H[base + 4]) return box(-T.BOUND, nativeInit, self);
    }
    const fallback = locals[T.OBJECT >> 3]!.get(name);
    if (fallback === undefined) return 0;
    return name === q_new ? fallback : box(-T.BOUND, fallback, self);
  },
});

const accessor =
  (i: number): Native =>
  (self, f) => {
    const p = box(-T.PROPERTY, H[self + 1], H[self + 2], H[self + 3]);
    H[p + i] = f;
    return p;
  };
type(
  T.PROPERTY,
  'property',
  0,
  {
    make_: (_t, n, nkw, a) => {
      argCount(n, 0, 4);
      const p = box(-T.PROPERTY, T.NONE, T.NONE, T.NONE);
      for (let i = 0; i < n && i < 3; i++) H[p + 1 + i] = H[a + i];
      for (let i = 0; i < nkw; i++) {
        const k = ['fget', 'fset', 'fdel', 'doc'].indexOf(text(H[a + n + 2 * i]));
        if (k < 0) typeError('extra keyword arguments given');
        if (k < 3) H[p + 1 + k] = H[a + n + 2 * i + 1];
      }
      return p;
    },
  },
  { getter$2: accessor(1), setter$2: accessor(2), deleter$2: accessor(3) },
);

const wrapper = (_t: number, n: number, nkw: number, a: number) => {
  noKw(nkw);
  argCount(n, 1, 1);
  return box(-_t, H[a]);
};
type(T.STATICMETHOD, 'staticmethod', 0, { make_: wrapper });
type(T.CLASSMETHOD, 'classmethod', 0, { make_: wrapper });

type(T.BOUND, 'bound_method', 0, {
  call_: (v, n, nkw, a) => callWith(H[v + 1], H[v + 2], n, nkw, a),
  print_: (v) => {
    put(`<bound_method ${address(v)} `);
    print(H[v + 2], true);
    put('.');
    print(H[v + 1], true);
    put('>');
  },
  attr_: (v, name) => (name === q_name ? tryAttr(H[v + 1], name) : 0),
  binary_: (op, a, b) =>
    op === OP_EQ ? bool(isHeap(b, -T.BOUND) && H[a + 1] === H[b + 1] && H[a + 2] === H[b + 2]) : 0,
  unary_: (op, v) => (op === OP_HASH ? small((H[v + 1] ^ (H[v + 2] >> 2)) & 0x3fffffff) : 0),
});

// `list.append` taken from the type: checks what it is called with.
type(T.PARTIAL, 'function', 0, {
  call_: (v, n, nkw, a) => {
    if (n < 1) return call(H[v + 2], n, nkw, a);
    const self = unwrap(H[a]);
    if (!isSubclass(typeOf(self), H[v + 1]))
      typeError(`argument should be a '${text(className(H[v + 1]))}' not a '${nameOf(H[a])}'`);
    return callWith(H[v + 2], self, n - 1, nkw, a + 1);
  },
  attr_: (v, name) => (name === q_name ? functionNames[H[v + 2] >> 3] : 0),
  print_: (v) => put(`<function>${v ? '' : ''}`),
  binary_: (op, a, b) => (op === OP_EQ ? bool(isHeap(b, -T.PARTIAL) && H[a + 2] === H[b + 2]) : 0),
});
export { q_name, q_module, q_call, q_init };
