// What the alternatives of diagnose-grammar.ts do once they have matched: mostly, to raise the error that CPython raises there.
// An action that answers null makes its rule fail without trying more alternatives, as in CPython's generated parser.
import type { Diagnoser } from './diagnose.ts';
import { LiteralError, decodeText, parseLiteral } from './string-literals.ts';
import { parseNumber } from './number-literals.ts';
import { ComplexConstant } from './ast.ts';
import { PythonSyntaxError, messages } from './syntax-errors.ts';
import { Tok } from './token-types.ts';

/** What the walk keeps of a piece of source: enough to name it and to say where it stands. */
export interface DiagnosedNode {
  /** Type of the node in the tree, `token`, or `` for a mere sequence. */
  kind: string;
  text: string;
  token: number;
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
  /** Elements of a list or tuple, parts of a sequence. */
  elts: DiagnosedNode[];
  /** What is starred, the left side of a comparison … */
  value: DiagnosedNode | null;
}

export type Captured = Record<string, DiagnosedNode>;

/** `d` is the walk, `c` what the alternative has named, `span` the source that it covers. */
export type Action = (d: Diagnoser, c: Captured, span: DiagnosedNode) => unknown;

const names: Record<string, string> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  TemplateStr: 't-string expression',
  Constant: 'literal',
  Bytes: 'literal',
  Complex: 'literal',
  True: 'True',
  False: 'False',
  None: 'None',
  Ellipsis: 'ellipsis',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** What an error calls an expression. */
function nameOf(e: DiagnosedNode): string {
  return names[e.kind] ?? 'expression';
}

/** The first part of an expression that cannot be a target, or null. */
function invalidTarget(e: DiagnosedNode, use: 'assign' | 'delete' | 'for'): DiagnosedNode | null {
  switch (e.kind) {
    case 'List':
    case 'Tuple':
      for (const elt of e.elts) {
        const bad = invalidTarget(elt, use);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return use === 'delete' ? e : invalidTarget(e.value!, use);
    case 'Compare':
      // `a in b` of `for a in b` has been read as a comparison.
      if (use === 'for') return e.elts[1].kind === 'In' ? invalidTarget(e.elts[0], use) : null;
      return e;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}

function raiseTarget(d: Diagnoser, e: DiagnosedNode, use: 'assign' | 'delete' | 'for'): null {
  const bad = invalidTarget(e, use);
  if (bad !== null)
    d.raiseAt(bad, messages.cannotTarget(use === 'delete' ? 'delete' : 'assign to', nameOf(bad)));
  return null;
}

const at =
  (message: string): Action =>
  (d, c) =>
    d.raiseAt(c.a, message);
const range =
  (message: string): Action =>
  (d, c) =>
    d.raiseRange(c.a, c.b, message);
const from =
  (message: string): Action =>
  (d, c) =>
    d.raiseFrom(c.a, message);
const last =
  (message: string): Action =>
  (d) =>
    d.raise(message);
const onNext =
  (message: string): Action =>
  (d) =>
    d.raiseOnNext(message);
const indent =
  (what: string): Action =>
  (d, c) =>
    d.raise(messages.indentedBlockAfter(what, c.a.lineno), 'IndentationError');
const named =
  (message: (name: string) => string): Action =>
  (d, c) =>
    d.raiseAt(c.a, message(nameOf(c.a)));

const list = (value: unknown): DiagnosedNode[] =>
  Array.isArray(value) ? (value as DiagnosedNode[]) : value ? [value as DiagnosedNode] : [];

/** The last expression of a generator: of its last clause, the last condition or else what is iterated over. */
const lastClause = (clauses: unknown): DiagnosedNode => list(clauses).at(-1)!;

function legacy(e: DiagnosedNode): boolean {
  return e.kind === 'Name' && (e.text === 'print' || e.text === 'exec');
}

/** Decodes a part of an f- or t-string, or raises at the last token read. */
function decodeOrRaise(d: Diagnoser, text: string): void {
  if (!text.includes('\\')) return;
  try {
    decodeText(text);
  } catch (error) {
    if (error instanceof LiteralError) d.raise(error.message);
    throw error;
  }
}

function formatted(kind: string): Action {
  return (d, c, span) => {
    if (!/r/i.test(c.a.text)) {
      for (const part of list(c.b)) {
        if (part.token === Tok.FSTRING_MIDDLE || part.token === Tok.TSTRING_MIDDLE)
          decodeOrRaise(d, part.text);
      }
    }
    span.kind = kind;
    return span;
  };
}

export const actions: Record<string, Action> = {
  // Values.
  first: (_d, c, span) => c.a ?? span,
  elements: (_d, c) => [c.a, ...list(c.b)],
  join: (_d, c) => [...list(c.a), ...list(c.b)],
  lastOfClause: (_d, c) => list(c.b).at(-1) ?? c.a,
  interactiveEnd: () => null,
  callParts: (_d, c, span) => {
    const rest = list(c.b);
    span.kind = 'args';
    span.elts = [...list(c.a), ...rest.filter((part) => part.kind === 'Starred')];
    // Whether `**` is among the keywords.
    span.text = rest.some((part) => part.kind === 'unpacking') ? '**' : '';
    return span;
  },
  futureImport: (d, c, span) => {
    if (c.m.kind === 'Name' && c.m.text === '__future__' && list(c.d).length === 0) {
      for (const name of list(c.n)) {
        if ((name.elts[0] ?? name).text === 'barry_as_FLUFL') d.flufl = true;
      }
    }
    return span;
  },
  notEqual: (d, c) => {
    if (d.flufl && c.a.text !== '<>') d.raise(messages.flufl);
    return !d.flufl && c.a.text !== '!=' ? null : c.a;
  },
  number: (d, c, span) => {
    const text = c.a.text;
    const value = parseNumber(text, 0, text.length);
    if (value === null) {
      const digits = text.replaceAll('_', '').length;
      d.raisePlace(span.lineno, -1, span.end_lineno, -1, messages.intTooLarge(digits));
    }
    span.kind = value instanceof ComplexConstant ? 'Complex' : 'Constant';
    return span;
  },
  real: (d, c) => (c.a.kind === 'Complex' ? d.raiseAt(c.a, messages.realRequired) : c.a),
  imaginary: (d, c) => (c.a.kind === 'Complex' ? c.a : d.raiseAt(c.a, messages.imaginaryRequired)),
  plainString: (d, c, span) => {
    try {
      const literal = parseLiteral(c.a.text, 0, c.a.text.length);
      span.kind = literal.value instanceof Uint8Array ? 'Bytes' : 'Constant';
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      if (error.message === messages.bytesNotAscii) d.raiseAt(c.a, error.message);
      d.raise(error.message);
    }
    return span;
  },
  joinedString: formatted('JoinedStr'),
  templateString: formatted('TemplateStr'),
  decodePart: (d, c, span) => {
    if (c.a.text.includes('\\') && !d.inRawString()) {
      try {
        decodeText(c.a.text);
      } catch (error) {
        if (!(error instanceof LiteralError)) throw error;
        // In a format specification CPython forgets to turn the decoder's error into a SyntaxError.
        d.raiseOther(
          new PythonSyntaxError('UnicodeDecodeError', error.message.replace('(unicode error) ', '')),
        );
      }
    }
    return span;
  },
  concatenate: (d, c, span) => {
    const parts = list(c.a);
    const bytes = parts.some((part) => part.kind === 'Bytes');
    if (bytes && parts.some((part) => part.kind !== 'Bytes')) d.raise(messages.mixedBytes);
    if (parts.length === 1) return parts[0];
    span.kind = bytes ? 'Bytes' : parts.some((part) => part.kind === 'JoinedStr') ? 'JoinedStr' : 'Constant';
    return span;
  },
  conversion: (d, c) => {
    const letter = d.stringLetter();
    if (c.a.lineno !== c.b.lineno || c.a.end_col_offset !== c.b.col_offset) {
      d.raiseRange(c.a, c.b, messages.conversionPlace(letter));
    }
    if (!/^[sra]$/.test(c.b.text)) d.raiseAt(c.b, messages.conversionInvalidCharacter(letter, c.b.text));
    return c.b;
  },

  // Calls.
  unpackingOrder: from(messages.unpackingOrder),
  generatorArgument: (d, c) => d.raiseRange(c.a, lastClause(c.b), messages.generatorBrackets),
  lastGeneratorArgument: (d, c) => {
    if (c.a.elts.length <= 1) return null;
    return d.raiseRange(c.a.elts.at(-1)!, lastClause(c.b), messages.generatorBrackets);
  },
  assignmentOrComparison: range(messages.assignmentOrComparison),
  argumentValue: range(messages.argumentValue),
  positionalAfterKeyword: (d, c) =>
    d.raise(c.a.text === '**' ? messages.positionalAfterUnpacking : messages.positionalAfterKeyword),
  assignToConstant: (d, c) => d.raiseRange(c.a, c.b, messages.cannotTarget('assign to', c.a.text)),
  assignmentInArgument: range(messages.assignmentInArgument),
  assignToKeywordUnpacking: range(messages.assignToKeywordUnpacking),
  assignToIterableUnpacking: range(messages.assignToIterableUnpacking),
  starExpression: last(messages.starExpression),

  // Expressions.
  legacyStatement: (d, c) =>
    legacy(c.a) ? d.raiseRange(c.a, c.b, messages.missingCallBrackets(c.a.text)) : null,
  partOfString: (d, c) => d.raiseRange(list(c.a)[0], list(c.a).at(-1)!, messages.partOfString),
  forgottenComma: (d, c) => {
    if (legacy(c.a) || d.level(d.mark - 1) === 0) return null;
    return d.raiseRange(c.a, c.b, messages.forgottenComma);
  },
  missingElse: range(messages.missingElse),
  statementAfterElse: onNext(messages.statementAfterElse),
  statementBeforeIf: at(messages.statementBeforeIf),
  lambdaInFString: range(messages.lambdaInString('f')),
  lambdaInTString: range(messages.lambdaInString('t')),
  walrusTarget: named(messages.walrusTarget),
  assignHere: named(messages.assignHere),
  starredGroup: at(messages.starredGroup),
  doubleStarredGroup: at(messages.doubleStarredGroup),
  notAfterOperator: range(messages.notAfterOperator),
  mixedTemplate: (d, c) => d.raiseRange(list(c.a).at(-1)!, list(c.b).at(-1)!, messages.mixedTemplate),
  unpackingInComprehension: at(messages.unpackingInComprehension),
  unpackingInDictComprehension: at(messages.unpackingInDictComprehension),
  comprehensionTarget: (d, c) => d.raiseRange(c.a, list(c.b).at(-1)!, messages.comprehensionTarget),
  inExpected: last(messages.inExpected),
  starredDictValue: from(messages.starredDictValue),
  dictValue: at(messages.dictValue),
  dictColon: (d, c) =>
    d.raisePlace(c.a.lineno, c.a.end_col_offset - 1, c.a.end_lineno, -1, messages.dictColon),

  // Assignments and targets.
  annotatedContainer: named(messages.annotated),
  annotatedTuple: at(messages.annotated('tuple')),
  annotatedExpression: at(messages.annotatedExpression),
  assignTarget: (d, c) => raiseTarget(d, c.a, 'assign'),
  deleteTarget: (d, c) => raiseTarget(d, c.a, 'delete'),
  forTarget: (d, c) => raiseTarget(d, c.a, 'for'),
  assignToYield: at(messages.assignToYield),
  augmentedTarget: named(messages.augmentedTarget),

  // Parameters.
  slashFirst: at(messages.slashFirst),
  slashTwice: at(messages.slashTwice),
  slashAfterStar: at(messages.slashAfterStar),
  commaBeforeStar: at(messages.commaBeforeStar),
  defaultOrder: at(messages.defaultOrder),
  parameterBrackets: range(messages.parameterBrackets),
  lambdaBrackets: range(messages.lambdaBrackets),
  defaultValue: at(messages.defaultValue),
  bareStar: at(messages.bareStar),
  bareStarInLambda: last(messages.bareStar),
  varPositionalDefault: at(messages.varPositionalDefault),
  varKeywordDefault: at(messages.varKeywordDefault),
  starTwice: at(messages.starTwice),
  afterVarKeyword: at(messages.afterVarKeyword),
  boundOfTuple: (d, c) => d.raiseFrom(c.a, messages.typeParamBound(c.b.kind === 'Tuple', 'TypeVarTuple')),
  boundOfParamSpec: (d, c) => d.raiseFrom(c.a, messages.typeParamBound(c.b.kind === 'Tuple', 'ParamSpec')),
  emptyTypeParams: from(messages.emptyTypeParams),

  // Imports.
  importFrom: from(messages.importFrom),
  importNothing: from(messages.importNothing),
  importTarget: named(messages.importTarget),
  trailingComma: last(messages.trailingComma),

  // Compound statements.
  colon: last(messages.colon),
  handlerExpected: last(messages.handlerExpected),
  mixedExcept: (d, c) => d.raiseRange(c.a, c.b ?? c.a, messages.mixedExcept),
  manyTypes: from(messages.manyTypes),
  typesExpected: last(messages.typesExpected),
  exceptTarget: named(messages.exceptTarget('except')),
  exceptStarTarget: named(messages.exceptTarget('except*')),
  elifAfterElse: last(messages.elifAfterElse),
  underscoreTarget: at(messages.underscoreTarget),
  patternTarget: named(messages.patternTarget),
  positionalPattern: (d, c) => d.raiseRange(list(c.a)[0], list(c.a).at(-1)!, messages.positionalPattern),
  indentBlock: (d) => d.raise(messages.indentedBlock, 'IndentationError'),
  indentWith: indent("'with' statement"),
  indentTry: indent("'try' statement"),
  indentExcept: indent("'except' statement"),
  indentExceptStar: indent("'except*' statement"),
  indentFinally: indent("'finally' statement"),
  indentMatch: indent("'match' statement"),
  indentCase: indent("'case' statement"),
  indentIf: indent("'if' statement"),
  indentElif: indent("'elif' statement"),
  indentElse: indent("'else' statement"),
  indentWhile: indent("'while' statement"),
  indentFor: indent("'for' statement"),
  indentDef: indent('function definition'),
  indentClass: indent('class definition'),

  // Replacement fields.
  ...fieldActions('f', ''),
  ...fieldActions('t', 'T'),
};

function fieldActions(letter: string, suffix: string): Record<string, Action> {
  return {
    ['fieldBefore' + suffix]: (d, c) => d.raiseAt(c.a, messages.fieldBefore(letter, c.a.text)),
    ['fieldExpression' + suffix]: onNext(messages.fieldExpression(letter)),
    ['fieldEqual' + suffix]: onNext(messages.fieldExpecting(letter, "'=', or '!', or ':', or '}'")),
    ['fieldConversion' + suffix]: onNext(messages.fieldExpecting(letter, "'!', or ':', or '}'")),
    ['fieldColon' + suffix]: onNext(messages.fieldExpecting(letter, "':' or '}'")),
    ['fieldSpec' + suffix]: onNext(messages.fieldExpecting(letter, "'}', or format specs")),
    ['fieldEnd' + suffix]: onNext(messages.fieldExpecting(letter, "'}'")),
    ['conversionMissing' + suffix]: onNext(messages.conversionMissing(letter)),
    ['conversionInvalid' + suffix]: onNext(messages.conversionInvalid(letter)),
  };
}
