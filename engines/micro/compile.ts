// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// @inline-constants-from ./bytecode.ts FLAG
// @inline-constants-from ./parse.ts K
// @inline-scalars
// Source to bytecode: the token stream is read twice by the same functions. The first pass emits nothing and finds out
// which names each block binds; the second writes code. Only one statement's expressions are a tree at any time. Models
// py/compile.c, py/scope.c, py/emitbc.c. Left out: `const()` folding, native and viper emitters, inline assembler.
import { R, T } from './layout.ts';
import { H, B, alloc, realloc, free, keep } from './heap.ts';
import { Q, text, intern, Qs } from './qstr.ts';
import { small, str, fail, addTraceback, newTuple, isHeap, tupleOf } from './obj.ts';
import { newList, listAppend } from './objlist.ts';
import { OP, CODE, FLAG } from './bytecode.ts';
import * as lex from './lexer.ts';
import { NEWLINE, INDENT, DEDENT, END, syntaxError } from './lexer.ts';
import {
  K,
  accept,
  at,
  expect,
  expectName,
  testList,
  exprList,
  test,
  named,
  atEnd,
  list,
  starOrTest,
  starOrPlain,
  yieldExpr,
  parameters,
  callArgs,
  counted,
  nodeKind,
  nodeLine,
  child,
  item,
  count,
  isConst,
  constValue,
  isName,
  resetArena,
  resetNesting,
} from './parse.ts';

// ---- Scopes: lists in the heap. Fields, then pairs of qstr and info (kind | parameter 8 | slot << 4). ----

const MODULE = 0;
const CLASS = 1;
const FUNCTION = 2;
const LAMBDA = 3;
const FIELDS = 6;
/** Fields: kind, parent, flags, locals, frees, positional | keyword-only << 8. */
const GLOBAL = 0;
const EXPLICIT = 1;
const LOCAL = 2;
const CELL = 3;
const FREE = 4;
const NONLOCAL = 5;

let pass = 1 as number;
let fileName = 0;
let scope = 0;
let scopeIndex = 0;

const [q_class, q_module, q_qualname, q_name, q_super, q_range, q_arg] = Qs(
  '__class__ __module__ __qualname__ __name__ super range *',
);
const blockNames = [
  '<module>',
  '<class>',
  '<function>',
  '<lambda>',
  '<genexpr>',
  '<listcomp>',
  '<dictcomp>',
  '<setcomp>',
].map(Q);
const [q_assertion, q_stopAsync] = Qs('AssertionError StopAsyncIteration');

const field = (s: number, i: number) => H[H[s + 3] + i];
function setField(s: number, i: number, v: number): void {
  H[H[s + 3] + i] = v;
}
const scopeKind = (s: number) => field(s, 0) >> 1;
const parentOf = (s: number) => field(s, 1);
const names = (s: number) => H[s + 2];
const isComp = (s: number) => scopeKind(s) > LAMBDA;

function findName(s: number, q: number): number {
  const items = H[s + 3];
  for (let i = FIELDS, n = H[s + 2]; i < n; i += 2) if (H[items + i] === q) return i;
  return 0;
}
function addName(s: number, q: number, info: number): number {
  listAppend(s, q);
  listAppend(s, small(info));
  return H[s + 2] - 2;
}
const info = (s: number, i: number) => field(s, i + 1) >> 1;

/** Where the second pass stands: value stack and code. */
const depthHere = () => (pass === 2 ? unit.depth_ : 0);
const here = () => (pass === 2 ? unit.length_ : 0);

function load(q: number): void {
  if (pass === 2) access(q, 0);
  else if (!findName(scope, q)) addName(scope, q, GLOBAL);
}
function bindName(q: number): void {
  const i = findName(scope, q);
  if (!i) addName(scope, q, LOCAL);
  else if ((info(scope, i) & 7) === GLOBAL) setField(scope, i + 1, small((info(scope, i) & ~7) | LOCAL));
}
function store(q: number): void {
  if (pass === 2) access(q, 1);
  else bindName(q);
}
function remove(q: number): void {
  if (pass === 2) access(q, 2);
  else bindName(q);
}
/** Loads (0), stores (1) or deletes (2) a name: opcodes of one kind of name stand in this order. */
function access(q: number, how: number): void {
  const x = info(scope, findName(scope, q));
  const kind = x & 7;
  const slot = x >> 4;
  const effect = how === 0 ? 1 : how === 1 ? -1 : 0;
  if (kind === CELL || kind === FREE) emitArg(OP.LOAD_DEREF + how, slot, effect);
  else if (kind === LOCAL && scopeKind(scope) >= FUNCTION) {
    if (how < 2) fast(how ? OP.SET_FAST : OP.FAST, OP.LOAD_FAST + how, slot, effect);
    else emitArg(OP.DELETE_FAST, slot, effect);
  } else {
    // Whatever a module or class body reads may be in its dict by then.
    const inDict = how ? kind === LOCAL : scopeKind(scope) < FUNCTION && kind !== EXPLICIT;
    emitArg((inDict ? OP.LOAD_NAME : OP.LOAD_GLOBAL) + how, q >> 3, effect);
  }
}
function fast(short: number, long: number, slot: number, d: number): void {
  if (slot < 16) emit(short + slot, d);
  else emitArg(long, slot, d);
}
/** The target of := binds in the function around comprehensions. */
function storeNamed(q: number): void {
  if (pass === 1) {
    let s = scope;
    while (isComp(s)) {
      s = parentOf(s);
      // A name of an outer comprehension is bound there, as in MicroPython.
      if (isComp(s) && findName(s, q) && (info(s, findName(s, q)) & 7) === LOCAL) break;
    }
    const keepScope = scope;
    scope = s;
    bindName(q);
    scope = keepScope;
    const global = scopeKind(s) === MODULE || (info(s, findName(s, q)) & 7) === EXPLICIT;
    for (let c = scope; c !== s; c = parentOf(c)) {
      const kind = global ? EXPLICIT : NONLOCAL;
      const i = findName(c, q);
      if (!i) addName(c, q, kind);
      else if ((info(c, i) & 7) === LOCAL) syntaxError("identifier can't be redefined as nonlocal");
      else setField(c, i + 1, small(kind));
    }
    return;
  }
  store(q);
}

function openScope(kind: number): number {
  const before = scope;
  if (pass === 1) {
    const s = newList(0);
    listAppend(H[R.SCOPES], s);
    listAppend(s, small(kind));
    listAppend(s, before || T.NONE);
    for (let i = 2; i < FIELDS; i++) listAppend(s, 1);
    scope = s;
  } else scope = H[H[H[R.SCOPES] + 3] + scopeIndex];
  scopeIndex++;
  return before;
}

/** After the first pass: free names find their cells, then every local gets its slot. */
function resolve(): void {
  const all = H[R.SCOPES];
  for (let k = 0; k < H[all + 2]; k++) {
    const s = H[H[all + 3] + k];
    if (scopeKind(s) === MODULE) continue;
    for (let i = FIELDS; i < names(s); i += 2) {
      const kind = info(s, i) & 7;
      if (kind !== GLOBAL && kind !== NONLOCAL) continue;
      const q = field(s, i);
      let owner = parentOf(s);
      let found = 0;
      for (; owner !== T.NONE; owner = parentOf(owner)) {
        if (scopeKind(owner) === MODULE) break;
        if (scopeKind(owner) === CLASS && q !== q_class) continue;
        const j = findName(owner, q);
        if (!j) continue;
        const k2 = info(owner, j) & 7;
        if (k2 === EXPLICIT) break;
        if (k2 === LOCAL || k2 === CELL || k2 === FREE) {
          found = j;
          break;
        }
      }
      if (!found) {
        if (kind === NONLOCAL) syntaxError('no binding for nonlocal found');
        continue;
      }
      if ((info(owner, found) & 7) === LOCAL)
        setField(owner, found + 1, small((info(owner, found) & ~7) | CELL));
      for (let c = s; c !== owner; c = parentOf(c)) {
        const j = findName(c, q);
        if (!j) addName(c, q, FREE);
        else if (scopeKind(c) !== CLASS || (info(c, j) & 7) !== LOCAL) setField(c, j + 1, small(FREE));
        else addName(c, q, FREE);
      }
    }
  }
  for (let k = 0; k < H[all + 2]; k++) {
    const s = H[H[all + 3] + k];
    // Slot 0 of modules and classes holds the dict of their names.
    let slot = scopeKind(s) < FUNCTION ? 1 : 0;
    for (const wanted of [LOCAL, FREE]) {
      const first = slot;
      for (let i = FIELDS; i < names(s); i += 2) {
        const x = info(s, i);
        const kind = x & 7;
        if (kind === GLOBAL || kind === EXPLICIT || (kind === FREE) !== (wanted === FREE)) continue;
        if (kind === LOCAL && scopeKind(s) < FUNCTION) continue;
        setField(s, i + 1, small((x & 15) | (slot++ << 4)));
      }
      setField(s, wanted === FREE ? 4 : 3, small(wanted === FREE ? slot - first : slot));
    }
    setField(s, 3, small((field(s, 3) >> 1) + (field(s, 4) >> 1)));
  }
}

// ---- Emitting into a growing block. ----

interface Label {
  at_: number;
  from_: number[];
}
interface Block {
  /** 0 loop, 1 try or with (leave through `exit_`), 2 except body, 3 finally body. */
  kind_: number;
  depth_: number;
  exit_?: Label;
  continue_?: Label;
  backward_?: boolean;
}
/** What one block of code has while it is written. */
interface Unit {
  /** Index of the code bytes and of the constants in the list CSTATE, which keeps both alive. */
  root_: number;
  length_: number;
  depth_: number;
  most_: number;
  blocks_: Block[];
  excs_: number[];
  lines_: number[];
  lastLine_: number;
  lastAt_: number;
}
let unit: Unit;
const codeBytes = () => H[H[H[R.CSTATE] + 3] + unit.root_];
const constants = () => H[H[H[R.CSTATE] + 3] + unit.root_ + 1];

function newUnit(): Unit {
  const root = H[H[R.CSTATE] + 2];
  const buffer = alloc(8);
  H[buffer] = -T.RAW;
  H[buffer + 1] = 24;
  listAppend(H[R.CSTATE], buffer);
  listAppend(H[R.CSTATE], newList(0));
  return {
    root_: root,
    length_: 0,
    depth_: 0,
    most_: 0,
    blocks_: [],
    excs_: [],
    lines_: [],
    lastLine_: -1,
    lastAt_: 0,
  };
}
function byte(b: number): void {
  let p = codeBytes();
  if (unit.length_ === H[p + 1]) {
    const size = H[p + 1] + (H[p + 1] < 256 ? 32 : H[p + 1] >> 1);
    p = realloc(p, (size + 11) >> 2);
    H[p + 1] = size;
    H[H[H[R.CSTATE] + 3] + unit.root_] = p;
  }
  B[p * 4 + 8 + unit.length_++] = b;
}
function depth(d: number): void {
  if (pass === 1) return;
  unit.depth_ += d;
  if (unit.depth_ > unit.most_) unit.most_ = unit.depth_;
}
function emit(op: number, d: number): void {
  if (pass === 1) return;
  byte(op);
  depth(d);
}
function emitArg(op: number, arg: number, d: number): void {
  if (pass === 1) return;
  byte(op);
  if (arg >= 1 << 28) byte(0x80 | (arg >>> 28));
  if (arg >= 1 << 21) byte(0x80 | ((arg >> 21) & 127));
  if (arg >= 1 << 14) byte(0x80 | ((arg >> 14) & 127));
  if (arg >= 128) byte(0x80 | ((arg >> 7) & 127));
  byte(arg & 127);
  depth(d);
}
const label = (): Label => ({ at_: -1, from_: [] });
function jump(op: number, to: Label, d: number): void {
  if (pass === 1) return;
  byte(op);
  byte(0);
  byte(0);
  if (to.at_ >= 0) patch(unit.length_, to.at_);
  else to.from_.push(unit.length_);
  depth(d);
}
function patch(from: number, to: number): void {
  const d = to - from;
  if (d > 32767 || d < -32768) fail(T.RuntimeError, 'bytecode overflow');
  const p = codeBytes() * 4 + 8 + from;
  B[p - 2] = d >> 8;
  B[p - 1] = d;
}
function place(l: Label): void {
  if (pass === 1) return;
  l.at_ = unit.length_;
  for (const from of l.from_) patch(from, l.at_);
}
function emitInt(n: number): void {
  if (n >= -4 && n < 32) emit(OP.SMALL + n + 4, 1);
  else emitArg(OP.LOAD_INT, n >= 0 ? n * 2 : -n * 2 - 1, 1);
}
function emitConst(v: number): void {
  if (pass === 1) return;
  if (v & 1) emitInt(v >> 1);
  else if ((v & 7) === 2) emitArg(OP.LOAD_STR, v >> 3, 1);
  else if ((v & 7) === 6) emitArg(OP.LOAD_STATIC, v >> 3, 1);
  else emitArg(OP.LOAD_CONST, constIndex(v), 1);
}
function constIndex(v: number): number {
  const l = constants();
  for (let i = 0; i < H[l + 2]; i++) if (H[H[l + 3] + i] === v) return i;
  listAppend(l, v);
  return H[l + 2] - 1;
}
function setLine(line: number): void {
  if (pass === 1 || line === unit.lastLine_) return;
  if (unit.lastLine_ < 0) {
    unit.lastLine_ = line;
    unit.lines_.push(line & 255, line >> 8);
    return;
  }
  // Going back (a condition read again behind its body) is noted modulo 2^16.
  const d = (line - unit.lastLine_) & 0xffff;
  let at = unit.length_ - unit.lastAt_;
  for (; at > 127; at -= 127) unit.lines_.push(0xff, 0);
  if (d < 8 && at < 16) unit.lines_.push((d << 4) | at);
  else if (d < 255) unit.lines_.push(0x80 | at, d);
  else unit.lines_.push(0x80 | at, 255, d >> 8, d & 255);
  unit.lastLine_ = line;
  unit.lastAt_ = unit.length_;
}

/** Turns the unit into a code object; `args`: field 5 of the scope. */
function finish(s: number, name: number, defaults: number, flags: number): number {
  const consts = constants();
  const nconst = H[consts + 2];
  const argInfo = field(s, 5) >> 1;
  const npos = argInfo & 255;
  const nkw = (argInfo >> 8) & 255;
  const frees = field(s, 4) >> 1;
  const start = CODE.CONSTS * 4 + nconst * 4 + 2 * (npos + nkw);
  const exc = start + unit.length_;
  if (start > 65535 || unit.most_ > 65535) fail(T.RuntimeError, 'bytecode overflow');
  const size = exc + 2 + (unit.excs_.length / 4) * 7 + unit.lines_.length;
  const p = alloc((size + 3) >> 2);
  H[p] = -T.CODE;
  H[p + CODE.SIZES] = (field(s, 3) >> 1) | (unit.most_ << 16);
  let fl = flags | (field(s, 2) >> 1) | (scopeKind(s) < FUNCTION ? FLAG.NAMES : 0);
  if (frees > 0) fl |= FLAG.CLOSED;
  H[p + CODE.ARGS] = npos | (nkw << 8) | (defaults << 16) | (fl << 24);
  H[p + CODE.NAME] = (name >> 3) | ((fileName >> 3) << 16);
  H[p + CODE.EXC] = exc;
  H[p + CODE.START] = start | (frees << 16);
  for (let i = 0; i < nconst; i++) H[p + CODE.CONSTS + i] = H[H[consts + 3] + i];
  let to = p * 4 + CODE.CONSTS * 4 + nconst * 4;
  for (let i = 0; i < npos + nkw; i++) {
    const q = field(s, FIELDS + 2 * i) >> 3;
    B[to++] = q;
    B[to++] = q >> 8;
  }
  const from = codeBytes() * 4 + 8;
  B.copyWithin(to, from, from + unit.length_);
  to += unit.length_;
  const n = unit.excs_.length / 4;
  B[to++] = n;
  B[to++] = n >> 8;
  for (let i = 0; i < unit.excs_.length; i += 4) {
    for (let k = 0; k < 3; k++) {
      B[to++] = unit.excs_[i + k];
      B[to++] = unit.excs_[i + k] >> 8;
    }
    B[to++] = unit.excs_[i + 3];
  }
  for (const b of unit.lines_) B[to++] = b;
  return p;
}
function closeUnit(before: Unit): void {
  const stack = H[R.CSTATE];
  free(codeBytes());
  const l = constants();
  if (H[l + 3]) free(H[l + 3]);
  free(l);
  H[stack + 2] = unit.root_;
  H[H[stack + 3] + unit.root_] = H[H[stack + 3] + unit.root_ + 1] = 0;
  unit = before;
}

/** Writes a nested block of code and leaves its function on the stack. The defaults are there already. */
function nested(
  kind: number,
  name: number,
  params: number,
  defaults: number,
  kwDefaults: boolean,
  body: () => void,
  flags = 0,
): void {
  const outer = openScope(kind);
  const me = scope;
  const before = unit;
  if (pass === 1) declareParameters(params);
  else unit = newUnit();
  if (pass === 2) {
    unit.lastLine_ = -1;
    setLine(lex.line);
    // Parameters that inner functions use become cells.
    for (let i = FIELDS; i < names(scope); i += 2) {
      const x = info(scope, i);
      if ((x & 7) === CELL) emitArg(OP.MAKE_CELL, x >> 4, 0);
    }
  }
  body();
  if (pass === 2) {
    const code = finish(me, name, defaults, flags | (kwDefaults ? FLAG.KWDEFS : 0));
    closeUnit(before);
    keep(code);
    scope = outer;
    let frees = 0;
    for (let i = FIELDS; i < names(me); i += 2) {
      if ((info(me, i) & 7) !== FREE) continue;
      const slot = info(scope, findFree(scope, field(me, i))) >> 4;
      emitArg(OP.LOAD_CELL, slot, 1);
      frees++;
    }
    emitArg(OP.MAKE_FUNCTION, constIndex(code), 1 - frees - defaults - (kwDefaults ? 1 : 0));
  } else {
    // Free names of this block are wanted by the one around it.
    scope = outer;
  }
}
/** The cell entry of a name: in a class the same name may also be one of its own. */
function findFree(s: number, q: number): number {
  const items = H[s + 3];
  for (let i = FIELDS; i < H[s + 2]; i += 2)
    if (H[items + i] === q && ((H[items + i + 1] >> 1) & 7) >= CELL) return i;
  return 0;
}
function declareParameters(params: number): void {
  if (!params) {
    // Comprehensions take their first iterator.
    addName(scope, q_arg, LOCAL | 8);
    setField(scope, 5, small(1));
    return;
  }
  let npos = 0;
  let nkw = 0;
  let flags = 0;
  for (let k = 0; k < 4; k++) {
    let starred = false;
    for (let i = 0; i < count(params); i++) {
      const p = item(params, i);
      const kind = child(p, 2) >> 1;
      const isKw = kind === 0 && starred;
      if (kind === 1 || kind === 3) starred = true;
      // Order of slots: positional, keyword-only, *args, **kwargs.
      if (!k ? kind !== 0 || isKw : k === 1 ? !isKw : k === 2 ? kind !== 1 : kind !== 2) continue;
      addName(scope, child(p, 0), LOCAL | 8);
      if (!k) npos++;
      else if (k === 1) nkw++;
      else flags |= k === 2 ? FLAG.VARARGS : FLAG.VARKW;
    }
  }
  setField(scope, 5, small(npos | (nkw << 8)));
  setField(scope, 2, small((field(scope, 2) >> 1) | flags));
}
/** Defaults to the stack; answers how many positional ones, and whether a dict of keyword ones follows. */
function emitDefaults(params: number): [number, boolean] {
  let n = 0;
  let starred = false;
  for (let i = 0; i < count(params); i++) {
    const p = item(params, i);
    const kind = child(p, 2) >> 1;
    if (kind === 1 || kind === 3) starred = true;
    if (!kind && !starred && child(p, 1)) {
      expr(child(p, 1));
      n++;
    }
  }
  starred = false;
  let dict = false;
  for (let i = 0; i < count(params); i++) {
    const p = item(params, i);
    const kind = child(p, 2) >> 1;
    if (kind === 1 || kind === 3) starred = true;
    if (!kind && starred && child(p, 1)) {
      if (!dict) emitArg(OP.BUILD_MAP, 1, 1);
      dict = true;
      expr(child(p, 1));
      emitConst(child(p, 0));
      emitArg(OP.MAP_ADD, 0, -2);
    }
  }
  return [n, dict];
}

// ---- Expressions. ----

function expr(r: number): void {
  if (r & 1) return emitInt(r >> 1);
  if ((r & 7) === 2) return load(r);
  if ((r & 7) === 6) return emitConst(r);
  const a = child(r, 0);
  switch (nodeKind(r)) {
    case K.CONST:
    case K.STR:
      return emitConst(a);
    case K.TUPLE:
      return display(r, OP.BUILD_TUPLE, OP.LIST_EXTEND);
    case K.LIST:
      return display(r, OP.BUILD_LIST, OP.LIST_EXTEND);
    case K.SET:
      return display(r, OP.BUILD_SET, OP.SET_UPDATE);
    case K.DICT: {
      emitArg(OP.BUILD_MAP, count(r) >> 1, 1);
      for (let i = 0; i < count(r); i += 2) {
        if (!item(r, i)) {
          expr(item(r, i + 1));
          emitArg(OP.MAP_UPDATE, 0, -1);
        } else {
          // The value first, as MicroPython and Python 3.4.
          expr(item(r, i + 1));
          expr(item(r, i));
          emitArg(OP.MAP_ADD, 0, -2);
        }
      }
      return;
    }
    case K.CALL:
      return callExpr(r);
    case K.ATTR:
      expr(a);
      return emitArg(OP.LOAD_ATTR, child(r, 1) >> 3, 0);
    case K.SUBSCR:
      expr(a);
      expr(child(r, 1));
      return emit(OP.LOAD_SUBSCR, -1);
    case K.SLICE: {
      for (let i = 0; i < 3; i++) {
        const x = child(r, i);
        if (!x) emitConst(T.NONE);
        else expr(x);
      }
      return emitArg(OP.BUILD_SLICE, 3, -2);
    }
    case K.UNARY:
      expr(child(r, 1));
      return emit(OP.POS + (a >> 1), 0);
    case K.BINOP:
      expr(child(r, 1));
      expr(child(r, 2));
      return emit(OP.BINARY + (a >> 1), -1);
    case K.COMPARE:
      return compare(r);
    case K.NOT:
      expr(a);
      return emit(OP.NOT, 0);
    case K.AND:
    case K.OR: {
      const end = label();
      const op = nodeKind(r) === K.AND ? OP.JUMP_FALSE_OR_POP : OP.JUMP_TRUE_OR_POP;
      for (let i = 0; i < count(r); i++) {
        expr(item(r, i));
        if (i < count(r) - 1) jump(op, end, -1);
      }
      return place(end);
    }
    case K.IF: {
      const no = label();
      const end = label();
      condition(a, false, no);
      expr(child(r, 1));
      jump(OP.JUMP, end, -1);
      place(no);
      expr(child(r, 2));
      return place(end);
    }
    case K.LAMBDA: {
      const [n, dict] = emitDefaults(a);
      return nested(LAMBDA, blockNames[LAMBDA], a, n, dict, () => {
        expr(child(r, 1));
        emit(OP.RETURN_VALUE, -1);
      });
    }
    case K.COMP:
      return comprehension(r);
    case K.NAMED:
      expr(child(r, 1));
      emit(OP.DUP_TOP, 1);
      return storeNamed(a);
    case K.YIELD:
      needFunction("'yield' outside function");
      markGenerator();
      expr(a);
      return emit(OP.YIELD_VALUE, 0);
    case K.YIELD_FROM:
      needFunction("'yield' outside function");
      markGenerator();
      expr(a);
      emit(OP.GET_ITER, 0);
      emitConst(T.NONE);
      return emit(OP.YIELD_FROM, -1);
    case K.AWAIT:
      needFunction("'await' outside function");
      markGenerator();
      expr(a);
      return awaitTop();
    case K.STAR:
      return syntaxError('*x must be assignment target');
  }
  syntaxError();
}
function needFunction(message: string): void {
  if (scopeKind(scope) < FUNCTION) syntaxError(message);
}
function markGenerator(): void {
  setField(scope, 2, small((field(scope, 2) >> 1) | FLAG.GENERATOR));
}
function awaitTop(): void {
  emit(OP.GET_AWAIT, 0);
  emitConst(T.NONE);
  emit(OP.YIELD_FROM, -1);
}

/** Tuple, list and set displays. Long ones are appended to, so that they need no deep stack. */
function display(r: number, build: number, extend: number): void {
  const n = count(r);
  let starred = false;
  let constant = build === OP.BUILD_TUPLE;
  for (let i = 0; i < n; i++) {
    if (nodeKind(item(r, i)) === K.STAR) starred = true;
    if (!isConst(item(r, i))) constant = false;
  }
  if (constant && pass === 2) {
    const p = newTuple(n, (r >> 2) + 2);
    for (let i = 0; i < n; i++) H[p + 2 + i] = constValue(item(r, i));
    return emitConst(p);
  }
  if (!starred && (n <= 8 || build === OP.BUILD_TUPLE) && n < 40) {
    for (let i = 0; i < n; i++) expr(item(r, i));
    return emitArg(build, n, 1 - n);
  }
  emitArg(build === OP.BUILD_TUPLE ? OP.BUILD_LIST : build, 0, 1);
  for (let i = 0; i < n; i++) {
    const x = item(r, i);
    const star = nodeKind(x) === K.STAR;
    expr(star ? child(x, 0) : x);
    if (build === OP.BUILD_SET) emitArg(star ? extend : OP.SET_ADD, 0, -1);
    else emitArg(star ? extend : OP.LIST_APPEND, 0, -1);
  }
  // A tuple is made from the list.
  if (build === OP.BUILD_TUPLE) emitArg(OP.BUILD_TUPLE, 1 << 20, 0);
}

function compare(r: number): void {
  const n = count(r);
  expr(item(r, 0));
  if (n === 3) {
    expr(item(r, 2));
    return compareOp(item(r, 1) >> 1);
  }
  const fails = label();
  const end = label();
  for (let i = 1; i < n; i += 2) {
    expr(item(r, i + 1));
    if (i + 2 < n) {
      emit(OP.DUP_TOP, 1);
      emit(OP.ROT_THREE, 0);
    }
    compareOp(item(r, i) >> 1);
    if (i + 2 < n) jump(OP.JUMP_FALSE_OR_POP, fails, -1);
  }
  jump(OP.JUMP, end, 0);
  place(fails);
  depth(1);
  emit(OP.ROT_TWO, 0);
  emit(OP.POP_TOP, -1);
  place(end);
}
function compareOp(op: number): void {
  if (op === 30 || op === 31) {
    emit(OP.BINARY + (op === 30 ? 6 : 7), -1);
    emit(OP.NOT, 0);
  } else emit(OP.BINARY + op, -1);
}

/** Jumps to `to` when the truth of r is `when`; falls through otherwise. */
function condition(r: number, when: boolean, to: Label): void {
  const kind = nodeKind(r);
  if (kind === K.NOT) return condition(child(r, 0), !when, to);
  if (kind === K.AND || kind === K.OR) {
    const stops = kind === K.OR;
    const n = count(r);
    if (stops === when) {
      for (let i = 0; i < n; i++) condition(item(r, i), when, to);
    } else {
      const through = label();
      for (let i = 0; i < n - 1; i++) condition(item(r, i), !when, through);
      condition(item(r, n - 1), when, to);
      place(through);
    }
    return;
  }
  if (r === T.TRUE || (r & 1 && r !== 1)) {
    if (when) jump(OP.JUMP, to, 0);
    return;
  }
  if (r === T.FALSE || r === 1 || r === T.NONE) {
    if (!when) jump(OP.JUMP, to, 0);
    return;
  }
  expr(r);
  jump(when ? OP.POP_JUMP_TRUE : OP.POP_JUMP_FALSE, to, -1);
}

function callExpr(r: number): void {
  const n = count(r) - 1;
  const f = item(r, 0);
  let method = false;
  let starred = false;
  for (let i = 1; i <= n; i++) {
    const k = nodeKind(item(r, i));
    if (k === K.STAR || k === K.DSTAR) starred = true;
  }
  let extra = 0;
  if (f === q_super && !n && inMethod()) {
    load(q_super);
    load(q_class);
    loadFirst();
    extra = 2;
  } else if (nodeKind(f) === K.ATTR && !starred) {
    expr(child(f, 0));
    method = true;
    setLine(nodeLine(r));
    emitArg(OP.LOAD_METHOD, child(f, 1) >> 3, 1);
  } else expr(f);
  args(r, 1, starred, method, extra);
}
/** Arguments from item `from` on, and the call. */
function args(r: number, from: number, starred: boolean, method: boolean, extra: number): void {
  const n = count(r);
  if (starred) {
    emitArg(OP.BUILD_LIST, 0, 1);
    for (let i = 0; i < extra; i++) {
      // The list was begun after `extra` plain arguments (class name and body).
      emit(OP.ROT_TWO, 0);
      emitArg(OP.LIST_APPEND, 0, -1);
    }
    for (let i = from; i < n; i++) {
      const x = item(r, i);
      const k = nodeKind(x);
      if (k === K.KW || k === K.DSTAR) continue;
      expr(k === K.STAR ? child(x, 0) : x);
      emitArg(k === K.STAR ? OP.LIST_EXTEND : OP.LIST_APPEND, 0, -1);
    }
    emitArg(OP.BUILD_MAP, 0, 1);
    for (let i = from; i < n; i++) {
      const x = item(r, i);
      const k = nodeKind(x);
      if (k === K.DSTAR) {
        expr(child(x, 0));
        emitArg(OP.MAP_UPDATE, 1, -1);
      } else if (k === K.KW) {
        expr(child(x, 1));
        emitConst(child(x, 0));
        emitArg(OP.MAP_ADD, 0, -2);
      }
    }
    setLine(nodeLine(r));
    return emitArg(OP.CALL_VAR, 0, -2);
  }
  let npos = extra;
  let nkw = 0;
  for (let i = from; i < n; i++) {
    const x = item(r, i);
    if (nodeKind(x) === K.KW) {
      emitConst(child(x, 0));
      expr(child(x, 1));
      nkw++;
    } else {
      expr(x);
      npos++;
    }
  }
  setLine(nodeLine(r));
  if (!nkw) emitArg(method ? OP.CALL_METHOD : OP.CALL, npos, -npos - (method ? 1 : 0));
  else
    emitArg(method ? OP.CALL_METHOD_KW : OP.CALL_KW, npos | (nkw << 8), -npos - 2 * nkw - (method ? 1 : 0));
}
/** Is this a function right inside a class (or nested in such a one)? */
function inMethod(): boolean {
  let s = scope;
  if (scopeKind(s) < FUNCTION) return false;
  while (s !== T.NONE && scopeKind(s) !== CLASS) s = parentOf(s);
  return s !== T.NONE;
}
function loadFirst(): void {
  if (pass === 1) return;
  // The first parameter, whatever it is called.
  const q = field(scope, FIELDS);
  if (names(scope) > FIELDS) load(q);
}

function comprehension(r: number): void {
  const kind = item(r, 0) >> 1;
  const first = item(r, 3);
  const isAsync = child(first, 2) === T.TRUE;
  const name = blockNames[kind];
  // The first iterable belongs to the block around; the function is made after it, so nothing is on the stack.
  expr(child(first, 1));
  if (isAsync) {
    emitArg(OP.LOAD_METHOD, q_aiter >> 3, 1);
    emitArg(OP.CALL_METHOD, 0, -1);
  } else emit(OP.GET_ITER, 0);
  nested(kind, name, 0, 0, false, () => {
    if (kind === 4) markGenerator();
    else emitArg(kind === 5 ? OP.BUILD_LIST : kind === 6 ? OP.BUILD_MAP : OP.BUILD_SET, 0, 1);
    fast(OP.FAST, OP.LOAD_FAST, 0, 1);
    clauses(r, 3, kind, 0);
    if (kind === 4) emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  emit(OP.ROT_TWO, 0);
  emitArg(OP.CALL, 1, -1);
  if (pass === 1 && isAsync) markGenerator();
  if (isAsync && kind !== 4) awaitTop();
}
const [q_aiter, q_anext] = Qs('__aiter__ __anext__');
/** The loops and conditions from clause i on; the iterator of a loop at i lies on the stack. */
function clauses(r: number, i: number, kind: number, nest: number): void {
  if (i === count(r)) {
    expr(kind === 6 ? item(r, 2) : item(r, 1));
    if (kind === 4) {
      emit(OP.YIELD_VALUE, 0);
      emit(OP.POP_TOP, -1);
    } else if (kind === 5) emitArg(OP.LIST_APPEND, nest, -1);
    else if (kind === 7) emitArg(OP.SET_ADD, nest, -1);
    else {
      expr(item(r, 1));
      emitArg(OP.MAP_ADD, nest, -2);
    }
    return;
  }
  const c = item(r, i);
  if (nodeKind(c) === K.COMP_IF) {
    const no = label();
    condition(child(c, 0), false, no);
    clauses(r, i + 1, kind, nest);
    place(no);
    return;
  }
  if (i > 3) {
    expr(child(c, 1));
    emit(OP.GET_ITER, 0);
  }
  const top = label();
  const end = label();
  if (child(c, 2) === T.TRUE) {
    asyncLoop(child(c, 0), () => clauses(r, i + 1, kind, nest + 1));
    return;
  }
  place(top);
  jump(OP.FOR_ITER, end, 1);
  assign(child(c, 0));
  clauses(r, i + 1, kind, nest + 1);
  jump(OP.JUMP_BACK, top, 0);
  place(end);
  depth(-1);
}
/** `async for` over the iterator on the stack. */
function asyncLoop(target: number, body: () => void, after?: () => void): void {
  markGenerator();
  const top = label();
  const stop = label();
  const end = label();
  place(top);
  const d = depthHere();
  const from = here();
  emit(OP.DUP_TOP, 1);
  emitArg(OP.LOAD_METHOD, q_anext >> 3, 1);
  emitArg(OP.CALL_METHOD, 0, -1);
  awaitTop();
  const to = here();
  block({ kind_: 0, depth_: d, exit_: end, continue_: top, backward_: true });
  assign(target);
  body();
  leave();
  jump(OP.JUMP_BACK, top, 0);
  // The handler of StopAsyncIteration.
  if (pass === 2) {
    unit.excs_.push(from, to, unit.length_, d);
    unit.depth_ = d;
  }
  depth(1);
  emit(OP.DUP_TOP, 1);
  if (pass === 2) emitArg(OP.LOAD_GLOBAL, q_stopAsync >> 3, 1);
  emit(OP.EXC_MATCH, -1);
  jump(OP.POP_JUMP_TRUE, stop, -1);
  emit(OP.RAISE_LAST, 0);
  place(stop);
  emit(OP.POP_TOP, -1);
  emit(OP.POP_TOP, -1);
  after?.();
  // A break drops the iterator itself.
  place(end);
}

// ---- Assignment targets. ----

function assign(r: number): void {
  if (isName(r)) return store(r);
  switch (nodeKind(r)) {
    case K.ATTR:
      expr(child(r, 0));
      return emitArg(OP.STORE_ATTR, child(r, 1) >> 3, -2);
    case K.SUBSCR:
      expr(child(r, 0));
      expr(child(r, 1));
      return emit(OP.STORE_SUBSCR, -3);
    case K.TUPLE:
    case K.LIST: {
      const n = count(r);
      if (!n && nodeKind(r) === K.TUPLE) syntaxError("can't assign to expression");
      let star = -1;
      for (let i = 0; i < n; i++)
        if (nodeKind(item(r, i)) === K.STAR) {
          if (star >= 0) syntaxError('multiple *x in assignment');
          star = i;
        }
      if (star < 0) emitArg(OP.UNPACK, n, n - 1);
      else emitArg(OP.UNPACK_EX, star | ((n - star - 1) << 8), n - 1);
      for (let i = 0; i < n; i++) assign(i === star ? child(item(r, i), 0) : item(r, i));
      return;
    }
  }
  syntaxError("can't assign to expression");
}
function del(r: number): void {
  if (isName(r)) return remove(r);
  switch (nodeKind(r)) {
    case K.ATTR:
      expr(child(r, 0));
      return emitArg(OP.DELETE_ATTR, child(r, 1) >> 3, -1);
    case K.SUBSCR:
      expr(child(r, 0));
      expr(child(r, 1));
      return emit(OP.DELETE_SUBSCR, -2);
    case K.TUPLE:
    case K.LIST:
      if (!count(r)) syntaxError("can't delete expression");
      for (let i = 0; i < count(r); i++) del(item(r, i));
      return;
  }
  syntaxError("can't delete expression");
}

// ---- Statements. ----

let mark = 0;
function reset(): void {
  resetArena();
  H[R.TP] = mark;
}

const kind = (): number => lex.kind;
function suite(): void {
  expect(':');
  if (lex.kind !== NEWLINE) return simpleLine();
  lex.next();
  if (kind() !== INDENT) syntaxError('expected an indented block', T.IndentationError);
  lex.next();
  while (kind() !== DEDENT && kind() !== END) statement();
  if (kind() === DEDENT) lex.next();
}

function simpleLine(): void {
  for (;;) {
    simple();
    if (accept(';')) {
      if (lex.kind === NEWLINE) break;
      continue;
    }
    break;
  }
  if (lex.kind === NEWLINE) lex.next();
  else if (lex.kind !== END) syntaxError();
}

function statement(): void {
  setLine(lex.line);
  if (lex.kind === INDENT) syntaxError('unexpected indent', T.IndentationError);
  switch (lex.word) {
    case 'if':
      return ifStatement();
    case 'while':
      return whileStatement();
    case 'for':
      return forStatement(false);
    case 'try':
      return tryStatement();
    case 'with':
      lex.next();
      return withStatement(false);
    case 'def':
    case 'class':
    case '@':
      return decorated();
    case 'async':
      lex.next();
      if (at('def')) {
        store(definition(true));
        return reset();
      }
      if (scopeKind(scope) < FUNCTION || !((field(scope, 2) >> 1) & FLAG.COROUTINE))
        syntaxError('async for/with outside async function');
      if (at('for')) return forStatement(true);
      if (accept('with')) return withStatement(true);
      return syntaxError();
  }
  simpleLine();
}

const AUGMENTED = '|= ^= &= <<= >>= += -= *= @= //= /= %= **='.split(' ');

function simple(): void {
  setLine(lex.line);
  const w = lex.word;
  if (lex.kind === lex.KEYWORD) {
    switch (w) {
      case 'pass':
        return lex.next();
      case 'del':
        lex.next();
        del(exprList());
        return reset();
      case 'return':
        lex.next();
        if (scopeKind(scope) < FUNCTION) syntaxError("'return' outside function");
        if (atEnd()) emitConst(T.NONE);
        else expr(testList());
        {
          const d = depthHere();
          leaveFor(-1);
          emit(OP.RETURN_VALUE, -1);
          if (pass === 2) unit.depth_ = d - 1;
        }
        return reset();
      case 'break':
      case 'continue':
        lex.next();
        return breakOrContinue(w === 'break');
      case 'raise':
        return raise();
      case 'global':
      case 'nonlocal':
        return declare(w === 'global');
      case 'assert': {
        lex.next();
        const cond = named();
        const message = accept(',') ? test() : 0;
        if (!H[R.OPT]) {
          const ok = label();
          condition(cond, true, ok);
          load(q_assertion);
          if (message) {
            expr(message);
            emitArg(OP.CALL, 1, -1);
          }
          emit(OP.RAISE_OBJ, -1);
          place(ok);
        }
        return reset();
      }
      case 'import':
        return importStatement();
      case 'from':
        return fromStatement();
    }
  }
  const first = at('yield') ? yieldExpr() : list(starOrPlain);
  if (at('=')) {
    const targets = [first];
    let value = first;
    while (accept('=')) {
      value = testList();
      targets.push(value);
    }
    targets.pop();
    // `a, b = c, d` needs no tuple.
    if (
      targets.length === 1 &&
      nodeKind(first) === K.TUPLE &&
      nodeKind(value) === K.TUPLE &&
      count(first) === count(value) &&
      count(first) <= 3 &&
      count(first) > 1 &&
      plain(first) &&
      plain(value)
    ) {
      const n = count(first);
      for (let i = 0; i < n; i++) expr(item(value, i));
      if (n === 2) emit(OP.ROT_TWO, 0);
      else {
        emit(OP.ROT_THREE, 0);
        emit(OP.ROT_TWO, 0);
      }
      for (let i = 0; i < n; i++) assign(item(first, i));
      return reset();
    }
    expr(value);
    targets.forEach((t, i) => {
      if (i < targets.length - 1) emit(OP.DUP_TOP, 1);
      assign(t);
    });
    return reset();
  }
  const op = w2();
  if (op >= 0) {
    lex.next();
    const value = testList();
    if (isName(first)) {
      load(first);
      expr(value);
      emit(OP.INPLACE + op, -1);
      store(first);
    } else if (nodeKind(first) === K.ATTR) {
      expr(child(first, 0));
      emit(OP.DUP_TOP, 1);
      emitArg(OP.LOAD_ATTR, child(first, 1) >> 3, 0);
      expr(value);
      emit(OP.INPLACE + op, -1);
      emit(OP.ROT_TWO, 0);
      emitArg(OP.STORE_ATTR, child(first, 1) >> 3, -2);
    } else if (nodeKind(first) === K.SUBSCR) {
      expr(child(first, 0));
      expr(child(first, 1));
      emit(OP.DUP_TOP_TWO, 2);
      emit(OP.LOAD_SUBSCR, -1);
      expr(value);
      emit(OP.INPLACE + op, -1);
      emit(OP.ROT_THREE, 0);
      emit(OP.STORE_SUBSCR, -3);
    } else syntaxError("can't assign to expression");
    return reset();
  }
  if (at(':')) {
    // An annotation: not kept, as in MicroPython.
    if (!isName(first) && nodeKind(first) !== K.ATTR && nodeKind(first) !== K.SUBSCR)
      syntaxError('annotation must be an identifier');
    lex.next();
    test();
    if (accept('=')) {
      expr(testList());
      assign(first);
    } else if (isName(first) && pass === 1 && scopeKind(scope) >= FUNCTION) bindName(first);
    return reset();
  }
  if (nodeKind(first) === K.STAR) syntaxError('*x must be assignment target');
  // Docstrings and other literals alone mean nothing.
  if (!printing && (isConst(first) || (first & 3 && !isName(first)))) return reset();
  if (printing) load(q_replPrint);
  expr(first);
  if (printing) emitArg(OP.CALL, 1, -1);
  emit(OP.POP_TOP, -1);
  reset();
}
const q_replPrint = Q('__repl_print__');
let printing = false;
const w2 = () => (lex.word === '' ? -1 : AUGMENTED.indexOf(lex.word));
function plain(r: number): boolean {
  for (let i = 0; i < count(r); i++) if (nodeKind(item(r, i)) === K.STAR) return false;
  return true;
}

function raise(): void {
  lex.next();
  if (atEnd()) {
    let found = -1;
    if (pass === 2) for (const b of unit.blocks_) if (b.kind_ === 2 || b.kind_ === 3) found = b.depth_ - 1;
    if (found >= 0) emitArg(OP.LOAD_STACK, found, 1);
    else emitConst(T.NONE);
    emit(OP.RAISE_LAST, -1);
  } else {
    expr(test());
    if (accept('from')) {
      expr(test());
      emit(OP.RAISE_FROM, -2);
    } else emit(OP.RAISE_OBJ, -1);
  }
  reset();
}

function declare(global: boolean): void {
  do {
    lex.next();
    const q = expectName();
    if (pass === 2) continue;
    const i = findName(scope, q);
    if (!global && scopeKind(scope) === MODULE) syntaxError("can't declare nonlocal in outer code");
    if (scopeKind(scope) === MODULE) continue;
    const wanted = global ? EXPLICIT : NONLOCAL;
    if (!i) addName(scope, q, wanted);
    else if ((info(scope, i) & 7) !== wanted)
      syntaxError(`identifier redefined as ${global ? 'global' : 'nonlocal'}`);
  } while (at(','));
}

function dotted(): number[] {
  const parts = [expectName()];
  while (accept('.')) parts.push(expectName());
  return parts;
}
const joined = (parts: number[]) => intern(str(parts.map(text).join('.')));

function importStatement(): void {
  do {
    lex.next();
    const parts = dotted();
    const as = accept('as') ? expectName() : 0;
    emitConst(1);
    emitConst(T.NONE);
    emitArg(OP.IMPORT_NAME, joined(parts) >> 3, -1);
    if (as) for (const p of parts.slice(1)) emitArg(OP.LOAD_ATTR, p >> 3, 0);
    store(as || parts[0]);
  } while (at(','));
  reset();
}
function fromStatement(): void {
  lex.next();
  let level = 0;
  while (at('.') || at('...')) {
    level += lex.word.length;
    lex.next();
  }
  const parts = at('import') ? [] : dotted();
  const name = parts.length > 0 ? joined(parts) : Q_EMPTY;
  expect('import');
  emitInt(level);
  if (accept('*')) {
    if (scopeKind(scope) !== MODULE) syntaxError('import * not at module level');
    emitConst(pass === 2 ? tupleOf(q_arg) : T.NONE);
    emitArg(OP.IMPORT_NAME, name >> 3, -1);
    emit(OP.IMPORT_STAR, -1);
    return reset();
  }
  const open = accept('(');
  const found: number[] = [];
  for (;;) {
    const q = expectName();
    found.push(q, accept('as') ? expectName() : q);
    if (!accept(',')) break;
    if (open && at(')')) break;
  }
  if (open) expect(')');
  emitConst(pass === 2 ? tupleOf(...found.filter((_, i) => i % 2 === 0)) : T.NONE);
  emitArg(OP.IMPORT_NAME, name >> 3, -1);
  for (let i = 0; i < found.length; i += 2) {
    emitArg(OP.IMPORT_FROM, found[i] >> 3, 1);
    store(found[i + 1]);
  }
  emit(OP.POP_TOP, -1);
  reset();
}
const Q_EMPTY = Q('');
// ---- Leaving blocks. ----

function block(b: Block): void {
  if (pass === 2) unit.blocks_.push(b);
  else loops.push(b.kind_);
}
function leave(): void {
  if (pass === 2) unit.blocks_.pop();
  else loops.pop();
}
/** Kinds of the open blocks in the first pass, for errors alone. */
let loops: number[] = [];

/** Code that leaves all blocks inside block number `to`, finally parts included. For a return (-1) a value is on top. */
function leaveFor(to: number): void {
  if (pass === 1) return;
  const value = to < 0 ? 1 : 0;
  for (let i = unit.blocks_.length - 1; i > to; i--) {
    const b = unit.blocks_[i];
    if (b.kind_ !== 1) continue;
    const junk = unit.depth_ - value - b.depth_;
    if (value) {
      if (junk > 0) emitArg(OP.TRIM, junk, -junk);
    } else {
      pops(junk);
      emitConst(T.NONE);
    }
    const back = label();
    jump(OP.PUSH_ADDR, back, 1);
    jump(OP.JUMP, b.exit_!, 0);
    place(back);
    depth(-1);
    if (!value) emit(OP.POP_TOP, -1);
  }
}
function pops(n: number): void {
  for (; n > 0; n--) emit(OP.POP_TOP, -1);
}
function breakOrContinue(isBreak: boolean): void {
  const message = "'break'/'continue' outside loop";
  if (pass === 1) {
    if (!loops.includes(0)) syntaxError(message);
    return;
  }
  let i = unit.blocks_.length - 1;
  while (i >= 0 && unit.blocks_[i].kind_ !== 0) i--;
  if (i < 0) syntaxError(message);
  const b = unit.blocks_[i];
  const d = unit.depth_;
  leaveFor(i);
  pops(unit.depth_ - b.depth_);
  if (isBreak) {
    if (b.backward_) pops(1);
    jump(OP.JUMP, b.exit_!, 0);
  } else jump(b.continue_!.at_ >= 0 ? OP.JUMP_BACK : OP.JUMP, b.continue_!, 0);
  unit.depth_ = d;
}

// ---- Compound statements. ----

function ifStatement(): void {
  const end = label();
  for (;;) {
    lex.next();
    const no = label();
    const cond = named();
    condition(cond, false, no);
    reset();
    suite();
    const more = at('elif') || at('else');
    if (more) jump(OP.JUMP, end, 0);
    place(no);
    if (!more) break;
    if (at('elif')) {
      setLine(lex.line);
      continue;
    }
    lex.next();
    suite();
    break;
  }
  place(end);
}

function loopBody(b: Block): void {
  block(b);
  suite();
  leave();
}

function whileStatement(): void {
  lex.next();
  const here = lex.place();
  const scopes = scopeIndex;
  const top = label();
  const next = label();
  const orElse = label();
  const end = label();
  const body = label();
  const cond = named();
  const always = cond === T.TRUE || ((cond & 1) !== 0 && cond !== 1);
  // A condition without inner blocks is read once more, behind the body: one jump a round less.
  place(top);
  condition(cond, false, orElse);
  const again = pass === 2 && scopeIndex === scopes && !always;
  reset();
  place(body);
  const d = depthHere();
  loopBody({ kind_: 0, depth_: d, exit_: end, continue_: again ? next : top });
  if (again) {
    place(next);
    const after = lex.place();
    lex.goTo(here);
    setLine(lex.line);
    const c = named();
    conditionBack(c, body);
    lex.goTo(after);
    reset();
  } else jump(OP.JUMP_BACK, top, 0);
  place(orElse);
  if (accept('else')) suite();
  place(end);
}
/** Jumps back to `to` when true. */
function conditionBack(r: number, to: Label): void {
  const kind = nodeKind(r);
  if (kind === K.AND || kind === K.OR || kind === K.NOT || isConst(r)) {
    const no = label();
    condition(r, false, no);
    jump(OP.JUMP_BACK, to, 0);
    place(no);
  } else {
    expr(r);
    jump(OP.JUMP_TRUE_BACK, to, -1);
  }
}

function forStatement(isAsync: boolean): void {
  const line = lex.line;
  lex.next();
  const target = exprList();
  expect('in');
  const it = list(starOrTest);
  const end = label();
  const top = label();
  if (isAsync) {
    expr(it);
    emitArg(OP.LOAD_METHOD, q_aiter >> 3, 1);
    emitArg(OP.CALL_METHOD, 0, -1);
    // The target's tree is needed after the body's first statement has emptied the arena: it is stored first.
    asyncLoop(
      target,
      () => {
        reset();
        suite();
      },
      () => {
        if (accept('else')) suite();
      },
    );
    return;
  }
  const range = rangeArgs(it);
  const width = range ? 3 : 1;
  if (range) {
    for (const x of range) expr(x);
    emit(OP.RANGE_PREP, 0);
  } else {
    expr(it);
    emit(OP.GET_ITER, 0);
  }
  const orElse = label();
  setLine(line);
  place(top);
  const d = depthHere();
  jump(range ? OP.FOR_RANGE : OP.FOR_ITER, orElse, 1);
  assign(target);
  reset();
  const brk = label();
  loopBody({ kind_: 0, depth_: d, exit_: brk, continue_: top });
  jump(OP.JUMP_BACK, top, 0);
  // A break leaves the iterator behind; the loop's own end drops it.
  const used = pass === 2 && brk.from_.length > 0;
  if (used) {
    place(brk);
    for (let i = 0; i < width; i++) emit(OP.POP_TOP, -1);
    jump(OP.JUMP, end, 0);
    depth(width);
  }
  place(orElse);
  depth(-width);
  if (accept('else')) suite();
  place(end);
}
/** `range(…)` with a literal step needs no object: start, end, step; or undefined. */
function rangeArgs(it: number): number[] | undefined {
  if (nodeKind(it) !== K.CALL || item(it, 0) !== q_range) return undefined;
  const n = count(it) - 1;
  if (n < 1 || n > 3) return undefined;
  for (let i = 1; i <= n; i++) {
    const k = nodeKind(item(it, i));
    if (k === K.STAR || k === K.KW || k === K.DSTAR || k === K.COMP) return undefined;
  }
  if (n === 1) return [1, item(it, 1), 3];
  if (n === 2) return [item(it, 1), item(it, 2), 3];
  const step = item(it, 3);
  if (!(step & 1) || step === 1) return undefined;
  return [item(it, 1), item(it, 2), step];
}

function tryStatement(): void {
  lex.next();
  // Whether a `finally` follows decides how the body is left: the first pass has seen it.
  const index = tries++;
  if (pass === 1) {
    tryExcept();
    finals[index] = at('finally');
    if (accept('finally')) suite();
  } else if (finals[index]) {
    tryFinally(tryExcept, () => {
      expect('finally');
      suite();
    });
  } else tryExcept();
}
/** Try statements in order of their beginning: has it a finally part? Kept for the second pass. */
let finals: boolean[] = [];
let tries = 0;

function tryFinally(body: () => void, last: () => void): void {
  const fin = label();
  const d = depthHere();
  const from = here();
  block({ kind_: 1, depth_: d, exit_: fin });
  body();
  leave();
  const to = here();
  emitConst(T.NONE);
  emitConst(T.NONE);
  place(fin);
  if (pass === 2) unit.excs_.push(from, to, unit.length_, d | 0x80);
  block({ kind_: 3, depth_: d + 2 });
  last();
  leave();
  emit(OP.END_FINALLY, -2);
}

function tryExcept(): void {
  const d = depthHere();
  const from = here();
  const end = label();
  const orElse = label();
  block({ kind_: 4, depth_: d });
  suite();
  leave();
  if (!at('except')) {
    if (at('finally')) return;
    syntaxError();
  }
  const to = here();
  jump(OP.JUMP, orElse, 0);
  if (pass === 2) unit.excs_.push(from, to, unit.length_, d);
  depth(1);
  let last = false;
  while (at('except')) {
    if (last) syntaxError("default 'except' must be last");
    setLine(lex.line);
    lex.next();
    const no = label();
    let name = 0;
    if (at(':')) last = true;
    else {
      emit(OP.DUP_TOP, 1);
      expr(list(test));
      emit(OP.EXC_MATCH, -1);
      jump(OP.POP_JUMP_FALSE, no, -1);
      if (accept('as')) name = expectName();
    }
    reset();
    block({ kind_: 2, depth_: d + 1 });
    if (name) {
      emit(OP.DUP_TOP, 1);
      store(name);
      tryFinally(suite, () => {
        emitConst(T.NONE);
        store(name);
        remove(name);
      });
    } else suite();
    leave();
    emit(OP.POP_TOP, -1);
    jump(OP.JUMP, end, 0);
    depth(1);
    place(no);
  }
  if (!last) emit(OP.RAISE_LAST, 0);
  depth(-1);
  place(orElse);
  if (accept('else')) suite();
  place(end);
}

const [q_aenter, q_aexit] = Qs('__aenter__ __aexit__');
function withStatement(isAsync: boolean): void {
  // `with (a as b, c as d):` is told from a parenthesised expression by trying.
  const paren = at('(') && parenthesised();
  if (paren) lex.next();
  withItem(isAsync, paren);
}
function parenthesised(): boolean {
  const here = lex.place();
  lex.next();
  let nest = 1;
  let found = false;
  while (nest > 0 && lex.kind !== END) {
    if (at('(') || at('[') || at('{')) nest++;
    else if (at(')') || at(']') || at('}')) nest--;
    else if (nest === 1 && at('as')) found = true;
    lex.next();
  }
  const ends = at(':');
  lex.goTo(here);
  return found && ends;
}
function withItem(isAsync: boolean, paren: boolean): void {
  const x = test();
  const target = accept('as') ? (paren ? starOrTest() : oneTarget()) : 0;
  expr(x);
  if (isAsync) {
    emit(OP.DUP_TOP, 1);
    emitArg(OP.LOAD_ATTR, q_aexit >> 3, 0);
    emit(OP.ROT_TWO, 0);
    emitArg(OP.LOAD_METHOD, q_aenter >> 3, 1);
    emitArg(OP.CALL_METHOD, 0, -1);
    awaitTop();
  } else emit(OP.WITH_ENTER, 2);
  const width = isAsync ? 1 : 2;
  const exit = label();
  // Below what was entered lies the exit method.
  const d = pass === 2 ? unit.depth_ - 1 : 0;
  const from = here();
  block({ kind_: 1, depth_: d, exit_: exit });
  if (target) assign(target);
  else emit(OP.POP_TOP, -1);
  reset();
  const more = accept(',') && !(paren && at(')'));
  if (more) withItem(isAsync, paren);
  else {
    if (paren) expect(')');
    suite();
  }
  leave();
  const to = here();
  emitConst(T.NONE);
  emitConst(T.NONE);
  place(exit);
  if (pass === 2) unit.excs_.push(from, to, unit.length_, d | 0x80);
  if (isAsync) {
    markGenerator();
    emit(OP.AEXIT, 1);
    awaitTop();
    emit(OP.AEXIT_END, -1);
  } else {
    depth(3);
    depth(-3);
    emit(OP.WITH_EXIT, 0);
  }
  emit(OP.END_FINALLY, -2);
  pops(width);
}
/** A target after `as`, without the tuple that a comma would make. */
function oneTarget(): number {
  const r = starOrTest();
  return r;
}

function decorated(): void {
  let decorators = 0;
  while (at('@')) {
    lex.next();
    expr(named());
    if (lex.kind !== NEWLINE) syntaxError();
    lex.next();
    decorators++;
    reset();
    setLine(lex.line);
  }
  const isAsync = accept('async');
  const name = at('class') ? classDefinition() : definition(isAsync);
  for (; decorators > 0; decorators--) emitArg(OP.CALL, 1, -1);
  store(name);
  reset();
}

function definition(isAsync: boolean): number {
  expect('def');
  const name = expectName();
  expect('(');
  const params = parameters(')');
  expect(')');
  if (accept('->')) test();
  const [n, dict] = emitDefaults(params);
  const saved = loops;
  loops = [];
  nested(FUNCTION, name, params, n, dict, () => {
    reset();
    if (isAsync) setField(scope, 2, small((field(scope, 2) >> 1) | FLAG.COROUTINE | FLAG.GENERATOR));
    suite();
    emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  loops = saved;
  return name;
}

function classDefinition(): number {
  lex.next();
  const name = expectName();
  let bases = 0;
  if (accept('(')) bases = counted(K.CALL, [0, ...callArgs()]);
  if (pass === 2) emit(OP.LOAD_BUILD_CLASS, 1);
  const starred = bases !== 0 && hasStar(bases);
  const saved = loops;
  loops = [];
  const outerScope = scope;
  if (starred || (bases && count(bases) > 1)) {
    // The arena is emptied inside the body: bases are put on the stack first, then the body is rotated below them.
    const n = count(bases) - 1;
    if (starred) syntaxError();
    for (let i = 1; i <= n; i++) {
      if (nodeKind(item(bases, i)) === K.KW) syntaxError();
      expr(item(bases, i));
    }
    emitArg(OP.BUILD_TUPLE, n, 1 - n);
  } else emitArg(OP.BUILD_TUPLE, 0, 1);
  nested(CLASS, name, counted(K.PARAMS, []), 0, false, () => {
    reset();
    if (pass === 1) addName(scope, q_class, LOCAL | 8);
    classHead(name);
    suite();
    // The cell of __class__, if methods wanted it.
    const i = pass === 2 ? findName(scope, q_class) : 0;
    if (i && (info(scope, i) & 7) === CELL) emitArg(OP.LOAD_CELL, info(scope, i) >> 4, 1);
    else emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  scope = outerScope;
  loops = saved;
  emitConst(name);
  emitArg(OP.CALL, 3, -3);
  return name;
}
function hasStar(r: number): boolean {
  for (let i = 1; i < count(r); i++) {
    const k = nodeKind(item(r, i));
    if (k === K.STAR || k === K.DSTAR) return true;
  }
  return false;
}
function classHead(name: number): void {
  load(q_name);
  store(q_module);
  emitConst(name);
  store(q_qualname);
}

// ---- Entry. ----

const [q_eval, q_single] = Qs('eval single');
/** Compiles source bytes; modes: exec, eval (one expression), single. The result is a code object without free names. */
export function compile(source: Uint8Array, file: number, mode: number): number {
  const saved = [H[R.CSTATE], H[R.SCOPES], H[R.ARENA]];
  const top = H[R.TOP];
  if (top + 4 > H[R.STACK_HI]) fail(T.RuntimeError, 'maximum recursion depth exceeded');
  saved.forEach((v, i) => (H[top + i] = v));
  H[R.TOP] = top + 3;
  const savedUnit = unit;
  const savedScope = scope;
  const savedFile = fileName;
  const savedMark = mark;
  const savedPlace = lex.place();
  const savedPass = pass;
  const savedIndex = scopeIndex;
  const savedPrinting = printing;
  const savedTries: [boolean[], number] = [finals, tries];
  finals = [];
  fileName = file;
  const outerMark = H[R.TP];
  mark = outerMark;
  lex.tracing.addTraceback = (e, f, l) => addTraceback(e, f, l, 0);
  try {
    H[R.ARENA] = 0;
    H[R.SCOPES] = newList(0);
    H[R.CSTATE] = newList(0);
    printing = mode === q_single;
    for (pass = 1; pass <= 2; pass++) {
      scope = 0;
      scopeIndex = 0;
      loops = [];
      tries = 0;
      resetNesting();
      lex.open(source, file);
      openScope(MODULE);
      if (pass === 2) {
        unit = newUnit();
        H[R.TP] = mark;
      }
      if (mode === q_eval) {
        while (lex.kind === NEWLINE) lex.next();
        if (lex.kind === INDENT) lex.next();
        setLine(lex.line);
        expr(list(starOrPlain));
        while (lex.kind === NEWLINE || lex.kind === DEDENT) lex.next();
        emit(OP.RETURN_VALUE, -1);
      } else {
        if (printing && lex.kind === END) syntaxError();
        while (lex.kind !== END) {
          if (lex.kind === NEWLINE) lex.next();
          else statement();
        }
        emitConst(T.NONE);
        emit(OP.RETURN_VALUE, -1);
      }
      if (lex.kind !== END) syntaxError();
      reset();
      if (pass === 1) resolve();
    }
    const code = finish(scope, blockNames[MODULE], 0, 0);
    H[R.TP] = outerMark;
    keep(code);
    return code;
  } finally {
    // Everything but the code object is garbage now; give the larger blocks back at once.
    const state = H[R.CSTATE];
    if (state && isHeap(state, -T.LIST))
      for (let i = 0; i < H[state + 2]; i += 2) {
        const p = H[H[state + 3] + i];
        if (p) free(p);
      }
    let chunk = H[R.ARENA];
    while (chunk) {
      const before = H[chunk];
      free(chunk);
      chunk = before;
    }
    H[R.CSTATE] = H[top];
    H[R.SCOPES] = H[top + 1];
    H[R.ARENA] = H[top + 2];
    H[R.TOP] = top;
    unit = savedUnit;
    scope = savedScope;
    fileName = savedFile;
    mark = savedMark;
    pass = savedPass;
    scopeIndex = savedIndex;
    printing = savedPrinting;
    [finals, tries] = savedTries;
    lex.goTo(savedPlace);
  }
}
