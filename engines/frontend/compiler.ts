// @inline-constants-from ./opcodes.ts Op
// The state of one compilation, as CPython 3.14's Python/compile.c keeps it: the stack of code units, frame blocks, names
// and constants of the unit at hand, scopes of inlined comprehensions, warnings; and the emitting of instructions.
// What the instructions are is decided in codegen*.ts.
import { Kind, Store } from './ast.ts';
import type { AnnAssign, Attribute, Stmt } from './ast.ts';
import { assemble } from './assemble.ts';
import { CodeFlag } from './code-object.ts';
import type { CodeObject, Constant } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import { ConstTable } from './const-table.ts';
import { optimizeFlowGraph } from './flowgraph.ts';
import type { FutureFeatures } from './future.ts';
import { Instr, InstrSequence, Loc, NO_LOCATION } from './instruction.ts';
import { Op } from './opcodes.ts';
import { BlockType, Def, SCOPE_OFFSET, Scope, mangle, maybeMangle } from './symtable.ts';
import type { Symtable, SymtableEntry } from './symtable.ts';
import { PythonSyntaxError } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';

export const UnitKind = {
  Module: 0,
  Class: 1,
  Function: 2,
  AsyncFunction: 3,
  Lambda: 4,
  Comprehension: 5,
  Annotations: 6,
} as const;

/** What a `break`, `continue` or `return` has to leave. */
export const FrameBlock = {
  WhileLoop: 0,
  ForLoop: 1,
  AsyncForLoop: 2,
  TryExcept: 3,
  FinallyTry: 4,
  FinallyEnd: 5,
  With: 6,
  AsyncWith: 7,
  HandlerCleanup: 8,
  PopValue: 9,
  ExceptionHandler: 10,
  ExceptionGroupHandler: 11,
  AsyncComprehension: 12,
  StopIteration: 13,
} as const;

const MAX_BLOCKS = 21;
export const NO_LABEL = -1;

export class FBlock {
  readonly type: number;
  readonly block: number;
  readonly exit: number;
  readonly loc: Loc;
  /** The body of a `finally`, or the name of an `except … as`. */
  readonly datum: Stmt[] | string | null;
  constructor(type: number, block: number, exit: number, loc: Loc, datum: Stmt[] | string | null) {
    this.type = type;
    this.block = block;
    this.exit = exit;
    this.loc = loc;
    this.datum = datum;
  }
}

/** Sorts by code point; differs from JS order only where names lie beyond the basic plane. */
function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xHigh = x >= 0xd800 && x < 0xe000;
      const yHigh = y >= 0xd800 && y < 0xe000;
      return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function namesByScope(
  entry: SymtableEntry,
  scope: number,
  flag: number,
  offset: number,
): Map<string, number> {
  const names: string[] = [];
  for (const [name, symbol] of entry.symbols) {
    if (symbol >> SCOPE_OFFSET === scope || (symbol & flag) !== 0) names.push(name);
  }
  const result = new Map<string, number>();
  if (names.length === 0) return result;
  names.sort(compareNames);
  for (const name of names) result.set(name, offset + result.size);
  return result;
}

export class Unit {
  readonly entry: SymtableEntry;
  readonly kind: number;
  readonly name: string;
  qualname: string;
  readonly firstlineno: number;
  readonly privateName: string | null;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly consts = new ConstTable();
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars: Map<string, number>;
  readonly freevars: Map<string, number>;
  /** Variables of inlined comprehensions in scopes that are no functions; true while inside. */
  readonly fastHidden = new Map<string, boolean>();
  readonly staticAttributes: Set<string> | null;
  deferredAnnotations: AnnAssign[] | null = null;
  /** For each of them: its number if it may not be executed, else -1. */
  conditionalIndices: number[] = [];
  nextConditionalIndex = 0;
  seq = new InstrSequence();
  stashedSeq: InstrSequence | null = null;
  readonly fblocks: FBlock[] = [];
  inInlinedComp = 0;
  inConditionalBlock = 0;

  constructor(
    entry: SymtableEntry,
    kind: number,
    name: string,
    firstlineno: number,
    privateName: string | null,
    argcount: number,
    posonlyargcount: number,
    kwonlyargcount: number,
  ) {
    this.entry = entry;
    this.kind = kind;
    this.name = name;
    this.qualname = name;
    this.firstlineno = firstlineno;
    this.privateName = privateName;
    this.argcount = argcount;
    this.posonlyargcount = posonlyargcount;
    this.kwonlyargcount = kwonlyargcount;
    for (const v of entry.varnames) this.varnames.set(v, this.varnames.size);
    this.cellvars = namesByScope(entry, Scope.CELL, Def.COMP_CELL, 0);
    if (entry.needsClassClosure) addName(this.cellvars, '__class__');
    if (entry.needsClassdict) addName(this.cellvars, '__classdict__');
    if (entry.hasConditionalAnnotations) addName(this.cellvars, '__conditional_annotations__');
    this.freevars = namesByScope(entry, Scope.FREE, Def.FREE_CLASS, this.cellvars.size);
    this.staticAttributes = kind === UnitKind.Class ? new Set() : null;
  }
}

/** The number of a name in a table, added at the end if it is new. */
export function addName(table: Map<string, number>, name: string): number {
  let index = table.get(name);
  if (index === undefined) {
    index = table.size;
    table.set(name, index);
  }
  return index;
}

/** What inlining a comprehension changed and has to be put back. */
export interface InlinedState {
  pushedLocals: string[] | null;
  tempSymbols: Map<string, number> | null;
  fastHidden: string[] | null;
  cleanup: number;
}

export const NameOp = { Fast: 0, Global: 1, Deref: 2, Name: 3 } as const;

const FUTURE_MASK =
  CodeFlag.FUTURE_DIVISION |
  CodeFlag.FUTURE_ABSOLUTE_IMPORT |
  CodeFlag.FUTURE_WITH_STATEMENT |
  CodeFlag.FUTURE_PRINT_FUNCTION |
  CodeFlag.FUTURE_UNICODE_LITERALS |
  CodeFlag.FUTURE_BARRY_AS_BDFL |
  CodeFlag.FUTURE_GENERATOR_STOP |
  CodeFlag.FUTURE_ANNOTATIONS;

export class Compiler {
  readonly filename: string;
  readonly symtable: Symtable;
  readonly future: FutureFeatures;
  readonly optimize: number;
  readonly warnings: SyntaxWarning[];
  interactive = false;
  unit!: Unit;
  readonly stack: Unit[] = [];
  /** Above zero in the second copy of a `finally` body. */
  private silent = 0;

  constructor(
    filename: string,
    symtable: Symtable,
    future: FutureFeatures,
    optimize: number,
    warnings: SyntaxWarning[],
  ) {
    this.filename = filename;
    this.symtable = symtable;
    this.future = future;
    this.optimize = optimize;
    this.warnings = warnings;
  }

  get entry(): SymtableEntry {
    return this.unit.entry;
  }

  // ------------------------------------------------------------------------------------------------------- errors

  error(loc: Loc, message: string): never {
    throw new PythonSyntaxError(
      'SyntaxError',
      message,
      this.filename,
      loc.line,
      loc.col + 1,
      null,
      loc.endLine,
      loc.endCol + 1,
    );
  }

  warn(loc: Loc, message: string): void {
    if (this.silent > 0) return;
    this.warnings.push({
      category: 'SyntaxWarning',
      message,
      lineno: loc.line,
      offset: loc.col + 1,
      endOffset: loc.endCol + 1,
    });
  }

  // ----------------------------------------------------------------------------------------------------- emitting

  op(op: number, loc: Loc): void {
    this.unit.seq.instrs.push(new Instr(op, 0, loc));
  }
  opI(op: number, arg: number, loc: Loc): void {
    this.unit.seq.instrs.push(new Instr(op, arg, loc));
  }
  jump(op: number, label: number, loc: Loc): void {
    this.unit.seq.instrs.push(new Instr(op, label, loc));
  }
  newLabel(): number {
    return this.unit.seq.newLabel();
  }
  useLabel(label: number): void {
    this.unit.seq.useLabel(label);
  }
  loadConst(value: Constant, loc: Loc): void {
    this.opI(Op.LOAD_CONST, this.unit.consts.add(value), loc);
  }
  /** An instruction with a name of `co_names`, mangled. */
  opName(op: number, name: string, loc: Loc): void {
    this.opI(op, this.nameIndex(name), loc);
  }
  nameIndex(name: string): number {
    return addName(this.unit.names, this.mangleMaybe(name));
  }

  mangle(name: string): string {
    return mangle(this.unit.privateName, name);
  }
  mangleMaybe(name: string): string {
    return maybeMangle(this.unit.privateName, this.unit.entry, name);
  }

  // -------------------------------------------------------------------------------------------------------- scopes

  enterScope(
    name: string,
    kind: number,
    entry: SymtableEntry,
    lineno: number,
    privateName: string | null = null,
    argcount = 0,
    posonlyargcount = 0,
    kwonlyargcount = 0,
  ): void {
    const outer = this.unit as Unit | undefined;
    if (outer !== undefined) {
      this.stack.push(outer);
      privateName ??= outer.privateName;
    }
    const unit = new Unit(entry, kind, name, lineno, privateName, argcount, posonlyargcount, kwonlyargcount);
    this.unit = unit;
    if (kind !== UnitKind.Module) this.setQualname(unit);
    const loc = new Loc(kind === UnitKind.Module ? 0 : lineno, lineno, 0, 0);
    this.opI(Op.RESUME, 0, loc);
    if (kind === UnitKind.Module) this.op(Op.ANNOTATIONS_PLACEHOLDER, loc);
  }

  exitScope(): void {
    const outer = this.stack.pop();
    this.unit = outer as Unit;
  }

  private setQualname(unit: Unit): void {
    const depth = this.stack.length;
    if (depth <= 1) return;
    let parent = this.stack[depth - 1];
    if (parent.kind === UnitKind.Annotations) {
      // Straight inside the module the name is the whole of it.
      if (depth === 2) return;
      parent = this.stack[depth - 2];
    }
    if (
      unit.kind === UnitKind.Function ||
      unit.kind === UnitKind.AsyncFunction ||
      unit.kind === UnitKind.Class
    ) {
      const mangled = mangle(parent.privateName, unit.name);
      if (parent.entry.scope(mangled) === Scope.GLOBAL_EXPLICIT) return;
    }
    const base =
      parent.kind === UnitKind.Function ||
      parent.kind === UnitKind.AsyncFunction ||
      parent.kind === UnitKind.Lambda
        ? parent.qualname + '.<locals>'
        : parent.qualname;
    unit.qualname = base + '.' + unit.name;
  }

  get isInteractiveTop(): boolean {
    return this.interactive && this.stack.length === 0;
  }

  /** `self.x = …` in a method: noted for the class's `__static_attributes__`. */
  addStaticAttribute(e: Attribute): void {
    if (e.ctx !== Store || e.value.kind !== Kind.Name || e.value.id !== 'self') return;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const unit = this.stack[i];
      if (unit.kind === UnitKind.Class) {
        unit.staticAttributes!.add(e.attr);
        return;
      }
    }
  }

  staticAttributes(): string[] {
    return [...this.unit.staticAttributes!].sort(compareNames);
  }

  /** Returns at the end, and makes the code object of the unit at hand. */
  assembleUnit(addNone: boolean): CodeObject {
    if (addNone) this.loadConst(null, NO_LOCATION);
    this.op(Op.RETURN_VALUE, NO_LOCATION);
    const unit = this.unit;
    const flags = this.codeFlags(unit.entry);
    const graph = optimizeFlowGraph(unit, flags);
    return assemble(unit, graph, flags, this.filename);
  }

  private codeFlags(entry: SymtableEntry): number {
    let flags = 0;
    if (entry.isFunctionLike) {
      flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
      if (entry.nested) flags |= CodeFlag.NESTED;
      if (entry.generator) flags |= entry.coroutine ? CodeFlag.ASYNC_GENERATOR : CodeFlag.GENERATOR;
      if (entry.varargs) flags |= CodeFlag.VARARGS;
      if (entry.varkeywords) flags |= CodeFlag.VARKEYWORDS;
      if (entry.hasDocstring) flags |= CodeFlag.HAS_DOCSTRING;
      if (entry.method) flags |= CodeFlag.METHOD;
    }
    if (entry.coroutine && !entry.generator) flags |= CodeFlag.COROUTINE;
    return flags | (this.future.features & FUTURE_MASK);
  }

  // -------------------------------------------------------------------------------------------------- frame blocks

  pushBlock(type: number, block: number, exit: number, loc: Loc, datum: Stmt[] | string | null = null): void {
    const blocks = this.unit.fblocks;
    if (blocks.length >= MAX_BLOCKS) this.error(loc, messages.tooManyBlocks);
    blocks.push(new FBlock(type, block, exit, loc, datum));
    if (type === FrameBlock.FinallyEnd) this.silent++;
  }

  popBlock(): FBlock {
    const block = this.unit.fblocks.pop()!;
    if (block.type === FrameBlock.FinallyEnd) this.silent--;
    return block;
  }

  // --------------------------------------------------------------------------------------------------------- names

  /** How a name of the unit at hand is reached, and its number there (none for NameOp.Fast). */
  resolveName(mangled: string, scope: number): { kind: number; index: number } {
    const unit = this.unit;
    switch (scope) {
      case Scope.FREE:
        return { kind: NameOp.Deref, index: addName(unit.freevars, mangled) };
      case Scope.CELL:
        return { kind: NameOp.Deref, index: addName(unit.cellvars, mangled) };
      case Scope.LOCAL:
        if (unit.entry.isFunctionLike || unit.fastHidden.get(mangled) === true) {
          return { kind: NameOp.Fast, index: addName(unit.varnames, mangled) };
        }
        break;
      case Scope.GLOBAL_IMPLICIT:
        if (unit.entry.isFunctionLike) return { kind: NameOp.Global, index: addName(unit.names, mangled) };
        break;
      case Scope.GLOBAL_EXPLICIT:
        return { kind: NameOp.Global, index: addName(unit.names, mangled) };
      default:
        break;
    }
    return { kind: NameOp.Name, index: addName(unit.names, mangled) };
  }

  refType(name: string): number {
    if (
      this.unit.kind === UnitKind.Class &&
      (name === '__class__' || name === '__classdict__' || name === '__conditional_annotations__')
    ) {
      return Scope.CELL;
    }
    return this.entry.scope(name);
  }

  /** The cell that a nested function's free variable is made of. */
  closureIndex(name: string): number {
    const table = this.refType(name) === Scope.CELL ? this.unit.cellvars : this.unit.freevars;
    const index = table.get(name);
    if (index === undefined) {
      // CPython's compiler gives up on the same sources (codegen_make_closure).
      const text = `compiler_lookup_arg(name='${name}') failed in ${this.unit.qualname}`;
      throw new PythonSyntaxError('SystemError', text);
    }
    return index;
  }

  // ------------------------------------------------------------------------------------------ inlined comprehensions

  /** Names of a comprehension get the scopes they have inside it, as long as it is being compiled. */
  tweakScopes(comp: SymtableEntry, state: InlinedState): void {
    const unit = this.unit;
    const symbols = unit.entry.symbols;
    const inClass = unit.entry.type === BlockType.Class && unit.inInlinedComp === 0;
    unit.inInlinedComp++;
    for (const [name, symbol] of comp.symbols) {
      const scope = symbol >> SCOPE_OFFSET;
      const outer = symbols.get(name) ?? 0;
      const outerScope = outer >> SCOPE_OFFSET;
      if (
        (scope !== outerScope &&
          scope !== Scope.FREE &&
          !(scope === Scope.CELL && outerScope === Scope.FREE)) ||
        inClass
      ) {
        state.tempSymbols ??= new Map();
        symbols.set(name, symbol);
        state.tempSymbols.set(name, outer);
      }
      if (((symbol & Def.LOCAL) !== 0 && (symbol & Def.NONLOCAL) === 0) || inClass) {
        if (!unit.entry.isFunctionLike && unit.fastHidden.get(name) !== true) {
          unit.fastHidden.set(name, true);
          (state.fastHidden ??= []).push(name);
        }
      }
    }
  }

  revertScopes(state: InlinedState): void {
    const unit = this.unit;
    unit.inInlinedComp--;
    if (state.tempSymbols !== null) {
      for (const [name, symbol] of state.tempSymbols) unit.entry.symbols.set(name, symbol);
    }
    // Not deleted: that they were there makes them hidden locals.
    if (state.fastHidden !== null) for (const name of state.fastHidden) unit.fastHidden.set(name, false);
  }
}
