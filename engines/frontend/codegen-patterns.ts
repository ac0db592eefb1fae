// @inline-constants-from ./ast-kinds.ts Kind
// @inline-constants-from ./opcodes.ts Op
// Code generation for `match` (PEP 634). Each pattern consumes the subject on top of the stack and jumps on failure to one of
// a row of blocks that pop as many values as are then on the stack; captured values gather below and are stored only when
// the whole pattern has matched.
import { CompareOperator, FloatConstant, ComplexConstant, Kind, Store } from './ast.ts';
import type {
  ConstantValue,
  Match,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  Pattern,
} from './ast.ts';
import { visitBody } from './codegen.ts';
import { emitCompare, jumpIf, loadGlobalOrName as nameOp, visitExpr } from './codegen-expressions.ts';
import { TupleConstant } from './code-object.ts';
import { compileMessages as messages } from './compile-messages.ts';
import type { Compiler } from './compiler.ts';
import { constantRepr } from './constant-repr.ts';
import { constantKey } from './const-table.ts';
import { NEXT_LOCATION, NO_LOCATION, locOf } from './instruction.ts';
import type { Loc } from './instruction.ts';
import { Nb, Op } from './opcodes.ts';

class PatternContext {
  /** Names captured so far, in the order of their values on the stack. */
  stores: string[] = [];
  /** Labels of the blocks that pop that many values. */
  failPop: number[] = [];
  /** Values on top of the stack that captures have to go below. */
  onTop = 0;
  allowIrrefutable = false;
}

function isWildcard(p: Pattern): boolean {
  return p.kind === Kind.MatchAs && p.name === null;
}

export function matchStatement(c: Compiler, s: Match): void {
  const pc = new PatternContext();
  visitExpr(c, s.subject);
  const end = c.newLabel();
  const n = s.cases.length;
  const hasDefault = isWildcard(s.cases[n - 1].pattern) && n > 1;
  const tested = hasDefault ? n - 1 : n;
  for (let i = 0; i < tested; i++) {
    const m = s.cases[i];
    const loc = locOf(m.pattern);
    if (i !== tested - 1) c.opI(Op.COPY, 1, loc);
    pc.stores = [];
    pc.allowIrrefutable = m.guard !== null || i === n - 1;
    pc.failPop = [];
    pc.onTop = 0;
    pattern(c, m.pattern, pc);
    for (const name of pc.stores) nameOp(c, loc, name, Store);
    if (m.guard !== null) {
      ensureFailPop(c, pc, 0);
      jumpIf(c, loc, m.guard, pc.failPop[0], false);
    }
    if (i !== tested - 1) c.op(Op.POP_TOP, NEXT_LOCATION);
    visitBody(c, m.body);
    c.jump(Op.JUMP, end, NO_LOCATION);
    emitFailPop(c, loc, pc);
  }
  if (hasDefault) {
    const m = s.cases[n - 1];
    const loc = locOf(m.pattern);
    c.op(Op.NOP, loc);
    if (m.guard !== null) jumpIf(c, loc, m.guard, end, false);
    visitBody(c, m.body);
  }
  c.useLabel(end);
}

function ensureFailPop(c: Compiler, pc: PatternContext, n: number): void {
  while (pc.failPop.length <= n) pc.failPop.push(c.newLabel());
}

function jumpToFailPop(c: Compiler, loc: Loc, pc: PatternContext, op: number): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(c, pc, pops);
  c.jump(op, pc.failPop[pops], loc);
}

function emitFailPop(c: Compiler, loc: Loc, pc: PatternContext): void {
  if (pc.failPop.length === 0) return;
  for (let i = pc.failPop.length - 1; i > 0; i--) {
    c.useLabel(pc.failPop[i]);
    c.op(Op.POP_TOP, loc);
  }
  c.useLabel(pc.failPop[0]);
  pc.failPop = [];
}

function rotate(c: Compiler, loc: Loc, count: number): void {
  while (count > 1) c.opI(Op.SWAP, count--, loc);
}

/** Puts the value on top below all that has to stay there. */
function storeName(c: Compiler, loc: Loc, name: string | null, pc: PatternContext): void {
  if (name === null) {
    c.op(Op.POP_TOP, loc);
    return;
  }
  if (pc.stores.includes(name)) c.error(loc, messages.patternDuplicate(constantRepr(name)));
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function pattern(c: Compiler, p: Pattern, pc: PatternContext): void {
  const loc = locOf(p);
  switch (p.kind) {
    case Kind.MatchValue:
      if (p.value.kind !== Kind.Constant && p.value.kind !== Kind.Attribute) {
        c.error(loc, messages.patternValueKind);
      }
      visitExpr(c, p.value);
      emitCompare(c, loc, CompareOperator.Eq);
      c.op(Op.TO_BOOL, loc);
      jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
      break;
    case Kind.MatchSingleton:
      c.loadConst(p.value, loc);
      emitCompare(c, loc, CompareOperator.Is);
      jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
      break;
    case Kind.MatchSequence:
      sequencePattern(c, loc, p, pc);
      break;
    case Kind.MatchMapping:
      mappingPattern(c, loc, p, pc);
      break;
    case Kind.MatchClass:
      classPattern(c, loc, p, pc);
      break;
    case Kind.MatchStar:
      storeName(c, loc, p.name, pc);
      break;
    case Kind.MatchAs:
      asPattern(c, loc, p, pc);
      break;
    case Kind.MatchOr:
      orPattern(c, loc, p, pc);
      break;
  }
}

function subpattern(c: Compiler, p: Pattern, pc: PatternContext): void {
  const outer = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  pattern(c, p, pc);
  pc.allowIrrefutable = outer;
}

function asPattern(c: Compiler, loc: Loc, p: MatchAs, pc: PatternContext): void {
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      c.error(
        loc,
        p.name !== null
          ? messages.patternNameUnreachable(constantRepr(p.name))
          : messages.patternWildcardUnreachable,
      );
    }
    storeName(c, loc, p.name, pc);
    return;
  }
  pc.onTop++;
  c.opI(Op.COPY, 1, loc);
  pattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, loc, p.name, pc);
}

function sequencePattern(c: Compiler, loc: Loc, p: MatchSequence, pc: PatternContext): void {
  const size = p.patterns.length;
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  for (let i = 0; i < size; i++) {
    const q = p.patterns[i];
    if (q.kind === Kind.MatchStar) {
      if (star >= 0) c.error(loc, messages.patternTwoStarNames);
      starWildcard = q.name === null;
      onlyWildcard &&= starWildcard;
      star = i;
    } else {
      onlyWildcard &&= isWildcard(q);
    }
  }
  pc.onTop++;
  c.op(Op.MATCH_SEQUENCE, loc);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.op(Op.GET_LEN, loc);
    c.loadConst(size, loc);
    emitCompare(c, loc, CompareOperator.Eq);
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  } else if (size > 1) {
    c.op(Op.GET_LEN, loc);
    c.loadConst(size - 1, loc);
    emitCompare(c, loc, CompareOperator.GtE);
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcard) c.op(Op.POP_TOP, loc);
  else if (starWildcard) sequenceByIndex(c, loc, p.patterns, star, pc);
  else sequenceByUnpacking(c, loc, p.patterns, pc);
}

function sequenceByUnpacking(c: Compiler, loc: Loc, patterns: readonly Pattern[], pc: PatternContext): void {
  const size = patterns.length;
  let seenStar = false;
  for (let i = 0; i < size; i++) {
    if (patterns[i].kind !== Kind.MatchStar) continue;
    if (seenStar) c.error(loc, messages.patternTwoStars);
    if (i >= 1 << 8 || size - i - 1 >= 0x7fffffff >> 8) c.error(loc, messages.patternTooManyStar);
    c.opI(Op.UNPACK_EX, i + ((size - i - 1) << 8), loc);
    seenStar = true;
  }
  if (!seenStar) c.opI(Op.UNPACK_SEQUENCE, size, loc);
  pc.onTop += size;
  for (const q of patterns) {
    pc.onTop--;
    subpattern(c, q, pc);
  }
}

/** `[first, *_, last]`: only the elements that are asked for are fetched. */
function sequenceByIndex(
  c: Compiler,
  loc: Loc,
  patterns: readonly Pattern[],
  star: number,
  pc: PatternContext,
): void {
  pc.onTop++;
  const size = patterns.length;
  for (let i = 0; i < size; i++) {
    const q = patterns[i];
    if (isWildcard(q) || i === star) continue;
    c.opI(Op.COPY, 1, loc);
    if (i < star) c.loadConst(i, loc);
    else {
      // A sequence need not support negative indices.
      c.op(Op.GET_LEN, loc);
      c.loadConst(size - i, loc);
      c.opI(Op.BINARY_OP, Nb.SUBTRACT, loc);
    }
    c.opI(Op.BINARY_OP, Nb.SUBSCR, loc);
    subpattern(c, q, pc);
  }
  pc.onTop--;
  c.op(Op.POP_TOP, loc);
}

function classPattern(c: Compiler, loc: Loc, p: MatchClass, pc: PatternContext): void {
  const attributes = p.kwd_attrs;
  for (let i = 0; i < attributes.length; i++) {
    for (let j = i + 1; j < attributes.length; j++) {
      if (attributes[i] === attributes[j]) {
        c.error(locOf(p.kwd_patterns[j]), messages.patternAttributeRepeated(attributes[i]));
      }
    }
  }
  const nargs = p.patterns.length;
  const total = nargs + attributes.length;
  visitExpr(c, p.cls);
  c.loadConst(new TupleConstant(attributes.slice()), loc);
  c.opI(Op.MATCH_CLASS, nargs, loc);
  c.opI(Op.COPY, 1, loc);
  c.loadConst(null, loc);
  c.opI(Op.IS_OP, 1, loc);
  pc.onTop++;
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  c.opI(Op.UNPACK_SEQUENCE, total, loc);
  pc.onTop += total - 1;
  for (let i = 0; i < total; i++) {
    pc.onTop--;
    const q = i < nargs ? p.patterns[i] : p.kwd_patterns[i - nargs];
    if (isWildcard(q)) c.op(Op.POP_TOP, loc);
    else subpattern(c, q, pc);
  }
}

/** Equal keys of a mapping pattern: by value, so that 1, 1.0 and True are one key. */
function mappingKey(value: ConstantValue): string {
  if (typeof value === 'boolean') value = value ? 1 : 0;
  if (value instanceof ComplexConstant && value.imag === 0) value = new FloatConstant(value.real);
  if (value instanceof FloatConstant && Number.isInteger(value.value)) {
    return 'i' + BigInt(value.value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') return 'i' + value;
  return constantKey(value);
}

function mappingPattern(c: Compiler, loc: Loc, p: MatchMapping, pc: PatternContext): void {
  let size = p.keys.length;
  const rest = p.rest;
  pc.onTop++;
  c.op(Op.MATCH_MAPPING, loc);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  if (size === 0 && rest === null) {
    pc.onTop--;
    c.op(Op.POP_TOP, loc);
    return;
  }
  if (size > 0) {
    c.op(Op.GET_LEN, loc);
    c.loadConst(size, loc);
    emitCompare(c, loc, CompareOperator.GtE);
    jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  }
  const seen = new Set<string>();
  for (const key of p.keys) {
    if (key.kind === Kind.Constant) {
      const known = mappingKey(key.value);
      if (seen.has(known)) c.error(loc, messages.patternDuplicateKey(constantRepr(key.value)));
      seen.add(known);
    } else if (key.kind !== Kind.Attribute) {
      c.error(loc, messages.patternKeyKind);
    }
    visitExpr(c, key);
  }
  c.opI(Op.BUILD_TUPLE, size, loc);
  c.op(Op.MATCH_KEYS, loc);
  pc.onTop += 2;
  c.opI(Op.COPY, 1, loc);
  c.loadConst(null, loc);
  c.opI(Op.IS_OP, 1, loc);
  jumpToFailPop(c, loc, pc, Op.POP_JUMP_IF_FALSE);
  c.opI(Op.UNPACK_SEQUENCE, size, loc);
  pc.onTop += size - 1;
  for (const q of p.patterns) {
    pc.onTop--;
    subpattern(c, q, pc);
  }
  pc.onTop -= 2;
  if (rest === null) {
    c.op(Op.POP_TOP, loc);
    c.op(Op.POP_TOP, loc);
    return;
  }
  // A copy of the subject without the keys.
  c.opI(Op.BUILD_MAP, 0, loc);
  c.opI(Op.SWAP, 3, loc);
  c.opI(Op.DICT_UPDATE, 2, loc);
  c.opI(Op.UNPACK_SEQUENCE, size, loc);
  while (size > 0) {
    c.opI(Op.COPY, 1 + size--, loc);
    c.opI(Op.SWAP, 2, loc);
    c.op(Op.DELETE_SUBSCR, loc);
  }
  storeName(c, loc, rest, pc);
}

function orPattern(c: Compiler, loc: Loc, p: MatchOr, pc: PatternContext): void {
  const end = c.newLabel();
  const size = p.patterns.length;
  const outerStores = pc.stores;
  const outerFailPop = pc.failPop;
  const outerOnTop = pc.onTop;
  const outerIrrefutable = pc.allowIrrefutable;
  let control: string[] = [];
  for (let i = 0; i < size; i++) {
    const alternative = p.patterns[i];
    const aloc = locOf(alternative);
    pc.stores = [];
    pc.allowIrrefutable = i === size - 1 && outerIrrefutable;
    pc.failPop = [];
    pc.onTop = 0;
    c.opI(Op.COPY, 1, aloc);
    pattern(c, alternative, pc);
    const n = pc.stores.length;
    if (i === 0) control = pc.stores;
    else if (n !== control.length) c.error(loc, messages.patternDifferentNames);
    else {
      for (let k = n - 1; k >= 0; k--) {
        const at = pc.stores.indexOf(control[k]);
        if (at < 0) c.error(loc, messages.patternDifferentNames);
        if (at === k) continue;
        // The stack has to hold the names in the order of the first alternative.
        let rotations = at + 1;
        const rotated = pc.stores.splice(0, rotations);
        pc.stores.splice(k - at, 0, ...rotated);
        while (rotations-- > 0) rotate(c, aloc, k + 1);
      }
    }
    c.jump(Op.JUMP, end, aloc);
    emitFailPop(c, aloc, pc);
  }
  pc.stores = outerStores;
  pc.failPop = outerFailPop;
  pc.onTop = outerOnTop;
  pc.allowIrrefutable = outerIrrefutable;
  c.op(Op.POP_TOP, loc);
  jumpToFailPop(c, loc, pc, Op.JUMP);
  c.useLabel(end);
  const n = control.length;
  const rotations = n + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, loc, rotations);
    if (pc.stores.includes(name)) c.error(loc, messages.patternDuplicate(constantRepr(name)));
    pc.stores.push(name);
  }
  c.op(Op.POP_TOP, loc);
}
