// Templates of loops over iterators, and of taking sequences apart.
import { SUSPEND } from '../../objspace/object.ts';
import type { Body } from '../ops/bodies.ts';
import { quickNext, quickPair } from '../ops/quick-next.ts';
import { quickIter } from '../ops/quick-types.ts';
import { BORROWED, INT, OWNED, VOLATILE } from './emitter.ts';
import type { Emitter } from './emitter.ts';
import { general } from './operators.ts';
import { ownedNext } from './driven-iterators.ts';
import { nextOfGenerator } from './generator-steps.ts';
import { iterHere } from './special-calls.ts';
import { GENERIC, SEEN_GENERATOR, SEEN_LIST, SEEN_RANGE, SEEN_TUPLE } from './profile.ts';

/**
 * `atEnd`: text that goes where the loop ends; the iterator is on the stack there. Everything is in its slot before. With `takesPair` the next
 * instruction takes two items apart; true: that is done here.
 */
export function forIter(e: Emitter, seen: number, atEnd: string, takesPair: boolean): boolean {
  const it = e.variable();
  const position = e.variable();
  e.emit(`${it} = ${e.slot(e.depth - 1)};`);
  if (seen === SEEN_RANGE) {
    e.emit(`if (${it}.type !== RANGE_ITERATOR) ${e.exit()}`);
    const r = e.variable();
    e.emit(`${position} = ${it}.v; if (${position}.remaining <= 0) ${atEnd}`);
    e.emit(`${r} = ${position}.next; ${position}.remaining--; ${position}.next = ${r} + ${position}.step;`);
    e.push(INT, r);
    return false;
  }
  if (seen === SEEN_LIST || seen === SEEN_TUPLE) {
    const items = e.variable();
    const r = e.variable();
    const type = seen === SEEN_LIST ? 'LIST_ITERATOR' : 'TUPLE_ITERATOR';
    e.emit(`if (${it}.type !== ${type}) ${e.exit()}`);
    e.emit(`${position} = ${it}.v;`);
    // The end, and whatever is left to do there, is the general way's.
    e.emit(
      `if (${position}.w_over !== null && ${position}.index < (${items} = ${position}.w_over.v).length) {`,
    );
    e.emit(`${r} = ${items}[${position}.index++];`);
    e.emit(`} else {`);
    generalNext(e, it, r, atEnd, true);
    e.emit('}');
    e.emit(`${r}.rc++;`);
    e.push(OWNED, r);
    return false;
  }
  const r = e.variable();
  if ((seen & SEEN_GENERATOR) !== 0 && (seen & GENERIC) === 0) {
    const next = e.constant(nextOfGenerator, 'nextOfGenerator');
    e.setPosition();
    e.emit(`${r} = ${it}.type === GENERATOR ? ${next}(space, f, ${it}.v) : undefined;`);
    e.emit(`if (${r} === false) ${e.lost()} if (${r} === null) ${atEnd}`);
    e.emit(`if (${r} === undefined) {`);
    generalNext(e, it, r, atEnd, false);
    e.emit('}');
  } else if (takesPair) {
    pair(e, it, r, atEnd);
    return true;
  } else {
    e.emit(`${r} = ${e.constant(quickNext, 'quickNext')}(space, ${it}); if (${r} === undefined) {`);
    generalNext(e, it, r, atEnd, false);
    e.emit('}');
  }
  e.push(OWNED, r);
  e.afterCall();
  return false;
}

/** GET_ITER. */
export function getIter(e: Emitter, op: number, arg: number, body: Body): void {
  const quick = e.constant(quickIter, 'quickIter');
  const here = e.constant(iterHere, 'iterHere');
  general(
    e,
    op,
    arg,
    body,
    1,
    (o) => `${quick}(space, ${o})`,
    (o) => `${here}(space, f, ${o})`,
  );
}

/** FOR_ITER and UNPACK_SEQUENCE 2. */
function pair(e: Emitter, it: string, r: string, atEnd: string): void {
  const second = e.variable();
  const items = e.variable();
  e.emit(`${r} = ${e.constant(quickPair, 'quickPair')}(space, ${it});`);
  e.emit(`if (${r} !== undefined) ${second} = space.second; else {`);
  generalNext(e, it, r, atEnd, false);
  // What is no pair of a tuple is the interpreter's.
  const { depth } = e;
  e.emit(
    `if (${r}.type !== TUPLE || (${items} = ${r}.v).length !== 2) { ${e.slot(depth)} = ${r}; f.pc = ${e.pc + 2}; f.sp = ${e.sp(depth + 1)}; space.exit = 0; return null; }`,
  );
  e.emit(
    `${it} = ${r}; ${r} = ${items}[0]; ${r}.rc++; ${second} = ${items}[1]; ${second}.rc++; ${e.drop(it)}`,
  );
  e.emit('}');
  e.push(OWNED, second);
  e.push(OWNED, r);
  e.pc += 2;
  e.afterCall();
}

/** `__next__` through the iterator's slot. */
function generalNext(e: Emitter, it: string, r: string, atEnd: string, isExpectedEnd: boolean): void {
  const next = e.constant(ownedNext, 'ownedNext');
  const suspend = e.constant(SUSPEND, 'SUSPEND');
  e.setPosition();
  e.emit(`${r} = ${next}(space, ${it});`);
  e.emit(`if (${r} === null) { ${atEnd} }`);
  e.emit(`if (${r} === undefined) { settle(space, f, ${suspend}); return null; }`);
  // One reference is given by the common end of both ways.
  if (isExpectedEnd) e.emit(`${r}.rc--;`);
}

export function unpackSequence(e: Emitter, op: number, arg: number, body: Body): void {
  e.ownVolatile(e.depth - 1);
  const o = e.materialised(e.depth - 1);
  const sequence = e.objectOf(o);
  const { kind } = o;
  const items = e.variable();
  const names: string[] = [];
  for (let i = 0; i < arg; i++) names.push(e.variable());
  e.emit(
    `if ((${sequence}.type === TUPLE || ${sequence}.type === LIST) && (${items} = ${sequence}.v).length === ${arg}) {`,
  );
  e.emit(names.map((name, i) => `${name} = ${items}[${i}]; ${name}.rc++;`).join(' '));
  if (kind === OWNED) e.emit(e.drop(sequence));
  e.emit('} else {');
  const [spill, back] = e.aside(1);
  if (spill !== '') e.emit(spill);
  e.body(op, arg, body);
  e.emit(names.map((name, i) => `${name} = ${e.slot(e.depth - 1 + arg - 1 - i)};`).join(' '));
  if (back !== '') e.emit(back);
  e.operands.pop();
  for (let i = arg - 1; i >= 0; i--) e.push(OWNED, names[i]);
  e.afterCallAside();
  e.emit('}');
}

export { BORROWED, VOLATILE };
