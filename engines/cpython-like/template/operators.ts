// Templates of arithmetic, comparisons, truth, subscripts. Numbers go from instruction to instruction without a box as long as the profile says
// that there was nothing else; where it says more than one thing, the bodies of ops/quick-operators.ts decide.
import type { Body } from '../ops/bodies.ts';
import {
  quickBinary,
  quickCompare,
  quickContains,
  quickSlice,
  quickStore,
  quickTruth,
} from '../ops/quick-operators.ts';
import { BOOL, BORROWED, FLOAT, INT, NULL, OWNED, VOLATILE } from './emitter.ts';
import type { Emitter, Operand } from './emitter.ts';
import { bitAnd, bitOr, bitXor, floorDivide, leftShift, remainder, rightShift } from './int-operations.ts';
import { binaryHere, compareHere, containsHere, storeHere, truthHere } from './special-calls.ts';
import { GENERIC, SEEN_FLOAT, SEEN_INT, SEEN_LIST, SEEN_NUMBERS, SEEN_TUPLE } from './profile.ts';

const SYMBOLS: Readonly<Record<number, string>> = { 0: '+', 10: '-', 5: '*', 13: '+', 23: '-', 18: '*' };
const INT_FUNCTIONS: Readonly<Record<number, (x: number, y: number) => number>> = {
  1: bitAnd,
  2: floorDivide,
  3: leftShift,
  6: remainder,
  7: bitOr,
  9: rightShift,
  12: bitXor,
};
const COMPARISONS = ['<', '<=', '===', '!==', '>', '>='];
const SUBSCRIPT = 26;

const text = (n: number): string => (Object.is(n, -0) ? '(-0)' : n < 0 ? `(${n})` : String(n));

/** The number in an int, with a guard where it may be none. */
export function intOf(e: Emitter, o: Operand): string {
  const literal = e.literal(o);
  if (literal !== null) return text(literal);
  if (o.kind === INT) return o.name;
  if (o.type === 'int' && o.raw !== '') return o.raw;
  const raw = e.variable();
  e.emit(`if (${o.name}.type !== INT || typeof (${raw} = ${o.name}.v) !== 'number') ${e.exit()}`);
  e.learn(o, 'int', raw);
  return raw;
}

/** The number in a float; with `mixed` an int's as well. */
function floatOf(e: Emitter, o: Operand, mixed: boolean): string {
  const literal = e.literal(o);
  if (literal !== null) return text(literal);
  if (o.kind === FLOAT || o.kind === INT) return o.name;
  if (mixed && o.type === 'int') return intOf(e, o);
  if ((o.type === 'float' || (mixed && o.type === 'int')) && o.raw !== '') return o.raw;
  const raw = e.variable();
  if (mixed && o.type === '') {
    e.emit(
      `if (${o.name}.type !== FLOAT && (${o.name}.type !== INT || typeof ${o.name}.v !== 'number')) ${e.exit()} ${raw} = ${o.name}.v;`,
    );
    return raw;
  }
  if (o.type === 'float') e.emit(`${raw} = ${o.name}.v;`);
  else e.emit(`if (${o.name}.type !== FLOAT) ${e.exit()} ${raw} = ${o.name}.v;`);
  e.learn(o, 'float', raw);
  return raw;
}

function operands(e: Emitter): [Operand, Operand] {
  const { depth } = e;
  const a = e.materialised(depth - 2);
  const b = e.materialised(depth - 1);
  return [a, b];
}

function replace2(e: Emitter, a: Operand, b: Operand): void {
  e.operands.length -= 2;
  e.release(b);
  e.release(a);
}

const MOST = 9007199254740991;

export function binaryOp(e: Emitter, op: number, arg: number, seen: number, body: Body): void {
  const ta = e.knownType(e.top(1));
  const tb = e.knownType(e.top());
  const numeric = (t: string): boolean => t === '' || t === 'int' || t === 'float';
  const kind = arg >= 13 && arg < SUBSCRIPT ? arg - 13 : arg;
  if ((seen & GENERIC) === 0 && numeric(ta) && numeric(tb) && kind !== SUBSCRIPT) {
    const bothInt = ta === 'int' && tb === 'int';
    if (bothInt || (seen === SEEN_INT && ta !== 'float' && tb !== 'float')) {
      if (kind in SYMBOLS || kind in INT_FUNCTIONS || kind === 11) return intBinary(e, kind);
    } else {
      const isFloat = ta === 'float' || tb === 'float';
      const mixed = (seen & SEEN_NUMBERS) !== 0 || (ta === 'int') !== (tb === 'int');
      const onlyFloats = (seen & ~(SEEN_FLOAT | SEEN_NUMBERS)) === 0 && seen !== 0;
      if ((onlyFloats || (isFloat && ta !== '' && tb !== '')) && (kind in SYMBOLS || kind === 11))
        return floatBinary(e, kind, mixed, ta, tb);
    }
  }
  if (kind === SUBSCRIPT && (seen & GENERIC) === 0) {
    if (seen === SEEN_LIST || seen === SEEN_TUPLE) return sequenceItem(e, seen === SEEN_LIST);
  }
  generalBinary(e, op, arg, body);
}

function intBinary(e: Emitter, kind: number): void {
  const [a, b] = operands(e);
  const x = intOf(e, a);
  const y = intOf(e, b);
  const r = e.variable();
  if (kind === 11) {
    e.emit(`if (${y} === 0) ${e.exit()} ${r} = ${x} / ${y};`);
    replace2(e, a, b);
    e.push(FLOAT, r);
    return;
  }
  const literal = e.literal(b);
  const symbol = SYMBOLS[kind];
  if (symbol !== undefined) {
    e.emit(`${r} = ${x} ${symbol} ${y}${symbol === '*' ? ' + 0' : ''};`);
    e.emit(`if (${r} > ${MOST} || ${r} < -${MOST}) ${e.exit()}`);
  } else if (kind === 6 && literal !== null && literal > 0) {
    e.emit(`${r} = ${x} % ${y}; if (${r} < 0) ${r} += ${y}; else ${r} += 0;`);
  } else if (kind === 1 && literal !== null && literal >= 0 && literal < 0x8000_0000) {
    // The other's upper bits and sign do not matter.
    e.emit(`${r} = ${x} & ${y};`);
  } else if (kind === 9 && literal !== null && literal >= 0 && literal < 32) {
    e.emit(`${r} = (${x} | 0) === ${x} ? ${x} >> ${y} : Math.floor(${x} / ${2 ** literal});`);
  } else {
    const f = e.constant(INT_FUNCTIONS[kind], INT_FUNCTIONS[kind].name);
    e.emit(`${r} = ${f}(${x}, ${y}); if (${r} !== ${r}) ${e.exit()}`);
  }
  replace2(e, a, b);
  e.push(INT, r);
}

function floatBinary(e: Emitter, kind: number, mixed: boolean, ta: string, tb: string): void {
  const [a, b] = operands(e);
  // Two ints would give an int: one of the two must be a float.
  const neither = mixed && ta === '' && tb === '';
  if (neither) e.emit(`if (${a.name}.type !== FLOAT && ${b.name}.type !== FLOAT) ${e.exit()}`);
  const x = floatOf(e, a, neither || (mixed && tb === 'float'));
  const y = floatOf(e, b, neither || (mixed && ta === 'float'));
  const r = e.variable();
  if (kind === 11) e.emit(`if (${y} === 0) ${e.exit()} ${r} = ${x} / ${y};`);
  else e.emit(`${r} = ${x} ${SYMBOLS[kind]} ${y};`);
  replace2(e, a, b);
  e.push(FLOAT, r);
}

function sequenceItem(e: Emitter, isList: boolean): void {
  const [a, b] = operands(e);
  const known = isList ? 'list' : 'tuple';
  const items = e.variable();
  if (a.type !== known) {
    e.emit(`if (${a.name}.type !== ${isList ? 'LIST' : 'TUPLE'}) ${e.exit()}`);
    e.learn(a, known, '');
  }
  const i = intOf(e, b);
  const literal = e.literal(b);
  const r = e.variable();
  e.emit(`${items} = ${a.name}.v;`);
  if (literal !== null && literal >= 0) {
    e.emit(`if (${literal} >= ${items}.length) ${e.exit()} ${r} = ${items}[${literal}];`);
  } else {
    const at = e.variable();
    e.emit(
      `${at} = ${i} < 0 ? ${i} + ${items}.length : ${i}; if (!(${at} >= 0 && ${at} < ${items}.length)) ${e.exit()}`,
    );
    e.emit(`${r} = ${items}[${at}];`);
  }
  item(e, a, b, r);
}

/** An item of `a`: borrowed, unless the container may die now. */
function item(e: Emitter, a: Operand, b: Operand, r: string): void {
  if (a.kind === OWNED) {
    e.emit(`${r}.rc++;`);
    replace2(e, a, b);
    e.push(OWNED, r);
  } else {
    replace2(e, a, b);
    e.push(BORROWED, r, { local: VOLATILE });
  }
}

/** `quick` on objects; where it answers undefined, the body. The operands stay alive meanwhile. */
function generalBinary(e: Emitter, op: number, arg: number, body: Body): void {
  const quick = e.constant(quickBinary, 'quickBinary');
  const here = e.constant(binaryHere, 'binaryHere');
  general(
    e,
    op,
    arg,
    body,
    2,
    (a, b) => `${quick}(space, ${arg}, ${a}, ${b})`,
    (a, b) => `${here}(space, f, ${arg}, ${a}, ${b})`,
  );
}

/**
 * Operands to their slots (the counts are the body's then), a call that may answer undefined, else a special method of Python's, else the
 * body. Leaves the result.
 */
export function general(
  e: Emitter,
  op: number,
  arg: number,
  body: Body,
  n: number,
  quick: (...names: string[]) => string,
  special: ((...names: string[]) => string) | null = null,
): void {
  e.ownVolatile();
  e.spill(0);
  const names: string[] = [];
  for (let i = n; i > 0; i--) {
    const o = e.operands[e.depth - i];
    if (o.name === '') {
      o.name = e.variable();
      e.emit(`${o.name} = ${e.slot(e.depth - i)};`);
    }
    names.push(o.name);
  }
  e.setPosition();
  const r = e.variable();
  e.emit(`${r} = ${quick(...names)};`);
  if (special !== null)
    e.emit(`if (${r} === undefined) { ${r} = ${special(...names)}; if (${r} === null) ${e.lost()} }`);
  e.emit(`if (${r} === undefined) {`);
  e.body(op, arg, body);
  e.emit(`${r} = ${e.slot(e.depth - n)};`);
  e.emit('} else {');
  for (let i = 0; i < n; i++) {
    const o = e.operands[e.depth - 1 - i];
    if (o.kind !== NULL) e.emit(e.drop(names[n - 1 - i], e.knownType(o)));
  }
  e.emit('}');
  e.operands.length -= n;
  e.push(OWNED, r);
  e.afterCall();
}

export function compareOp(e: Emitter, op: number, arg: number, seen: number, body: Body): void {
  const ta = e.knownType(e.top(1));
  const tb = e.knownType(e.top());
  const symbol = COMPARISONS[arg >> 5];
  const numeric = (t: string): boolean => t === '' || t === 'int' || t === 'float';
  if ((seen & GENERIC) === 0 && numeric(ta) && numeric(tb)) {
    const isInt = (ta === 'int' && tb === 'int') || (seen === SEEN_INT && ta !== 'float' && tb !== 'float');
    const isFloat = seen === SEEN_FLOAT && ta !== 'int' && tb !== 'int';
    const isMixed = ta !== '' && tb !== '';
    if (isInt || isFloat || isMixed) {
      const [a, b] = operands(e);
      const x = isInt ? intOf(e, a) : floatOf(e, a, isMixed);
      const y = isInt ? intOf(e, b) : floatOf(e, b, isMixed);
      const r = e.variable();
      e.emit(`${r} = ${x} ${symbol} ${y};`);
      replace2(e, a, b);
      e.push(BOOL, r);
      return;
    }
  }
  const quick = e.constant(quickCompare, 'quickCompare');
  const here = e.constant(compareHere, 'compareHere');
  generalTruth(
    e,
    op,
    arg,
    body,
    2,
    (a, b) => `${quick}(space, ${a}, ${b}, ${arg >> 5})`,
    false,
    (a, b) => `${here}(space, f, ${arg >> 5}, ${a}, ${b}, ${(arg & 16) !== 0})`,
  );
}

/** As `general`, for a quick way that answers a host's boolean. */
function generalTruth(
  e: Emitter,
  op: number,
  arg: number,
  body: Body,
  n: number,
  quick: (...names: string[]) => string,
  negate: boolean,
  special: (...names: string[]) => string,
): void {
  const not = negate ? '!' : '';
  const truth = e.variable();
  general(
    e,
    op,
    arg,
    body,
    n,
    (...names) => `(${truth} = ${quick(...names)}) === undefined ? undefined : ownBool(${not}${truth})`,
    special,
  );
}

export function containsOp(e: Emitter, op: number, arg: number, body: Body): void {
  const quick = e.constant(quickContains, 'quickContains');
  const here = e.constant(containsHere, 'containsHere');
  generalTruth(
    e,
    op,
    arg,
    body,
    2,
    (item, container) => `${quick}(space, ${container}, ${item})`,
    (arg & 1) === 1,
    (item, container) => `${here}(space, f, ${container}, ${item}, ${(arg & 1) === 1})`,
  );
  e.top().type = 'bool';
}

export function binarySlice(e: Emitter, op: number, arg: number, body: Body): void {
  const quick = e.constant(quickSlice, 'quickSlice');
  general(e, op, arg, body, 3, (a, from, to) => `${quick}(space, ${a}, ${from}, ${to})`);
}

export function isOp(e: Emitter, arg: number): void {
  const [a, b] = operands(e);
  const x = e.objectOf(a);
  const y = e.objectOf(b);
  const r = e.variable();
  e.emit(`${r} = ${x} ${arg === 0 ? '===' : '!=='} ${y};`);
  e.operands.length -= 2;
  e.ownVolatile();
  e.release(a);
  e.release(b);
  e.push(BOOL, r);
}

export function toBool(e: Emitter, op: number, arg: number, body: Body): void {
  const o = e.top();
  const type = e.knownType(o);
  if (type === 'bool') return;
  if (type === 'int' && (o.kind === INT || (o.raw !== '' && !o.inSlot))) {
    const a = e.pop();
    const r = e.variable();
    e.emit(`${r} = ${a.kind === INT ? a.name : a.raw} !== 0;`);
    e.release(a);
    e.push(BOOL, r);
    return;
  }
  const quick = e.constant(quickTruth, 'quickTruth');
  const here = e.constant(truthHere, 'truthHere');
  const special = (a: string): string => `${here}(space, f, ${a}, false)`;
  generalTruth(e, op, arg, body, 1, (a) => `${quick}(space, ${a})`, false, special);
  e.top().type = 'bool';
}

export function unaryNot(e: Emitter, op: number, arg: number, body: Body): void {
  const o = e.top();
  if (e.knownType(o) === 'bool') {
    const a = e.pop();
    const r = e.variable();
    if (a.kind === BOOL) e.emit(`${r} = !${a.name};`);
    else {
      e.emit(`${r} = ${a.name} === FALSE;`);
      e.release(a);
    }
    e.push(BOOL, r);
    return;
  }
  const quick = e.constant(quickTruth, 'quickTruth');
  const here = e.constant(truthHere, 'truthHere');
  const special = (a: string): string => `${here}(space, f, ${a}, true)`;
  generalTruth(e, op, arg, body, 1, (a) => `${quick}(space, ${a})`, true, special);
  e.top().type = 'bool';
}

/** -x. */
export function unaryNegative(e: Emitter): boolean {
  const o = e.top();
  const type = e.knownType(o);
  if (type !== 'int' && type !== 'float') return false;
  if (e.literal(o) !== null) return false;
  const a = e.pop();
  const r = e.variable();
  if (type === 'int') e.emit(`${r} = 0 - ${intOf(e, a)};`);
  else e.emit(`${r} = -${floatOf(e, a, false)};`);
  e.release(a);
  e.push(type === 'int' ? INT : FLOAT, r);
  return true;
}

export function storeSubscr(e: Emitter, op: number, arg: number, seen: number, body: Body): void {
  e.ownVolatile();
  e.rebase();
  const { depth } = e;
  if (seen === SEEN_LIST) {
    const container = e.materialised(depth - 2);
    const key = e.materialised(depth - 1);
    if (container.type !== 'list') {
      e.emit(`if (${container.name}.type !== LIST) ${e.exit()}`);
      e.learn(container, 'list', '');
    }
    const i = intOf(e, key);
    const items = e.variable();
    const at = e.variable();
    e.emit(`${items} = ${container.name}.v; ${at} = ${i} < 0 ? ${i} + ${items}.length : ${i};`);
    e.emit(`if (!(${at} >= 0 && ${at} < ${items}.length)) ${e.exit()}`);
    const value = e.materialised(depth - 3);
    const name = e.ownedOf(value);
    const old = e.variable();
    e.emit(`${old} = ${items}[${at}]; ${items}[${at}] = ${name};`);
    e.operands.length -= 3;
    e.release(key);
    e.release(container);
    e.emit(e.drop(old));
    return;
  }
  e.spill();
  const names = [3, 2, 1].map((i) => {
    const o = e.operands[depth - i];
    if (o.name === '') {
      o.name = e.variable();
      e.emit(`${o.name} = ${e.slot(depth - i)};`);
    }
    return o.name;
  });
  e.setPosition();
  const quick = e.constant(quickStore, 'quickStore');
  const here = e.constant(storeHere, 'storeHere');
  const is = e.variable();
  e.emit(`${is} = ${quick}(space, ${names[1]}, ${names[2]}, ${names[0]});`);
  e.emit(
    `if (!${is}) { ${is} = ${here}(space, f, ${names[1]}, ${names[2]}, ${names[0]}); if (${is} === null) ${e.lost()} }`,
  );
  e.emit(`if (${is}) {`);
  e.emit(`${names[0]}.rc--; ${e.drop(names[1])} ${e.drop(names[2], e.knownType(e.top()))}`);
  e.emit(`if (${names[0]}.rc === 0) dealloc(${names[0]});`);
  e.emit(`if (space.pool.length > space.poolBase) space.drain();`);
  e.emit('} else {');
  e.body(op, arg, body);
  e.emit('}');
  e.operands.length -= 3;
  e.afterCall();
}
