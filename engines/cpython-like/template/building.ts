// Templates of texts put together and of entries put into containers by comprehensions.
import type { Body } from '../ops/bodies.ts';
import { quickFormat, quickJoin } from '../ops/building.ts';
import { INT, OWNED } from './emitter.ts';
import type { Emitter } from './emitter.ts';
import { general } from './operators.ts';

/** FORMAT_SIMPLE: a text as it is, an int by its digits. */
export function formatSimple(e: Emitter, op: number, arg: number, body: Body): void {
  const o = e.top();
  if (e.knownType(o) === 'str') return;
  if (o.kind === INT) {
    const number = e.pop();
    const r = e.variable();
    e.emit(`${r} = space.boxDigits(${number.name});`);
    e.push(OWNED, r, { type: 'str' });
    return;
  }
  const quick = e.constant(quickFormat, 'quickFormat');
  general(e, op, arg, body, 1, (name) => `${quick}(space, ${name})`);
}

/** BUILD_STRING. */
export function buildString(e: Emitter, op: number, arg: number, body: Body): void {
  if (arg > 8) {
    const quick = e.constant(quickJoin, 'quickJoin');
    general(e, op, arg, body, arg, (...names) => `${quick}(space, [${names.join(', ')}])`);
  } else {
    general(e, op, arg, body, arg, (...names) => {
      const isText = names.map((name) => `typeof ${name}.v === 'string'`).join(' && ');
      return `${isText} ? space.boxText(${names.map((name) => `${name}.v`).join(' + ')}) : undefined`;
    });
  }
  e.top().type = 'str';
}

/** MAP_ADD and SET_ADD: the topmost `n` operands go into the container that lies `arg` below them. */
export function addTo(e: Emitter, op: number, arg: number, n: 1 | 2, body: Body): void {
  e.ownVolatile(e.depth - n);
  const container = e.operands[e.depth - n - arg];
  const place = container.name !== '' ? container.name : e.slot(e.depth - n - arg);
  const taken = e.operands.slice(-n).map((_, i) => e.materialised(e.depth - n + i));
  const names = taken.map((o) => e.objectOf(o));
  const owned = taken.map((o) => ({ isOwned: o.kind === OWNED, type: e.knownType(o) }));
  const add = n === 2 ? `setPlain(space, ${names[0]}, ${names[1]})` : `addPlain(${names[0]})`;
  e.emit(`if (${place}.v.${add}) {`);
  owned.forEach(({ isOwned, type }, i) => {
    if (isOwned) e.emit(e.drop(names[i], type));
  });
  e.emit('if (space.pool.length > space.poolBase) space.drain(); } else {');
  const [spill, back] = e.aside(n);
  if (spill !== '') e.emit(spill);
  e.body(op, arg, body);
  if (back !== '') e.emit(back);
  e.operands.length -= n;
  e.afterCallAside();
  e.emit('}');
}
