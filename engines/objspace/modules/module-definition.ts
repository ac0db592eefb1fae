// What a native module is made of, and how a module object comes of it. Models CPython's PyModuleDef (Objects/moduleobject.c): types and
// functions are made when the module is first imported.
import type { BuiltinTypeName } from '../builtin-types.ts';
import { Builtin } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { fillType, makeType, settleTypes } from '../typedef.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { moduleOf, newModule } from '../types/module.ts';

export interface ModuleDefinition {
  name: string;
  doc?: string;
  functions?: readonly BuiltinRow[];
  /** Types in the order of their bases; those listed by their bare name in `hidden` are no attributes of the module. */
  types?: readonly TypeDefinition[];
  hidden?: readonly BuiltinTypeName[];
  /** What reads better in Python: source that runs in the module's namespace when it is first imported (PyPy: app_*.py). */
  python?: string;
  /** Attributes that are neither: borrowed values. */
  values?: (space: Space, w_module: W) => Readonly<Record<string, W>>;
}

/** Makes types that no engine needs at its start; once for a space. */
export function defineTypes(space: Space, definitions: readonly TypeDefinition[]): void {
  const fresh = definitions.filter((definition) => space.types[definition.name] === undefined);
  for (const definition of fresh) {
    space.newtype(makeType(space, definition), space.types.type);
  }
  for (const definition of fresh) fillType(space, space.types[definition.name], definition);
  if (fresh.length > 0) settleTypes(space);
}

export function newBuiltin(space: Space, row: BuiltinRow, moduleName: string): W {
  return space.newobj(space.types.builtin_function_or_method, new Builtin(row, null, moduleName));
}

/** The module object with everything in it. */
export function makeModule(space: Space, definition: ModuleDefinition): W {
  const { name, doc, functions = [], types = [], hidden = [], values } = definition;
  const w_module = newModule(space, name, doc ?? null);
  const { w_dict } = moduleOf(space, w_module);
  for (const row of functions) space.dictsetstr(w_dict, row.name, newBuiltin(space, row, name));
  defineTypes(space, types);
  for (const { name: typeName } of types) {
    if (hidden.includes(typeName)) continue;
    const type: TypeObject = space.types[typeName];
    space.dictsetstr(w_dict, type.shortName, type.w_self);
  }
  for (const [key, w_value] of Object.entries(values?.(space, w_module) ?? {})) {
    space.dictsetstr(w_dict, key, w_value);
  }
  for (const absent of space.controls?.absentNames?.[name] ?? []) space.dictpop(w_dict, space.newstr(absent));
  return w_module;
}
