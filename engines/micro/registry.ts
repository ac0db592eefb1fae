// @inline-constants-from ./layout.ts T
// @inline-scalars
// The tables of types, static functions and builtin modules: static data of the code, outside the heap, as MicroPython
// has it in ROM. Files of types and modules fill them when they are loaded.
import { T, FIRST_FREE_STATIC } from './layout.ts';
import { Q, Qs } from './qstr.ts';

/** What a type can do; each is absent when it cannot. Names end in _ so that the size build may shorten them. */
export interface Slots {
  call_?: (self: number, n: number, nkw: number, a: number) => number;
  print_?: (self: number, repr: boolean) => void;
  /** Answers 0 when it does not know the operation. `op` is one of OPS. */
  unary_?: (op: number, self: number) => number;
  binary_?: (op: number, self: number, other: number) => number;
  /** Sequences: length, and an item by its place. value: 0 deletes, STOP loads. They index, iterate and search by these. */
  len_?: (self: number) => number;
  item_?: (self: number, i: number, value: number) => number;
  slice_?: (self: number, start: number, n: number, step: number, value: number) => number;
  /** Any other subscript. */
  subscr_?: (self: number, index: number, value: number) => number;
  iter_?: (self: number) => number;
  /** Answers 0 at the end. */
  next_?: (self: number) => number;
  /** Computed attributes; 0 when there is none of that name. */
  attr_?: (self: number, name: number) => number;
  /** Stores (or with 0 deletes) an attribute; false when it cannot. */
  setAttr_?: (self: number, name: number, value: number) => boolean;
  /** Fills BUF with the memory of the object. */
  buffer_?: (self: number, write: boolean) => boolean;
}

export type Native = (...args: number[]) => number;

/** By static id: name, slots, base, methods and other names of a type; type of a static object; its function. */
export const typeNames: number[] = [];
export const slots: Slots[] = [];
export const bases: number[] = [];
export const locals: Map<number, number>[] = [];
export const staticTypes = new Int32Array(2048);
/** By static id: a native function, or what makes an instance of a type. */
export const functions: Native[] = [];
/** Least and greatest number of arguments (-1: takes (n, nkw, a, f) itself); names for keywords. */
export const minArgs: number[] = [];
export const maxArgs: number[] = [];
export const keywordNames: (number[] | undefined)[] = [];
export const functionNames: number[] = [];
/** How a native function in a type's table is bound: c to the class, s not at all, i to an instance of any class. */
export const binding: string[] = [];
let nextStatic = FIRST_FREE_STATIC;

/**
 * The methods of a type or the functions of a module. `name$12` is a native function of one to two arguments, `name$v` one
 * that takes (n, nkw, a, f), a letter before that says how it is bound; names behind a blank are those of arguments that may
 * be keywords (- for one that may not). A name alone is any other value; an empty name makes instances.
 */
export type Rows = Record<string, Native | number>;
export function table(rows: Rows, id = 0): Map<number, number> {
  const made = new Map<number, number>();
  for (const [key, value] of Object.entries(rows)) {
    const [, name, bound, arity, kws] = /^(\w*)\$?([cis]?)(\w*) ?(.*)/.exec(key)!;
    if (typeof value === 'number') made.set(Q(name), value);
    else {
      const i = name ? nextStatic++ : id;
      functions[i] = value;
      functionNames[i] = Q(name);
      binding[i] = bound;
      minArgs[i] = +arity[0];
      maxArgs[i] = arity === 'v' ? -1 : +arity.slice(-1);
      if (kws) keywordNames[i] = Qs(kws);
      if (name) {
        staticTypes[i] = T.BUILTIN;
        made.set(Q(name), (i << 3) | 6);
      }
    }
  }
  return made;
}
/** A static function by itself. */
export const fun = (key: string, f: Native) => [...table({ [key]: f }).values()][0];

export function type(t: number, name: string, base: number, s: Slots, rows: Rows = {}): void {
  const id = t >> 3;
  typeNames[id] = Q(name);
  slots[id] = s;
  bases[id] = base;
  locals[id] = table(rows, id);
  staticTypes[id] = T.TYPE;
}

/** Static modules: their names by id, and the other way round. */
export const modules = new Map<number, number>();
export const moduleTables: Map<number, number>[] = [];
export function module(name: string, rows: Rows): number {
  const id = nextStatic++;
  staticTypes[id] = T.MODULE;
  const v = (id << 3) | 6;
  moduleTables[id] = table({ __name__: Q(name), ...rows });
  modules.set(Q(name), v);
  return v;
}
staticTypes[T.NONE >> 3] = staticTypes[T.STOP >> 3] = T.NONETYPE;
staticTypes[T.TRUE >> 3] = staticTypes[T.FALSE >> 3] = T.BOOL;
staticTypes[T.ELLIPSIS >> 3] = T.ELLIPSISTYPE;
staticTypes[T.NOTIMPL >> 3] = T.NOTIMPLTYPE;

/** Operations, in the order of the BINARY opcodes: comparisons, then those with in-place forms, then the rest. */
// prettier-ignore
const OP_NAMES = 'lt gt eq le ge ne contains is or xor and lshift rshift add sub mul matmul floordiv truediv mod pow divmod pos neg invert bool len hash abs int float'.split(' ');
const named = (prefix: string) => OP_NAMES.map((name) => Q(`__${prefix}${name}__`));
export const opNames = named('');
export const inplaceNames = named('i');
export const reverseNames = named('r');

/** Positions in it that code names. */
export const OP_EQ = 2;
export const OP_BOOL = 25;
export const OP_LEN = 26;
export const OP_HASH = 27;

/** Names of error numbers. */
export const errnoNames = new Map<number, string>();
