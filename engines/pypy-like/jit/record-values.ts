// @inline-constants-from ../../frontend/opcodes.ts Op
// Record functions of what moves values: locals, constants, operands, cells, names of modules, tuples built and taken apart.
import { Op } from '../../frontend/opcodes.ts';
import type { CellPayload } from '../../objspace/types/function.ts';
import type { HashStorage } from '../hash-storage.ts';
import { NO_SLOTS, W_Float } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import { constant } from './ir.ts';
import type { Ins, Kind } from './ir.ts';
import {
  CELL_CONTENT,
  cellPayload,
  closureCells,
  FUNCTION_CLOSURE,
  ofType,
  PAYLOAD,
  payloadObject,
  STORAGE_VALUES,
  STORAGE_VERSION,
  storageValues,
  TUPLE_ITEMS,
  tupleItems,
  tupleObject,
} from './layout.ts';
import { NULL, recordFunctions } from './recorder.ts';
import type { RecordFunction, Recorder } from './recorder.ts';
import { residual } from './residual.ts';

export const define = (op: number, recordFunction: RecordFunction): void => {
  recordFunctions[op] = recordFunction;
};
const nothing: RecordFunction = () => {};
for (const op of [Op.NOP, Op.NOT_TAKEN, Op.CACHE, Op.RESUME]) define(op, nothing);

/** A host value as a constant of the trace. */
export function known(value: Raw | null): Ins {
  if (value === null) return NULL;
  if (value instanceof W_Float) return constant(value.v, 'f');
  const kind: Kind = typeof value === 'number' ? 'i' : typeof value === 'string' ? 's' : 'p';
  return constant(value, kind);
}

// --- locals, constants, operands

const loadFast: RecordFunction = (r, arg) => r.push(r.slot(arg));
define(Op.LOAD_FAST, loadFast);
define(Op.LOAD_FAST_BORROW, loadFast);
define(Op.LOAD_FAST_CHECK, (r, arg) => {
  if (r.valueOf(arg) === null) return r.abort('exception', 'a local is not bound');
  const ref = r.slot(arg);
  if (ref.kind === 'w') r.guard(r.emit('is_set', [ref]), true);
  r.push(ref);
});
const loadTwo: RecordFunction = (r, arg) => {
  r.push(r.slot(arg >> 4));
  r.push(r.slot(arg & 15));
};
define(Op.LOAD_FAST_LOAD_FAST, loadTwo);
define(Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW, loadTwo);
define(Op.LOAD_FAST_AND_CLEAR, (r, arg) => {
  r.push(r.slot(arg));
  r.setLocal(arg, NULL);
});
define(Op.STORE_FAST, (r, arg) => {
  const value = r.peek();
  r.pop();
  r.setLocal(arg, value);
});
define(Op.STORE_FAST_LOAD_FAST, (r, arg) => {
  const value = r.peek();
  r.pop();
  r.setLocal(arg >> 4, value);
  r.push(r.slot(arg & 15));
});
define(Op.STORE_FAST_STORE_FAST, (r, arg) => {
  const [first, second] = [r.peek(), r.peek(1)];
  r.pop(2);
  r.setLocal(arg >> 4, first);
  r.setLocal(arg & 15, second);
});
define(Op.DELETE_FAST, (r, arg) => {
  if (r.valueOf(arg) === null) return r.abort('exception', 'a local is not bound');
  r.setLocal(arg, NULL);
});
define(Op.LOAD_CONST, (r, arg) => r.push(known(r.f.code.consts[arg])));
define(Op.LOAD_SMALL_INT, (r, arg) => r.push(r.int(arg)));
const pop: RecordFunction = (r) => r.pop();
for (const op of [Op.POP_TOP, Op.END_FOR, Op.POP_ITER]) define(op, pop);
define(Op.PUSH_NULL, (r) => r.push(NULL));
define(Op.COPY, (r, arg) => r.push(r.peek(arg - 1)));
define(Op.SWAP, (r, arg) => {
  const [top, other] = [r.peek(), r.peek(arg - 1)];
  r.setLocal(r.depth - 1, other);
  r.setLocal(r.depth - arg, top);
});

// --- cells

function cellAt(r: Recorder, arg: number): Ins {
  const cell = r.asClass(r.slot(arg), ofType(r.space.types.cell));
  return r.getfield(cell, PAYLOAD);
}
define(Op.LOAD_DEREF, (r, arg) => {
  const { w_value } = (r.valueOf(arg) as W_Object).v as CellPayload;
  if (w_value === null) return r.abort('exception', 'a cell is empty');
  const content = r.getfield(cellAt(r, arg), CELL_CONTENT);
  r.guard(r.emit('is_set', [content]), true);
  r.push(content);
});
define(Op.STORE_DEREF, (r, arg) => {
  const value = r.peek();
  r.setfield(cellAt(r, arg), CELL_CONTENT, value);
  r.pop();
});

export function newCell(r: Recorder, content: Ins): Ins {
  const state = r.emit('new', [r.boxed(content)], cellPayload);
  const type = constant(r.space.types.cell, 'p');
  return r.emit('new', [type, state, constant(null, 'p'), constant(NO_SLOTS, 'p'), r.int(0)], payloadObject);
}
define(Op.MAKE_CELL, (r, arg) => r.setLocal(arg, newCell(r, r.slot(arg))));
define(Op.COPY_FREE_VARS, (r, arg) => {
  const { entry } = r.top;
  if (entry === null) return r.abort('frame-kind', 'the beginning of the function of the loop');
  const closure = r.getfield(r.getfield(entry.values[0], PAYLOAD), FUNCTION_CLOSURE);
  const first = r.f.code.localCount - arg;
  for (let i = 0; i < arg; i++) r.setLocal(first + i, r.getitem(closure, r.int(i), closureCells));
});

// --- names of modules

/** Entry of a name in a namespace; what is found there stays valid while its version does. */
function nameIn(r: Recorder, namespace: W_Object, name: string): { storage: HashStorage; index: number } {
  const storage = namespace.v as HashStorage;
  storage.overwritten ??= [];
  r.guardInt(r.getfield(constant(storage, 'p'), STORAGE_VERSION), storage.version, true);
  return { storage, index: r.space.findName(storage, name) };
}
function loadEntry(r: Recorder, storage: HashStorage, index: number): Ins {
  if (storage.overwritten![index] !== true) return known(storage.values[index]!);
  const values = r.getfield(constant(storage, 'p'), STORAGE_VALUES);
  return r.getitem(values, r.int(index), storageValues);
}
function loadGlobal(r: Recorder, name: string): Ins {
  const globals = nameIn(r, r.f.globals, name);
  if (globals.index >= 0) return loadEntry(r, globals.storage, globals.index);
  const builtins = nameIn(r, r.f.builtins, name);
  if (builtins.index < 0) return r.abort('exception', `${name} is not defined`);
  return loadEntry(r, builtins.storage, builtins.index);
}
function storeEntry(r: Recorder, namespace: W_Object, name: string): void {
  const storage = namespace.v as HashStorage;
  const index = r.space.findName(storage, name);
  if (index < 0) return r.abort('unsupported-value', 'a new global');
  storage.overwritten ??= [];
  // From now on no trace takes it for a constant.
  if (storage.overwritten[index] !== true) storage.replace(index, storage.values[index]!);
  nameIn(r, namespace, name);
  const values = r.getfield(constant(storage, 'p'), STORAGE_VALUES);
  r.setitem(values, r.int(index), r.peek(), storageValues);
  r.pop();
}
const isPlainNamespace = (r: Recorder): boolean =>
  r.f.namespace !== null && r.f.namespace.type === r.space.types.dict && r.f.namespace === r.f.globals;

define(Op.LOAD_GLOBAL, (r, arg) => {
  r.push(loadGlobal(r, r.f.code.names[arg >> 1]));
  if ((arg & 1) === 1) r.push(NULL);
});
define(Op.LOAD_NAME, (r, arg) => {
  if (!isPlainNamespace(r)) return r.abort('frame-kind', 'a class body');
  r.push(loadGlobal(r, r.f.code.names[arg]));
});
define(Op.STORE_NAME, (r, arg) => {
  if (!isPlainNamespace(r)) return r.abort('frame-kind', 'a class body');
  storeEntry(r, r.f.namespace!, r.f.code.names[arg]);
});
define(Op.STORE_GLOBAL, (r, arg) => storeEntry(r, r.f.globals, r.f.code.names[arg]));

// --- tuples

define(Op.BUILD_TUPLE, (r, arg) => {
  if (arg === 0) return residual(r, arg);
  const items: Ins[] = [];
  for (let i = arg - 1; i >= 0; i--) items.push(r.boxed(r.peek(i)));
  r.pop(arg);
  r.push(newTuple(r, items));
});
export function newTuple(r: Recorder, items: Ins[]): Ins {
  const array = r.emit('newarray', items, tupleItems);
  const fields = [
    constant(r.space.types.tuple, 'p'),
    array,
    constant(null, 'p'),
    constant(NO_SLOTS, 'p'),
    r.int(0),
  ];
  return r.emit('new', fields, tupleObject);
}

define(Op.UNPACK_SEQUENCE, (r, arg) => {
  const value = r.value();
  if (typeof value === 'object' && value.type === r.space.types.list)
    return unpackList(r, arg, value as W_Object);
  if (typeof value !== 'object' || value.type !== r.space.types.tuple) return residual(r, arg);
  const items = r.getfield(r.asClass(r.peek(), ofType(r.space.types.tuple)), TUPLE_ITEMS);
  if (((value as W_Object).v as Raw[]).length !== arg) return r.abort('exception', 'unpacking');
  r.guardInt(r.emit('arraylen', [items], tupleItems), arg);
  const parts: Ins[] = [];
  for (let i = arg - 1; i >= 0; i--) parts.push(r.getitem(items, r.int(i), tupleItems));
  r.pop();
  for (const part of parts) r.push(part);
});

/** Set by record-operators.ts, which needs this file. */
export const listParts = {
  of: (_r: Recorder, _list: W_Object, _count: number): Ins[] => [],
};
function unpackList(r: Recorder, count: number, list: W_Object): void {
  if ((list.v as unknown[]).length !== count) return r.abort('exception', 'unpacking');
  if (count === 0) return residual(r, count);
  const parts = listParts.of(r, list, count);
  r.pop();
  for (const part of parts) r.push(part);
}
