// @inline-constants-from ./ast-kinds.ts Kind
// An expression back to source text: what `from __future__ import annotations` stores (CPython's Python/ast_unparse.c, whose
// spacing this keeps; `ast.unparse` is another program and differs).
import { Kind, EllipsisConstant, SurrogateString, Operator, UnaryOperator, BoolOperator } from './ast.ts';
import type { Arg, Arguments, Comprehension, Expr } from './ast.ts';
import { reprConstant, reprText } from './ast-dump.ts';

const NAMED = 0;
const TUPLE = 1;
const TEST = 2;
const OR = 3;
const AND = 4;
const NOT = 5;
const CMP = 6;
const EXPR = 7;
const BXOR = 8;
const BAND = 9;
const SHIFT = 10;
const ARITH = 11;
const TERM = 12;
const FACTOR = 13;
const POWER = 14;
const AWAIT = 15;
const ATOM = 16;

const binary: Readonly<Record<number, readonly [symbol: string, precedence: number]>> = {
  [Operator.Add]: [' + ', ARITH],
  [Operator.Sub]: [' - ', ARITH],
  [Operator.Mult]: [' * ', TERM],
  [Operator.MatMult]: [' @ ', TERM],
  [Operator.Div]: [' / ', TERM],
  [Operator.Mod]: [' % ', TERM],
  [Operator.Pow]: [' ** ', POWER],
  [Operator.LShift]: [' << ', SHIFT],
  [Operator.RShift]: [' >> ', SHIFT],
  [Operator.BitOr]: [' | ', EXPR],
  [Operator.BitXor]: [' ^ ', BXOR],
  [Operator.BitAnd]: [' & ', BAND],
  [Operator.FloorDiv]: [' // ', TERM],
};
const unary: Readonly<Record<number, readonly [symbol: string, precedence: number]>> = {
  [UnaryOperator.Invert]: ['~', FACTOR],
  [UnaryOperator.Not]: ['not ', NOT],
  [UnaryOperator.UAdd]: ['+', FACTOR],
  [UnaryOperator.USub]: ['-', FACTOR],
};
const comparison = ['', ' == ', ' != ', ' < ', ' <= ', ' > ', ' >= ', ' is ', ' is not ', ' in ', ' not in '];

export function unparseExpression(e: Expr): string {
  return unparse(e, TEST);
}

function parenthesised(text: string, condition: boolean): string {
  return condition ? `(${text})` : text;
}

function list(elements: readonly Expr[]): string {
  return elements.map((x) => unparse(x, TEST)).join(', ');
}

function unparse(e: Expr, level: number): string {
  switch (e.kind) {
    case Kind.BoolOp: {
      const isAnd = e.op === BoolOperator.And;
      const own = isAnd ? AND : OR;
      const text = e.values.map((v) => unparse(v, own + 1)).join(isAnd ? ' and ' : ' or ');
      return parenthesised(text, level > own);
    }
    case Kind.BinOp: {
      const [symbol, own] = binary[e.op];
      const right = e.op === Operator.Pow ? 1 : 0;
      return parenthesised(
        unparse(e.left, own + right) + symbol + unparse(e.right, own + 1 - right),
        level > own,
      );
    }
    case Kind.UnaryOp: {
      const [symbol, own] = unary[e.op];
      return parenthesised(symbol + unparse(e.operand, own), level > own);
    }
    case Kind.Lambda: {
      const positional = e.args.posonlyargs.length + e.args.args.length > 0;
      const text = `lambda${positional ? ' ' : ''}${parameters(e.args)}: ${unparse(e.body, TEST)}`;
      return parenthesised(text, level > TEST);
    }
    case Kind.IfExp:
      return parenthesised(
        `${unparse(e.body, TEST + 1)} if ${unparse(e.test, TEST + 1)} else ${unparse(e.orelse, TEST)}`,
        level > TEST,
      );
    case Kind.Dict: {
      const items = e.keys.map((key, i) =>
        key === null
          ? '**' + unparse(e.values[i], EXPR)
          : `${unparse(key, TEST)}: ${unparse(e.values[i], TEST)}`,
      );
      return `{${items.join(', ')}}`;
    }
    case Kind.Set:
      return `{${list(e.elts)}}`;
    case Kind.GeneratorExp:
      return `(${unparse(e.elt, TEST)}${comprehensions(e.generators)})`;
    case Kind.ListComp:
      return `[${unparse(e.elt, TEST)}${comprehensions(e.generators)}]`;
    case Kind.SetComp:
      return `{${unparse(e.elt, TEST)}${comprehensions(e.generators)}}`;
    case Kind.DictComp:
      return `{${unparse(e.key, TEST)}: ${unparse(e.value, TEST)}${comprehensions(e.generators)}}`;
    case Kind.Yield:
      return e.value === null ? '(yield)' : `(yield ${unparse(e.value, TEST)})`;
    case Kind.YieldFrom:
      return `(yield from ${unparse(e.value, TEST)})`;
    case Kind.Await:
      return parenthesised('await ' + unparse(e.value, ATOM), level > AWAIT);
    case Kind.Compare: {
      let text = unparse(e.left, CMP + 1);
      e.ops.forEach((op, i) => (text += comparison[op] + unparse(e.comparators[i], CMP + 1)));
      return parenthesised(text, level > CMP);
    }
    case Kind.Call: {
      const func = unparse(e.func, ATOM);
      if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].kind === Kind.GeneratorExp) {
        return func + unparse(e.args[0], TEST);
      }
      const args = e.args.map((a) => unparse(a, TEST));
      for (const k of e.keywords) {
        args.push((k.arg === null ? '**' : k.arg + '=') + unparse(k.value, TEST));
      }
      return `${func}(${args.join(', ')})`;
    }
    case Kind.JoinedStr:
      return 'f' + reprText(stringBody(e.values));
    case Kind.TemplateStr:
      return 't' + reprText(stringBody(e.values));
    case Kind.FormattedValue:
    case Kind.Interpolation:
      return 'f' + reprText(stringBody([e]));
    case Kind.Constant:
      if (e.value instanceof EllipsisConstant) return '...';
      return (e.ukind ?? '') + infinityAsNumber(reprConstant(e.value), e.value);
    case Kind.Attribute: {
      const v = e.value;
      const isInt = v.kind === Kind.Constant && (typeof v.value === 'number' || typeof v.value === 'bigint');
      return `${unparse(v, ATOM)}${isInt ? ' ' : ''}.${e.attr}`;
    }
    case Kind.Starred:
      return '*' + unparse(e.value, EXPR);
    case Kind.Name:
      return e.id;
    case Kind.List:
      return `[${list(e.elts)}]`;
    case Kind.Tuple: {
      if (e.elts.length === 0) return '()';
      const text = list(e.elts) + (e.elts.length === 1 ? ',' : '');
      return parenthesised(text, level > TUPLE);
    }
    case Kind.Subscript:
      return `${unparse(e.value, ATOM)}[${unparse(e.slice, TUPLE)}]`;
    case Kind.Slice: {
      let text = e.lower === null ? '' : unparse(e.lower, TEST);
      text += ':';
      if (e.upper !== null) text += unparse(e.upper, TEST);
      if (e.step !== null) text += ':' + unparse(e.step, TEST);
      return text;
    }
    case Kind.NamedExpr:
      return parenthesised(`${unparse(e.target, ATOM)} := ${unparse(e.value, ATOM)}`, level > NAMED);
  }
}

/** There is no literal for infinity. */
function infinityAsNumber(text: string, value: unknown): string {
  return typeof value === 'object' &&
    value !== null &&
    !(value instanceof Uint8Array) &&
    !(value instanceof SurrogateString)
    ? text.replaceAll('inf', '1e309')
    : text;
}

function comprehensions(generators: readonly Comprehension[]): string {
  return generators
    .map((g) => {
      let text = g.is_async !== 0 ? ' async for ' : ' for ';
      text += `${unparse(g.target, TUPLE)} in ${unparse(g.iter, TEST + 1)}`;
      for (const test of g.ifs) text += ' if ' + unparse(test, TEST + 1);
      return text;
    })
    .join('');
}

function parameter(arg: Arg): string {
  return arg.annotation === null ? arg.arg : `${arg.arg}: ${unparse(arg.annotation, TEST)}`;
}

function parameters(args: Arguments): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  positional.forEach((arg, i) => {
    parts.push(
      parameter(arg) + (i >= firstDefault ? '=' + unparse(args.defaults[i - firstDefault], TEST) : ''),
    );
    if (args.posonlyargs.length > 0 && i === args.posonlyargs.length - 1) parts.push('/');
  });
  if (args.vararg !== null) parts.push('*' + parameter(args.vararg));
  else if (args.kwonlyargs.length > 0) parts.push('*');
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    parts.push(parameter(arg) + (value === null ? '' : '=' + unparse(value, TEST)));
  });
  if (args.kwarg !== null) parts.push('**' + parameter(args.kwarg));
  return parts.join(', ');
}

function stringBody(values: readonly Expr[]): string {
  let text = '';
  for (const v of values) {
    switch (v.kind) {
      case Kind.Constant:
        text += String(v.value).replaceAll('{', '{{').replaceAll('}', '}}');
        break;
      case Kind.JoinedStr:
        text += stringBody(v.values);
        break;
      case Kind.FormattedValue:
      case Kind.Interpolation: {
        const inner =
          v.kind === Kind.Interpolation && typeof v.str === 'string' ? v.str : unparse(v.value, TEST + 1);
        text += inner.startsWith('{') ? '{ ' : '{';
        text += inner;
        if (v.conversion !== -1) text += '!' + String.fromCharCode(v.conversion);
        if (v.format_spec !== null) {
          text += ':';
          text += stringBody(v.format_spec.kind === Kind.JoinedStr ? v.format_spec.values : [v.format_spec]);
        }
        text += '}';
        break;
      }
      default:
        text += unparse(v, TEST);
    }
  }
  return text;
}
