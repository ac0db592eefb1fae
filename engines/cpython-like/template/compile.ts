// @inline-constants-from ../../frontend/opcodes.ts Op
// One JavaScript function for a code object, by a template for each instruction: the tier after the eval loop, what CPython's copy-and-patch JIT
// is to its interpreter. Frames, the value stack and counts stay the interpreter's, so that either can go on where the other has
// stopped. Instructions without a template call their bodies (ops/). No text of the program gets into the code: everything it is bound to is a
// parameter of the function around it. `new Function` may be forbidden by the host; then there is no such tier.
import { Op, opBase, opFlags, OpFlag, stackPopped, stackPushed } from '../../frontend/opcodes.ts';
import type { CellPayload } from '../../objspace/types/function.ts';
import type { Code } from '../code.ts';
import { constructed } from '../eval-loop.ts';
import type { PyFrame } from '../frame.ts';
import { Atom, unwrap } from '../object.ts';
import { bodies, DONE } from '../ops/index.ts';
import { dealloc } from '../refcount.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { Body } from '../ops/bodies.ts';
import type { CpythonSpace } from '../space.ts';
import type { Cache } from '../specialize.ts';
import { serveBreaker } from '../unwind.ts';
import { stayYoung } from '../young-memory.ts';
import { loadAttr, loadAttrOfMany, loadGlobal, storeAttr, storeAttrOfMany } from './attributes.ts';
import { addTo, buildString, formatSimple } from './building.ts';
import { call, callByName, rangeLoop } from './calls.ts';
import { BOOL, BORROWED, CONST, Emitter, FLOAT, INT, intBox, NULL, OWNED, VOLATILE } from './emitter.ts';
import { forIter, getIter, unpackSequence } from './iteration.ts';
import { isBackward, jumpTarget, layOut, opening } from './layout.ts';
import type { Layout } from './layout.ts';
import {
  binaryOp,
  binarySlice,
  compareOp,
  containsOp,
  isOp,
  storeSubscr,
  toBool,
  unaryNegative,
  unaryNot,
} from './operators.ts';
import { GENERIC } from './profile.ts';
import { rescue, rescueThrown } from './handlers.ts';
import { sendTo } from './generator-steps.ts';
import { leave, returnGenerator, settle, yieldOut } from './runtime.ts';
import type { Run } from './runtime.ts';

export interface Compiled {
  run: Run;
  text: string;
  /** Instruction of each side exit. */
  exitSites: readonly number[];
  /** Where frames may come in. */
  entries: readonly number[];
}

/** What emitted code calls to leave by a side exit; tier.ts counts them. */
export interface Exits {
  sideExit(space: CpythonSpace, code: Code, site: number): null;
  watched(space: CpythonSpace, code: Code): null;
}

/** null: there is no form for its jumps. Throws TooLong. */
export function compile(space: CpythonSpace, f: PyFrame, exits: Exits, poison: boolean): Compiled | null {
  const { code } = f;
  const layout = layOut(code);
  if (layout === null) return null;
  const e = new Emitter(space, code, poison);
  e.handlers = layout.handlers;
  const own = bindings(space, f, exits);
  for (const [name, value] of own) e.constant(value, name);
  const closing: { label: string; isLoop: boolean; end: number }[] = [];
  const open = (position: number): void => {
    for (const scope of opening(layout, position)) {
      e.emit(scope.isLoop ? `${scope.label}: for (;;) {` : `${scope.label}: {`);
      closing.push(scope);
    }
    dispatch(e, layout, position);
  };
  open(0);
  let previousFalls = true;
  for (const block of layout.blocks) {
    const { position } = block;
    while (closing.length > 0 && closing[closing.length - 1].end === position) {
      const scope = closing.pop()!;
      e.emit(scope.isLoop ? `break ${scope.label}; }` : '}');
    }
    const isJoin = block.isJoin || !previousFalls;
    open(position);
    const isAhead = e.doneUpTo > block.start;
    if (isJoin || e.isDead || (e.depth !== block.depth && !isAhead)) {
      e.operands.length = 0;
      e.facts.clear();
      for (let i = 0; i < block.depth; i++) e.pushSlot();
    }
    e.isDead = false;
    for (let pc = isAhead ? e.doneUpTo : block.start; pc < block.end && !e.isDead; pc += 2) {
      if (pc < e.doneUpTo) continue;
      e.begin(pc);
      const isLast = pc + 2 === block.end;
      instruction(e, f, layout, pc, isLast);
    }
    const next = layout.blocks[position];
    previousFalls = block.falls && !e.isDead;
    if (previousFalls && next?.isJoin) e.flush();
  }
  while (closing.length > 0) {
    const scope = closing.pop()!;
    e.emit(scope.isLoop ? `break ${scope.label}; }` : '}');
  }
  const catches = layout.handlers.size > 0;
  const body = [
    '"use strict";',
    `return function template_${code.source.name.replace(/\W/g, '_')}(space, f) {`,
    'if (f.globals !== GLOBALS) { space.exit = 0; return null; }',
    'const S = f.stack; const base = f.base; const { values } = space;',
    ...(layout.dispatches.size > 0 ? ['let entry = 0;'] : []),
    e.declarations,
    ...(catches ? ['AGAIN: for (;;) { try {'] : []),
    ...e.lines,
    'space.exit = 0; return null;',
    ...(catches ? ['} catch (e) { if (!rescueThrown(space, f, e)) return null; } }'] : []),
    '}',
  ].join('\n');
  const names = [...e.constants.values()];
  const maker = new Function(...names, body) as (...values: unknown[]) => Run;
  return { run: maker(...e.constants.keys()), text: body, exitSites: e.exitSites, entries: layout.entries };
}

/** Names that every function has. */
function bindings(space: CpythonSpace, f: PyFrame, exits: Exits): [string, unknown][] {
  const { types } = space;
  const { int, float, str, list, tuple, dict, function: func, method, generator, type } = types;
  const { smallInts, shared, collector, turns } = space;
  const TRUE = unwrap(space.w_True);
  const FALSE = unwrap(space.w_False);
  return [
    ['INT', int],
    ['FLOAT', float],
    ['STR', str],
    ['LIST', list],
    ['TUPLE', tuple],
    ['DICT', dict],
    ['FUNCTION', func],
    ['METHOD', method],
    ['GENERATOR', generator],
    ['COROUTINE', types.coroutine],
    ['TYPE_', type],
    ['RANGE_ITERATOR', types.range_iterator],
    ['LIST_ITERATOR', types.list_iterator],
    ['TUPLE_ITERATOR', types.tuple_iterator],
    ['TRUE', TRUE],
    ['FALSE', FALSE],
    ['NONE', unwrap(space.w_None)],
    ['SMALL', smallInts],
    ['SHARED', shared],
    ['COLLECTOR', collector],
    ['TURNS', turns],
    ['stayYoung', stayYoung],
    ['CODE', f.code],
    ['GLOBALS', f.globals],
    ['Atom', Atom],
    ['DONE', DONE],
    ['dealloc', dealloc],
    ['settle', settle],
    ['serveBreaker', serveBreaker],
    ['sideExit', exits.sideExit],
    ['watched', exits.watched],
    ['leave', leave],
    ['constructed', constructed],
    ['returnGenerator', returnGenerator],
    ['yieldOut', yieldOut],
    ['rescue', rescue],
    ['rescueThrown', rescueThrown],
    ['ownInt', boxes(space).ownInt],
    ['ownBool', boxes(space).ownBool],
  ];
}

interface Boxes {
  ownInt: (r: number) => unknown;
  ownBool: (is: boolean) => unknown;
}
const boxesOf = new WeakMap<CpythonSpace, Boxes>();

/** The same functions for all code of a space, so that V8 knows them everywhere. */
function boxes(space: CpythonSpace): Boxes {
  const known = boxesOf.get(space);
  if (known !== undefined) return known;
  const { smallInts } = space;
  const INT_TYPE = space.types.int;
  const TRUE = unwrap(space.w_True);
  const FALSE = unwrap(space.w_False);
  const made: Boxes = {
    ownInt: (r) => {
      if (r >= -5 && r <= 256) {
        const o = smallInts[r + 5];
        o.rc++;
        return o;
      }
      return new Atom(INT_TYPE, r);
    },
    ownBool: (is) => {
      const o = is ? TRUE : FALSE;
      o.rc++;
      return o;
    },
  };
  boxesOf.set(space, made);
  return made;
}

/** The way to the entries behind this place. */
function dispatch(e: Emitter, layout: Layout, position: number): void {
  const ways = layout.dispatches.get(position);
  if (position === 0) {
    e.emit('switch (f.pc) {');
    e.emit('case 0: break;');
    for (const { entry, to } of ways ?? []) {
      const at = layout.entries[entry];
      const goal = layout.blockAt.get(at)!.position;
      e.emit(`case ${at}: ${goal === to ? '' : `entry = ${entry}; `}break B${layout.blocks[to - 1].start};`);
    }
    e.emit('default: space.exit = 0; return null; }');
    return;
  }
  const inner = ways?.filter(({ to }) => to !== position) ?? [];
  if (inner.length === 0) return;
  e.emit('if (entry !== 0) switch (entry) {');
  for (const { entry, to } of inner) {
    const goal = layout.blockAt.get(layout.entries[entry])!.position;
    e.emit(`case ${entry}: ${goal === to ? 'entry = 0; ' : ''}break B${layout.blocks[to - 1].start};`);
  }
  e.emit('}');
}

/** Text that goes to the block at `target`; operands are in their slots. */
function jump(e: Emitter, layout: Layout, target: number): string {
  if (layout.isFar(e.pc, target)) return `{ f.pc = ${target}; continue AGAIN; }`;
  const { position } = layout.blockAt.get(target)!;
  const current = currentPosition(layout, e.pc);
  return position <= current ? `continue L${target};` : `break B${target};`;
}

function currentPosition(layout: Layout, pc: number): number {
  for (let i = layout.blocks.length - 1; i >= 0; i--) {
    if (layout.blocks[i].start <= pc) return layout.blocks[i].position;
  }
  return 0;
}

/** At backward jumps and at the start of frames. */
function breaker(e: Emitter, target: number): void {
  e.emit('if (--TURNS[0] < 0) stayYoung(space, f);');
  const jumps = target >= 0 ? `f.jumpsTo = ${target}; ` : '';
  e.emit(
    `if (SHARED[0] !== 0 || COLLECTOR.isDue) { f.sp = ${e.sp(e.depth)}; if (space.hostRuns > 0) { f.pc = ${e.pc}; space.exit = 0; return null; } f.pc = ${e.pc + 2}; if (serveBreaker(space)) { ${jumps}space.exit = 2; return null; } }`,
  );
}

function cold(e: Emitter): void {
  e.emit(e.exit());
  e.die();
}

function instruction(e: Emitter, f: PyFrame, layout: Layout, pc: number, isLast: boolean): void {
  const { code, space } = e;
  const op = code.original[pc];
  const arg = code.original[pc + 1];
  const quick = code.quickened(pc);
  const seen = code.seen[pc >> 1];
  const cache = code.caches[pc >> 1] as Cache | null;
  const body = bodies[op];
  switch (op) {
    case Op.NOP:
    case Op.NOT_TAKEN:
    case Op.CACHE:
      return;
    case Op.RESUME:
      e.flush();
      breaker(e, -1);
      return;

    // --- locals and constants
    case Op.LOAD_FAST:
    case Op.LOAD_FAST_BORROW:
      return loadFast(e, arg);
    case Op.LOAD_FAST_LOAD_FAST:
    case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      loadFast(e, arg >> 4);
      return loadFast(e, arg & 15);
    case Op.LOAD_FAST_CHECK: {
      const t = e.variable();
      e.emit(`${t} = ${e.local(arg)}; if (${t} === null) ${e.exit()}`);
      e.facts.set(arg, { name: t, type: '', raw: '' });
      return loadFast(e, arg);
    }
    case Op.LOAD_FAST_AND_CLEAR: {
      e.ownLocal(arg);
      e.emit(`${e.slot(e.depth)} = ${e.local(arg)}; ${e.local(arg)} = null;`);
      e.facts.delete(arg);
      e.pushSlot();
      return;
    }
    case Op.STORE_FAST:
      return storeFast(e, arg);
    case Op.STORE_FAST_STORE_FAST:
      storeFast(e, arg >> 4);
      return storeFast(e, arg & 15);
    case Op.STORE_FAST_LOAD_FAST:
      storeFast(e, arg >> 4);
      return loadFast(e, arg & 15);
    case Op.LOAD_CONST: {
      const value = code.consts[arg];
      e.push(CONST, e.object(value), { value });
      return;
    }
    case Op.LOAD_SMALL_INT: {
      const value = space.smallInts[arg + 5];
      e.push(CONST, e.object(value), { value });
      return;
    }
    case Op.PUSH_NULL:
      e.push(NULL, 'null');
      return;
    case Op.LOAD_DEREF: {
      const t = e.variable();
      e.emit(`${t} = ${e.local(arg)}.v.w_value; if (${t} === null) ${e.exit()}`);
      e.push(BORROWED, t, { local: VOLATILE });
      return;
    }
    case Op.STORE_DEREF: {
      e.ownVolatile();
      const o = e.pop();
      const name = e.ownedOf(o);
      const cell = e.variable();
      const old = e.variable();
      e.emit(`${cell} = ${e.local(arg)}.v; ${old} = ${cell}.w_value; ${cell}.w_value = ${name};`);
      e.emit(`if (${old} !== null && --${old}.rc === 0) dealloc(${old});`);
      return;
    }
    case Op.POP_TOP:
    case Op.END_FOR:
    case Op.POP_ITER: {
      const o = e.operands[e.depth - 1];
      if (o.kind === OWNED && o.inSlot && o.name === '') {
        const t = e.variable();
        e.operands.pop();
        e.ownVolatile();
        e.emit(`${t} = ${e.slot(e.depth)}; if (${t} !== null && --${t}.rc === 0) dealloc(${t});`);
        return;
      }
      const popped = e.pop();
      e.release(popped);
      return;
    }
    case Op.END_SEND: {
      const o = e.pop();
      const name = e.ownedOf(o);
      const receiver = e.pop();
      e.release(receiver);
      e.push(OWNED, name, { type: o.type });
      return;
    }
    case Op.COPY: {
      const o = e.operands[e.depth - arg];
      if (
        o.kind === INT ||
        o.kind === FLOAT ||
        o.kind === BOOL ||
        o.kind === NULL ||
        (o.kind === CONST && !o.inSlot)
      ) {
        e.push(o.kind, o.name, { type: o.type, value: o.value });
        return;
      }
      if (o.kind === BORROWED) {
        e.push(BORROWED, o.name, { local: o.local, type: o.type, raw: o.raw });
        return;
      }
      let { name } = o;
      if (name === '') {
        name = e.variable();
        e.emit(`${name} = ${e.slot(e.depth - arg)}; if (${name} !== null) ${name}.rc++;`);
      } else e.emit(`${name}.rc++;`);
      e.push(OWNED, name, { type: o.type, value: o.value });
      return;
    }
    case Op.SWAP: {
      if (arg < 2) return;
      e.materialised(e.depth - 1);
      e.materialised(e.depth - arg);
      const { operands } = e;
      const [a, b] = [operands[e.depth - 1], operands[e.depth - arg]];
      operands[e.depth - 1] = b;
      operands[e.depth - arg] = a;
      return;
    }

    // --- operators
    case Op.BINARY_OP:
      return seen === 0 && e.knownType(e.top()) === '' ? cold(e) : binaryOp(e, op, arg, seen, body);
    case Op.COMPARE_OP:
      return seen === 0 && e.knownType(e.top()) === '' ? cold(e) : compareOp(e, op, arg, seen, body);
    case Op.CONTAINS_OP:
      return containsOp(e, op, arg, body);
    case Op.IS_OP:
      return isOp(e, arg);
    case Op.BINARY_SLICE:
      return binarySlice(e, op, arg, body);
    case Op.TO_BOOL:
      return toBool(e, op, arg, body);
    case Op.UNARY_NOT:
      return unaryNot(e, op, arg, body);
    case Op.UNARY_NEGATIVE:
      if (unaryNegative(e)) return;
      break;
    case Op.STORE_SUBSCR:
      return seen === 0 ? cold(e) : storeSubscr(e, op, arg, seen, body);

    // --- attributes and globals
    case Op.LOAD_GLOBAL:
      if (cache === null) return cold(e);
      if ((seen & GENERIC) === 0 && loadGlobal(e, f, quick, arg, cache)) return;
      break;
    case Op.LOAD_ATTR:
      if (cache === null) return cold(e);
      if ((seen & GENERIC) === 0 && loadAttr(e, quick, arg, cache)) return;
      return loadAttrOfMany(e, op, arg, body);
    case Op.STORE_ATTR:
      if (cache === null) return cold(e);
      if ((seen & GENERIC) === 0 && storeAttr(e, quick, arg, cache, body)) return;
      return storeAttrOfMany(e, op, arg, body);

    // --- jumps
    case Op.JUMP_FORWARD:
      e.flush();
      e.emit(jump(e, layout, arg));
      return;
    case Op.JUMP_BACKWARD:
      e.flush();
      breaker(e, arg);
      e.emit(jump(e, layout, arg));
      return;
    case Op.JUMP_BACKWARD_NO_INTERRUPT:
      e.flush();
      e.emit(jump(e, layout, arg));
      return;
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE: {
      const o = e.pop();
      let condition: string;
      if (o.kind === BOOL) condition = op === Op.POP_JUMP_IF_TRUE ? o.name : `!${o.name}`;
      else {
        condition = `${e.objectOf(o)} === ${op === Op.POP_JUMP_IF_TRUE ? 'TRUE' : 'FALSE'}`;
        if (o.kind === OWNED) e.emit(`${o.name}.rc--;`);
      }
      return branch(e, layout, condition, arg);
    }
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_NOT_NONE: {
      const o = e.pop();
      const name = e.objectOf(o);
      const is = e.variable();
      e.emit(`${is} = ${name} ${op === Op.POP_JUMP_IF_NONE ? '===' : '!=='} NONE;`);
      e.release(o);
      return branch(e, layout, is, arg);
    }

    // --- iteration
    case Op.GET_ITER:
    case Op.GET_YIELD_FROM_ITER:
      return getIter(e, op, arg, body);
    case Op.FOR_ITER:
      if (seen === 0) return cold(e);
      e.flush();
      e.rebase();
      {
        const takesPair = code.original[pc + 2] === Op.UNPACK_SEQUENCE && code.original[pc + 3] === 2;
        const next = layout.blockAt.get(pc + 2);
        const atEnd = jump(e, layout, jumpTarget(op, arg));
        if (forIter(e, seen, atEnd, takesPair && next !== undefined && !next.isJoin)) e.doneUpTo = pc + 4;
      }
      return;
    case Op.UNPACK_SEQUENCE:
      return unpackSequence(e, op, arg, body);
    case Op.LIST_APPEND: {
      const item = e.pop();
      const list = e.operands[e.depth - arg];
      const name = e.ownedOf(item);
      e.emit(`${list.name !== '' ? list.name : e.slot(e.depth - arg)}.v.push(${name});`);
      return;
    }

    // --- texts and containers
    case Op.FORMAT_SIMPLE:
      return formatSimple(e, op, arg, body);
    case Op.BUILD_STRING:
      return buildString(e, op, arg, body);
    case Op.MAP_ADD:
      return addTo(e, op, arg, 2, body);
    case Op.SET_ADD:
      return addTo(e, op, arg, 1, body);
    case Op.BUILD_TUPLE:
    case Op.BUILD_LIST: {
      if (arg === 0 && op === Op.BUILD_TUPLE) break;
      const items: string[] = [];
      for (let i = e.depth - arg; i < e.depth; i++) items.push(e.ownedOf(e.materialised(i)));
      e.operands.length -= arg;
      const t = e.variable();
      const known = op === Op.BUILD_TUPLE ? 'tuple' : 'list';
      e.emit(`${t} = space.container(${known.toUpperCase()}, [${items.join(', ')}]);`);
      e.push(OWNED, t, { type: known });
      return;
    }

    // --- calls and the way back
    case Op.CALL: {
      const iterates = code.original[pc + 2] === Op.GET_ITER && !layout.blockAt.has(pc + 2);
      if (iterates && rangeLoop(e, arg)) {
        e.doneUpTo = pc + 4;
        return;
      }
      return call(e, op, arg, code.callees[pc >> 1] ?? null, body);
    }
    case Op.CALL_KW:
      return callByName(e, op, arg, body);
    case Op.RETURN_VALUE:
      return returnValue(e);
    case Op.RETURN_GENERATOR:
      e.flush();
      e.emit(`f.pc = ${pc + 2}; f.sp = ${e.sp(e.depth)}; return returnGenerator(space, f);`);
      return;
    case Op.YIELD_VALUE: {
      const o = e.pop();
      const name = e.ownedOf(o);
      e.flush();
      e.emit(`f.pc = ${pc + 2}; f.sp = ${e.sp(e.depth)}; return yieldOut(space, f, ${name});`);
      return;
    }
    case Op.SEND: {
      e.flush();
      e.rebase();
      const receiver = e.variable();
      const value = e.variable();
      const r = e.variable();
      const send = e.constant(sendTo, 'sendTo');
      const { depth } = e;
      e.emit(`${receiver} = ${e.slot(depth - 2)}; ${value} = ${e.slot(depth - 1)};`);
      e.setPosition();
      e.emit(
        `${r} = ${receiver}.type === GENERATOR || ${receiver}.type === COROUTINE ? ${send}(space, f, ${receiver}, ${value}) : undefined;`,
      );
      e.emit(`if (${r} === false) ${e.lost()}`);
      e.emit(`if (${r} === undefined) { f.pc = ${pc}; space.exit = 0; return null; }`);
      e.emit(`if (--${value}.rc === 0) dealloc(${value});`);
      e.emit(
        `if (${r} === null) { ${e.slot(depth - 1)} = space.sentResult; space.sentResult = null; ${jump(e, layout, arg)} }`,
      );
      e.emit(`${e.slot(depth - 1)} = ${r};`);
      return;
    }
    case Op.RAISE_VARARGS:
    case Op.RERAISE:
      e.ownVolatile();
      e.spill();
      e.body(op, arg, body);
      e.emit('space.exit = 0; return null;');
      e.die();
      return;
    case Op.CHECK_EXC_MATCH:
      return checkMatch(e, op, arg, body);
    case Op.END_ASYNC_FOR:
    case Op.CLEANUP_THROW:
      // The interpreter's.
      e.flush();
      e.emit(`f.pc = ${pc}; f.sp = ${e.sp(e.depth)}; space.exit = 0; return null;`);
      e.die();
      return;
  }
  void isLast;
  if ((opFlags[op] & OpFlag.JUMP) !== 0) throw new Error(`no template for the jump ${op}`);
  outOfLine(e, op, arg);
}

/** By the instruction's body. */
function outOfLine(e: Emitter, op: number, arg: number): void {
  e.ownVolatile();
  e.spill();
  e.body(op, arg, bodies[opBase[op] ?? op]);
  e.operands.length -= stackPopped(op, arg);
  for (let i = stackPushed(op, arg); i > 0; i--) e.pushSlot();
  if (op === Op.DELETE_FAST || op === Op.MAKE_CELL || op === Op.COPY_FREE_VARS) e.facts.clear();
  e.afterCall();
}

/** Jumps on a condition; what stays on the stack is in its slots on both ways. */
function branch(e: Emitter, layout: Layout, condition: string, target: number): void {
  e.flush();
  e.emit(`if (${condition}) ${jump(e, layout, target)}`);
}

/** Does the exception on the top fit what is behind `except`? That is used up. */
function checkMatch(e: Emitter, op: number, arg: number, body: Body): void {
  const kind = e.materialised(e.depth - 1);
  const exception = e.operands[e.depth - 2];
  if (kind.value === null || kind.value.type !== e.space.types.type || kind.inSlot) {
    e.ownVolatile();
    e.spill();
    e.body(op, arg, body);
    e.operands.pop();
    e.pushSlot();
    e.afterCall();
    return;
  }
  if (exception.name === '') {
    exception.name = e.variable();
    e.emit(`${exception.name} = ${e.slot(e.depth - 2)};`);
  }
  const type = kind.value.v as TypeObject;
  const r = e.variable();
  const T = e.type(type);
  e.emit(`${r} = ${exception.name}.type === ${T} || ${exception.name}.type.isSubtype(${T});`);
  e.operands.pop();
  e.release(kind);
  e.push(BOOL, r);
}

function loadFast(e: Emitter, i: number): void {
  let fact = e.facts.get(i);
  if (fact === undefined || (fact.name === '' && fact.raw === '')) {
    const name = e.variable();
    e.emit(`${name} = ${e.local(i)};`);
    fact = { name, type: '', raw: '' };
    e.facts.set(i, fact);
  }
  if (fact.name === '') {
    // Its box may be used again, the number stays.
    e.push(fact.type === 'int' ? INT : FLOAT, fact.raw);
    return;
  }
  e.push(BORROWED, fact.name, { local: i, type: fact.type, raw: fact.raw });
}

function storeFast(e: Emitter, i: number): void {
  const fact = e.facts.get(i);
  e.facts.delete(i);
  e.ownLocal(i);
  const o = e.pop();
  const place = e.local(i);
  const old = e.variable();
  const isAtom = fact !== undefined && (fact.type === 'int' || fact.type === 'float');
  if (!isAtom) e.ownVolatile();
  if (o.kind === INT || o.kind === FLOAT) {
    const isInt = o.kind === INT;
    const name = isInt ? 'INT' : 'FLOAT';
    const type = isInt ? 'int' : 'float';
    // The box that only this variable still has is taken again: it would die now.
    const checks = ['rc', 'type', 'small'].map(() => '');
    if (fact === undefined || (fact.name === '' && fact.raw === '')) checks[0] = `${old} !== null && `;
    if (fact === undefined || fact.type !== type) checks[1] = ` && ${old}.type === ${name}`;
    if (isInt) checks[2] = ` && (${o.name} > 256 || ${o.name} < -5)`;
    e.emit(`${old} = ${place};`);
    e.emit(`if (${checks[0]}${old}.rc === 1${checks[1]}${checks[2]}) ${old}.v = ${o.name};`);
    const drop = isAtom ? e.drop(old, 'int') : `if (${checks[0]}--${old}.rc === 0) dealloc(${old});`;
    const fresh = e.variable();
    const box = isInt ? intBox(fresh, o.name) : `${fresh} = new Atom(FLOAT, ${o.name});`;
    e.emit(`else { ${box} ${place} = ${fresh}; ${drop} }`);
    e.facts.set(i, { name: '', type, raw: o.name });
    return;
  }
  const type = e.knownType(o);
  const name = e.ownedOf(o);
  e.emit(`${old} = ${place}; ${place} = ${name};`);
  if (isAtom) e.emit(e.drop(old, 'int'));
  else e.emit(`if (${old} !== null && --${old}.rc === 0) dealloc(${old});`);
  // A slot that nothing is known of may hold null (LOAD_FAST_AND_CLEAR).
  e.facts.set(i, { name, type, raw: o.raw });
}

function returnValue(e: Emitter): void {
  const o = e.pop();
  const name = e.ownedOf(o);
  if (e.depth > 0) e.flush();
  e.emit(`f.pc = ${e.pc + 2}; f.sp = ${e.sp(e.depth)};`);
  const { localCount, isOptimized } = e.code;
  if (e.isGenerator || !isOptimized || localCount > 12 || e.depth > 0) {
    e.emit(`return leave(space, f, ${name});`);
    return;
  }
  const isInit = e.code.source.name === '__init__';
  const instance = isInit ? e.variable() : '';
  e.emit(
    `if (f.w_frame !== null${isInit ? '' : ' || f.instance !== null'}) return leave(space, f, ${name});`,
  );
  e.emit(`f.stateNumber = 3;${isInit ? ` ${instance} = f.instance; f.instance = null;` : ''}`);
  const old = e.variable();
  for (let i = localCount - 1; i >= 0; i--) {
    const fact = e.facts.get(i);
    const place = e.local(i);
    void fact;
    e.emit(
      `${old} = ${place}; if (${old} !== null) { ${place} = null; if (--${old}.rc === 0) dealloc(${old}); }`,
    );
  }
  // A destructor that runs now may use this frame again.
  const back = e.variable();
  e.emit(`values.depth--; ${old} = S[f.returnTo]; S[f.returnTo] = null; values.top = f.previousTop;`);
  e.emit(`${back} = f.back; if (${old} !== null && --${old}.rc === 0) dealloc(${old});`);
  e.emit(`space.top = ${back};`);
  if (isInit) e.emit(`if (${instance} !== null) return constructed(space, ${instance}, ${name});`);
  e.emit(`return ${name};`);
}

export type { CellPayload };
export { isBackward };
