// Objects that are made in the trace and that nothing else gets to see are not made: their fields are values of the trace. Where one is
// needed after all (stored where others look, given to a call, carried around the loop) it is made there; where only exits need it, the
// exit makes it. Models PyPy's optimizeopt/virtualize.py and the allocation sinking of LuaJIT's lj_opt_sink.c.
import { make } from '../ir.ts';
import type { ArrayKind, Field, HostClass, Ins } from '../ir.ts';
import type { Optimizer, Pass } from './optimizer.ts';
import { unboxed } from './optimizer.ts';
import type { VirtualObject } from './state.ts';

function update(o: Optimizer, ins: Ins, object: VirtualObject, at: number, value: Ins): void {
  o.state.virtuals.set(ins, { ...object, fields: object.fields.map((old, i) => (i === at ? value : old)) });
}

/** The value itself, or the object that had to be made for it. */
export function force(o: Optimizer, ins: Ins): Ins {
  const value = o.resolve(ins);
  const object = o.state.virtuals.get(value);
  if (object === undefined) return value;
  const late: { at: number; inner: Ins }[] = [];
  o.state.virtuals.delete(value);
  const args = object.fields.map((field, at) => {
    const inner = o.resolve(field);
    // Itself or one that contains it: the field is set when both are there.
    if (inner === value || o.inForcing.has(inner)) {
      late.push({ at, inner });
      return o.konst(null, 'p');
    }
    o.inForcing.add(value);
    const made = force(o, inner);
    o.inForcing.delete(value);
    return made;
  });
  const real = o.send(make(object.op, args, object.aux), virtuals)!;
  o.state.replaced.set(value, real);
  for (const { at, inner } of late) {
    const isArray = object.op === 'newarray';
    const place = isArray ? (object.aux as ArrayKind) : (object.aux as HostClass).fields[at];
    o.late.push({ base: real, place, index: isArray ? o.konst(at, 'i') : null, inner });
  }
  if (o.inForcing.size === 0) {
    for (const { base, place, index, inner } of o.late.splice(0)) {
      if (index === null) o.append(make('setfield', [base, o.resolve(inner)], place));
      else o.append(make('setitem', [base, index, o.resolve(inner)], place));
    }
  }
  return real;
}

const forceArgs = (o: Optimizer, ins: Ins): void => {
  ins.args = ins.args.map((arg) => force(o, arg));
};

export const virtuals: Pass = {
  name: 'virtuals',
  visit(o, ins) {
    const { args } = ins;
    const object = args.length > 0 ? o.state.virtuals.get(args[0]) : undefined;
    switch (ins.op) {
      case 'new':
      case 'newarray': {
        o.numbered(ins);
        o.state.virtuals.set(ins, { op: ins.op, aux: ins.aux as HostClass | ArrayKind, fields: args });
        return ins;
      }
      case 'getfield': {
        if (object === undefined) return undefined;
        const at = (object.aux as HostClass).fields.indexOf(ins.aux as Field);
        if (at < 0) break;
        return o.resolve(object.fields[at]);
      }
      case 'setfield': {
        if (object === undefined) return undefined;
        const at = (object.aux as HostClass).fields.indexOf(ins.aux as Field);
        if (at < 0) break;
        update(o, args[0], object, at, args[1]);
        return null;
      }
      case 'arraylen':
        return object === undefined ? undefined : o.konst(object.fields.length, 'i');
      case 'getitem': {
        if (object === undefined) return undefined;
        const [, index] = args;
        if (!index.isConst) break;
        return o.resolve(object.fields[index.aux as number]);
      }
      case 'setitem': {
        if (object === undefined) return undefined;
        const [, index, value] = args;
        if (!index.isConst) break;
        update(o, args[0], object, index.aux as number, value);
        return null;
      }
      case 'arraypush': {
        if (object === undefined) break;
        o.state.virtuals.set(args[0], { ...object, fields: [...object.fields, args[1]] });
        return null;
      }
      case 'arraypop': {
        if (object === undefined || object.fields.length === 0) break;
        o.state.virtuals.set(args[0], { ...object, fields: object.fields.slice(0, -1) });
        return o.resolve(object.fields[object.fields.length - 1]);
      }
      case 'same': {
        const other = o.state.virtuals.get(args[1]);
        if (object === undefined && other === undefined) return undefined;
        return o.konst(args[0] === args[1], 'b');
      }
      case 'is_set':
        return object === undefined ? undefined : o.konst(true, 'b');
      case 'guard_set':
        return object === undefined ? undefined : args[0];
      case 'guard_true':
      case 'guard_false':
        return undefined;
    }
    forceArgs(o, ins);
    return undefined;
  },
};

export { unboxed };
