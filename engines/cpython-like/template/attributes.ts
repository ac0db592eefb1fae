// @inline-constants-from ../../frontend/opcodes.ts Op
// Templates of attributes and globals. What the eval loop has quickened is guarded by the versions in its caches; what it has not is left to
// the bodies.
import { Op } from '../../frontend/opcodes.ts';
import { madeTypes } from '../../objspace/typedef.ts';
import type { ModulePayload } from '../../objspace/types/module.ts';
import type { Body } from '../ops/bodies.ts';
import type { DictTable } from '../dict-table.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import { isNext } from '../shared-keys.ts';
import type { Cache } from '../specialize.ts';
import { BORROWED, CONST, NULL, OWNED, VOLATILE } from './emitter.ts';
import type { Emitter } from './emitter.ts';
import { Forms, loadHere, loadPlain, storeHereByForm } from './many-classes.ts';
import { general } from './operators.ts';
import type { Text } from './operators.ts';

/** Does a program hardly ever put anything else in its place? */
function isStable(e: Emitter, value: Any): boolean {
  const { types } = e.space;
  const { type } = value;
  return (
    type === types.function ||
    type === types.builtin_function_or_method ||
    type === types.method_descriptor ||
    type === types.wrapper_descriptor ||
    type.isSubtype(types.type) ||
    type === types.module
  );
}

/** A value from a table of globals or of a module, whose keys are guarded already. */
function fromTable(e: Emitter, table: DictTable, name: string, index: number): void {
  const value = table.values[index];
  if (value !== undefined && isStable(e, value)) {
    const K = e.object(value);
    e.emit(`if (${name}.values[${index}] !== ${K}) ${e.exit()}`);
    e.push(CONST, K, { value });
    return;
  }
  const t = e.variable();
  e.emit(`${t} = ${name}.values[${index}];`);
  e.push(BORROWED, t, { local: VOLATILE });
}

export function loadGlobal(e: Emitter, f: PyFrame, op: number, arg: number, cache: Cache | null): boolean {
  if (cache === null) return false;
  const globals = f.globals.v as DictTable;
  if (op === Op.LOAD_GLOBAL_MODULE) {
    if (globals.version !== cache.version) return false;
    const G = e.constant(globals, 'G');
    e.emit(`if (${G}.version !== ${cache.version}) ${e.exit()}`);
    fromTable(e, globals, G, cache.index);
  } else if (op === Op.LOAD_GLOBAL_BUILTIN) {
    const builtins = f.builtins.v as DictTable;
    if (globals.version !== cache.version || builtins.version !== cache.version2) return false;
    const G = e.constant(globals, 'G');
    const B = e.constant(builtins, 'B');
    e.emit(`if (${G}.version !== ${cache.version} || ${B}.version !== ${cache.version2}) ${e.exit()}`);
    fromTable(e, builtins, B, cache.index);
  } else return false;
  if ((arg & 1) === 1) e.push(NULL, 'null');
  return true;
}

export function loadAttr(e: Emitter, op: number, arg: number, cache: Cache | null): boolean {
  if (cache === null) return false;
  const wantsMethod = (arg & 1) === 1;
  const { types } = e.space;
  const type = e.knownType(e.top());
  const isBoxed = e.top().kind === OWNED || e.top().kind === BORROWED || e.top().kind === CONST;
  if (!isBoxed) return false;
  switch (op) {
    case Op.LOAD_ATTR_INSTANCE_VALUE:
    case Op.LOAD_ATTR_SLOT: {
      const owner = e.materialised(e.depth - 1);
      const d = e.variable();
      const r = e.variable();
      e.emit(
        `if (${owner.name}.type.version !== ${cache.version} || (${d} = ${owner.name}.d) === null || (${r} = ${d}[${cache.index}]) === undefined) ${e.exit()}`,
      );
      e.operands.pop();
      if (owner.kind === OWNED) {
        e.emit(`${r}.rc++;`);
        e.release(owner);
        e.push(OWNED, r);
      } else e.push(BORROWED, r, { local: VOLATILE });
      if (wantsMethod) e.push(NULL, 'null');
      return true;
    }
    case Op.LOAD_ATTR_METHOD_WITH_VALUES:
    case Op.LOAD_ATTR_METHOD_NO_DICT: {
      const value = cache.value!;
      const owner = e.materialised(e.depth - 1);
      const K = e.object(value);
      const isExact = !owner.type || op === Op.LOAD_ATTR_METHOD_WITH_VALUES;
      const builtin = madeTypes(e.space).find((t) => t.version === cache.version && !t.isHeap);
      if (op === Op.LOAD_ATTR_METHOD_NO_DICT && builtin !== undefined) {
        const isKnown = type !== '' && types[type] === builtin;
        if (!isKnown) e.emit(`if (${owner.name}.type !== ${e.type(builtin)}) ${e.exit()}`);
        e.emit(`if (${e.type(builtin)}.version !== ${cache.version}) ${e.exit()}`);
        const known = (['str', 'list', 'tuple', 'dict'] as const).find((name) => types[name] === builtin);
        if (known !== undefined) e.learn(owner, known, '');
      } else if (isExact && op === Op.LOAD_ATTR_METHOD_WITH_VALUES) {
        e.emit(
          `if (${owner.name}.type.version !== ${cache.version} || (${owner.name}.d !== null && !Array.isArray(${owner.name}.d))) ${e.exit()}`,
        );
      } else e.emit(`if (${owner.name}.type.version !== ${cache.version}) ${e.exit()}`);
      e.operands.pop();
      e.push(CONST, K, { value });
      e.operands.push(owner);
      return true;
    }
    case Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES:
    case Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT: {
      const owner = e.materialised(e.depth - 1);
      e.emit(
        `if (${owner.name}.type.version !== ${cache.version} || (${owner.name}.d != null && !Array.isArray(${owner.name}.d))) ${e.exit()}`,
      );
      e.operands.pop();
      constant(e, cache.value!);
      if (wantsMethod) e.push(NULL, 'null');
      e.release(owner);
      return true;
    }
    case Op.LOAD_ATTR_MODULE: {
      const o = e.top();
      if (o.value === null || o.value.type !== types.module) return false;
      const table = unwrap((o.value.v as ModulePayload).w_dict).v as DictTable;
      if (table.version !== cache.version) return false;
      const owner = e.materialised(e.depth - 1);
      const T = e.constant(table, 'M');
      e.emit(`if (${T}.version !== ${cache.version}) ${e.exit()}`);
      const value = table.values[cache.index];
      e.operands.pop();
      e.release(owner);
      // The exit of the value's guard must find the owner where it was.
      if (value !== undefined && isStable(e, value) && owner.kind === CONST) {
        const K = e.object(value);
        e.emit(`if (${T}.values[${cache.index}] !== ${K}) ${e.exit()}`);
        e.push(CONST, K, { value });
      } else {
        const t = e.variable();
        e.emit(`${t} = ${T}.values[${cache.index}];`);
        e.push(BORROWED, t, { local: VOLATILE });
      }
      if (wantsMethod) e.push(NULL, 'null');
      return true;
    }
    case Op.LOAD_ATTR_CLASS: {
      const owner = e.materialised(e.depth - 1);
      e.emit(`if (${owner.name}.type !== TYPE_ || ${owner.name}.v.version !== ${cache.version}) ${e.exit()}`);
      e.operands.pop();
      constant(e, cache.value!);
      if (wantsMethod) e.push(NULL, 'null');
      e.release(owner);
      return true;
    }
  }
  return false;
}

/** A value of a class under the guard of its version: the class owns it. */
function constant(e: Emitter, value: Any): void {
  const K = e.object(value);
  if (isStable(e, value)) e.push(CONST, K, { value });
  else e.push(BORROWED, K, { local: VOLATILE });
}

export function storeAttr(e: Emitter, op: number, arg: number, cache: Cache | null, body: Body): boolean {
  if (cache === null || (op !== Op.STORE_ATTR_INSTANCE_VALUE && op !== Op.STORE_ATTR_SLOT)) return false;
  const kind = e.top().kind;
  if (kind !== OWNED && kind !== BORROWED) return false;
  e.ownVolatile();
  e.rebase();
  const owner = e.materialised(e.depth - 1);
  const value = e.materialised(e.depth - 2);
  const d = e.variable();
  const old = e.variable();
  e.emit(`if (${owner.name}.type.version !== ${cache.version}) ${e.exit()}`);
  e.emit(
    `${d} = ${owner.name}.d; if (${d} === null) ${d} = ${owner.name}.d = space.emptyAttributes(${owner.name}.type);`,
  );
  e.emit(`${old} = ${d}[${cache.index}];`);
  const next = e.constant(isNext, 'isNext');
  const room =
    op === Op.STORE_ATTR_SLOT
      ? `${cache.index} >= ${d}.length`
      : `!(${cache.index} < ${d}.length && ${next}(${d}, ${cache.index})) && ${d}.length !== ${cache.index}`;
  e.emit(`if (${old} === undefined && (${room})) ${e.exit()}`);
  const name = e.ownedOf(value);
  e.operands.length -= 2;
  e.emit(`${d}[${cache.index}] = ${name};`);
  e.release(owner);
  e.emit(`if (${old} !== undefined && --${old}.rc === 0) dealloc(${old});`);
  void body;
  void arg;
  return true;
}

/** LOAD_ATTR on objects of several classes, or of a property. */
export function loadAttrOfMany(e: Emitter, op: number, arg: number, body: Body): void {
  const wantsMethod = (arg & 1) === 1;
  const P = e.constant(new Forms(e.code.names[arg >> 1], wantsMethod), 'P');
  const load = e.constant(loadHere, 'loadHere');
  if (!wantsMethod) {
    const plain = e.constant(loadPlain, 'loadPlain');
    const quick: Text = (o) => `${plain}(space, ${o}, ${P})`;
    general(e, op, arg, body, 1, quick, (o) => `${load}(space, f, ${o}, ${P})`);
    return;
  }
  e.ownVolatile();
  e.spill();
  const at = e.depth - 1;
  const owner = e.top();
  if (owner.name === '') {
    owner.name = e.variable();
    e.emit(`${owner.name} = ${e.slot(at)};`);
  }
  const r = e.variable();
  e.setPosition();
  e.emit(`${r} = ${load}(space, f, ${owner.name}, ${P});`);
  e.emit(`if (${r} === undefined) {`);
  e.body(op, arg, body);
  e.emit(`} else if (${r} === null) ${e.lost()} else {`);
  const drop = e.drop(owner.name, e.knownType(owner));
  e.emit(`${e.slot(at)} = ${r};`);
  e.emit(`if (space.isMethod) ${e.slot(at + 1)} = ${owner.name}; else { ${e.slot(at + 1)} = null; ${drop} }`);
  e.emit('}');
  e.operands.pop();
  e.pushSlot();
  e.pushSlot();
  e.afterCall();
}

/** STORE_ATTR on objects of several classes. */
export function storeAttrOfMany(e: Emitter, op: number, arg: number, body: Body): void {
  const P = e.constant(new Forms(e.code.names[arg], false), 'P');
  const store = e.constant(storeHereByForm, 'storeHereByForm');
  e.ownVolatile();
  e.spill();
  const [value, owner] = [2, 1].map((i) => {
    const o = e.operands[e.depth - i];
    if (o.name === '') {
      o.name = e.variable();
      e.emit(`${o.name} = ${e.slot(e.depth - i)};`);
    }
    return o;
  });
  e.setPosition();
  e.emit(`if (${store}(space, ${owner.name}, ${value.name}, ${P})) {`);
  e.emit(`${value.name}.rc--; ${e.drop(owner.name)}`);
  e.emit('} else {');
  e.body(op, arg, body);
  e.emit('}');
  e.operands.length -= 2;
  e.afterCall();
}
