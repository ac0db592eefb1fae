// Templates of arithmetic, comparisons, truth, subscripts. Numbers go from instruction to instruction without a box as long as the profile says
// that there was nothing else; where it says more than one thing, the bodies of ops/quick-operators.ts decide.
import type { Body } from '../ops/bodies.ts';
import {
  plainContains,
  plainItem,
  plainStore,
  quickBinary,
  quickCompare,
  quickContains,
  quickItem,
  quickSlice,
  quickStore,
  quickTruth,
} from '../ops/quick-operators.ts';
import { BOOL, BORROWED, FLOAT, INT, NULL, OWNED, VOLATILE } from './emitter.ts';
import type { Emitter, Operand } from './emitter.ts';
import { bitAnd, bitOr, bitXor, floorDivide, leftShift, remainder, rightShift } from './int-operations.ts';
import { binaryHere, compareHere, containsHere, storeHere, truthHere } from './special-calls.ts';
import { GENERIC, SEEN_FLOAT, SEEN_INT, SEEN_LIST, SEEN_NUMBERS, SEEN_TEXT, SEEN_TUPLE } from './profile.ts';

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

/** On objects. */
function generalBinary(e: Emitter, op: number, arg: number, body: Body): void {
  const here = e.constant(binaryHere, 'binaryHere');
  const isItem = arg === SUBSCRIPT;
  const quick = isItem ? e.constant(plainItem, 'plainItem') : e.constant(quickBinary, 'quickBinary');
  const item = e.constant(quickItem, 'quickItem');
  general(
    e,
    op,
    arg,
    body,
    2,
    (a, b) => (isItem ? `${quick}(space, ${a}, ${b})` : `${quick}(space, ${arg}, ${a}, ${b})`),
    (a, b) => `${here}(space, f, ${arg}, ${a}, ${b})`,
    isItem ? (a, b) => `${item}(space, ${a}, ${b})` : undefined,
  );
}

export type Text = (...names: string[]) => string;

/** The ways of an instruction that takes `n` operands and leaves one value. */
interface Ways {
  op: number;
  arg: number;
  n: number;
  /** Text of an expression that runs no code of Python's and cannot fail; undefined there: it is not for this way. */
  quick: Text;
  /** The same, which may run code. */
  later?: Text;
  /** A special method of Python's; null: left. */
  special?: Text;
  body: Body;
}

/**
 * The quick way on the operands where they are, whose value comes into `r`; only where it answers undefined are they put into their slots, for
 * the other ways one after the other. Their value, owned, comes into `o`. `push` pushes the result, for which it may have to do something on
 * either way.
 */
function alternatives(
  e: Emitter,
  { op, arg, n, quick, later, special, body }: Ways,
  r: string,
  o: string,
  push: { others: () => void; quick: string },
): void {
  e.ownVolatile(e.depth - n);
  const names: string[] = [];
  const taken: Operand[] = [];
  for (let i = n; i > 0; i--) {
    const operand = e.materialised(e.depth - i);
    names.push(e.objectOf(operand));
    taken.push({ ...operand, type: e.knownType(operand) });
  }
  e.emit(`${r} = ${quick(...names)};`);
  e.emit(`if (${r} === undefined) {`);
  const [spill, back] = e.aside(n);
  if (spill !== '') e.emit(spill);
  e.setPosition();
  const tries = [later, special].filter((way) => way !== undefined);
  if (later !== undefined) e.emit(`${o} = ${later(...names)};`);
  if (special !== undefined) {
    const called = `${o} = ${special(...names)}; if (${o} === null) ${e.lost()}`;
    e.emit(later === undefined ? called : `if (${o} === undefined) { ${called} }`);
  }
  if (tries.length > 0) e.emit(`if (${o} === undefined) {`);
  e.body(op, arg, body);
  e.emit(`${o} = ${e.slot(e.depth - n)};`);
  if (tries.length > 0) {
    e.emit('} else {');
    for (let i = n - 1; i >= 0; i--) if (taken[i].kind !== NULL) e.emit(e.drop(names[i], taken[i].type));
    e.emit('}');
  }
  if (back !== '') e.emit(back);
  e.operands.length -= n;
  push.others();
  e.afterCallAside();
  e.emit(`} else { ${push.quick}`);
  for (let i = n - 1; i >= 0; i--) if (taken[i].kind === OWNED) e.emit(e.drop(names[i], taken[i].type));
  e.emit('}');
}

/** Leaves the value as an object. */
export function general(
  e: Emitter,
  op: number,
  arg: number,
  body: Body,
  n: number,
  quick: Text,
  special?: Text,
  later?: Text,
): void {
  const r = e.variable();
  const push = { others: () => void e.push(OWNED, r), quick: '' };
  alternatives(e, { op, arg, n, quick, later, special, body }, r, r, push);
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
  const asBool = (arg & 16) !== 0;
  const compared: Text = (a, b) => {
    const call = `${quick}(space, ${a}, ${b}, ${arg >> 5})`;
    if ((seen & SEEN_TEXT) === 0) return call;
    const areTexts = [a, b].map((o) => `${o}.type === STR && typeof ${o}.v === 'string'`).join(' && ');
    return `(${areTexts} ? ${a}.v ${symbol} ${b}.v : ${call})`;
  };
  const special: Text = (a, b) => `${here}(space, f, ${arg >> 5}, ${a}, ${b}, ${asBool})`;
  if (asBool) {
    generalTruth(e, op, arg, body, 2, compared, false, special);
    return;
  }
  const truth = e.variable();
  const boxed: Text = (a, b) =>
    `(${truth} = ${compared(a, b)}) === undefined ? undefined : ownBool(${truth})`;
  general(e, op, arg, body, 2, boxed, special);
}

/** As `general`, for a quick way that answers a host's number of at least 0, or -1; all others answer an int. Leaves that number. */
export function generalNumber(
  e: Emitter,
  op: number,
  arg: number,
  body: Body,
  n: number,
  quick: Text,
  special?: Text,
): void {
  const r = e.variable();
  const o = e.variable();
  const others = (): void => {
    // A `__len__` may have answered more than the host's numbers hold.
    const left = e.push(OWNED, o);
    e.emit(`if (typeof ${o}.v !== 'number') ${e.plainExit()}`);
    e.emit(`${r} = ${o}.v; ${e.drop(o, 'int')}`);
    left.kind = INT;
    left.name = r;
  };
  const number: Text = (...names) => `(${r} = ${quick(...names)}) < 0 ? undefined : ${r}`;
  alternatives(e, { op, arg, n, quick: number, special, body }, r, o, { others, quick: '' });
}

/** As `general`, for a quick way that answers a host's boolean; all others answer True or False. Leaves that boolean. */
export function generalTruth(
  e: Emitter,
  op: number,
  arg: number,
  body: Body,
  n: number,
  quick: Text,
  negate: boolean,
  special?: Text,
  later?: Text,
): void {
  const r = e.variable();
  const o = e.variable();
  const not = negate ? '!' : '';
  const others = (): void => {
    e.emit(`${r} = ${o} === TRUE; ${o}.rc--;`);
    e.push(BOOL, r);
  };
  const asObject: Text | undefined =
    later && ((...names) => `(${r} = ${later(...names)}) === undefined ? undefined : ownBool(${not}${r})`);
  const ways = { op, arg, n, quick, later: asObject, special, body };
  alternatives(e, ways, r, o, { others, quick: negate ? `${r} = !${r};` : '' });
}

export function containsOp(e: Emitter, op: number, arg: number, body: Body): void {
  const plain = e.constant(plainContains, 'plainContains');
  const quick = e.constant(quickContains, 'quickContains');
  const here = e.constant(containsHere, 'containsHere');
  generalTruth(
    e,
    op,
    arg,
    body,
    2,
    (item, container) => `${plain}(space, ${container}, ${item})`,
    (arg & 1) === 1,
    (item, container) => `${here}(space, f, ${container}, ${item}, ${(arg & 1) === 1})`,
    (item, container) => `${quick}(space, ${container}, ${item})`,
  );
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
  const [value, container, key] = [3, 2, 1].map((i) => e.materialised(depth - i));
  const names = [value, container, key].map((o) => e.objectOf(o));
  const types = [value, container, key].map((o) => e.knownType(o));
  const owned = [value, container, key].map((o) => o.kind === OWNED);
  const plain = e.constant(plainStore, 'plainStore');
  const quick = e.constant(quickStore, 'quickStore');
  const here = e.constant(storeHere, 'storeHere');
  const is = e.variable();
  e.emit(`${is} = ${plain}(space, ${names[1]}, ${names[2]}, ${names[0]});`);
  e.emit(`if (!${is}) {`);
  const [spill, back] = e.aside(3);
  if (spill !== '') e.emit(spill);
  e.setPosition();
  e.emit(`${is} = ${quick}(space, ${names[1]}, ${names[2]}, ${names[0]});`);
  e.emit(
    `if (!${is}) { ${is} = ${here}(space, f, ${names[1]}, ${names[2]}, ${names[0]}); if (${is} === null) ${e.lost()} }`,
  );
  e.emit(`if (${is}) {`);
  e.emit(`${names[0]}.rc--; ${e.drop(names[1])} ${e.drop(names[2], types[2])}`);
  e.emit(`if (${names[0]}.rc === 0) dealloc(${names[0]});`);
  e.emit(`if (space.pool.length > space.poolBase) space.drain();`);
  e.emit('} else {');
  e.body(op, arg, body);
  e.emit('}');
  if (back !== '') e.emit(back);
  e.operands.length -= 3;
  e.afterCallAside();
  e.emit('} else {');
  for (const i of [0, 2, 1]) if (owned[i]) e.emit(e.drop(names[i], types[i]));
  e.emit('if (space.pool.length > space.poolBase) space.drain(); }');
}
