// Text of a tree, equal to Python's `ast.dump(tree, include_attributes=…, indent=…)` of 3.14 (empty lists and None defaults
// are left out, as `show_empty=False` does there), with the reprs of constants.
import {
  ComplexConstant,
  EllipsisConstant,
  FloatConstant,
  SurrogateString,
  Kind,
  nodeDescriptions,
} from './ast.ts';
import { boolOperators, compareOperators, expressionContexts, operators, unaryOperators } from './ast.ts';
import type { ConstantValue, FieldDescription, Node } from './ast.ts';

export interface DumpOptions {
  includeAttributes?: boolean;
  indent?: number | null;
}

/** Python's `ast.dump`. */
export function dumpAst(node: Node, options: DumpOptions = {}): string {
  const descriptions = nodeDescriptions();
  const attributes = options.includeAttributes === true;
  const indent = options.indent ?? null;

  const format = (value: unknown, field: FieldDescription, level: number): [string, boolean] => {
    if (Array.isArray(value)) {
      if (value.length === 0) return ['[]', true];
      const prefix = indent === null ? '' : '\n' + ' '.repeat(indent * (level + 1));
      const separator = indent === null ? ', ' : ',\n' + ' '.repeat(indent * (level + 1));
      return [`[${prefix}${value.map((item) => scalar(item, field, level + 1)[0]).join(separator)}]`, false];
    }
    return scalar(value, field, level);
  };

  const scalar = (value: unknown, field: FieldDescription, level: number): [string, boolean] => {
    switch (field.type) {
      case 'operator':
        return [operators[value as number] + '()', true];
      case 'boolop':
        return [boolOperators[value as number] + '()', true];
      case 'unaryop':
        return [unaryOperators[value as number] + '()', true];
      case 'cmpop':
        return [compareOperators[value as number] + '()', true];
      case 'expr_context':
        return [expressionContexts[value as number] + '()', true];
      case 'node':
        return value === null ? ['None', true] : formatNode(value as Node, level);
      default:
        return [reprConstant(value as ConstantValue), true];
    }
  };

  const formatNode = (value: Node, level: number): [string, boolean] => {
    const description = descriptions[value.kind];
    const record = value as unknown as Record<string, unknown>;
    const inner = level + 1;
    const parts: string[] = [];
    let simple = true;
    let keywordsOnly = false;
    for (const field of description.fields) {
      const item = record[field.property];
      const isConstantValue = field.type === 'constant' && value.kind === Kind.Constant;
      if (
        item === null &&
        (field.quantifier === '?' ||
          (field.type === 'constant' && !isConstantValue && value.kind !== Kind.MatchSingleton))
      ) {
        keywordsOnly = true;
        continue;
      }
      if (Array.isArray(item) && item.length === 0) {
        keywordsOnly = true;
        continue;
      }
      const [text, isSimple] = format(item, field, inner);
      simple = simple && isSimple;
      parts.push(keywordsOnly ? `${field.name}=${text}` : `${field.name}=${text}`);
    }
    if (attributes && description.located) {
      for (const name of ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']) {
        parts.push(`${name}=${String(record[name])}`);
      }
    }
    const count = parts.length;
    if (simple && count <= 3) return [`${description.name}(${parts.join(', ')})`, count === 0];
    const prefix = indent === null ? '' : '\n' + ' '.repeat(indent * inner);
    const separator = indent === null ? ', ' : ',\n' + ' '.repeat(indent * inner);
    return [`${description.name}(${prefix}${parts.join(separator)})`, false];
  };

  return formatNode(node, 0)[0];
}

/** `repr` of a constant or identifier. */
export function reprConstant(value: ConstantValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return reprText(value);
  if (value instanceof FloatConstant) return reprFloat(value.value);
  if (value instanceof ComplexConstant) {
    const imag = reprFloat(value.imag).replace(/\.0$/, '');
    return value.real === 0 && !Object.is(value.real, -0)
      ? `${imag}j`
      : `(${reprFloat(value.real).replace(/\.0$/, '')}${value.imag < 0 || Object.is(value.imag, -0) ? '' : '+'}${imag}j)`;
  }
  if (value instanceof SurrogateString) return reprText(value);
  if (value instanceof EllipsisConstant) return 'Ellipsis';
  return reprBytes(value);
}

/** Python's `repr` of a float. */
export function reprFloat(value: number): string {
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (Number.isNaN(value)) return 'nan';
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    const [mantissa, exponent] = value.toExponential().split('e');
    const sign = exponent[0] === '-' ? '-' : '+';
    return `${mantissa}e${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
  }
  const text = value.toString();
  return /[.e]/.test(text) ? text : text + '.0';
}

let unprintable: RegExp | undefined;

/** Python's `repr` of a str. */
export function reprText(value: string | SurrogateString): string {
  unprintable ??= /[\p{C}\p{Z}]/u;
  const chars =
    typeof value === 'string'
      ? Array.from(value)
      : value.codePoints.map((code) => String.fromCodePoint(code));
  const quote = chars.includes("'") && !chars.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of chars) {
    const code = char.codePointAt(0)!;
    if (char === quote || char === '\\') out += '\\' + char;
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (char === ' ') out += char;
    else if (code < 32 || code === 127) out += '\\x' + code.toString(16).padStart(2, '0');
    else if (code < 127) out += char;
    else if (unprintable.test(char)) {
      if (code < 0x100) out += '\\x' + code.toString(16).padStart(2, '0');
      else if (code < 0x10000) out += '\\u' + code.toString(16).padStart(4, '0');
      else out += '\\U' + code.toString(16).padStart(8, '0');
    } else out += char;
  }
  return out + quote;
}

/** Python's `repr` of bytes. */
export function reprBytes(value: Uint8Array): string {
  const quote = value.includes(39) && !value.includes(34) ? '"' : "'";
  let out = 'b' + quote;
  for (const byte of value) {
    const char = String.fromCharCode(byte);
    if (char === quote || char === '\\') out += '\\' + char;
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (byte < 32 || byte >= 127) out += '\\x' + byte.toString(16).padStart(2, '0');
    else out += char;
  }
  return out + quote;
}
