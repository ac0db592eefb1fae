// Syntax trees between the front end and Python: `ast.parse` (compile with PyCF_ONLY_AST) and `compile(tree)`. Models ast2obj_* and obj2ast_*
// of CPython's Python/Python-ast.c over one description of the nodes, and of Python/ast.c's validator what a program meets first.
import {
  boolOperators,
  compareOperators,
  ComplexConstant,
  Ellipsis,
  expressionContexts,
  FloatConstant,
  Kind,
  nodeDescriptions,
  operators,
  SurrogateString,
  unaryOperators,
} from '../../frontend/ast.ts';
import type { ConstantValue, FieldDescription, FieldType, Mod, Node } from '../../frontend/ast.ts';
import { FrozenSetConstant, TupleConstant } from '../../frontend/code-object.ts';
import { hostOf } from '../../kernels/text.ts';
import type { CodePoints } from '../../kernels/text.ts';
import { runNested } from '../continuation.ts';
import { getattrOr } from '../descroperation.ts';
import { STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { constantValue } from '../types/code.ts';
import { moduleOf } from '../types/module.ts';
import type { TypeObject } from '../typeobject.ts';

type Enumeration = Extract<FieldType, 'operator' | 'boolop' | 'unaryop' | 'cmpop' | 'expr_context'>;

const ENUMERATIONS: Readonly<Record<Enumeration, readonly string[]>> = {
  operator: operators,
  boolop: boolOperators,
  unaryop: unaryOperators,
  cmpop: compareOperators,
  expr_context: expressionContexts,
};
const isEnumeration = (type: FieldType): type is Enumeration => type in ENUMERATIONS;

const LOCATION = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;

/** Classes of `_ast` and the one instance of each that has no fields. */
class Classes {
  private readonly w_dict: W;
  private readonly single = new Map<string, W>();
  private readonly space: Space;

  constructor(space: Space) {
    this.space = space;
    const w_names = space.newtuple([space.newstr('AST')]);
    const w_module = runNested(space, () => space.importname('_ast', space.newdict(), w_names, 0));
    this.w_dict = space.own(moduleOf(space, w_module).w_dict);
    space.atFinish.push(() => {
      for (const w of this.single.values()) space.drop(w);
      space.drop(this.w_dict);
      classesOf.delete(space);
    });
  }
  type(name: string): TypeObject {
    return this.space.data(this.space.dictgetstr(this.w_dict, name)!) as TypeObject;
  }
  instance(name: string): W {
    let w = this.single.get(name);
    if (w === undefined) {
      w = this.space.own(this.space.newinstance(this.type(name)));
      this.single.set(name, w);
    }
    return w;
  }
}

const classesOf = new WeakMap<Space, Classes>();

function classes(space: Space): Classes {
  let known = classesOf.get(space);
  if (known === undefined) classesOf.set(space, (known = new Classes(space)));
  return known;
}

// --- out: host tree to objects

export function treeToObject(space: Space, tree: Node): W {
  const known = classes(space);
  const descriptions = nodeDescriptions();
  const scalar = (value: unknown, field: FieldDescription): W => {
    if (value === null || value === undefined) return space.w_None;
    if (isEnumeration(field.type)) return known.instance(ENUMERATIONS[field.type][value as number]);
    switch (field.type) {
      case 'node':
        return nodeToObject(value as Node);
      case 'int':
        return space.newint(value as number);
      default:
        return constantValue(space, value as ConstantValue);
    }
  };
  const nodeToObject = (node: Node): W => {
    const { name, fields, located } = descriptions[node.kind];
    const record = node as unknown as Record<string, unknown>;
    const w_node = space.newinstance(known.type(name));
    for (const field of fields) {
      const value = record[field.property];
      const w_value = Array.isArray(value)
        ? space.newlist(value.map((item) => scalar(item, field)))
        : scalar(value, field);
      space.setdictvalue(w_node, field.name, w_value);
    }
    if (located) {
      for (const place of LOCATION) space.setdictvalue(w_node, place, space.newint(record[place] as number));
    }
    return w_node;
  };
  return nodeToObject(tree);
}

// --- in: objects to a host tree

/** Sums of the grammar, as error texts call them, by what may stand in a field. */
const sumOfKind = (kind: number): string =>
  kind <= Kind.FunctionType
    ? 'mod'
    : kind <= Kind.Continue
      ? 'stmt'
      : kind <= Kind.Slice
        ? 'expr'
        : kind === Kind.ExceptHandler
          ? 'excepthandler'
          : kind >= Kind.MatchValue && kind <= Kind.MatchOr
            ? 'pattern'
            : kind === Kind.TypeIgnore
              ? 'type_ignore'
              : kind >= Kind.TypeVar
                ? 'type_param'
                : nodeDescriptions()[kind].name;

/** Fields of statements, patterns and so on; all others of kind `node` hold expressions. */
const FIELD_SUMS: Readonly<Record<string, string>> = {
  body: 'stmt',
  orelse: 'stmt',
  finalbody: 'stmt',
  handlers: 'excepthandler',
  cases: 'match_case',
  items: 'withitem',
  generators: 'comprehension',
  keywords: 'keyword',
  names: 'alias',
  posonlyargs: 'arg',
  kwonlyargs: 'arg',
  vararg: 'arg',
  kwarg: 'arg',
  pattern: 'pattern',
  patterns: 'pattern',
  kwd_patterns: 'pattern',
  type_ignores: 'type_ignore',
  type_params: 'type_param',
};

export function sumOfField(kind: number, name: string): string {
  const isExpression = kind === Kind.Lambda || kind === Kind.Expression || kind === Kind.IfExp;
  if (isExpression && (name === 'body' || name === 'orelse')) return 'expr';
  if (name === 'args') return kind === Kind.Arguments ? 'arg' : kind === Kind.Call ? 'expr' : 'arguments';
  return FIELD_SUMS[name] ?? 'expr';
}

function constantOfObject(space: Space, w: W): ConstantValue {
  const type = space.type(w);
  const { types } = space;
  if (space.is(w, space.w_None)) return null;
  if (space.is(w, space.w_Ellipsis)) return Ellipsis;
  if (type === types.bool) return space.is(w, space.w_True);
  if (type === types.int) return space.int_w(w) as ConstantValue;
  if (type === types.float) return new FloatConstant(space.float_w(w));
  if (type === types.complex) {
    const { real, imag } = space.complex_w(w);
    return new ComplexConstant(real, imag);
  }
  if (type === types.str) return textOf(space, w);
  if (type === types.bytes) return space.bytes_w(w);
  if (type === types.tuple) {
    const items = space.tuple_w(w).map((item) => constantOfObject(space, item));
    return new TupleConstant(items) as unknown as ConstantValue;
  }
  if (type === types.frozenset) {
    const items = space.listOfNested(w).map((item) => constantOfObject(space, item));
    return new FrozenSetConstant(items) as unknown as ConstantValue;
  }
  throw raise(space, 'TypeError', `got an invalid type in Constant: ${type.shortName}`);
}

function textOf(space: Space, w: W): ConstantValue {
  const text = space.text_w(w);
  if (typeof text === 'string')
    return text.isWellFormed() ? text : new SurrogateString(Array.from(text, (c) => c.charCodeAt(0)));
  const points = [...(text as CodePoints).points];
  return points.some((c) => c >= 0xd800 && c <= 0xdfff) ? new SurrogateString(points) : hostOf(text);
}

const kinds = new Map<string, number>();

/** The kind of node that an object is an instance of. */
function kindOf(space: Space, w: W): number {
  if (kinds.size === 0) nodeDescriptions().forEach(({ name }, kind) => kinds.set(name, kind));
  for (const type of space.type(w).mro) {
    const kind = kinds.get(type.shortName);
    if (kind !== undefined && type.mro.some((t) => t === space.types['_ast.AST'])) return kind;
  }
  return -1;
}

export function objectToTree(space: Space, w_root: W): Mod {
  const descriptions = nodeDescriptions();
  const attribute = (w: W, name: string): W => runNested(space, () => getattrOr(space, w, name, STOP));
  const reprOf = (w: W): string => space.str_w(runNested(space, () => space.repr(w)));
  const scalar = (w: W, field: FieldDescription, kind: number): unknown => {
    if (isEnumeration(field.type)) {
      const names = ENUMERATIONS[field.type];
      for (const type of space.type(w).mro) {
        const i = names.indexOf(type.shortName);
        if (i > 0 || (i === 0 && names[0] !== '')) return i;
      }
      throw raise(space, 'TypeError', `expected some sort of ${field.type}, but got ${reprOf(w)}`);
    }
    const isNone = space.is(w, space.w_None);
    switch (field.type) {
      case 'node':
        if (isNone && field.quantifier.includes('?')) return null;
        return toNode(w, sumOfField(kind, field.name));
      case 'int':
        if (!space.type(w).isSubtype(space.types.int)) {
          throw raise(space, 'ValueError', `invalid integer value: ${reprOf(w)}`);
        }
        return Number(space.int_w(w));
      case 'identifier':
        if (isNone && field.quantifier === '?') return null;
        if (!space.type(w).isSubtype(space.types.str)) {
          throw raise(space, 'TypeError', 'AST identifier must be of type str');
        }
        return space.str_w(w);
      case 'string':
        if (isNone) return null;
        if (!space.type(w).isSubtype(space.types.str)) {
          throw raise(space, 'TypeError', 'AST string must be of type str');
        }
        return space.str_w(w);
      default:
        return constantOfObject(space, w);
    }
  };
  const toNode = (w: W, sum: string): Node => {
    const kind = kindOf(space, w);
    if (kind < 0 || sumOfKind(kind) !== sum) {
      throw raise(space, 'TypeError', `expected some sort of ${sum}, but got ${reprOf(w)}`);
    }
    const { name, fields, located } = descriptions[kind];
    const record: Record<string, unknown> = { kind };
    if (located) {
      for (const place of LOCATION) {
        const w_place = attribute(w, place);
        const isMissing = w_place === STOP || space.is(w_place, space.w_None);
        if (isMissing && !place.startsWith('end_')) {
          throw raise(space, 'TypeError', `required field "${place}" missing from ${sumOfKind(kind)}`);
        }
        record[place] = isMissing
          ? record[place.slice('end_'.length)]
          : (scalar(w_place, { type: 'int' } as FieldDescription, kind) as number);
      }
    }
    for (const field of fields) {
      let w_value = attribute(w, field.name);
      const isList = field.quantifier.endsWith('*');
      if (w_value === STOP) {
        if (field.quantifier === '' && field.type === 'expr_context') {
          record[field.property] = expressionContexts.indexOf('Load');
          continue;
        }
        if (field.quantifier === '') {
          throw raise(space, 'TypeError', `required field "${field.name}" missing from ${name}`);
        }
        if (isList) {
          record[field.property] = [];
          continue;
        }
        w_value = space.w_None;
      }
      if (isList) {
        if (!space.type(w_value).isSubtype(space.types.list)) {
          const got = space.type(w_value).name;
          throw raise(space, 'TypeError', `${name} field "${field.name}" must be a list, not a ${got}`);
        }
        record[field.property] = space.listitems(w_value).map((item) => scalar(item, field, kind));
      } else {
        const isRequired = field.quantifier === '' && field.type !== 'constant';
        if (isRequired && space.is(w_value, space.w_None)) {
          throw raise(space, 'ValueError', `field '${field.name}' is required for ${name}`);
        }
        record[field.property] = scalar(w_value, field, kind);
      }
    }
    validate(space, record as unknown as Node);
    return record as unknown as Node;
  };
  return toNode(w_root, 'mod') as unknown as Mod;
}

/** Lists that may not be empty, by node. */
const NOT_EMPTY: Readonly<Record<string, readonly string[]>> = {
  FunctionDef: ['body'],
  AsyncFunctionDef: ['body'],
  ClassDef: ['body'],
  Delete: ['targets'],
  Assign: ['targets'],
  For: ['body'],
  AsyncFor: ['body'],
  While: ['body'],
  If: ['body'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Match: ['cases'],
  Try: ['body'],
  TryStar: ['body'],
  Import: ['names'],
  ImportFrom: ['names'],
  Global: ['names'],
  Nonlocal: ['names'],
  ListComp: ['generators'],
  SetComp: ['generators'],
  DictComp: ['generators'],
  GeneratorExp: ['generators'],
};

/** Where a name is stored or deleted: which fields of a node hold such expressions. */
const CONTEXTS: Readonly<Record<string, readonly (readonly [string, 'Store' | 'Del'])[]>> = {
  Delete: [['targets', 'Del']],
  Assign: [['targets', 'Store']],
  AugAssign: [['target', 'Store']],
  AnnAssign: [['target', 'Store']],
  For: [['target', 'Store']],
  AsyncFor: [['target', 'Store']],
  comprehension: [['target', 'Store']],
  NamedExpr: [['target', 'Store']],
  TypeAlias: [['name', 'Store']],
  withitem: [['optional_vars', 'Store']],
};

function validate(space: Space, node: Node): void {
  const { name, fields } = nodeDescriptions()[node.kind];
  const record = node as unknown as Record<string, unknown>;
  for (const field of NOT_EMPTY[name] ?? []) {
    if ((record[field] as unknown[]).length === 0) {
      throw raise(space, 'ValueError', `empty ${field} on ${name}`);
    }
  }
  for (const field of fields) {
    if (field.type !== 'node') continue;
    const wanted = CONTEXTS[name]?.find(([key]) => key === field.name)?.[1] ?? 'Load';
    const value = record[field.property];
    for (const item of Array.isArray(value) ? (value as (Node | null)[]) : [value as Node | null]) {
      if (item === null) continue;
      const inner = item as unknown as { kind: number; ctx?: number };
      // The parts of a tuple or list that is stored to are looked at with it.
      if (node.kind === Kind.Tuple || node.kind === Kind.List || node.kind === Kind.Starred) continue;
      if (inner.ctx === undefined) continue;
      const got = expressionContexts[inner.ctx];
      if (got !== wanted) {
        throw raise(space, 'ValueError', `expression must have ${wanted} context but has ${got} instead`);
      }
    }
  }
  const lengths = (a: string, b: string, text: string): void => {
    if ((record[a] as unknown[]).length !== (record[b] as unknown[]).length) {
      throw raise(space, 'ValueError', text);
    }
  };
  switch (node.kind) {
    case Kind.Dict:
      lengths('keys', 'values', "Dict doesn't have the same number of keys as values");
      break;
    case Kind.Compare:
      if ((record.comparators as unknown[]).length === 0) {
        throw raise(space, 'ValueError', 'Compare with no comparators');
      }
      lengths('comparators', 'ops', 'Compare has a different number of comparators and operands');
      break;
    case Kind.BoolOp:
      if ((record.values as unknown[]).length < 2) {
        throw raise(space, 'ValueError', 'BoolOp with less than 2 values');
      }
      break;
    case Kind.Try:
    case Kind.TryStar: {
      const handlers = (record.handlers as unknown[]).length;
      if (handlers === 0 && (record.finalbody as unknown[]).length === 0) {
        throw raise(space, 'ValueError', `${name} has neither handlers nor finalbody`);
      }
      if (handlers === 0 && (record.orelse as unknown[]).length > 0) {
        throw raise(space, 'ValueError', `${name} has orelse but no except handlers`);
      }
      break;
    }
    case Kind.ImportFrom:
      if ((record.level as number) < 0) throw raise(space, 'ValueError', 'Negative ImportFrom level');
      break;
    case Kind.Raise:
      if (record.exc === null && record.cause !== null) {
        throw raise(space, 'ValueError', 'Raise with cause but no exception');
      }
      break;
    case Kind.Arguments: {
      const positional = (record.posonlyargs as unknown[]).length + (record.args as unknown[]).length;
      if ((record.defaults as unknown[]).length > positional) {
        throw raise(space, 'ValueError', 'more positional defaults than args on arguments');
      }
      lengths(
        'kwonlyargs',
        'kw_defaults',
        'length of kwonlyargs is not the same as kw_defaults on arguments',
      );
      break;
    }
  }
}
