// @inline-constants-from ./layout.ts R
// @inline-constants-from ./parse.ts K
// The tree stage as a listing. This engine never has a tree of a whole program: it compiles statement by statement, and only the expressions of one
// statement stand in its arena at a time, constants folded. So does the listing: a line a statement, its word, and each of its expressions as
// it stood there. Statements are read here as compile.ts reads them, without making code.
import { R } from './layout.ts';
import { H } from './heap.ts';
import { text } from './qstr.ts';
import { toText } from './obj.ts';
import * as lex from './lexer.ts';
import {
  accept,
  at,
  atEnd,
  BINARY,
  callArgs,
  child,
  constValue,
  exprList,
  isConst,
  isName,
  items,
  K,
  named,
  nodeKind,
  parameters,
  resetArena,
  resetNesting,
  test,
  testList,
} from './parse.ts';

const KINDS = new Map<number, string>(Object.entries(K).map(([name, kind]) => [kind, name]));
const COMPARE = '< > == <= >= != in is'.split(' ');
const SCOPES = ['', '', '', '', 'generator', 'list', 'dict', 'set'];

const number = (r: number): number => r >> 1;
const comparison = (op: number): string => (op === 30 ? 'not in' : op === 31 ? 'is not' : COMPARE[op]);

/** One reference of the arena in brackets: kind, then its parts. */
function show(r: number): string {
  if (r === 0) return '-';
  if (isName(r)) return text(r);
  if (isConst(r)) return toText(constValue(r), true);
  const kind = nodeKind(r);
  return `(${[KINDS.get(kind) ?? `? ${kind}`, ...parts(r, kind)].join(' ')})`;
}

function parts(r: number, kind: number): string[] {
  const all = kind < K.CONST ? items(r) : [];
  switch (kind) {
    case K.COMPARE:
      return all.map((x, i) => (i % 2 === 1 ? comparison(number(x)) : show(x)));
    case K.COMP:
      return [SCOPES[number(all[0])], ...all.slice(1).map(show)];
    case K.ATTR:
      return [show(child(r, 0)), `.${text(child(r, 1))}`];
    case K.BINOP:
      return [BINARY[number(child(r, 0)) - 8], show(child(r, 1)), show(child(r, 2))];
    case K.UNARY:
      return ['+-~'[number(child(r, 0))], show(child(r, 1))];
    case K.PARAM: {
      const [name, value, how] = [child(r, 0), child(r, 1), number(child(r, 2))];
      const stars = ['', '*', '**', '*', '/'][how];
      return [`${stars}${how < 3 ? text(name) : ''}`, ...(value ? [show(value)] : [])];
    }
    case K.SLICE:
    case K.IF:
      return [0, 1, 2].map((i) => show(child(r, i)));
    case K.LAMBDA:
    case K.SUBSCR:
    case K.NAMED:
    case K.KW:
    case K.FOR:
      return [0, 1].map((i) => show(child(r, i)));
    default:
      return kind < K.CONST ? all.map(show) : [show(child(r, 0))];
  }
}

/** What follows the word of a statement, up to its end or its colon. */
function rest(word: string): string[] {
  const out: string[] = [];
  const add = (r: number) => out.push(show(r));
  switch (word) {
    case 'def':
    case 'class': {
      const name = text(lex.value);
      lex.next();
      out.push(name);
      if (!accept('(')) break;
      if (word === 'def') {
        add(parameters(')'));
        accept(')');
      } else callArgs().forEach(add);
      if (accept('->')) test();
      break;
    }
    case 'for':
      add(exprList());
      accept('in');
      out.push('in');
      add(testList());
      break;
    case 'with':
    case 'except':
    case 'import':
    case 'from':
    case 'global':
    case 'nonlocal':
      return words();
    case 'if':
    case 'elif':
    case 'while':
    case '@':
      add(named());
      break;
    case 'assert':
      add(test());
      if (accept(',')) add(test());
      break;
    case 'del':
      add(exprList());
      break;
    default:
      while (!atEnd()) {
        add(testList());
        if (!accept(',') && !accept('from')) break;
      }
  }
  return out;
}

/** Names with `as` or dots, in brackets or not: token by token, expressions where they can stand. */
function words(): string[] {
  const out: string[] = [];
  while (lex.kind > lex.DEDENT && !at(':') && !at(';')) {
    const here = lex.place();
    try {
      if (!/^(as|import|from|[,*.()]+)$/.test(lex.word) || at('(')) {
        out.push(show(test()));
        continue;
      }
    } catch {
      // `(a as b, c as d)` is no expression.
      resetNesting();
      lex.goTo(here);
    }
    out.push(lex.word);
    lex.next();
  }
  return out;
}

/** `a = b = c`, `a += b`, `a: t = b`, or an expression alone. */
function expressionStatement(): string {
  const first = testList();
  if (at('=')) {
    const all = [first];
    while (accept('=')) all.push(testList());
    return `= ${all.map(show).join(' ')}`;
  }
  if (/.=$/.test(lex.word)) {
    const op = lex.word;
    lex.next();
    return `${op} ${show(first)} ${show(testList())}`;
  }
  if (accept(':')) {
    test();
    return accept('=') ? `= ${show(first)} ${show(testList())}` : `annotation ${show(first)}`;
  }
  return `expression ${show(first)}`;
}

const HEADS = new Set(
  (
    'def class for with except import from global nonlocal if elif while @ del return raise assert pass break continue ' +
    'else try finally async'
  ).split(' '),
);

/** One statement as a line of the listing; answers whether a suite may follow. */
function statement(depth: number, tell: (line: string) => void): boolean {
  const { line } = lex;
  let head = HEADS.has(lex.word) ? lex.word : '';
  let said: string;
  if (head === '') said = expressionStatement();
  else {
    lex.next();
    if (head === 'async') {
      head = lex.word;
      lex.next();
      said = ['async', head, ...rest(head)].join(' ');
    } else said = [head, ...rest(head)].join(' ');
  }
  tell(`${String(line).padStart(4)}  ${'  '.repeat(depth)}${said}\n`);
  resetArena();
  return head !== '';
}

/** A line for each statement of the source, indented as it is; a suite on its header's line is one level in. */
export function listTree(source: Uint8Array, file: number): string {
  const [arena, here] = [H[R.ARENA], lex.place()];
  let out = '';
  const tell = (line: string) => void (out += line);
  H[R.ARENA] = 0;
  try {
    resetNesting();
    lex.open(source, file);
    let depth = 0;
    let isInline = false;
    while (lex.kind !== lex.END) {
      if (lex.kind === lex.INDENT || lex.kind === lex.DEDENT) {
        depth += lex.kind === lex.INDENT ? 1 : -1;
        lex.next();
      } else if (lex.kind === lex.NEWLINE) {
        isInline = false;
        lex.next();
      } else if (at(';')) lex.next();
      else {
        const mayHaveSuite = statement(depth + (isInline ? 1 : 0), tell);
        if (mayHaveSuite && accept(':')) isInline = lex.kind > lex.DEDENT;
        else if (lex.kind > lex.DEDENT && !at(';')) lex.syntaxError();
      }
    }
    return out;
  } finally {
    resetArena();
    H[R.ARENA] = arena;
    lex.goTo(here);
  }
}
