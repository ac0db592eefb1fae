// Templates of calls. A Python function that is compiled too is called on the host's stack: its frame is made as the eval loop makes it, so that
// whoever has to leave does so by answering null. Builtins are called as direct-calls.ts does it, the commonest without a call.
import type { Builtin } from '../../objspace/gateway.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import type { Code } from '../code.ts';
import { directCall, isInstance } from '../direct-calls.ts';
import { PLAIN_CALLS, PLAIN_NUMBERS, PLAIN_TRUTHS } from '../plain-calls.ts';
import { enterInline, plainInit } from '../enter.ts';
import type { Any, Obj } from '../object.ts';
import { rangeIterator } from '../ops/quick-types.ts';
import type { Body } from '../ops/bodies.ts';
import { BOOL, BORROWED, CONST, INT, NULL, OWNED } from './emitter.ts';
import type { Emitter, Operand } from './emitter.ts';
import { callNamed, callOperands } from './call-here.ts';
import { general, generalNumber, generalTruth, intOf } from './operators.ts';
import type { Text } from './operators.ts';
import { lengthHere } from './special-calls.ts';

/** Operands [callable, self or NULL, arguments…] become the result. */
export function call(e: Emitter, op: number, n: number, seen: unknown, body: Body): void {
  const { types } = e.space;
  const callee = e.operands[e.depth - n - 2];
  const self = e.operands[e.depth - n - 1];
  // A cache whose guard will fail may know a method that has died since.
  const value = callee.value !== null && callee.value.v !== null ? callee.value : null;
  const isPlain = self.kind === NULL;
  const isMethod = !self.inSlot && self.kind !== NULL ? true : self.inSlot && self.name !== '';
  if (value !== null && (isPlain || isMethod)) {
    const given = isPlain ? n : n + 1;
    if (
      value.type === types.builtin_function_or_method ||
      value.type === types.method_descriptor ||
      value.type === types.wrapper_descriptor
    ) {
      if (builtin(e, op, n, given, value.v as Builtin, isPlain, body)) return;
    } else if (value.v === types.type && n === 1 && isPlain) {
      if (typeOf(e)) return;
    } else if (value.type === types.type && isPlain && !e.isGenerator && !isException(e, value)) {
      const type = value.v as TypeObject;
      const init = plainInit(e.space, type);
      const code = init === null ? null : prepared(e.space, (init.v as FunctionPayload).w_code);
      if (code !== null && code.isSimple && code.argcount === n + 1) {
        construct(e, op, n, type, init!, body);
        return;
      }
    } else if (value.type === types.function) {
      const code = prepared(e.space, (value.v as FunctionPayload).w_code);
      if (code.isSimple && code.argcount === given) {
        python(e, op, n, isPlain, code, body);
        return;
      }
    }
  } else if (value === null && seen !== null && (isPlain || isMethod)) {
    const code = seen as Code;
    if (code.isSimple && code.argcount === (isPlain ? n : n + 1)) {
      python(e, op, n, isPlain, code, body);
      return;
    }
  }
  anything(e, op, n, body);
}

/** Whatever is called: a compiled function on the host's stack, else by the body. */
function anything(e: Emitter, op: number, n: number, body: Body): void {
  e.ownVolatile();
  e.spill();
  e.setPosition();
  const at = e.depth - n - 2;
  const r = e.variable();
  calledHere(e, op, n, body, r);
  e.emit(`if (${r} === null) ${e.lost()}`);
  e.operands.length = at;
  e.push(OWNED, r);
  e.afterCall();
}

/** Text that leaves what a call of anything gives in `r`, or null there. */
function calledHere(e: Emitter, op: number, n: number, body: Body, r: string): void {
  const here = e.constant(callOperands, 'callOperands');
  e.emit(`${r} = ${here}(space, f, S, ${e.sp(e.depth)}, ${n}); if (${r} === undefined) {`);
  e.body(op, n, body);
  e.emit(`${r} = ${e.slot(e.depth - n - 2)}; }`);
}

/** CALL_KW: the same with names for the last operands, on the top as a tuple. */
export function callByName(e: Emitter, op: number, n: number, body: Body): void {
  const tuple = e.top().value;
  e.ownVolatile();
  e.spill();
  e.setPosition();
  const at = e.depth - n - 3;
  const r = e.variable();
  if (tuple === null) e.emit(`${r} = undefined;`);
  else {
    const here = e.constant(callNamed, 'callNamed');
    const names = e.constant(
      (tuple.v as W[]).map((w) => e.space.str_w(w)),
      'N',
    );
    e.emit(`${r} = ${here}(space, f, S, ${e.sp(e.depth)}, ${n}, ${names});`);
  }
  e.emit(`if (${r} === undefined) {`);
  e.body(op, n, body);
  e.emit(`${r} = ${e.slot(at)}; }`);
  e.emit(`if (${r} === null) ${e.lost()}`);
  e.operands.length = at;
  e.push(OWNED, r);
  e.afterCall();
}

const isException = (e: Emitter, type: Any): boolean =>
  (type.v as TypeObject).layout === e.space.types.BaseException.layout;

/** A call of this class whose instances need no more than `__init__`, with exactly its arguments. */
function construct(e: Emitter, op: number, n: number, type: TypeObject, init: Obj, body: Body): void {
  const code = prepared(e.space, (init.v as FunctionPayload).w_code);
  e.ownVolatile();
  e.spill();
  const at = e.depth - n - 2;
  const K = e.constant(code, 'C');
  const T = e.constant(type, 'T');
  const I = e.object(init);
  const enter = e.constant(enterInline, 'enterInline');
  const g = e.variable();
  const r = e.variable();
  e.emit(`if (${T}.version === ${type.version} && values.depth < space.directLimit && ${K}.run !== null) {`);
  e.emit(`f.pc = ${e.pc + 2}; f.sp = ${e.sp(at)};`);
  e.emit(`${r} = space.container(${T}, null); ${r}.rc++; ${I}.rc++;`);
  e.emit(`${e.slot(at)}.rc--; ${e.slot(at)} = ${I}; ${e.slot(at + 1)} = ${r};`);
  e.emit(`${g} = ${enter}(space, f, ${K}, ${I}, ${I}.v, ${e.sp(at + 1)}, ${e.sp(at)}, ${n + 1});`);
  e.emit(`${g}.instance = ${r}; ${r} = ${K}.run(space, ${g});`);
  e.emit('} else {');
  e.setPosition();
  calledHere(e, op, n, body, r);
  e.emit('}');
  e.emit(`if (${r} === null) ${e.lost()}`);
  e.operands.length = at;
  e.push(OWNED, r);
  e.afterCall();
}

/** `range(…)` that a loop begins with at once; false: it is something else. */
export function rangeLoop(e: Emitter, n: number): boolean {
  const { types } = e.space;
  const at = e.depth - n - 2;
  const callee = e.operands[at];
  if (n < 1 || n > 3 || callee.value?.v !== types.range || e.operands[at + 1].kind !== NULL) return false;
  if (e.code.failed[e.pc >> 1] !== 0) return false;
  for (let i = at + 2; i < e.depth; i++) {
    const t = e.knownType(e.operands[i]);
    if (t !== '' && t !== 'int') return false;
  }
  const numbers: string[] = [];
  const operands: Operand[] = [];
  for (let i = at + 2; i < e.depth; i++) {
    const o = e.materialised(i);
    operands.push(o);
    numbers.push(intOf(e, o));
  }
  const r = e.variable();
  const [start, stop, step] = n === 1 ? ['0', numbers[0], '1'] : [numbers[0], numbers[1], numbers[2] ?? '1'];
  e.emit(
    `${r} = ${e.constant(rangeIterator, 'rangeIterator')}(space, ${start}, ${stop}, ${step}); if (${r} === undefined) ${e.exit()}`,
  );
  const type = e.materialised(at);
  e.operands.length = at;
  for (const o of operands.reverse()) e.release(o);
  e.release(type);
  e.push(OWNED, r);
  return true;
}

/** A function of this code, called with exactly its arguments. */
function python(e: Emitter, op: number, n: number, isPlain: boolean, code: Code, body: Body): void {
  e.ownVolatile();
  e.spill();
  const at = e.depth - n - 2;
  const callee = e.operands[at];
  if (callee.name === '') {
    callee.name = e.variable();
    e.emit(`${callee.name} = ${e.slot(at)};`);
  }
  const K = e.constant(code, 'C');
  const wCode = e.constant(code.w_code, 'W');
  const enter = e.constant(enterInline, 'enterInline');
  const g = e.variable();
  const r = e.variable();
  const fn = callee.name;
  const guard = callee.value !== null ? '' : `${fn}.type === FUNCTION && `;
  const given = isPlain ? n : n + 1;
  const first = isPlain ? at + 2 : at + 1;
  e.emit(
    `if (${guard}${fn}.v.w_code === ${wCode} && values.depth < space.directLimit && ${K}.run !== null) {`,
  );
  e.emit(`f.pc = ${e.pc + 2}; f.sp = ${e.sp(at)};`);
  if (e.isGenerator) {
    const place = e.variable();
    e.emit(`${place} = values.top; values.reserve(${place}, ${given + 256});`);
    e.emit(`values.slots[${place}] = ${fn};`);
    for (let i = 0; i < given; i++) e.emit(`values.slots[${place} + ${i + 1}] = ${e.slot(first + i)};`);
    e.emit(`${g} = ${enter}(space, f, ${K}, ${fn}, ${fn}.v, ${place} + 1, ${place}, ${given});`);
  } else {
    e.emit(`${g} = ${enter}(space, f, ${K}, ${fn}, ${fn}.v, ${e.sp(first)}, ${e.sp(at)}, ${given});`);
  }
  e.emit(`${r} = ${K}.run(space, ${g});`);
  e.emit('} else {');
  e.setPosition();
  calledHere(e, op, n, body, r);
  e.emit('}');
  e.emit(`if (${r} === null) ${e.lost()}`);
  e.operands.length = at;
  e.push(OWNED, r);
  e.afterCall();
}

/** `type(o)`. */
function typeOf(e: Emitter): boolean {
  const at = e.depth - 3;
  const o = e.operands[at + 2];
  if ((o.kind !== OWNED && o.kind !== BORROWED) || e.operands.slice(at).some(({ inSlot }) => inSlot))
    return false;
  const r = e.variable();
  e.emit(`${r} = ${o.name}.type.w_self; ${r}.rc++;`);
  e.operands.length = at;
  e.release(o);
  e.push(OWNED, r);
  return true;
}

/** The value of an operand that a builtin only looks at. */
function seenBy(e: Emitter, o: Operand): string {
  return e.objectOf(o);
}

const listAppend = 'list.append/2';

/** A builtin that has a way by value (plain-calls.ts); false: it has none. */
function plain(e: Emitter, op: number, n: number, key: string, isPlain: boolean, body: Body): boolean {
  const all = n + 2;
  // From the receiver on, or from the first argument.
  const from = isPlain ? 2 : 1;
  const run = PLAIN_CALLS[key] ?? PLAIN_TRUTHS[key] ?? PLAIN_NUMBERS[key];
  if (run === undefined) return false;
  const f = e.constant(run, 'plain');
  const wanted = key in PLAIN_CALLS ? 3 : key in PLAIN_TRUTHS ? 2 : 1;
  const quick: Text = (...names) => {
    const given = names.slice(from);
    while (given.length < wanted) given.push('null');
    return `${f}(space, ${given.join(', ')})`;
  };
  if (key in PLAIN_CALLS) general(e, op, n, body, all, quick);
  else if (key in PLAIN_TRUTHS) generalTruth(e, op, n, body, all, quick, false);
  else {
    const here = e.constant(lengthHere, 'lengthHere');
    const length: Text = (_callee, _self, o) => `${here}(space, f, ${o})`;
    generalNumber(e, op, n, body, all, quick, key === 'len/1' ? length : undefined);
  }
  return true;
}

function builtin(
  e: Emitter,
  op: number,
  n: number,
  given: number,
  target: Builtin,
  isPlain: boolean,
  body: Body,
): boolean {
  const isBound = target.w_self !== null;
  if (isBound) return false;
  const direct = directCall(e.space, target, given);
  if (direct === null) return false;
  const at = e.depth - n - 2;
  const owner = (target as unknown as { owner?: { name: string; isHeap: boolean } }).owner;
  const moduleName = (target as unknown as { moduleName?: string | null }).moduleName;
  const key =
    owner !== undefined
      ? owner.isHeap
        ? ''
        : `${owner.name}.${target.row.name}/${given}`
      : moduleName === 'builtins'
        ? `${target.row.name}/${given}`
        : '';
  const callee = e.operands[at];
  // A guess that has failed here would fail again.
  const mayGuess = e.code.failed[e.pc >> 1] === 0;
  if (mayGuess && !callee.inSlot && callee.kind === CONST && e.operands.slice(at).every((o) => !o.inSlot)) {
    if (key === listAppend && !isPlain) {
      e.ownVolatile();
      e.rebase();
      const list = e.operands[at + 1];
      const item = e.operands[at + 2];
      if (list.type !== 'list') e.emit(`if (${list.name}.type !== LIST) ${e.exit()}`);
      const name = e.ownedOf(item);
      e.emit(`${list.name}.v.push(${name});`);
      e.operands.length = at;
      e.release(list);
      e.push(CONST, e.object(e.space.w_None as never), { value: e.space.w_None as never });
      return true;
    }
    if (key === 'isinstance/2' && isPlain) {
      const o = e.operands[at + 2];
      const of = e.operands[at + 3].value;
      if ((o.kind === OWNED || o.kind === BORROWED) && of !== null && of.type === e.space.types.type) {
        const r = e.variable();
        const check = e.constant(isInstance, 'isInstance');
        e.emit(
          `${r} = ${o.name}.type === ${e.type(of.v as TypeObject)} ? true : ${check}(space, ${o.name}, ${e.object(of)}); if (${r} === undefined) ${e.exit()}`,
        );
        e.operands.length = at;
        e.release(o);
        e.push(BOOL, r);
        return true;
      }
    }
    if (key === 'len/1' && isPlain) {
      const o = e.operands[at + 2];
      if (o.kind === OWNED || o.kind === BORROWED) {
        const r = e.variable();
        const known = e.knownType(o);
        if (known === 'list' || known === 'tuple' || known === 'str') e.emit(`${r} = ${o.name}.v.length;`);
        else {
          plain(e, op, n, key, isPlain, body);
          return true;
        }
        e.operands.length = at;
        e.release(o);
        e.push(INT, r);
        return true;
      }
    }
  }
  if (plain(e, op, n, key, isPlain, body)) return true;
  e.ownVolatile();
  e.spill();
  e.setPosition();
  const run = e.constant(direct, 'direct');
  const suspend = e.constant(SUSPEND, 'SUSPEND');
  const r = e.variable();
  const first = isPlain ? at + 2 : at + 1;
  e.emit(`${r} = ${run}(space, S, ${e.sp(first)}, null);`);
  e.emit(`if (${r} === undefined) {`);
  e.body(op, n, body);
  e.emit(`${r} = ${e.slot(at)};`);
  e.emit(`} else if (${r} === ${suspend}) { settle(space, f, ${r}); return null; } else {`);
  const o = e.variable();
  for (let i = e.depth - 1; i >= first; i--) {
    const operand = e.operands[i];
    if (operand.name !== '') e.emit(e.drop(operand.name, e.knownType(operand)));
    else e.emit(`${o} = ${e.slot(i)}; ${e.drop(o, operand.type)}`);
  }
  e.emit(`${callee.name !== '' ? callee.name : e.slot(at)}.rc--;`);
  e.emit('}');
  e.operands.length = at;
  e.push(OWNED, r, key === 'isinstance/2' ? { type: 'bool' } : {});
  e.afterCall();
  return true;
}

export { BOOL, seenBy };
export type { W };
