// Guards that are known to hold are dropped; what a guard proves is remembered: a condition becomes a constant, a value that was compared
// with a constant becomes that constant, an object of a tested layout needs no second test until something may have changed it.
import { root } from '../ir.ts';
import type { HostClass, Ins } from '../ir.ts';
import { numberOf } from './common-subexpressions.ts';
import { fieldKey } from './heap.ts';
import type { Optimizer, Pass } from './optimizer.ts';

function hasClass(o: Optimizer, ins: Ins, wanted: HostClass): Ins | undefined {
  const object = o.state.virtuals.get(ins);
  if (object !== undefined) {
    if (object.aux === wanted) return ins;
    const { test } = wanted;
    if (test === undefined || object.op !== 'new') return undefined;
    const at = (object.aux as HostClass).fields.indexOf(test.field);
    const value = at < 0 ? undefined : object.fields[at];
    return value?.isConst && value.aux === test.value ? ins : undefined;
  }
  if (ins.isConst) {
    const value = ins.aux as Record<string, unknown> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { test } = wanted;
    if (test === undefined) return value.constructor === wanted.construct ? ins : undefined;
    // What a constant holds now it holds later only if the field cannot change.
    if (test.field.immutable && value[test.field.property] === test.value) return ins;
  }
  if (ins.op === 'new' && ins.aux === wanted && wanted.test === undefined) return ins;
  const { test } = wanted;
  if (test === undefined || test.field.immutable) {
    const done = o.state.available.get(`guard_class ${root(ins).id} ${numberOf(wanted)}`);
    return done && o.resolve(done);
  }
  const entry = o.state.heap.get(fieldKey(ins, test.field));
  if (entry === undefined) return undefined;
  const value = o.resolve(entry.value);
  if (!value.isConst || value.aux !== test.value) return undefined;
  return ins.kind === 'p' ? ins : (o.state.available.get(`narrowed ${root(ins).id}`) ?? undefined);
}

/** A constant stays what it is: behind a guard that always fails nothing runs. */
function decide(o: Optimizer, condition: Ins, truth: boolean): void {
  if (!condition.isConst) o.state.replaced.set(condition, o.konst(truth, 'b'));
}

export const guards: Pass = {
  name: 'guards',
  failed(o, { op, args }) {
    if (op === 'guard_true') decide(o, args[0], false);
    if (op === 'guard_false') decide(o, args[0], true);
  },
  visit(o, ins) {
    switch (ins.op) {
      case 'guard_true':
      case 'guard_false': {
        const answer = o.send(ins, guards);
        decide(o, ins.args[0], ins.op === 'guard_true');
        return answer;
      }
      case 'guard_value': {
        const [value] = ins.args;
        if (o.isVirtual(value)) return undefined;
        o.send(ins, guards);
        const result = o.konst(ins.aux, ins.kind === 'w' ? value.kind : ins.kind);
        if (value !== result && !value.isConst) o.state.replaced.set(value, result);
        return result;
      }
      case 'guard_class': {
        const wanted = ins.aux as HostClass;
        const [value] = ins.args;
        const known = hasClass(o, value, wanted);
        if (known !== undefined) return known;
        const answer = o.send(ins, guards)!;
        const { test } = wanted;
        if (test === undefined || test.field.immutable) {
          o.state.available.set(`guard_class ${root(value).id} ${numberOf(wanted)}`, answer);
        } else {
          const { field } = test;
          o.state.heap.set(fieldKey(value, field), {
            base: answer,
            place: field,
            index: null,
            value: o.konst(test.value, 'p'),
            isPending: false,
          });
          o.state.available.set(`narrowed ${root(value).id}`, answer);
        }
        return answer;
      }
      case 'guard_set':
        if (ins.args[0].kind !== 'w') return ins.args[0];
        return undefined;
      default:
        return undefined;
    }
  },
};
