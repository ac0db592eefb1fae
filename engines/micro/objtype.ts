// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// Classes, instances and attribute access. A user's class: header, name, bases, dict, native base, flags. An instance:
// class, map (three words) and, under a native base, the native object. Models py/objtype.c. Left out: metaclasses,
// C3 order (look-up goes depth first), __init_subclass__.
import { R, T } from './layout.ts';
import { H, alloc, keep, move } from './heap.ts';
import { text, Qs } from './qstr.ts';
import * as map from './map.ts';
import {
  type,
  fun,
  slots,
  bases,
  locals,
  functions,
  typeNames,
  functionNames,
  binding,
  typeOf,
  isUser,
  isHeap,
  isStr,
  isTuple,
  isType,
  bool,
  small,
  box,
  fail,
  typeError,
  nameOf,
  put,
  printItems,
  tupleOf,
  opNames,
  OP_HASH,
  OP_EQ,
  hash as hashValue,
  equal,
  truth,
  strArg,
  intern,
  address,
  argCount,
  isNot,
  noConversion,
  unhashable,
  tooDeep,
  wrongType,
} from './obj.ts';
import { call, callN, stopIteration } from './vm.ts';
import { iterNext, ask, plain } from './runtime.ts';
import { newDict, isDict } from './objdict.ts';
import { isInt } from './objint.ts';

// prettier-ignore
const [q_init, q_new, q_get, q_set, q_delete, q_getattr, q_setattr, q_delattr, q_dict, q_class, q_name, q_bases, q_call, q_setName, q_module, q_next] =
  Qs('__init__ __new__ __get__ __set__ __delete__ __getattr__ __setattr__ __delattr__ __dict__ __class__ __name__ __bases__ __call__ __set_name__ __module__ __next__');

/** Flag bits of a class. */
const SUBCLASSED = 2;
const ACCESSORS = 4;

export const className = (t: number) => (isUser(t) ? H[t + 1] : typeNames[t >> 3]);
export const basesOf = (cls: number) => H.subarray(H[cls + 2] + 2, H[cls + 2] + 2 + H[H[cls + 2] + 1]);

/** The native object inside an instance of a user's class, or 0. */
export const nativeOf = (v: number): number => {
  const cls = H[v];
  if (cls <= 0 || !H[cls + 4]) return 0;
  const native = H[v + 4];
  return native === T.STOP ? 0 : native;
};
/** v itself, or the native object inside. */
export const unwrap = (v: number): number => (v & 3 || H[v] < 0 ? v : nativeOf(v) || v);

export const isSubclass = (t: number, base: number): boolean => {
  if (t === base || base === T.OBJECT) return true;
  if (isUser(t)) return isType(t) && basesOf(t).some((b) => isSubclass(b, base));
  const up = bases[t >> 3];
  return up > 0 && isSubclass(up, base);
};

/** By class and name, what the class look-up found; valid for one epoch. Host-side, fixed size. */
const cache = new Int32Array(2048);

/** What a class or its bases say about a name; 0 when nothing. */
export const classFind = (cls: number, name: number): number => {
  const slot = (((cls >> 2) ^ (name >> 1)) & 511) * 4;
  if (cache[slot] !== cls || cache[slot + 1] !== name || cache[slot + 2] !== map.classEpoch) {
    const value = classFindSlow(cls, name);
    cache[slot] = cls;
    cache[slot + 1] = name;
    cache[slot + 2] = map.classEpoch;
    cache[slot + 3] = value;
  }
  return cache[slot + 3];
};
const classFindSlow = (cls: number, name: number): number => {
  if (!isUser(cls))
    return locals[cls >> 3]?.get(name) || (bases[cls >> 3] && classFindSlow(bases[cls >> 3], name));
  let value = map.get(H[cls + 3] + 1, name);
  for (const base of basesOf(cls)) if (!value && base !== T.OBJECT) value = classFindSlow(base, name);
  return value;
};

/** Answer of a look-up: the thing, and the object to be passed before the arguments (0 when none). */
export let M0 = 0;
export let M1 = 0;

/** Binds what was found in a class: `self` 0 means looked up on the class itself. */
const bind = (name: number, member: number, self: number, cls: number): number => {
  M0 = member;
  M1 = 0;
  if (!(member & 3)) {
    const header = H[member];
    if (header === -T.FUN) M1 = self;
    else if (header === -T.STATICMETHOD || header === -T.CLASSMETHOD) {
      M0 = H[member + 1];
      if (header === -T.CLASSMETHOD) M1 = cls;
    } else if (self) {
      const get = header > 0 && classFind(header, q_get);
      if (header === -T.PROPERTY) {
        if (H[member + 1] === T.NONE) fail(T.AttributeError, 'unreadable attribute');
        M0 = callN(H[member + 1], self);
        M1 = 0;
      } else if (get) {
        M0 = callN(get, member, self, cls);
        M1 = 0;
      }
    }
  } else if (typeOf(member) === T.BUILTIN) {
    const how = binding[member >> 3];
    // A native method found below a user's class works on the native object inside; a native function that the program
    // has put into a class is not bound.
    const native = isUser(cls) ? H[cls + 4] : cls;
    if (how) M1 = how === 'c' ? cls : how === 'i' ? self : 0;
    else if (native && (native === cls || classFind(native, name) === member)) {
      if (self) M1 = unwrap(self);
      else if (native !== T.OBJECT) M0 = box(-T.PARTIAL, native, member);
    }
  }
  return M0;
};

/** Special method of an instance, looked up in its class: 0 when there is none, else M0 and M1 are set. */
export const methodOf = (v: number, name: number): number => {
  const cls = typeOf(v);
  const member = classFind(cls, name);
  return member && bind(name, member, v, cls);
};
/** The same, only when a user's class has it (not its native base). */
export const userMethod = (v: number, name: number): number => {
  const cls = typeOf(v);
  if (!isUser(cls)) return 0;
  const member = classFind(cls, name);
  if (
    !member ||
    ((member & 7) === 6 && member !== T.NONE && H[cls + 4] && classFind(H[cls + 4], name) === member)
  )
    return 0;
  return bind(name, member, v, cls);
};
// Calls of what was found.
export const callMethod0 = () => (M1 ? callN(M0, M1) : callN(M0));
export const callMethod1 = (x: number) => (M1 ? callN(M0, M1, x) : callN(M0, x));
export const callMethod2 = (x: number, y: number) => (M1 ? callN(M0, M1, x, y) : callN(M0, x, y));

/** A dict with what a map or a static table holds; a negative value of a table is a root word. */
const dictOf = (m: number | Map<number, number>): number => {
  const d = newDict();
  if (typeof m === 'number') map.copyMap(m, d + 1);
  else for (const [k, x] of m) map.set(d + 1, k, x < 0 ? H[-x] : x);
  return d;
};
export { dictOf };
const found = (v: number, self = 0): number => {
  M1 = self;
  return (M0 = v);
};

/** Looks an attribute up: M0 and M1; 0 when there is none. */
export const lookupAttr = (o: number, name: number): number => {
  const t = typeOf(o);
  let v: number | undefined;
  M1 = 0;
  if (isUser(t)) {
    const at = map.find(o + 1, name);
    if (at) return (M0 = H[at + 1]);
    if (name === q_dict) return found(dictOf(o + 1));
  } else {
    v = slots[t >> 3].attr_?.(o, name);
    if (v) return (M0 = v);
  }
  if (name === q_class) return found(t);
  v = classFind(t, name);
  if (v) return bind(name, v, o, t);
  if (isUser(t)) {
    const native = nativeOf(o);
    v = native && slots[typeOf(native) >> 3].attr_?.(native, name);
    if (v) return found(v);
    v = classFind(t, q_getattr);
    if (v) return found(callN(v, o, name));
    v = locals[T.OBJECT >> 3].get(name);
    return v ? found(v, o) : 0;
  }
  return name === q_next && slots[t >> 3].next_ ? found(nextMethod, o) : 0;
};

const typeAttr = (o: number, name: number): number => {
  const user = isUser(o);
  if (name === q_name) return className(o);
  if (name === q_dict) return dictOf(user ? H[o + 3] + 1 : locals[o >> 3]);
  if (name === q_bases)
    return user
      ? H[H[o + 2] + 1]
        ? H[o + 2]
        : tupleOf(T.OBJECT)
      : tupleOf(...(o === T.OBJECT ? [] : [bases[o >> 3] || T.OBJECT]));
  const member = classFind(o, name);
  if (member) return bind(name, member, 0, o);
  if (name === q_class) return 0;
  return user ? (locals[T.OBJECT >> 3].get(name) ?? 0) : name === q_init ? nativeInit : 0;
};

export function noAttr(o: number, name: number): never {
  const t = typeOf(o);
  const what =
    t === T.TYPE
      ? `type object '${text(className(o))}'`
      : t === T.MODULE
        ? `module '${text(lookupAttr(o, q_name))}'`
        : `'${nameOf(o)}' object`;
  return fail(T.AttributeError, `${what} has no attribute '${text(name)}'`);
}

/** The value of an attribute; a method becomes a bound one. */
export const loadAttr = (o: number, name: number) => tryAttr(o, name) || noAttr(o, name);
export const tryAttr = (o: number, name: number): number => {
  const v = lookupAttr(o, name);
  return v && M1 ? box(-T.BOUND, v, M1) : v;
};
/** For a method call: M0 and M1. */
export const loadMethod = (o: number, name: number): void => {
  if (!lookupAttr(o, name)) noAttr(o, name);
};

/** value 0 deletes. */
export const storeAttr = (o: number, name: number, value: number): void => {
  const t = typeOf(o);
  if (!isUser(t)) {
    if (!slots[t >> 3].setAttr_?.(o, name, value)) noAttr(o, name);
  } else if (!(H[t + 5] & ACCESSORS) || !storeSpecial(o, t, name, value)) storeMember(o, name, value);
};
/** Stores into a map or with 0 removes; false when there is nothing to remove. */
export const mapStore = (m: number, name: number, value: number): boolean => {
  if (!value) return map.remove(m, name) !== 0;
  map.set(m, name, value);
  return true;
};
const storeMember = (o: number, name: number, value: number): void => {
  const native = value && nativeOf(o);
  if (native && !map.find(o + 1, name) && slots[typeOf(native) >> 3].setAttr_?.(native, name, value)) return;
  if (!mapStore(o + 1, name, value)) noAttr(o, name);
};
const storeSpecial = (o: number, cls: number, name: number, value: number): boolean => {
  const member = classFind(cls, name);
  let f = 0;
  const given = value ? [value] : [];
  if (member && !(member & 3)) {
    if (H[member] === -T.PROPERTY) {
      f = H[member + (value ? 2 : 3)];
      if (f === T.NONE) noAttr(o, name);
      callN(f, o, ...given);
      return true;
    }
    f = H[member] > 0 ? classFind(H[member], value ? q_set : q_delete) : 0;
    if (f) {
      callN(f, member, o, ...given);
      return true;
    }
  }
  f = classFind(cls, value ? q_setattr : q_delattr);
  if (!f) return false;
  callN(f, o, name, ...given);
  return true;
};
const isAccessor = (name: number, value: number): boolean =>
  [q_setattr, q_delattr, q_getattr].includes(name) ||
  isHeap(value, -T.PROPERTY) ||
  (!(value & 3) && H[value] > 0 && [q_set, q_get, q_delete].some((q) => classFind(H[value], q)));

// ---- Instances. ----

export const newInstance = (cls: number): number => {
  const p = alloc(H[cls + 4] ? 5 : 4);
  H[p] = cls;
  if (H[cls + 4]) H[p + 4] = T.STOP;
  return p;
};

export const initResult = (v: number): void => {
  if (v !== T.NONE) typeError(`__init__() should return None, not '${nameOf(v)}'`);
};
/** cls(*args): __new__, __init__, native part. */
const instanceMake = (cls: number, n: number, nkw: number, a: number): number => {
  const make = classFind(cls, q_new);
  const self = make
    ? callWith(isHeap(make, -T.STATICMETHOD) ? H[make + 1] : make, cls, n, nkw, a)
    : newInstance(cls);
  if (typeOf(self) !== cls) return self;
  const init = classFind(cls, q_init);
  if (init && typeOf(init) !== T.BUILTIN) {
    bind(q_init, init, self, cls);
    initResult(callWith(M0, M1, n, nkw, a));
  } else if (!H[cls + 4] && !make) argCount(n + nkw, 0, 0);
  if (H[cls + 4] && H[self + 4] === T.STOP) initNative(self, n, nkw, a);
  return self;
};
const initNative = (self: number, n: number, nkw: number, a: number): void => {
  keep(self);
  const native = H[H[self] + 4];
  const v = call(native, n, native < T.BaseException ? nkw : 0, a);
  H[self + 4] = v;
};

/** Calls f(first, *args); first 0 is none. */
export const callWith = (f: number, first: number, n: number, nkw: number, a: number): number => {
  if (!first) return call(f, n, nkw, a);
  const top = H[R.TOP];
  const total = n + 2 * nkw;
  if (top + total + 1 > H[R.STACK_HI]) tooDeep();
  move(top + 1, a, total);
  H[top] = first;
  H[R.TOP] = top + 1 + total;
  const r = call(f, n + 1, nkw, top);
  H[R.TOP] = top;
  return r;
};

export const classHash = (v: number): number => {
  if (methodOf(v, opNames[OP_HASH])) {
    const r = callMethod0();
    if (!isInt(r)) noConversion(r, 'int');
    return hashValue(r);
  }
  if (userMethod(v, opNames[OP_EQ])) unhashable(v);
  const u = plain(v);
  return u === v ? v >> 2 : hashValue(u);
};
export const classEqual = (a: number, b: number): boolean => {
  const r = ask(a, opNames[OP_EQ], b) || (a !== b && ask(b, opNames[OP_EQ], a));
  if (r) return truth(r);
  const u = plain(a);
  return u === a ? a === b : equal(u, unwrap(b));
};

export const callInstance = (v: number, n: number, nkw: number, a: number): number => {
  if (methodOf(v, q_call)) return callWith(M0, M1, n, nkw, a);
  const native = nativeOf(v);
  return native ? call(native, n, nkw, a) : isNot(v, 'callable');
};
export const isCallable = (v: number): boolean => {
  const t = typeOf(v);
  return isUser(t)
    ? classFind(t, q_call) > 0 || (nativeOf(v) > 0 && isCallable(nativeOf(v)))
    : slots[t >> 3].call_ !== undefined;
};

// ---- Making classes. ----

export const newClass = (name: number, basesTuple: number, dict: number): number => {
  if (!isStr(name) || !isTuple(basesTuple) || !isDict(dict)) wrongType();
  const m = dict + 1;
  let native = 0;
  let flags = 0;
  const cls = alloc(6);
  H[cls + 2] = basesTuple;
  for (const base of basesOf(cls)) {
    if (!isType(base)) typeError("type isn't an acceptable base type");
    if (isUser(base)) {
      H[base + 5] |= SUBCLASSED;
      flags |= H[base + 5] & ACCESSORS;
    } else if (!functions[base >> 3] || base === T.BOOL)
      typeError(`type '${text(className(base))}' isn't an acceptable base type`);
    const from = isUser(base) ? H[base + 4] : base === T.OBJECT ? 0 : base;
    // Exceptions of one family share their layout.
    if (from && native && native !== from && (native < T.BaseException || from < T.BaseException))
      typeError('multiple bases have instance lay-out conflict');
    native ||= from;
  }
  H[cls] = -T.TYPE;
  H[cls + 1] = intern(name);
  H[cls + 3] = dict;
  H[cls + 4] = native;
  // The hooks may change the dict, so the values to tell are taken first.
  const told: number[] = [];
  for (const at of map.entries(m)) {
    const v = H[at + 1];
    if (isAccessor(H[at], v)) flags |= ACCESSORS;
    if (H[at] === q_new && isHeap(v, -T.FUN)) H[at + 1] = box(-T.STATICMETHOD, v);
    if (isUser(typeOf(v))) told.push(H[at], v);
  }
  H[cls + 5] = flags;
  map.flushMapCache();
  for (let i = 0; i < told.length; i += 2) {
    keep(told[i + 1]);
    if (methodOf(told[i + 1], q_setName)) callMethod2(cls, told[i]);
  }
  return cls;
};

type(
  T.TYPE,
  'type',
  0,
  {
    call_: instanceMake,
    print_: (v) => put(`<class '${text(className(v))}'>`),
    attr_: typeAttr,
    setAttr_: (o, name, value) => {
      if (!isUser(o)) return false;
      map.flushMapCache();
      if (value && isAccessor(name, value)) {
        if ((H[o + 5] & (SUBCLASSED | ACCESSORS)) === SUBCLASSED)
          fail(T.AttributeError, "can't add special method to already-subclassed class");
        H[o + 5] |= ACCESSORS;
      }
      return mapStore(H[o + 3] + 1, name, value);
    },
  },
  {
    $13: (x, dictBases, dict) =>
      dict ? newClass(x, dictBases, dict) : dictBases ? typeError('type takes 1 or 3 arguments') : typeOf(x),
  },
);

const nextMethod = fun('__next__$1', (it) => iterNext(it) || stopIteration(H[R.SAVED]));
/** `Base.__init__(self, …)` of a native base: makes the native part. */
const nativeInit = fun('__init__$v', (n, nkw, a) => {
  const self = H[a];
  if (isUser(typeOf(self)) && H[H[self] + 4]) initNative(self, n - 1, nkw, a + 1);
  return T.NONE;
});
const onInstance = (o: number, name: number, v: number) => {
  if (!isUser(typeOf(o))) wrongType();
  storeMember(o, intern(strArg(name)), v);
  return T.NONE;
};
type(
  T.OBJECT,
  'object',
  0,
  { print_: (v) => put(`<object object at ${address(v)}>`) },
  {
    $0: () => box(-T.OBJECT),
    __init__$v: () => T.NONE,
    __new__$v: (_n, _k, a) => (isType(H[a]) && isUser(H[a]) ? newInstance(H[a]) : wrongType()),
    __setattr__$3: onInstance,
    __delattr__$2: (o, name) => onInstance(o, name, 0),
  },
);

// ---- super, property, staticmethod, classmethod, bound methods. ----

type(
  T.SUPER,
  'super',
  0,
  {
    print_: (v) => printItems('<super: ', '>', [H[v + 1], H[v + 2]]),
    attr_: (v, name) => {
      const self = H[v + 2];
      for (const base of isUser(H[v + 1]) ? basesOf(H[v + 1]) : []) {
        const member = classFind(base, name);
        if (member && base !== T.OBJECT) return bind(name, member, self, isType(self) ? self : typeOf(self));
        if (name === q_init && (isUser(base) ? H[base + 4] : base !== T.OBJECT))
          return found(nativeInit, self);
      }
      const fallback = locals[T.OBJECT >> 3].get(name);
      return fallback ? found(fallback, name === q_new ? 0 : self) : 0;
    },
  },
  {
    $2: (t, o) => {
      if (!isType(t) || (!isSubclass(typeOf(o), t) && !(isType(o) && isSubclass(o, t)))) wrongType();
      return box(-T.SUPER, t, o);
    },
  },
);

const accessor = (i: number) => (self: number, f: number) => {
  const p = box(-T.PROPERTY, H[self + 1], H[self + 2], H[self + 3]);
  H[p + i] = f;
  return p;
};
type(
  T.PROPERTY,
  'property',
  0,
  {},
  {
    '$04 fget fset fdel doc': (f, g, h) => box(-T.PROPERTY, f || T.NONE, g || T.NONE, h || T.NONE),
    getter$2: accessor(1),
    setter$2: accessor(2),
    deleter$2: accessor(3),
  },
);
type(T.STATICMETHOD, 'staticmethod', 0, {}, { $1: (f) => box(-T.STATICMETHOD, f) });
type(T.CLASSMETHOD, 'classmethod', 0, {}, { $1: (f) => box(-T.CLASSMETHOD, f) });

type(T.BOUND, 'bound_method', 0, {
  call_: (v, n, nkw, a) => callWith(H[v + 1], H[v + 2], n, nkw, a),
  print_: (v) => printItems(`<bound_method ${address(v)} `, '>', [H[v + 2], H[v + 1]]),
  attr_: (v, name) => (name === q_name ? tryAttr(H[v + 1], name) : 0),
  binary_: (op, a, b) =>
    op === OP_EQ ? bool(isHeap(b, -T.BOUND) && H[a + 1] === H[b + 1] && H[a + 2] === H[b + 2]) : 0,
  unary_: (op, v) => (op === OP_HASH ? small(H[v + 1] ^ (H[v + 2] >> 2)) : 0),
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
  print_: () => put('<function>'),
  binary_: (op, a, b) => (op === OP_EQ ? bool(isHeap(b, -T.PARTIAL) && H[a + 2] === H[b + 2]) : 0),
});
export { q_name, q_module, q_call, q_init };
