// From which version of the language on a piece of syntax exists, as far as the tree shows it. What only the tokens show (quotes inside
// f-strings, parentheses around `with` items) is left out.
import { child, list } from './syntax-tree.ts';
import type { SyntaxNode } from './syntax-tree.ts';

export interface SyntaxUse {
  version: string;
  what: string;
}

const BY_TYPE: Readonly<Record<string, SyntaxUse>> = {
  AnnAssign: { version: '3.6', what: 'an annotated variable' },
  AsyncFunctionDef: { version: '3.5', what: 'async def' },
  Interpolation: { version: '3.14', what: 'a template string' },
  JoinedStr: { version: '3.6', what: 'an f-string' },
  Match: { version: '3.10', what: 'match' },
  NamedExpr: { version: '3.8', what: ':=' },
  Nonlocal: { version: '3.0', what: 'nonlocal' },
  TemplateStr: { version: '3.14', what: 'a template string' },
  TryStar: { version: '3.11', what: 'except*' },
  TypeAlias: { version: '3.12', what: 'a type statement' },
  YieldFrom: { version: '3.3', what: 'yield from' },
};

const PLAIN_DECORATORS = new Set(['Name', 'Attribute']);

export function syntaxUse(node: SyntaxNode): SyntaxUse | undefined {
  if (Object.hasOwn(BY_TYPE, node._type)) return BY_TYPE[node._type];
  switch (node._type) {
    case 'BinOp':
    case 'AugAssign':
      return node.op === 'MatMult' ? { version: '3.5', what: 'the operator @' } : undefined;
    case 'FunctionDef':
    case 'ClassDef': {
      if (list(node, 'type_params').length > 0) return { version: '3.12', what: 'type parameters' };
      const odd = list(node, 'decorator_list').some((d) => {
        const called = d._type === 'Call' ? child(d, 'func')! : d;
        return !PLAIN_DECORATORS.has(called._type);
      });
      return odd ? { version: '3.9', what: 'any expression as a decorator' } : undefined;
    }
    case 'arguments':
      return list(node, 'posonlyargs').length > 0
        ? { version: '3.8', what: 'positional-only parameters' }
        : undefined;
    case 'List':
    case 'Tuple':
    case 'Set':
      return node.ctx !== 'Store' && list(node, 'elts').some((x) => x._type === 'Starred')
        ? { version: '3.5', what: '* in a display' }
        : undefined;
    case 'Dict':
      return Array.isArray(node.keys) && node.keys.includes(null)
        ? { version: '3.5', what: '** in a display' }
        : undefined;
    default:
      return undefined;
  }
}
