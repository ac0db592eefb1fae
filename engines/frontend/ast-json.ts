// A tree as plain data, for whoever stands outside the front end: `{ _type, line, column, …fields }` with CPython's names of nodes and
// fields; operators and contexts by name; a constant by the name of its type and its repr. Lines count from 1, columns (bytes
// of the UTF-8 line) from 0.
import {
  boolOperators,
  compareOperators,
  ComplexConstant,
  EllipsisConstant,
  expressionContexts,
  FloatConstant,
  nodeDescriptions,
  operators,
  SurrogateString,
  unaryOperators,
} from './ast.ts';
import type { ConstantValue, FieldDescription, Node } from './ast.ts';
import { reprConstant } from './ast-dump.ts';

export interface JsonNode {
  _type: string;
  line?: number;
  column?: number;
  [field: string]: unknown;
}

export function astToJson(tree: Node): JsonNode {
  const descriptions = nodeDescriptions();
  const scalar = (value: unknown, field: FieldDescription, isConstant: boolean): unknown => {
    switch (field.type) {
      case 'operator':
        return operators[value as number];
      case 'boolop':
        return boolOperators[value as number];
      case 'unaryop':
        return unaryOperators[value as number];
      case 'cmpop':
        return compareOperators[value as number];
      case 'expr_context':
        return expressionContexts[value as number];
      case 'node':
        return value === null ? null : node(value as Node);
      default:
        if (isConstant)
          return { type: constantType(value as ConstantValue), repr: reprConstant(value as ConstantValue) };
        return typeof value === 'string' || typeof value === 'number' || value === null
          ? value
          : reprConstant(value as ConstantValue);
    }
  };
  const node = (value: Node): JsonNode => {
    const description = descriptions[value.kind];
    const record = value as unknown as Record<string, unknown>;
    const out: JsonNode = { _type: description.name };
    if (description.located) {
      out.line = record.lineno as number;
      out.column = record.col_offset as number;
    }
    const isConstant = description.name === 'Constant' || description.name === 'MatchSingleton';
    for (const field of description.fields) {
      const item = record[field.property];
      const constant = isConstant && field.name === 'value';
      out[field.name] = Array.isArray(item)
        ? item.map((x) => scalar(x, field, constant))
        : scalar(item, field, constant);
    }
    return out;
  };
  return node(tree);
}

function constantType(value: ConstantValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (typeof value === 'string' || value instanceof SurrogateString) return 'str';
  if (value instanceof FloatConstant) return 'float';
  if (value instanceof ComplexConstant) return 'complex';
  if (value instanceof EllipsisConstant) return 'ellipsis';
  return 'bytes';
}
