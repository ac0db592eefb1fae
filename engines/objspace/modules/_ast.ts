// The module `_ast`: the classes of the syntax tree, made from the front end's description of the nodes. Models CPython's Python/Python-ast.c
// (generated from Parser/Python.asdl). Trees from source and back are syntax-trees.ts.
// Left out: `__replace__`.
import { textFromHost } from '../../kernels/text.ts';
import {
  boolOperators,
  compareOperators,
  expressionContexts,
  Kind,
  nodeDescriptions,
  operators,
  unaryOperators,
} from '../../frontend/ast.ts';
import type { FieldDescription } from '../../frontend/ast.ts';
import { andThen, runNested } from '../continuation.ts';
import { sumOfField } from './syntax-trees.ts';
import { callNested, setattr } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

const LOCATION = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'];

/** Sums of the grammar: which kinds of node belong to each, from the first to the last. */
const SUMS: readonly (readonly [string, number, number])[] = [
  ['mod', Kind.Module, Kind.FunctionType],
  ['stmt', Kind.FunctionDef, Kind.Continue],
  ['expr', Kind.BoolOp, Kind.Slice],
  ['excepthandler', Kind.ExceptHandler, Kind.ExceptHandler],
  ['pattern', Kind.MatchValue, Kind.MatchOr],
  ['type_ignore', Kind.TypeIgnore, Kind.TypeIgnore],
  ['type_param', Kind.TypeVar, Kind.TypeVarTuple],
];

/** Sums whose members have no fields. */
const ENUMERATIONS: readonly (readonly [string, readonly string[]])[] = [
  ['boolop', boolOperators],
  ['operator', operators],
  ['unaryop', unaryOperators],
  ['cmpop', compareOperators],
  ['expr_context', expressionContexts],
];

const namesOf = (space: Space, w_sequence: W): string[] => {
  const isTuple = space.type(w_sequence).isSubtype(space.types.tuple);
  const items_w = isTuple ? space.tuple_w(w_sequence) : space.listOfNested(w_sequence);
  return items_w.map((w) => space.str_w(w));
};

/** `Node(*fields, **attributes)`: what is not given is None, an empty list or `Load()`, or left out with a warning. */
function initialise(space: Space, w_self: W, args_w: readonly W[], names: readonly string[] | null): W {
  const type = space.type(w_self);
  const positional = args_w.length - (names?.length ?? 0);
  const fields = namesOf(space, type.lookup('_fields') ?? space.newtuple([]));
  if (positional > fields.length) {
    const most = `at most ${fields.length} positional argument${fields.length === 1 ? '' : 's'}`;
    throw raise(space, 'TypeError', `${type.name} constructor takes ${most}`);
  }
  const given = new Set<string>();
  for (let i = 0; i < positional; i++) {
    space.setdictvalue(w_self, fields[i], args_w[i]);
    given.add(fields[i]);
  }
  names?.forEach((name, k) => {
    if (given.has(name)) {
      throw raise(space, 'TypeError', `${type.name} got multiple values for argument '${name}'`);
    }
    const attributes = (): string[] => namesOf(space, type.lookup('_attributes') ?? space.newtuple([]));
    if (!fields.includes(name) && !attributes().includes(name)) {
      const text = `${type.name}.__init__ got an unexpected keyword argument '${name}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`;
      space.warnNested('DeprecationWarning', text);
    }
    space.setdictvalue(w_self, name, args_w[positional + k]);
    given.add(name);
  });
  for (const name of fields) {
    if (given.has(name)) continue;
    const quantifier = fieldOf(
      type.mro.map((base) => base.name),
      name,
    );
    if (quantifier === undefined) continue;
    if (quantifier.quantifier.endsWith('*')) space.setdictvalue(w_self, name, space.newlist([]));
    else if (quantifier.type === 'expr_context') {
      const w_load = contexts.get(space);
      if (w_load !== undefined) space.setdictvalue(w_self, name, w_load);
    } else if (quantifier.quantifier === '') {
      const text = `${type.name}.__init__ missing 1 required positional argument: '${name}'. This will become an error in Python 3.15.`;
      space.warnNested('DeprecationWarning', text);
    }
  }
  return space.w_None;
}

/** The one `Load()` that fills a field that was not given. */
const contexts = new WeakMap<Space, W>();

/** The description of a field of the first class of the grammar among `classes`. */
function fieldOf(classes: readonly string[], name: string): FieldDescription | undefined {
  const descriptions = nodeDescriptions().filter((description) => description !== undefined);
  for (const className of classes) {
    const found = descriptions.find((description) => description.name === className);
    if (found !== undefined) return found.fields.find((field) => field.name === name);
  }
  return undefined;
}

/** How deep a node's text goes (ast_repr_max_depth). */
const REPR_DEPTH = 3;
const showing = new WeakMap<Space, W[]>();

/** `BinOp(left=Constant(value=1, kind=None), …)`: of a list the first and the last, of what lies too deep the class. Runs nested, as in CPython. */
function nodeText(space: Space, w_node: W, depth: number): string {
  const type = space.type(w_node);
  let nodes_w = showing.get(space);
  if (nodes_w === undefined) showing.set(space, (nodes_w = []));
  if (depth <= 0 || nodes_w.some((w) => space.is(w, w_node))) return `${type.name}(...)`;
  nodes_w.push(w_node);
  try {
    const w_fields = runNested(space, () => space.getattr(type.w_self, '_fields'));
    const fields = namesOf(space, w_fields).map((name) => {
      const w_value = runNested(space, () => space.getattr(w_node, name));
      return `${name}=${fieldText(space, w_value, depth - 1)}`;
    });
    return `${type.name}(${fields.join(', ')})`;
  } finally {
    nodes_w.pop();
  }
}

function fieldText(space: Space, w_value: W, depth: number): string {
  const type = space.type(w_value);
  const isList = type.isSubtype(space.types.list);
  if (!isList && !type.isSubtype(space.types.tuple)) return itemText(space, w_value, depth);
  const items_w = isList ? space.listitems(w_value) : space.tuple_w(w_value);
  const n = items_w.length;
  const shown = n === 0 ? [] : [itemText(space, items_w[0], depth)];
  if (n > 2) shown.push('...');
  if (n > 1) shown.push(itemText(space, items_w[n - 1], depth));
  return isList ? `[${shown.join(', ')}]` : `(${shown.join(', ')})`;
}

const itemText = (space: Space, w: W, depth: number): string =>
  space.type(w).isSubtype(space.types['_ast.AST'])
    ? nodeText(space, w, depth)
    : space.str_w(runNested(space, () => space.repr(w)));

const astType: TypeDefinition = {
  name: '_ast.AST',
  module: 'ast',
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => space.newinstance(type),
    init: initialise,
    repr: (space, w) => space.newtext(textFromHost(nodeText(space, w, REPR_DEPTH))),
  },
  methods: [
    resumable('__reduce__', '$self, /', (space: Space, w: W) =>
      andThen(space, space.top, space.getattr(w, '__dict__'), (w_dict) =>
        space.newtuple([space.type(w).w_self, space.newtuple([]), w_dict]),
      ),
    ),
  ],
  getset: {
    __dict__: { get: (space, w) => space.getdict(w)! },
  },
  constants: (space) => ({
    _fields: space.newtuple([]),
    _attributes: space.newtuple([]),
    __match_args__: space.newtuple([]),
  }),
};

/** A class below `w_base` with its fields; a field that may be missing is None in the class. */
function newClass(
  space: Space,
  name: string,
  w_base: W,
  fields: readonly FieldDescription[],
  located: boolean | null,
): W {
  const w_dict = space.newdict();
  const texts = (names: readonly string[]): W => space.newtuple(names.map((text) => space.newstr(text)));
  const set = (key: string, w: W): void => space.dictsetstr(w_dict, key, w);
  set('__module__', space.newstr('ast'));
  set('_fields', texts(fields.map((field) => field.name)));
  set('__match_args__', texts(fields.map((field) => field.name)));
  if (located !== null) set('_attributes', texts(located ? LOCATION : []));
  if (located === true) {
    set('end_lineno', space.w_None);
    set('end_col_offset', space.w_None);
  }
  for (const field of fields) if (field.quantifier === '?') set(field.name, space.w_None);
  return callNested(space, space.types.type.w_self, [space.newstr(name), space.newtuple([w_base]), w_dict]);
}

/** What `_field_types` says of a field: `expr`, `list[stmt]`, `str | None`. */
function fieldType(space: Space, made: Record<string, W>, kind: number, field: FieldDescription): W {
  const plain: Readonly<Record<string, W>> = {
    identifier: space.types.str.w_self,
    string: space.types.str.w_self,
    int: space.types.int.w_self,
    constant: space.types.object.w_self,
  };
  const w_type = plain[field.type] ?? made[field.type === 'node' ? sumOfField(kind, field.name) : field.type];
  if (field.quantifier.endsWith('*')) return space.genericAlias(space.types.list.w_self, w_type);
  return field.quantifier === '?' ? space.newunion(w_type, space.w_None) : w_type;
}

function classes(space: Space): Record<string, W> {
  const made: Record<string, W> = {};
  const w_ast = space.types['_ast.AST'].w_self;
  const descriptions = nodeDescriptions();
  const sumOf = new Map<number, string>();
  for (const [name, first, last] of SUMS) {
    made[name] = newClass(space, name, w_ast, [], descriptions[first].located);
    for (let kind = first; kind <= last; kind++) sumOf.set(kind, name);
  }
  descriptions.forEach(({ name, fields, located }, kind) => {
    const sum = sumOf.get(kind);
    made[name] =
      sum === undefined
        ? newClass(space, name, w_ast, fields, located)
        : newClass(space, name, made[sum], fields, null);
  });
  for (const [name, members] of ENUMERATIONS) {
    made[name] = newClass(space, name, w_ast, [], false);
    for (const member of members)
      if (member !== '') made[member] = newClass(space, member, made[name], [], null);
  }
  descriptions.forEach(({ name, fields }, kind) => {
    const w_types = space.newdict();
    for (const field of fields) space.dictsetstr(w_types, field.name, fieldType(space, made, kind, field));
    runNested(space, () => setattr(space, made[name], '_field_types', w_types));
  });
  if (!contexts.has(space)) {
    const w_load = space.own(callNested(space, made.Load, []));
    contexts.set(space, w_load);
    space.atFinish.push(() => {
      contexts.delete(space);
      space.drop(w_load);
    });
  }
  return made;
}

export const astModule: ModuleDefinition = {
  name: '_ast',
  types: [astType],
  values: (space) => ({
    ...classes(space),
    PyCF_ONLY_AST: space.newint(0x400),
    PyCF_TYPE_COMMENTS: space.newint(0x1000),
    PyCF_ALLOW_TOP_LEVEL_AWAIT: space.newint(0x2000),
    PyCF_OPTIMIZED_AST: space.newint(0x8400),
  }),
};
