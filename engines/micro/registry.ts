// @inline-constants-from ./layout.ts T
// @inline-scalars
// The tables of types, static functions and builtin modules: static data of the code, outside the heap, as MicroPython
// has it in ROM. Files of types and modules fill them when they are loaded.
import { T, FIRST_FREE_STATIC } from './layout.ts';
import { Q } from './qstr.ts';

/** What a type can do; each is absent when it cannot. Names end in _ so that the size build may shorten them. */
export interface Slots {
  /** Makes an instance: arguments are H[a..a+n), then nkw pairs. */
  make_?: (type: number, n: number, nkw: number, a: number) => number;
  call_?: (self: number, n: number, nkw: number, a: number) => number;
  print_?: (self: number, repr: boolean) => void;
  /** Answers 0 when it does not know the operation. `op` is one of OPS. */
  unary_?: (op: number, self: number) => number;
  binary_?: (op: number, self: number, other: number) => number;
  /** value: 0 deletes, STOP loads. */
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

/** By static id: name, slots, base, methods and other names of a type; type of a static object; its function. */
export const typeNames: number[] = [];
export const slots: Slots[] = [];
export const bases: number[] = [];
export const locals: (Map<number, number> | undefined)[] = [];
export const staticTypes = new Int32Array(2048);
export const functions: ((...args: number[]) => number)[] = [];
/** Least and greatest number of arguments; -1: takes (n, nkw, a) itself. */
export const minArgs = new Int8Array(2048);
export const maxArgs = new Int8Array(2048);
export const functionNames = new Int32Array(2048);
/** How a native function in a type's table is bound: 1 to the class, 2 not at all, 3 to the instance. */
export const binding = new Uint8Array(256 * 8);
export function classMethod(f: number, how = 1): number {
  binding[f >> 3] = how;
  return f;
}
let nextStatic = FIRST_FREE_STATIC;

export type Native = (...args: number[]) => number;

/** Declares a static function. Arity: '2', '13' for one to three arguments, or 'v' for one that takes (n, nkw, a). */
export function fun(name: string, arity: string, f: Native): number {
  const id = nextStatic++;
  staticTypes[id] = T.BUILTIN;
  functions[id] = f;
  functionNames[id] = Q(name);
  if (arity === 'v') maxArgs[id] = -1;
  else {
    minArgs[id] = +arity[0];
    maxArgs[id] = +arity[arity.length - 1];
  }
  return (id << 3) | 6;
}

/**
 * The methods of a type or the functions of a module. `name$12` is a native function of one to two arguments, `name$v` one
 * that takes (n, nkw, a), a name alone any other value.
 */
export type Rows = Record<string, Native | number>;
export function table(rows: Rows): Map<number, number> {
  const made = new Map<number, number>();
  for (const [key, value] of Object.entries(rows)) {
    const [name, arity] = key.split('$');
    made.set(Q(name), typeof value === 'number' ? value : fun(name, arity, value));
  }
  return made;
}

export function type(t: number, name: string, base: number, s: Slots, rows: Rows = {}): void {
  const id = t >> 3;
  typeNames[id] = Q(name);
  slots[id] = s;
  bases[id] = base;
  locals[id] = table(rows);
  staticTypes[id] = T.TYPE;
}

/** Static modules: their names by id, and the other way round. */
export const modules = new Map<number, number>();
export const moduleTables: Map<number, number>[] = [];
export function module(name: string, rows: Rows): number {
  const id = nextStatic++;
  staticTypes[id] = T.MODULE;
  moduleTables[id] = table(rows);
  const v = (id << 3) | 6;
  moduleTables[id].set(Q('__name__'), Q(name));
  modules.set(Q(name), v);
  return v;
}
staticTypes[T.NONE >> 3] = T.NONETYPE;
staticTypes[T.TRUE >> 3] = staticTypes[T.FALSE >> 3] = T.BOOL;
staticTypes[T.ELLIPSIS >> 3] = T.ELLIPSISTYPE;
staticTypes[T.NOTIMPL >> 3] = T.NOTIMPLTYPE;
staticTypes[T.STOP >> 3] = T.NONETYPE;

/** Operations, in the order of the BINARY opcodes: comparisons, then those with in-place forms, then the rest. */
export const OPS =
  '< > == <= >= != in is | ^ & << >> + - * @ // / % ** divmod unary+ unary- unary~ bool len hash abs int float'.split(
    ' ',
  );
// prettier-ignore
const OP_NAMES = '__lt__ __gt__ __eq__ __le__ __ge__ __ne__ __contains__  __or__ __xor__ __and__ __lshift__ __rshift__ __add__ __sub__ __mul__ __matmul__ __floordiv__ __truediv__ __mod__ __pow__ __divmod__ __pos__ __neg__ __invert__ __bool__ __len__ __hash__ __abs__ __int__ __float__'.split(' ');
export const opNames = OP_NAMES.map(Q);
export const inplaceNames = OP_NAMES.map((n, i) => (i >= 8 && i <= 20 ? Q('__i' + n.slice(2)) : 0));
export const reverseNames = OP_NAMES.map((n, i) => (i >= 8 && i <= 21 ? Q('__r' + n.slice(2)) : 0));

/** Positions in OPS that code names. */
export const OP_EQ = 2;
export const OP_BOOL = 25;
export const OP_LEN = 26;
export const OP_HASH = 27;

/** Names of error numbers. */
export const errnoNames = new Map<number, string>();

/** What to do with an unreachable file object. */
export const finalisers: ((p: number) => void)[] = [];
