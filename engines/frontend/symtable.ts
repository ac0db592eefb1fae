// @inline-constants-from ./ast-kinds.ts Kind
// Symbol tables: for each scope of a module, what is known of each name, and where it lives (local, cell, free, global).
// Models CPython 3.14's Python/symtable.c in both of its passes: collecting definitions and uses from the tree, then
// deciding scopes from the outside in, with comprehensions inlined into their parents (PEP 709) and annotation
// scopes (PEP 649, 695). Messages are in compile-messages.ts.
import { Kind, Load, Store } from './ast.ts';
import type {
  Alias,
  Arg,
  Arguments,
  Comprehension,
  ExceptHandler,
  Expr,
  FunctionDef,
  AsyncFunctionDef,
  Keyword,
  Located,
  MatchClass,
  Mod,
  Pattern,
  Stmt,
  TypeParam,
} from './ast.ts';
import { CodeFlag } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { docstringOf } from './docstring.ts';
import type { FutureFeatures } from './future.ts';
import { PythonSyntaxError } from './syntax-errors.ts';

/** What a name is; the low twelve bits of a symbol. */
export const Def = {
  GLOBAL: 1,
  LOCAL: 2,
  PARAM: 4,
  NONLOCAL: 8,
  USE: 16,
  FREE_CLASS: 64,
  IMPORT: 128,
  ANNOT: 256,
  COMP_ITER: 512,
  TYPE_PARAM: 1024,
  COMP_CELL: 2048,
} as const;
const BOUND = Def.LOCAL | Def.PARAM | Def.IMPORT | Def.TYPE_PARAM;

/** Where a name lives; bits 12 and up of a symbol. */
export const Scope = { LOCAL: 1, GLOBAL_EXPLICIT: 2, GLOBAL_IMPLICIT: 3, FREE: 4, CELL: 5 } as const;
export const SCOPE_OFFSET = 12;
const FLAG_BITS = (1 << SCOPE_OFFSET) - 1;

export const BlockType = {
  Function: 0,
  Class: 1,
  Module: 2,
  Annotation: 3,
  TypeAlias: 4,
  TypeParameters: 5,
  TypeVariable: 6,
} as const;

export const ComprehensionType = { None: 0, List: 1, Dict: 2, Set: 3, Generator: 4 } as const;

const noLocation: Located = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };

interface Directive {
  name: string;
  at: Located;
}

export class SymtableEntry {
  readonly name: string;
  readonly type: number;
  readonly location: Located;
  /** Definition bits, and after the second pass the scope, by (mangled) name; in order of appearance. */
  readonly symbols = new Map<string, number>();
  /** Parameters in order. */
  readonly varnames: string[] = [];
  children: SymtableEntry[] = [];
  directives: Directive[] | null = null;
  /** In a generic class's type-parameter scope: the names that are mangled there; null: all. */
  mangledNames: Set<string> | null = null;
  annotationBlock: SymtableEntry | null = null;
  /** Of a type variable's scope: `a TypeVar bound` … */
  scopeInfo = '';
  comprehension = 0;
  compIterExpr = 0;
  nested: boolean;
  method: boolean;
  generator = false;
  coroutine = false;
  varargs = false;
  varkeywords = false;
  returnsValue = false;
  annotationsUsed = false;
  needsClassClosure = false;
  needsClassdict = false;
  hasConditionalAnnotations = false;
  inConditionalBlock = false;
  inUnevaluatedAnnotation = false;
  compInlined = false;
  compIterTarget = false;
  canSeeClassScope = false;
  hasDocstring = false;

  constructor(name: string, type: number, location: Located, parent: SymtableEntry | null) {
    this.name = name;
    this.type = type;
    this.location = location;
    this.nested = parent !== null && (parent.nested || parent.isFunctionLike);
    this.method = parent !== null && parent.type === BlockType.Class && type === BlockType.Function;
  }

  get isFunctionLike(): boolean {
    return this.type !== BlockType.Class && this.type !== BlockType.Module;
  }

  symbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  scope(name: string): number {
    return (this.symbols.get(name) ?? 0) >> SCOPE_OFFSET;
  }
}

/** `__name` inside class `_Class` is `_Class__name`; not if it ends in `__` or has a dot. */
export function mangle(privateName: string | null, name: string): string {
  if (privateName === null || name.charCodeAt(0) !== 95 || name.charCodeAt(1) !== 95) return name;
  if (name.endsWith('__') || name.includes('.')) return name;
  let skip = 0;
  while (privateName.charCodeAt(skip) === 95) skip++;
  if (skip === privateName.length) return name;
  return '_' + privateName.slice(skip) + name;
}

export function maybeMangle(privateName: string | null, entry: SymtableEntry, name: string): string {
  if (name.charCodeAt(0) !== 95) return name;
  if (entry.mangledNames !== null && !entry.mangledNames.has(name)) return name;
  return mangle(privateName, name);
}

export class Symtable {
  readonly filename: string;
  readonly future: FutureFeatures;
  readonly topLevelAwait: boolean;
  /** Scopes by the node (or list of type parameters, or `arguments` for a function's annotations) that makes them. */
  readonly blocks = new Map<object, SymtableEntry>();
  /** Scopes of the defaults of type variables, which share their node with the bound's scope. */
  readonly defaultBlocks = new Map<object, SymtableEntry>();
  top!: SymtableEntry;
  private current!: SymtableEntry;
  private readonly stack: SymtableEntry[] = [];
  private globals!: Map<string, number>;
  private privateName: string | null = null;

  constructor(filename: string, future: FutureFeatures, topLevelAwait: boolean) {
    this.filename = filename;
    this.future = future;
    this.topLevelAwait = topLevelAwait;
  }

  build(tree: Mod): void {
    this.top = new SymtableEntry('top', BlockType.Module, noLocation, null);
    this.blocks.set(tree, this.top);
    this.enterExisting(this.top);
    switch (tree.kind) {
      case Kind.Module:
        if (docstringOf(tree.body) !== null) this.top.hasDocstring = true;
        this.statements(tree.body);
        break;
      case Kind.Interactive:
        this.statements(tree.body);
        break;
      case Kind.Expression:
        this.expression(tree.body);
        break;
      default:
        throw new Error('this compiler does not handle FunctionTypes');
    }
    this.exit();
    this.analyzeBlock(this.top, null, new Set(), new Set(), new Set(), null);
  }

  entry(key: object): SymtableEntry {
    return this.blocks.get(key)!;
  }

  error(message: string, at: Located): never {
    throw new PythonSyntaxError(
      'SyntaxError',
      message,
      this.filename,
      at.lineno,
      at.col_offset + 1,
      null,
      at.end_lineno,
      at.end_col_offset + 1,
    );
  }

  // ------------------------------------------------------------------------------------------ first pass: blocks

  private enterExisting(entry: SymtableEntry): void {
    const previous = this.stack.length > 0 ? this.current : null;
    this.stack.push(entry);
    if (previous !== null) {
      // An assignment expression is refused anywhere below a comprehension's iterable, lambdas included.
      entry.compIterExpr = previous.compIterExpr;
      if (previous.mangledNames !== null && entry.type !== BlockType.Class) {
        entry.mangledNames = previous.mangledNames;
      }
    }
    this.current = entry;
    // Under `from __future__ import annotations` they become strings and must not touch the tables.
    if ((this.future.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0 && entry.type === BlockType.Annotation) {
      return;
    }
    if (entry.type === BlockType.Module) this.globals = entry.symbols;
    if (previous !== null) previous.children.push(entry);
  }

  private enter(name: string, type: number, key: object | null, at: Located, isDefault = false): void {
    const entry = new SymtableEntry(name, type, at, this.current);
    if (key !== null) (isDefault ? this.defaultBlocks : this.blocks).set(key, entry);
    this.enterExisting(entry);
    if (type === BlockType.Annotation || type === BlockType.TypeVariable || type === BlockType.TypeAlias) {
      this.define('.format', Def.PARAM, at);
      this.define('.format', Def.USE, at);
    }
  }

  private exit(): void {
    this.stack.pop();
    if (this.stack.length > 0) this.current = this.stack[this.stack.length - 1];
  }

  private enterTypeParameters(
    name: string,
    key: object,
    hasDefaults: boolean,
    hasKwdefaults: boolean,
    kind: number,
    at: Located,
  ): void {
    const outer = this.current.type;
    this.enter(name, BlockType.TypeParameters, key, at);
    if (outer === BlockType.Class) {
      this.current.canSeeClassScope = true;
      this.define('__classdict__', Def.USE, at);
    }
    if (kind === Kind.ClassDef) {
      this.define('.type_params', Def.LOCAL, at);
      this.define('.type_params', Def.USE, at);
      this.define('.generic_base', Def.LOCAL, at);
      this.define('.generic_base', Def.USE, at);
    }
    if (hasDefaults) this.define('.defaults', Def.PARAM, at);
    if (hasKwdefaults) this.define('.kwdefaults', Def.PARAM, at);
  }

  // ------------------------------------------------------------------------------------------- first pass: names

  private lookup(entry: SymtableEntry, name: string): number {
    return entry.symbol(maybeMangle(this.privateName, entry, name));
  }

  private checkName(name: string, at: Located, ctx: number): void {
    if (name !== '__debug__' || ctx === Load) return;
    this.error(ctx === Store ? messages.assignDebug : messages.deleteDebug, at);
  }

  private define(name: string, flag: number, at: Located): void {
    this.defineIn(name, flag, at, flag === Def.USE ? Load : Store);
  }

  private defineIn(name: string, flag: number, at: Located, ctx: number): void {
    if ((flag & (Def.PARAM | Def.LOCAL | Def.IMPORT)) !== 0) this.checkName(name, at, ctx);
    if ((flag & Def.TYPE_PARAM) !== 0 && this.current.mangledNames !== null) {
      this.current.mangledNames.add(name);
    }
    this.addDefinition(name, flag, this.current, at);
  }

  private addDefinition(name: string, flag: number, entry: SymtableEntry, at: Located): void {
    const mangled = maybeMangle(this.privateName, this.current, name);
    const known = entry.symbols.get(mangled);
    let value = flag;
    if (known !== undefined) {
      if ((flag & Def.PARAM) !== 0 && (known & Def.PARAM) !== 0) {
        this.error(messages.duplicateArgument(name), at);
      }
      if ((flag & Def.TYPE_PARAM) !== 0 && (known & Def.TYPE_PARAM) !== 0) {
        this.error(messages.duplicateTypeParam(name), at);
      }
      value |= known;
    }
    if (entry.compIterTarget) {
      if ((value & (Def.GLOBAL | Def.NONLOCAL)) !== 0) this.error(messages.walrusInnerLoop(name), at);
      value |= Def.COMP_ITER;
    }
    if (value !== known) entry.symbols.set(mangled, value);
    if ((flag & Def.PARAM) !== 0) entry.varnames.push(mangled);
    else if ((flag & Def.GLOBAL) !== 0) {
      this.globals.set(mangled, (this.globals.get(mangled) ?? 0) | flag);
    }
  }

  private recordDirective(name: string, at: Located): void {
    const mangled = maybeMangle(this.privateName, this.current, name);
    (this.current.directives ??= []).push({ name: mangled, at });
  }

  // -------------------------------------------------------------------------------------- first pass: statements

  private statements(body: readonly Stmt[]): void {
    for (let i = 0; i < body.length; i++) this.statement(body[i]);
  }

  private expressions(list: readonly (Expr | null)[]): void {
    for (let i = 0; i < list.length; i++) {
      const e = list[i];
      if (e !== null) this.expression(e);
    }
  }

  private conditional(body: readonly Stmt[], orelse: readonly Stmt[]): void {
    const entry = this.current;
    const outer = entry.inConditionalBlock;
    entry.inConditionalBlock = true;
    this.statements(body);
    this.statements(orelse);
    entry.inConditionalBlock = outer;
  }

  private functionDefinition(s: FunctionDef | AsyncFunctionDef): void {
    this.define(s.name, Def.LOCAL, s);
    this.expressions(s.args.defaults);
    this.expressions(s.args.kw_defaults);
    this.expressions(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParameters(
        s.name,
        s.type_params,
        // CPython asks whether there is a list of defaults, and there always is.
        true,
        s.args.kw_defaults.some((d) => d !== null),
        s.kind,
        s,
      );
      for (const p of s.type_params) this.typeParameter(p);
    }
    const entry = new SymtableEntry(s.name, BlockType.Function, s, this.current);
    this.blocks.set(s, entry);
    if (docstringOf(s.body) !== null) entry.hasDocstring = true;
    this.functionAnnotations(s, s.args, s.returns);
    this.enterExisting(entry);
    if (s.kind === Kind.AsyncFunctionDef) entry.coroutine = true;
    this.parameters(s.args);
    this.statements(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private statement(s: Stmt): void {
    switch (s.kind) {
      case Kind.FunctionDef:
      case Kind.AsyncFunctionDef:
        this.functionDefinition(s);
        break;
      case Kind.ClassDef: {
        this.define(s.name, Def.LOCAL, s);
        this.expressions(s.decorator_list);
        const outerPrivate = this.privateName;
        const generic = s.type_params.length > 0;
        if (generic) {
          this.enterTypeParameters(s.name, s.type_params, false, false, s.kind, s);
          this.privateName = s.name;
          this.current.mangledNames = new Set();
          for (const p of s.type_params) this.typeParameter(p);
        }
        this.expressions(s.bases);
        this.keywords(s.keywords);
        this.enter(s.name, BlockType.Class, s, s);
        this.privateName = s.name;
        if (generic) {
          this.define('__type_params__', Def.LOCAL, s);
          this.define('.type_params', Def.USE, s);
        }
        if (docstringOf(s.body) !== null) this.current.hasDocstring = true;
        this.statements(s.body);
        this.exit();
        if (generic) this.exit();
        this.privateName = outerPrivate;
        break;
      }
      case Kind.TypeAlias: {
        this.expression(s.name);
        const name = s.name.kind === Kind.Name ? s.name.id : '';
        const inClass = this.current.type === BlockType.Class;
        const generic = s.type_params.length > 0;
        if (generic) {
          this.enterTypeParameters(name, s.type_params, false, false, s.kind, s);
          for (const p of s.type_params) this.typeParameter(p);
        }
        this.enter(name, BlockType.TypeAlias, s, s);
        this.current.canSeeClassScope = inClass;
        if (inClass) this.define('__classdict__', Def.USE, s.value);
        this.expression(s.value);
        this.exit();
        if (generic) this.exit();
        break;
      }
      case Kind.Return:
        if (s.value !== null) {
          this.expression(s.value);
          this.current.returnsValue = true;
        }
        break;
      case Kind.Delete:
        this.expressions(s.targets);
        break;
      case Kind.Assign:
        this.expressions(s.targets);
        this.expression(s.value);
        break;
      case Kind.AnnAssign:
        this.current.annotationsUsed = true;
        if (s.target.kind === Kind.Name) {
          const name = s.target.id;
          const known = this.lookup(this.current, name);
          if (
            (known & (Def.GLOBAL | Def.NONLOCAL)) !== 0 &&
            this.current.symbols !== this.globals &&
            s.simple !== 0
          ) {
            this.error(
              (known & Def.GLOBAL) !== 0 ? messages.globalAnnotated(name) : messages.nonlocalAnnotated(name),
              s,
            );
          }
          if (s.simple !== 0) this.define(name, Def.ANNOT | Def.LOCAL, s.target);
          else if (s.value !== null) this.define(name, Def.LOCAL, s.target);
        } else {
          this.expression(s.target);
        }
        this.annotation(s.annotation);
        if (s.value !== null) this.expression(s.value);
        break;
      case Kind.AugAssign:
        this.expression(s.target);
        this.expression(s.value);
        break;
      case Kind.AsyncFor:
      case Kind.For:
        if (s.kind === Kind.AsyncFor) this.needsCoroutine(messages.asyncForOutside, s);
        this.expression(s.target);
        this.expression(s.iter);
        this.conditional(s.body, s.orelse);
        break;
      case Kind.While:
      case Kind.If:
        this.expression(s.test);
        this.conditional(s.body, s.orelse);
        break;
      case Kind.Match: {
        this.expression(s.subject);
        const entry = this.current;
        const outer = entry.inConditionalBlock;
        entry.inConditionalBlock = true;
        for (const c of s.cases) {
          this.pattern(c.pattern);
          if (c.guard !== null) this.expression(c.guard);
          this.statements(c.body);
        }
        entry.inConditionalBlock = outer;
        break;
      }
      case Kind.Raise:
        if (s.exc !== null) {
          this.expression(s.exc);
          if (s.cause !== null) this.expression(s.cause);
        }
        break;
      case Kind.Try:
      case Kind.TryStar: {
        const entry = this.current;
        const outer = entry.inConditionalBlock;
        entry.inConditionalBlock = true;
        this.statements(s.body);
        for (const h of s.handlers) this.exceptHandler(h);
        this.statements(s.orelse);
        this.statements(s.finalbody);
        entry.inConditionalBlock = outer;
        break;
      }
      case Kind.Assert:
        this.expression(s.test);
        if (s.msg !== null) this.expression(s.msg);
        break;
      case Kind.Import:
        for (const a of s.names) this.alias(a);
        break;
      case Kind.ImportFrom: {
        for (const a of s.names) this.alias(a);
        const at = this.future.location;
        if (
          s.module === '__future__' &&
          s.level === 0 &&
          (at === null ||
            s.lineno > at.lineno ||
            (s.lineno === at.end_lineno && s.col_offset > at.end_col_offset))
        ) {
          this.error(messages.lateFuture, s);
        }
        break;
      }
      case Kind.Global:
      case Kind.Nonlocal:
        this.directive(s.names, s.kind === Kind.Global, s);
        break;
      case Kind.ExprStmt:
        this.expression(s.value);
        break;
      case Kind.With:
      case Kind.AsyncWith: {
        if (s.kind === Kind.AsyncWith) this.needsCoroutine(messages.asyncWithOutside, s);
        const entry = this.current;
        const outer = entry.inConditionalBlock;
        entry.inConditionalBlock = true;
        for (const item of s.items) {
          this.expression(item.context_expr);
          if (item.optional_vars !== null) this.expression(item.optional_vars);
        }
        this.statements(s.body);
        entry.inConditionalBlock = outer;
        break;
      }
      default:
        break;
    }
  }

  private directive(names: readonly string[], isGlobal: boolean, at: Located): void {
    for (const name of names) {
      const known = this.lookup(this.current, name);
      if ((known & (Def.PARAM | Def.LOCAL | Def.USE | Def.ANNOT)) !== 0) {
        let text: string;
        if ((known & Def.PARAM) !== 0) {
          text = isGlobal ? messages.globalParam(name) : messages.nonlocalParam(name);
        } else if ((known & Def.USE) !== 0) {
          text = isGlobal ? messages.globalAfterUse(name) : messages.nonlocalAfterUse(name);
        } else if ((known & Def.ANNOT) !== 0) {
          text = isGlobal ? messages.globalAnnotated(name) : messages.nonlocalAnnotated(name);
        } else {
          text = isGlobal ? messages.globalAfterAssign(name) : messages.nonlocalAfterAssign(name);
        }
        this.error(text, at);
      }
      this.define(name, isGlobal ? Def.GLOBAL : Def.NONLOCAL, at);
      this.recordDirective(name, at);
    }
  }

  private get awaitAtTop(): boolean {
    return this.topLevelAwait && this.current.type === BlockType.Module;
  }

  private needsCoroutine(message: string, at: Located): void {
    if (this.awaitAtTop) this.current.coroutine = true;
    if (!this.current.coroutine) this.error(message, at);
  }

  private exceptHandler(h: ExceptHandler): void {
    if (h.type !== null) this.expression(h.type);
    if (h.name !== null) this.define(h.name, Def.LOCAL, h);
    this.statements(h.body);
  }

  private alias(a: Alias): void {
    const name = a.asname ?? a.name;
    if (name === '*') {
      if (this.current.type !== BlockType.Module) this.error(messages.importStar, a);
      return;
    }
    const dot = name.indexOf('.');
    this.define(dot < 0 ? name : name.slice(0, dot), Def.IMPORT, a);
  }

  private keywords(list: readonly Keyword[]): void {
    for (const k of list) if (k.arg !== null) this.checkName(k.arg, k, Store);
    for (const k of list) this.expression(k.value);
  }

  // ------------------------------------------------------------------------- first pass: parameters, annotations

  private parameters(a: Arguments): void {
    for (const arg of a.posonlyargs) this.define(arg.arg, Def.PARAM, arg);
    for (const arg of a.args) this.define(arg.arg, Def.PARAM, arg);
    for (const arg of a.kwonlyargs) this.define(arg.arg, Def.PARAM, arg);
    if (a.vararg !== null) {
      this.define(a.vararg.arg, Def.PARAM, a.vararg);
      this.current.varargs = true;
    }
    if (a.kwarg !== null) {
      this.define(a.kwarg.arg, Def.PARAM, a.kwarg);
      this.current.varkeywords = true;
    }
  }

  private annotation(annotation: Expr): void {
    const parent = this.current;
    const unevaluated = parent.type === BlockType.Function;
    if (
      ((parent.type === BlockType.Class && parent.inConditionalBlock) || parent.type === BlockType.Module) &&
      !parent.hasConditionalAnnotations
    ) {
      parent.hasConditionalAnnotations = true;
      this.define('__conditional_annotations__', Def.USE, annotation);
    }
    if (parent.annotationBlock === null) {
      this.enter('__annotate__', BlockType.Annotation, null, annotation);
      parent.annotationBlock = this.current;
      if (parent.type === BlockType.Class && (this.future.features & CodeFlag.FUTURE_ANNOTATIONS) === 0) {
        this.current.canSeeClassScope = true;
        this.define('__classdict__', Def.USE, annotation);
      }
    } else {
      this.enterExisting(parent.annotationBlock);
    }
    if (unevaluated) this.current.inUnevaluatedAnnotation = true;
    this.expression(annotation);
    if (unevaluated) this.current.inUnevaluatedAnnotation = false;
    this.exit();
  }

  private argAnnotations(args: readonly Arg[]): void {
    for (const arg of args) this.argAnnotation(arg.annotation);
  }

  private argAnnotation(annotation: Expr | null): void {
    if (annotation === null) return;
    this.current.annotationsUsed = true;
    this.expression(annotation);
  }

  private functionAnnotations(s: Located, a: Arguments, returns: Expr | null): void {
    const seesClass = this.current.canSeeClassScope || this.current.type === BlockType.Class;
    this.enter('__annotate__', BlockType.Annotation, a, s);
    if (seesClass) {
      this.current.canSeeClassScope = true;
      this.define('__classdict__', Def.USE, s);
    }
    this.argAnnotations(a.posonlyargs);
    this.argAnnotations(a.args);
    if (a.vararg !== null) this.argAnnotation(a.vararg.annotation);
    if (a.kwarg !== null) this.argAnnotation(a.kwarg.annotation);
    this.argAnnotations(a.kwonlyargs);
    this.argAnnotation(returns);
    this.exit();
  }

  private typeParameter(p: TypeParam): void {
    this.define(p.name, Def.TYPE_PARAM | Def.LOCAL, p);
    switch (p.kind) {
      case Kind.TypeVar:
        this.boundOrDefault(
          p.bound,
          p,
          false,
          p.bound !== null && p.bound.kind === Kind.Tuple ? 'a TypeVar constraint' : 'a TypeVar bound',
        );
        this.boundOrDefault(p.default_value, p, true, 'a TypeVar default');
        break;
      case Kind.TypeVarTuple:
        this.boundOrDefault(p.default_value, p, false, 'a TypeVarTuple default');
        break;
      case Kind.ParamSpec:
        this.boundOrDefault(p.default_value, p, false, 'a ParamSpec default');
        break;
    }
  }

  private boundOrDefault(e: Expr | null, p: TypeParam, isDefault: boolean, info: string): void {
    if (p.name === '__classdict__') this.error(messages.reservedTypeParam(p.name), p);
    if (e === null) return;
    const inClass = this.current.canSeeClassScope;
    this.enter(p.name, BlockType.TypeVariable, p, e, isDefault);
    this.current.canSeeClassScope = inClass;
    if (inClass) this.define('__classdict__', Def.USE, e);
    this.current.scopeInfo = info;
    this.expression(e);
    this.exit();
  }

  // ------------------------------------------------------------------------------------- first pass: expressions

  private expression(e: Expr): void {
    switch (e.kind) {
      case Kind.Name: {
        const entry = this.current;
        if (entry.inUnevaluatedAnnotation) break;
        this.defineIn(e.id, e.ctx === Load ? Def.USE : Def.LOCAL, e, e.ctx);
        // Calling super() without arguments needs the class.
        if (e.ctx === Load && e.id === 'super' && entry.isFunctionLike) {
          this.define('__class__', Def.USE, e);
        }
        break;
      }
      case Kind.Constant:
        break;
      case Kind.Attribute:
        this.checkName(e.attr, e, e.ctx);
        this.expression(e.value);
        break;
      case Kind.Call:
        this.expression(e.func);
        this.expressions(e.args);
        this.keywords(e.keywords);
        break;
      case Kind.BinOp: {
        // Long sums lean to the left: go down without recursion.
        const rights: Expr[] = [];
        let left: Expr = e;
        while (left.kind === Kind.BinOp) {
          rights.push(left.right);
          left = left.left;
        }
        this.expression(left);
        for (let i = rights.length - 1; i >= 0; i--) this.expression(rights[i]);
        break;
      }
      case Kind.NamedExpr:
        this.notInAnnotation('named expression', e);
        if (this.current.compIterExpr > 0) this.error(messages.walrusInIterable, e);
        if (this.current.comprehension !== 0) this.extendNamedExpression(e.target);
        this.expression(e.value);
        this.expression(e.target);
        break;
      case Kind.BoolOp:
        this.expressions(e.values);
        break;
      case Kind.UnaryOp:
        this.expression(e.operand);
        break;
      case Kind.Lambda:
        this.expressions(e.args.defaults);
        this.expressions(e.args.kw_defaults);
        this.enter('lambda', BlockType.Function, e, e);
        this.parameters(e.args);
        this.expression(e.body);
        this.exit();
        break;
      case Kind.IfExp:
        this.expression(e.test);
        this.expression(e.body);
        this.expression(e.orelse);
        break;
      case Kind.Dict:
        this.expressions(e.keys);
        this.expressions(e.values);
        break;
      case Kind.Set:
      case Kind.List:
      case Kind.Tuple:
        this.expressions(e.elts);
        break;
      case Kind.GeneratorExp:
        this.comprehension(e, 'genexpr', ComprehensionType.Generator, e.generators, e.elt, null);
        break;
      case Kind.ListComp:
        this.comprehension(e, 'listcomp', ComprehensionType.List, e.generators, e.elt, null);
        break;
      case Kind.SetComp:
        this.comprehension(e, 'setcomp', ComprehensionType.Set, e.generators, e.elt, null);
        break;
      case Kind.DictComp:
        this.comprehension(e, 'dictcomp', ComprehensionType.Dict, e.generators, e.key, e.value);
        break;
      case Kind.Yield:
      case Kind.YieldFrom:
        this.notInAnnotation('yield expression', e);
        if (e.value !== null) this.expression(e.value);
        this.current.generator = true;
        if (this.current.comprehension !== 0) {
          const c = this.current.comprehension;
          this.error(
            messages.yieldInComprehension(
              c === ComprehensionType.List
                ? 'list comprehension'
                : c === ComprehensionType.Set
                  ? 'set comprehension'
                  : c === ComprehensionType.Dict
                    ? 'dict comprehension'
                    : 'generator expression',
            ),
            e,
          );
        }
        break;
      case Kind.Await:
        this.notInAnnotation('await expression', e);
        if (!this.awaitAtTop) {
          if (!this.current.isFunctionLike) this.error(messages.awaitOutsideFunction, e);
          if (!this.isAsyncFunction && this.current.comprehension === 0) {
            this.error(messages.awaitOutsideAsync, e);
          }
        }
        this.expression(e.value);
        this.current.coroutine = true;
        break;
      case Kind.Compare:
        this.expression(e.left);
        this.expressions(e.comparators);
        break;
      case Kind.FormattedValue:
      case Kind.Interpolation:
        this.expression(e.value);
        if (e.format_spec !== null) this.expression(e.format_spec);
        break;
      case Kind.JoinedStr:
      case Kind.TemplateStr:
        this.expressions(e.values);
        break;
      case Kind.Subscript:
        this.expression(e.value);
        this.expression(e.slice);
        break;
      case Kind.Starred:
        this.expression(e.value);
        break;
      case Kind.Slice:
        if (e.lower !== null) this.expression(e.lower);
        if (e.upper !== null) this.expression(e.upper);
        if (e.step !== null) this.expression(e.step);
        break;
    }
  }

  private get isAsyncFunction(): boolean {
    return this.current.type === BlockType.Function && this.current.coroutine;
  }

  private notInAnnotation(what: string, e: Located): void {
    switch (this.current.type) {
      case BlockType.Annotation:
        return this.error(messages.notInAnnotation(what), e);
      case BlockType.TypeVariable:
        return this.error(messages.notInTypeVariable(what, this.current.scopeInfo), e);
      case BlockType.TypeAlias:
        return this.error(messages.notInTypeAlias(what), e);
      case BlockType.TypeParameters:
        return this.error(messages.notInGeneric(what), e);
      default:
        return;
    }
  }

  /** The target of an assignment expression inside comprehensions is bound in the scope around them. */
  private extendNamedExpression(target: Expr): void {
    const name = target.kind === Kind.Name ? target.id : '';
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const entry = this.stack[i];
      if (entry.comprehension !== 0) {
        const known = this.lookup(entry, name);
        if ((known & Def.COMP_ITER) !== 0 && (known & Def.LOCAL) !== 0) {
          this.error(messages.walrusConflict(name), target);
        }
        continue;
      }
      if (entry.type === BlockType.Function) {
        const known = this.lookup(entry, name);
        this.define(name, (known & Def.GLOBAL) !== 0 ? Def.GLOBAL : Def.NONLOCAL, target);
        this.recordDirective(name, target);
        this.addDefinition(name, Def.LOCAL, entry, target);
        return;
      }
      switch (entry.type) {
        case BlockType.Module:
          this.define(name, Def.GLOBAL, target);
          this.recordDirective(name, target);
          this.addDefinition(name, Def.GLOBAL, entry, target);
          return;
        case BlockType.Class:
          return this.error(messages.walrusInClass, target);
        case BlockType.TypeParameters:
          return this.error(messages.walrusInGeneric, target);
        case BlockType.TypeAlias:
          return this.error(messages.walrusInTypeAlias, target);
        case BlockType.TypeVariable:
          return this.error(messages.walrusInTypeVarBound, target);
      }
    }
  }

  private comprehension(
    e: Expr,
    name: string,
    type: number,
    generators: readonly Comprehension[],
    element: Expr,
    value: Expr | null,
  ): void {
    const isGenerator = type === ComprehensionType.Generator;
    const outermost = generators[0];
    // The outermost iterable is evaluated in the scope around.
    this.current.compIterExpr++;
    this.expression(outermost.iter);
    this.current.compIterExpr--;
    this.enter(name, BlockType.Function, e, e);
    const entry = this.current;
    entry.comprehension = type;
    if (outermost.is_async !== 0) entry.coroutine = true;
    this.define('.0', Def.PARAM, entry.location);
    entry.compIterTarget = true;
    this.expression(outermost.target);
    entry.compIterTarget = false;
    this.expressions(outermost.ifs);
    for (let i = 1; i < generators.length; i++) {
      const g = generators[i];
      entry.compIterTarget = true;
      this.expression(g.target);
      entry.compIterTarget = false;
      entry.compIterExpr++;
      this.expression(g.iter);
      entry.compIterExpr--;
      this.expressions(g.ifs);
      if (g.is_async !== 0) entry.coroutine = true;
    }
    if (value !== null) this.expression(value);
    this.expression(element);
    entry.generator = isGenerator;
    const isAsync = entry.coroutine && !isGenerator;
    this.exit();
    if (!isAsync) return;
    if (!this.isAsyncFunction && this.current.comprehension === 0 && !this.awaitAtTop) {
      this.error(messages.asyncComprehension, e);
    }
    this.current.coroutine = true;
  }

  private pattern(p: Pattern): void {
    switch (p.kind) {
      case Kind.MatchValue:
        this.expression(p.value);
        break;
      case Kind.MatchSequence:
      case Kind.MatchOr:
        for (const q of p.patterns) this.pattern(q);
        break;
      case Kind.MatchStar:
        if (p.name !== null) this.define(p.name, Def.LOCAL, p);
        break;
      case Kind.MatchMapping:
        this.expressions(p.keys);
        for (const q of p.patterns) this.pattern(q);
        if (p.rest !== null) this.define(p.rest, Def.LOCAL, p);
        break;
      case Kind.MatchClass:
        this.classPattern(p);
        break;
      case Kind.MatchAs:
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.define(p.name, Def.LOCAL, p);
        break;
      default:
        break;
    }
  }

  private classPattern(p: MatchClass): void {
    this.expression(p.cls);
    for (const q of p.patterns) this.pattern(q);
    for (let i = 0; i < p.kwd_attrs.length; i++) this.checkName(p.kwd_attrs[i], p.kwd_patterns[i], Store);
    for (const q of p.kwd_patterns) this.pattern(q);
  }

  // ------------------------------------------------------------------------------------------ second pass: scopes

  private directiveError(message: string, entry: SymtableEntry, name: string): never {
    const directive = entry.directives?.find((d) => d.name === name);
    return this.error(message, directive?.at ?? entry.location);
  }

  private analyzeName(
    entry: SymtableEntry,
    scopes: Map<string, number>,
    name: string,
    flags: number,
    bound: Set<string> | null,
    local: Set<string>,
    free: Set<string>,
    globals: Set<string>,
    typeParams: Set<string>,
    classEntry: SymtableEntry | null,
  ): void {
    if ((flags & Def.GLOBAL) !== 0) {
      if ((flags & Def.NONLOCAL) !== 0) {
        this.directiveError(messages.nonlocalAndGlobal(name), entry, name);
      }
      scopes.set(name, Scope.GLOBAL_EXPLICIT);
      globals.add(name);
      if (bound !== null) bound.delete(name);
      return;
    }
    if ((flags & Def.NONLOCAL) !== 0) {
      if (bound === null) this.directiveError(messages.nonlocalAtModule, entry, name);
      if (!bound.has(name)) this.directiveError(messages.noBinding(name), entry, name);
      if (typeParams.has(name)) this.directiveError(messages.nonlocalTypeParam(name), entry, name);
      scopes.set(name, Scope.FREE);
      free.add(name);
      return;
    }
    if ((flags & BOUND) !== 0) {
      scopes.set(name, Scope.LOCAL);
      local.add(name);
      globals.delete(name);
      if ((flags & Def.TYPE_PARAM) !== 0) typeParams.add(name);
      else typeParams.delete(name);
      return;
    }
    // An annotation scope directly in a class sees that class's names, at run time, and then the globals.
    if (classEntry !== null) {
      const inClass = classEntry.symbol(name);
      if ((inClass & Def.GLOBAL) !== 0) {
        scopes.set(name, Scope.GLOBAL_EXPLICIT);
        return;
      }
      if ((inClass & BOUND) !== 0 && (inClass & Def.NONLOCAL) === 0) {
        scopes.set(name, Scope.GLOBAL_IMPLICIT);
        return;
      }
    }
    if (bound !== null && bound.has(name)) {
      scopes.set(name, Scope.FREE);
      free.add(name);
      return;
    }
    scopes.set(name, Scope.GLOBAL_IMPLICIT);
  }

  private inlineComprehension(
    entry: SymtableEntry,
    comp: SymtableEntry,
    scopes: Map<string, number>,
    compFree: Set<string>,
    inlinedCells: Set<string>,
  ): void {
    let removeClass = false;
    for (const [name, flags] of comp.symbols) {
      if ((flags & Def.PARAM) !== 0) continue;
      let scope = flags >> SCOPE_OFFSET;
      const plain = flags & FLAG_BITS;
      if (scope === Scope.CELL || (plain & Def.COMP_CELL) !== 0) inlinedCells.add(name);
      const existing = entry.symbols.get(name);
      // `__class__` is never free through a class scope.
      if (scope === Scope.FREE && entry.type === BlockType.Class && name === '__class__') {
        scope = Scope.GLOBAL_IMPLICIT;
        compFree.delete(name);
        removeClass = true;
      }
      if (existing === undefined) {
        entry.symbols.set(name, plain);
        scopes.set(name, scope);
      } else if ((existing & BOUND) !== 0 && entry.type !== BlockType.Class) {
        if (!comp.children.some((child) => child.scope(name) === Scope.FREE)) compFree.delete(name);
      }
    }
    if (removeClass) comp.symbols.delete('__class__');
  }

  private analyzeBlock(
    entry: SymtableEntry,
    bound: Set<string> | null,
    free: Set<string>,
    globals: Set<string>,
    typeParams: Set<string>,
    classEntry: SymtableEntry | null,
  ): void {
    const local = new Set<string>();
    const scopes = new Map<string, number>();
    const newGlobals = new Set<string>();
    const newBound = new Set<string>();
    const newFree = new Set<string>();
    const inlinedCells = new Set<string>();
    const isClass = entry.type === BlockType.Class;

    // A class's own names are not visible in nested functions: hand down what was known before.
    if (isClass) {
      for (const name of globals) newGlobals.add(name);
      if (bound !== null) for (const name of bound) newBound.add(name);
    }
    for (const [name, flags] of entry.symbols) {
      this.analyzeName(entry, scopes, name, flags, bound, local, free, globals, typeParams, classEntry);
    }
    if (!isClass) {
      if (entry.isFunctionLike) for (const name of local) newBound.add(name);
      if (bound !== null) for (const name of bound) newBound.add(name);
      for (const name of globals) newGlobals.add(name);
    } else {
      newBound.add('__class__');
      newBound.add('__classdict__');
      newBound.add('__conditional_annotations__');
    }

    let anyInlined = false;
    for (const child of entry.children) {
      let childClass: SymtableEntry | null = null;
      if (child.canSeeClassScope) childClass = isClass ? entry : classEntry;
      const inline = child.comprehension !== 0 && !child.generator && !entry.canSeeClassScope;
      const childFree = new Set(newFree);
      this.analyzeBlock(
        child,
        new Set(newBound),
        childFree,
        new Set(newGlobals),
        new Set(typeParams),
        childClass,
      );
      if (inline) {
        this.inlineComprehension(entry, child, scopes, childFree, inlinedCells);
        child.compInlined = true;
        anyInlined = true;
      }
      for (const name of childFree) newFree.add(name);
    }
    if (anyInlined) {
      entry.children = entry.children.flatMap((child) => (child.compInlined ? child.children : [child]));
    }

    if (entry.isFunctionLike) {
      for (const [name, scope] of scopes) {
        if (scope === Scope.LOCAL && (newFree.has(name) || inlinedCells.has(name))) {
          scopes.set(name, Scope.CELL);
          newFree.delete(name);
        }
      }
    } else if (isClass) {
      if (newFree.delete('__class__')) entry.needsClassClosure = true;
      if (newFree.delete('__classdict__')) entry.needsClassdict = true;
      if (newFree.delete('__conditional_annotations__')) entry.hasConditionalAnnotations = true;
    }
    this.updateSymbols(entry, scopes, bound, newFree, inlinedCells, isClass || entry.canSeeClassScope);
    for (const name of newFree) free.add(name);
  }

  private updateSymbols(
    entry: SymtableEntry,
    scopes: Map<string, number>,
    bound: Set<string> | null,
    free: Set<string>,
    inlinedCells: Set<string>,
    classFlag: boolean,
  ): void {
    const symbols = entry.symbols;
    for (const [name, flags] of symbols) {
      const cell = inlinedCells.size > 0 && inlinedCells.has(name) ? Def.COMP_CELL : 0;
      symbols.set(name, flags | cell | (scopes.get(name)! << SCOPE_OFFSET));
    }
    for (const name of free) {
      const known = symbols.get(name);
      if (known !== undefined) {
        // Free in a method and bound in the class: reached through both.
        if (classFlag) symbols.set(name, known | Def.FREE_CLASS);
        continue;
      }
      if (bound !== null && !bound.has(name)) continue;
      symbols.set(name, Scope.FREE << SCOPE_OFFSET);
    }
  }
}

/** Builds the tables of a whole module. */
export function buildSymtable(
  tree: Mod,
  filename: string,
  future: FutureFeatures,
  topLevelAwait = false,
): Symtable {
  const table = new Symtable(filename, future, topLevelAwait);
  table.build(tree);
  return table;
}
