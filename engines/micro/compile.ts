// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// @inline-constants-from ./bytecode.ts FLAG
// @inline-constants-from ./parse.ts K
// @inline-scalars
// Source to bytecode: the token stream is read twice by the same functions. The first pass writes nothing and finds out
// which names each block binds; the second writes code. Only one statement's expressions are a tree at any time. Models
// py/compile.c, py/scope.c, py/emitbc.c. Left out: `const()` folding, native and viper emitters, inline assembler.
import { R, T } from './layout.ts';
import { H, B, alloc, realloc, free, keep } from './heap.ts';
import { text, Qs } from './qstr.ts';
import { small, fail, isHeap, tupleOf, tooDeep, q_empty } from './obj.ts';
import { newList, listAppend, all } from './objlist.ts';
import { OP, CODE, FLAG } from './bytecode.ts';
import * as lex from './lexer.ts';
import { NEWLINE, INDENT, DEDENT, END, syntaxError, internText } from './lexer.ts';
import {
  K,
  BINARY,
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
  nodeKind,
  nodeLine,
  child,
  items,
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

// prettier-ignore
const [q_class, q_module, q_qualname, q_name, q_super, q_range, q_arg, q_assertion, q_stopAsync, q_aiter, q_anext, q_aenter, q_aexit, q_replPrint, q_eval, q_single] = Qs(
  '__class__ __module__ __qualname__ __name__ super range * AssertionError StopAsyncIteration __aiter__ __anext__ __aenter__ __aexit__ __repl_print__ eval single',
);
const blockNames = Qs('<module> <class> <function> <lambda> <genexpr> <listcomp> <dictcomp> <setcomp>');

const field = (s: number, i: number) => H[H[s + 3] + i];
const setField = (s: number, i: number, v: number): void => {
  H[H[s + 3] + i] = v;
};
/** Fields that are numbers. */
const info = (s: number, i: number) => field(s, i) >> 1;
const setInfo = (s: number, i: number, n: number) => setField(s, i, small(n));
const scopeKind = (s: number) => info(s, 0);
const parentOf = (s: number) => field(s, 1);
const inFunction = () => scopeKind(scope) >= FUNCTION;
const addFlags = (flags: number) => setInfo(scope, 2, info(scope, 2) | flags);
const markGenerator = () => addFlags(FLAG.GENERATOR);

/** The place of a name's info in a scope, 0 when it is not there; of a cell only with `least`. */
const findName = (s: number, q: number, least = 0): number => {
  for (let i = FIELDS; i < H[s + 2]; i += 2)
    if (field(s, i) === q && (info(s, i + 1) & 7) >= least) return i + 1;
  return 0;
};
const addName = (s: number, q: number, x: number): number => {
  listAppend(s, q);
  listAppend(s, small(x));
  return H[s + 2] - 1;
};
const kindAt = (s: number, i: number) => info(s, i) & 7;

const bindName = (s: number, q: number): void => {
  const i = findName(s, q);
  if (!i) addName(s, q, LOCAL);
  else if (kindAt(s, i) === GLOBAL) setInfo(s, i, info(s, i) | LOCAL);
};
/** Loads (0), stores (1) or deletes (2) a name: opcodes of one kind of name stand in this order. */
const access = (q: number, how: number): void => {
  const effect = how ? how - 2 : 1;
  if (pass < 2) {
    depth(effect);
    if (how) bindName(scope, q);
    else if (!findName(scope, q)) addName(scope, q, GLOBAL);
    return;
  }
  const x = info(scope, findName(scope, q));
  const kind = x & 7;
  const slot = x >> 4;
  if (kind === CELL || kind === FREE) emitArg(OP.LOAD_DEREF + how, slot, effect);
  else if (kind === LOCAL && inFunction()) {
    if (how < 2 && slot < 16) emit((how ? OP.SET_FAST : OP.FAST) + slot, effect);
    else emitArg(OP.LOAD_FAST + how, slot, effect);
  } else {
    // Whatever a module or class body reads may be in its dict by then.
    const inDict = how ? kind === LOCAL : !inFunction() && kind !== EXPLICIT;
    emitName((inDict ? OP.LOAD_NAME : OP.LOAD_GLOBAL) + how, q, effect);
  }
};
const load = (q: number) => access(q, 0);
const store = (q: number) => access(q, 1);
/** The target of := binds in the function around comprehensions. */
const storeNamed = (q: number): void => {
  if (pass < 2) {
    let s = scope;
    // A name of an outer comprehension is bound there, as in MicroPython.
    do if (scopeKind(s) > LAMBDA) s = parentOf(s);
    while (scopeKind(s) > LAMBDA && !(findName(s, q) && kindAt(s, findName(s, q)) === LOCAL));
    bindName(s, q);
    const global = scopeKind(s) === MODULE || kindAt(s, findName(s, q)) === EXPLICIT;
    for (let c = scope; c !== s; c = parentOf(c)) {
      const i = findName(c, q) || addName(c, q, GLOBAL);
      if (kindAt(c, i) === LOCAL) syntaxError('identifier redefined as nonlocal');
      setInfo(c, i, global ? EXPLICIT : NONLOCAL);
    }
    depth(-1);
  } else store(q);
};

const openScope = (kind: number): void => {
  if (pass < 2) {
    const s = newList(0);
    listAppend(H[R.SCOPES], s);
    for (const x of [small(kind), scope || T.NONE, 1, 1, 1, 1]) listAppend(s, x);
    scope = s;
  } else scope = all(H[R.SCOPES])[scopeIndex];
  scopeIndex++;
};

/** After the first pass: free names find their cells, then every local gets its slot. */
const resolve = (): void => {
  const scopes = all(H[R.SCOPES]);
  for (const s of scopes)
    if (scopeKind(s) !== MODULE)
      for (let i = FIELDS; i < H[s + 2]; i += 2) {
        const kind = kindAt(s, i + 1);
        const q = field(s, i);
        if (kind !== GLOBAL && kind !== NONLOCAL) continue;
        let owner = parentOf(s);
        let found = 0;
        for (; scopeKind(owner) !== MODULE; owner = parentOf(owner)) {
          if (scopeKind(owner) === CLASS && q !== q_class) continue;
          found = findName(owner, q);
          const k = found ? kindAt(owner, found) : GLOBAL;
          if (k >= LOCAL && k <= FREE) break;
          found = 0;
          if (k === EXPLICIT) break;
        }
        if (!found) {
          if (kind === NONLOCAL) syntaxError('no binding for nonlocal found');
          continue;
        }
        if (kindAt(owner, found) === LOCAL) setInfo(owner, found, info(owner, found) + CELL - LOCAL);
        for (let c = s; c !== owner; c = parentOf(c)) {
          const j = findName(c, q);
          if (j && (scopeKind(c) !== CLASS || kindAt(c, j) !== LOCAL)) setInfo(c, j, FREE);
          else addName(c, q, FREE);
        }
      }
  for (const s of scopes) {
    // Slot 0 of modules and classes holds the dict of their names.
    const function_ = scopeKind(s) >= FUNCTION;
    let slot = function_ ? 0 : 1;
    for (const free of [false, true]) {
      const first = slot;
      for (let i = FIELDS + 1; i < H[s + 2]; i += 2) {
        const kind = kindAt(s, i);
        if (free ? kind === FREE : kind === CELL || (kind === LOCAL && function_))
          setInfo(s, i, (info(s, i) & 15) | (slot++ << 4));
      }
      if (free) setInfo(s, 4, slot - first);
    }
    setInfo(s, 3, slot);
  }
};

// ---- Emitting into a growing block; the first pass counts the stack alone. ----

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
const codeBytes = () => all(H[R.CSTATE])[unit.root_];
const constants = () => all(H[R.CSTATE])[unit.root_ + 1];

const newUnit = (): void => {
  unit = {
    root_: H[H[R.CSTATE] + 2],
    length_: 0,
    depth_: 0,
    most_: 0,
    blocks_: [],
    excs_: [],
    lines_: [],
    lastLine_: -1,
    lastAt_: 0,
  };
  if (pass < 2) return;
  const buffer = alloc(8);
  H[buffer] = -T.RAW;
  H[buffer + 1] = 24;
  listAppend(H[R.CSTATE], buffer);
  listAppend(H[R.CSTATE], newList(0));
};
const byte = (b: number): void => {
  if (pass < 2) return;
  let p = codeBytes();
  const size = H[p + 1];
  if (unit.length_ === size) {
    const more = size + (size < 256 ? 32 : size >> 1);
    p = realloc(p, (more + 11) >> 2);
    H[p + 1] = more;
    all(H[R.CSTATE])[unit.root_] = p;
  }
  B[p * 4 + 8 + unit.length_++] = b;
};
const depth = (d: number): void => {
  unit.depth_ += d;
  unit.most_ = Math.max(unit.most_, unit.depth_);
};
const emit = (op: number, d: number): void => {
  byte(op);
  depth(d);
};
const emitArg = (op: number, arg: number, d: number): void => {
  byte(op);
  for (let k = 28; k; k -= 7) if (arg >>> k) byte(0x80 | (arg >>> k));
  byte(arg & 127);
  depth(d);
};
const emitName = (op: number, q: number, d: number) => emitArg(op, q >> 3, d);
const callMethod = (q: number) => {
  emitName(OP.LOAD_METHOD, q, 1);
  emitArg(OP.CALL_METHOD, 0, -1);
};
const label = (): Label => ({ at_: -1, from_: [] });
const jump = (op: number, to: Label, d: number): void => {
  byte(op);
  byte(0);
  byte(0);
  if (to.at_ < 0) to.from_.push(unit.length_);
  else patch(unit.length_, to.at_);
  depth(d);
};
const overflow = () => fail(T.RuntimeError, 'bytecode overflow');
const patch = (from: number, to: number): void => {
  const d = to - from;
  if (pass < 2) return;
  if (d !== (d << 16) >> 16) overflow();
  const p = codeBytes() * 4 + 8 + from;
  B[p - 2] = d >> 8;
  B[p - 1] = d;
};
const place = (l: Label): void => {
  l.at_ = unit.length_;
  for (const from of l.from_) patch(from, l.at_);
};
const emitConst = (v: number): void => {
  const n = v >> 1;
  if (v & 1)
    if (n >= -4 && n < 32) emit(OP.SMALL + n + 4, 1);
    else emitArg(OP.LOAD_INT, n < 0 ? -n * 2 - 1 : n * 2, 1);
  else if (v & 3) emitName((v & 7) === 2 ? OP.LOAD_STR : OP.LOAD_STATIC, v, 1);
  else emitArg(OP.LOAD_CONST, pass < 2 ? 0 : constIndex(v), 1);
};
const constIndex = (v: number): number => {
  const l = constants();
  const i = all(l).indexOf(v);
  if (i < 0) listAppend(l, v);
  return i < 0 ? H[l + 2] - 1 : i;
};
const setLine = (line: number): void => {
  const { lines_: lines, lastLine_: last } = unit;
  if (line === last) return;
  // Going back (a condition read again behind its body) is noted modulo 2^16.
  const d = (line - last) & 0xffff;
  let at = unit.length_ - unit.lastAt_;
  if (last < 0) lines.push(line, line >> 8);
  else {
    for (; at > 127; at -= 127) lines.push(0xff, 0);
    if (d < 8 && at < 16) lines.push((d << 4) | at);
    else if (d < 255) lines.push(0x80 | at, d);
    else lines.push(0x80 | at, 255, d >> 8, d);
    unit.lastAt_ = unit.length_;
  }
  unit.lastLine_ = line;
};

/** Turns the unit into a code object. */
const finish = (name: number, defaults: number, kwDefaults: number): number => {
  const consts = all(constants());
  const s = scope;
  const args = info(s, 5);
  const frees = info(s, 4);
  const { excs_: excs, length_: length } = unit;
  const named = (args & 255) + (args >> 8);
  const start = CODE.CONSTS * 4 + consts.length * 4 + 2 * named;
  if (start > 65535 || unit.most_ > 65535) overflow();
  const table: number[] = [];
  const pair = (n: number) => table.push(n, n >> 8);
  pair(excs.length / 4);
  excs.forEach((x, i) => ((i & 3) < 3 ? pair(x) : table.push(x)));
  table.push(...unit.lines_);
  const p = alloc((start + length + table.length + 3) >> 2);
  const flags =
    info(s, 2) |
    (kwDefaults * FLAG.KWDEFS) |
    (frees ? FLAG.CLOSED : 0) |
    (scopeKind(s) < FUNCTION ? FLAG.NAMES : 0);
  H.set(
    [
      -T.CODE,
      info(s, 3) | (unit.most_ << 16),
      args | (defaults << 16) | (flags << 24),
      (name >> 3) | ((fileName >> 3) << 16),
      start + length,
      start | (frees << 16),
      ...consts,
    ],
    p,
  );
  let to = p * 4 + start - 2 * named;
  for (let i = 0; i < named; i++, to += 2) {
    const q = field(s, FIELDS + 2 * i) >> 3;
    B[to] = q;
    B[to + 1] = q >> 8;
  }
  B.copyWithin(to, codeBytes() * 4 + 8, codeBytes() * 4 + 8 + length);
  B.set(table, to + length);
  return p;
};

/** Writes a nested block of code and leaves its function on the stack. The defaults are there already. */
const nested = (
  kind: number,
  name: number,
  params: number[] | undefined,
  [defaults, kwDefaults]: [number, number],
  body: () => void,
): void => {
  const outer = scope;
  const before = unit;
  openScope(kind);
  newUnit();
  if (pass < 2) {
    // Comprehensions take their first iterator.
    if (params) declareParameters(params);
    else if (kind !== CLASS) {
      addName(scope, q_arg, LOCAL | 8);
      setInfo(scope, 5, 1);
    }
  }
  setLine(lex.line);
  // Parameters that inner functions use become cells.
  for (let i = FIELDS + 1; i < H[scope + 2]; i += 2)
    if (kindAt(scope, i) === CELL) emitArg(OP.MAKE_CELL, info(scope, i) >> 4, 0);
  body();
  const me = scope;
  const code = pass < 2 ? 0 : finish(name, defaults, kwDefaults);
  if (code) {
    const stack = H[R.CSTATE];
    const consts = constants();
    keep(code);
    free(codeBytes());
    free(H[consts + 3]);
    free(consts);
    H[stack + 2] = unit.root_;
    H.fill(0, H[stack + 3] + unit.root_, H[stack + 3] + unit.root_ + 2);
  }
  unit = before;
  scope = outer;
  let frees = 0;
  if (code)
    for (let i = FIELDS; i < H[me + 2]; i += 2)
      if (kindAt(me, i + 1) === FREE) {
        // In a class the same name may also be one of its own.
        emitArg(OP.LOAD_CELL, info(scope, findName(scope, field(me, i), CELL)) >> 4, 1);
        frees++;
      }
  emitArg(OP.MAKE_FUNCTION, code && constIndex(code), 1 - frees - defaults - kwDefaults);
};
const paramKind = (p: number) => child(p, 2) >> 1;
/** Order of slots: positional, keyword-only, *args, **kwargs. */
const declareParameters = (params: number[]): void => {
  const star = params.findIndex((p) => paramKind(p) & 1);
  const counts = [0, 0, 0, 0];
  for (let k = 0; k < 4; k++)
    params.forEach((p, i) => {
      const kind = paramKind(p);
      if ((kind ? kind + 1 : star >= 0 && i > star ? 1 : 0) !== k) return;
      addName(scope, child(p, 0), LOCAL | 8);
      counts[k]++;
    });
  setInfo(scope, 5, counts[0] | (counts[1] << 8));
  addFlags((counts[2] * FLAG.VARARGS) | (counts[3] * FLAG.VARKW));
};
/** Defaults to the stack; answers how many positional ones, and whether a dict of keyword ones follows. */
const emitDefaults = (params: number[]): [number, number] => {
  const star = params.findIndex((p) => paramKind(p) & 1);
  let n = 0;
  let dict = 0;
  for (const keywords of [false, true])
    params.forEach((p, i) => {
      if (paramKind(p) || !child(p, 1) || keywords !== (star >= 0 && i > star)) return;
      if (keywords && !dict++) emitArg(OP.BUILD_MAP, 1, 1);
      expr(child(p, 1));
      if (!keywords) n++;
      else entry(child(p, 0));
    });
  return [n, dict && 1];
};
/** Adds the value on top to the dict below, under a constant. */
const entry = (key: number): void => {
  emitConst(key);
  emitArg(OP.MAP_ADD, 0, -2);
};

// ---- Expressions. ----

const expr = (r: number): void => {
  if (isName(r)) return load(r);
  if (r & 3) return emitConst(r);
  const [a, b, c] = [child(r, 0), child(r, 1), child(r, 2)];
  const kind = nodeKind(r);
  switch (kind) {
    case K.CONST:
    case K.STR:
      return emitConst(a);
    case K.TUPLE:
      return display(r, OP.BUILD_TUPLE);
    case K.LIST:
      return display(r, OP.BUILD_LIST);
    case K.SET:
      return display(r, OP.BUILD_SET);
    case K.DICT: {
      const parts = items(r);
      emitArg(OP.BUILD_MAP, parts.length >> 1, 1);
      for (let i = 0; i < parts.length; i += 2) {
        // The value first, as MicroPython and Python 3.4.
        expr(parts[i + 1]);
        if (parts[i]) {
          expr(parts[i]);
          emitArg(OP.MAP_ADD, 0, -2);
        } else emitArg(OP.MAP_UPDATE, 0, -1);
      }
      return;
    }
    case K.CALL:
      return callExpr(r);
    case K.ATTR:
      expr(a);
      return emitName(OP.LOAD_ATTR, b, 0);
    case K.SUBSCR:
      expr(a);
      expr(b);
      return emit(OP.LOAD_SUBSCR, -1);
    case K.SLICE:
      for (const x of [a, b, c]) expr(x || T.NONE);
      return emitArg(OP.BUILD_SLICE, 3, -2);
    case K.UNARY:
      expr(b);
      return emit(OP.POS + (a >> 1), 0);
    case K.BINOP:
      expr(b);
      expr(c);
      return emit(OP.BINARY + (a >> 1), -1);
    case K.COMPARE:
      return compare(items(r));
    case K.NOT:
      expr(a);
      return emit(OP.NOT, 0);
    case K.AND:
    case K.OR: {
      const end = label();
      items(r).forEach((x, i, { length }) => {
        expr(x);
        if (i < length - 1) jump(kind === K.AND ? OP.JUMP_FALSE_OR_POP : OP.JUMP_TRUE_OR_POP, end, -1);
      });
      return place(end);
    }
    case K.IF: {
      const no = label();
      const end = label();
      condition(a, false, no);
      expr(b);
      jump(OP.JUMP, end, -1);
      place(no);
      expr(c);
      return place(end);
    }
    case K.LAMBDA: {
      const params = items(a);
      return nested(LAMBDA, blockNames[LAMBDA], params, emitDefaults(params), () => {
        expr(b);
        emit(OP.RETURN_VALUE, -1);
      });
    }
    case K.COMP:
      return comprehension(items(r));
    case K.NAMED:
      expr(b);
      emit(OP.DUP_TOP, 1);
      return storeNamed(a);
    case K.YIELD:
    case K.YIELD_FROM:
    case K.AWAIT:
      if (!inFunction()) syntaxError(`'${kind === K.AWAIT ? 'await' : 'yield'}' outside function`);
      markGenerator();
      expr(a);
      if (kind === K.YIELD) return emit(OP.YIELD_VALUE, 0);
      return awaitTop(kind === K.AWAIT ? OP.GET_AWAIT : OP.GET_ITER);
    case K.STAR:
      return syntaxError('*x must be assignment target');
  }
  syntaxError();
};
const awaitTop = (how: number = OP.GET_AWAIT): void => {
  emit(how, 0);
  emitConst(T.NONE);
  emit(OP.YIELD_FROM, -1);
};

const isStar = (r: number) => nodeKind(r) === K.STAR;
/** Tuple, list and set displays. Long ones are appended to, so that they need no deep stack. */
const display = (r: number, build: number): void => {
  const parts = items(r);
  const n = parts.length;
  const isTuple = build === OP.BUILD_TUPLE;
  if (isTuple && pass > 1 && parts.every(isConst)) return emitConst(tupleOf(...parts.map(constValue)));
  if (!parts.some(isStar) && n < (isTuple ? 40 : 9)) {
    parts.forEach(expr);
    return emitArg(build, n, 1 - n);
  }
  emitArg(isTuple ? OP.BUILD_LIST : build, 0, 1);
  for (const x of parts) {
    const star = isStar(x);
    expr(star ? child(x, 0) : x);
    emitArg(
      build === OP.BUILD_SET ? (star ? OP.SET_UPDATE : OP.SET_ADD) : star ? OP.LIST_EXTEND : OP.LIST_APPEND,
      0,
      -1,
    );
  }
  // A tuple is made from the list.
  if (isTuple) emitArg(OP.BUILD_TUPLE, 1 << 20, 0);
};

const compare = (parts: number[]): void => {
  const fails = label();
  const end = label();
  expr(parts[0]);
  for (let i = 1; i < parts.length; i += 2) {
    const last = i + 2 >= parts.length;
    const op = parts[i] >> 1;
    expr(parts[i + 1]);
    if (!last) {
      emit(OP.DUP_TOP, 1);
      emit(OP.ROT_THREE, 0);
    }
    emit(OP.BINARY + (op < 30 ? op : op - 24), -1);
    if (op > 29) emit(OP.NOT, 0);
    if (!last) jump(OP.JUMP_FALSE_OR_POP, fails, -1);
  }
  if (parts.length < 4) return;
  jump(OP.JUMP, end, 0);
  place(fails);
  depth(1);
  emit(OP.ROT_TWO, 0);
  emit(OP.POP_TOP, -1);
  place(end);
};

/** What is known of a condition: 1 true, -1 false, 0 neither. */
const known = (r: number) =>
  r === T.TRUE || (r & 1 && r !== 1) ? 1 : r === T.FALSE || r === 1 || r === T.NONE ? -1 : 0;
/** Jumps to `to` when the truth of r is `when`; falls through otherwise. */
const condition = (r: number, when: boolean, to: Label): void => {
  const kind = nodeKind(r);
  if (kind === K.NOT) return condition(child(r, 0), !when, to);
  if (kind === K.AND || kind === K.OR) {
    const parts = items(r);
    const last = parts.pop()!;
    const through = label();
    const direct = (kind === K.OR) === when;
    for (const x of parts) condition(x, direct ? when : !when, direct ? to : through);
    condition(last, when, to);
    return place(through);
  }
  const k = known(r);
  if (!k) {
    expr(r);
    jump(when ? OP.POP_JUMP_TRUE : OP.POP_JUMP_FALSE, to, -1);
  } else if (k > 0 === when) jump(OP.JUMP, to, 0);
};

const callExpr = (r: number): void => {
  const [f, ...args] = items(r);
  const starred = args.some((x) => isStar(x) || nodeKind(x) === K.DSTAR);
  let npos = 0;
  let nkw = 0;
  let method = 0;
  if (f === q_super && !args.length && inMethod()) {
    load(q_super);
    load(q_class);
    // The first parameter, whatever it is called.
    if (pass > 1 && H[scope + 2] > FIELDS) load(field(scope, FIELDS));
    npos = 2;
  } else if (nodeKind(f) === K.ATTR && !starred) {
    expr(child(f, 0));
    method = 1;
    setLine(nodeLine(r));
    emitName(OP.LOAD_METHOD, child(f, 1), 1);
  } else expr(f);
  if (starred) {
    emitArg(OP.BUILD_LIST, 0, 1);
    for (const x of args)
      if (nodeKind(x) !== K.KW && nodeKind(x) !== K.DSTAR) {
        expr(isStar(x) ? child(x, 0) : x);
        emitArg(isStar(x) ? OP.LIST_EXTEND : OP.LIST_APPEND, 0, -1);
      }
    emitArg(OP.BUILD_MAP, 0, 1);
    for (const x of args)
      if (nodeKind(x) === K.DSTAR) {
        expr(child(x, 0));
        emitArg(OP.MAP_UPDATE, 1, -1);
      } else if (nodeKind(x) === K.KW) {
        expr(child(x, 1));
        entry(child(x, 0));
      }
    setLine(nodeLine(r));
    return emitArg(OP.CALL_VAR, 0, -2);
  }
  for (const x of args)
    if (nodeKind(x) === K.KW) {
      emitConst(child(x, 0));
      expr(child(x, 1));
      nkw++;
    } else {
      expr(x);
      npos++;
    }
  setLine(nodeLine(r));
  const op = nkw ? (method ? OP.CALL_METHOD_KW : OP.CALL_KW) : method ? OP.CALL_METHOD : OP.CALL;
  emitArg(op, npos | (nkw << 8), -npos - 2 * nkw - method);
};
/** Is this a function right inside a class (or nested in such a one)? */
const inMethod = (): boolean => {
  let s = scope;
  if (!inFunction()) return false;
  while (s !== T.NONE && scopeKind(s) !== CLASS) s = parentOf(s);
  return s !== T.NONE;
};

/** Parts: kind of scope, element, value, then the clauses. */
const comprehension = (parts: number[]): void => {
  const kind = parts[0] >> 1;
  const first = parts[3];
  const isAsync = child(first, 2) === T.TRUE;
  // The first iterable belongs to the block around; the function is made after it, so nothing is on the stack.
  expr(child(first, 1));
  if (isAsync) callMethod(q_aiter);
  else emit(OP.GET_ITER, 0);
  nested(kind, blockNames[kind], undefined, [0, 0], () => {
    if (kind === 4) markGenerator();
    else emitArg([OP.BUILD_LIST, OP.BUILD_MAP, OP.BUILD_SET][kind - 5], 0, 1);
    emit(OP.FAST, 1);
    clauses(parts, 3, kind, 0);
    if (kind === 4) emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  emit(OP.ROT_TWO, 0);
  emitArg(OP.CALL, 1, -1);
  if (!isAsync) return;
  markGenerator();
  if (kind !== 4) awaitTop();
};
/** The loops and conditions from clause i on; the iterator of a loop at i lies on the stack. */
const clauses = (parts: number[], i: number, kind: number, nest: number): void => {
  const c = parts[i];
  if (!c) {
    expr(parts[kind === 6 ? 2 : 1]);
    if (kind === 4) {
      emit(OP.YIELD_VALUE, 0);
      return emit(OP.POP_TOP, -1);
    }
    if (kind === 6) expr(parts[1]);
    return emitArg([OP.LIST_APPEND, OP.MAP_ADD, OP.SET_ADD][kind - 5], nest, kind === 6 ? -2 : -1);
  }
  const end = label();
  if (nodeKind(c) === K.COMP_IF) {
    condition(child(c, 0), false, end);
    clauses(parts, i + 1, kind, nest);
    return place(end);
  }
  if (i > 3) {
    expr(child(c, 1));
    emit(OP.GET_ITER, 0);
  }
  const inner = () => clauses(parts, i + 1, kind, nest + 1);
  if (child(c, 2) === T.TRUE) return asyncLoop(child(c, 0), inner);
  const top = label();
  place(top);
  jump(OP.FOR_ITER, end, 1);
  target(child(c, 0), 1);
  inner();
  jump(OP.JUMP_BACK, top, 0);
  place(end);
  depth(-1);
};
/** `async for` over the iterator on the stack. */
const asyncLoop = (to: number, body: () => void, after?: () => void): void => {
  const top = label();
  const stop = label();
  const end = label();
  const d = unit.depth_;
  const from = unit.length_;
  markGenerator();
  place(top);
  emit(OP.DUP_TOP, 1);
  callMethod(q_anext);
  awaitTop();
  const behind = unit.length_;
  inBlock({ kind_: 0, depth_: d, exit_: end, continue_: top, backward_: true }, () => {
    target(to, 1);
    body();
  });
  jump(OP.JUMP_BACK, top, 0);
  // The handler of StopAsyncIteration.
  unit.excs_.push(from, behind, unit.length_, d);
  unit.depth_ = d;
  depth(1);
  emit(OP.DUP_TOP, 1);
  emitName(OP.LOAD_GLOBAL, q_stopAsync, 1);
  emit(OP.EXC_MATCH, -1);
  jump(OP.POP_JUMP_TRUE, stop, -1);
  emit(OP.RAISE_LAST, 0);
  place(stop);
  pops(2);
  after?.();
  // A break drops the iterator itself.
  place(end);
};

/** Stores what is on the stack (1) or deletes (2). */
const target = (r: number, how: number): void => {
  if (isName(r)) return access(r, how);
  const kind = nodeKind(r);
  const error = (): never => syntaxError(how < 2 ? "can't assign to expression" : "can't delete expression");
  if (kind === K.ATTR || kind === K.SUBSCR) {
    expr(child(r, 0));
    if (kind === K.ATTR) return emitName(OP.LOAD_ATTR + how, child(r, 1), how - 3);
    expr(child(r, 1));
    return emit(OP.LOAD_SUBSCR + how, how - 4);
  }
  if (kind !== K.TUPLE && kind !== K.LIST) error();
  const parts = items(r);
  const n = parts.length;
  if (!n && (kind === K.TUPLE || how > 1)) error();
  const star = parts.findIndex(isStar);
  if (how < 2) {
    if (parts.filter(isStar).length > 1) syntaxError('multiple *x in assignment');
    if (star < 0) emitArg(OP.UNPACK, n, n - 1);
    else emitArg(OP.UNPACK_EX, star | ((n - star - 1) << 8), n - 1);
  }
  parts.forEach((x, i) => target(i === star && how < 2 ? child(x, 0) : x, how));
};

// ---- Statements. ----

let mark = 0;
const reset = (): void => {
  resetArena();
  H[R.TP] = mark;
};

const kind = (): number => lex.kind;
const suite = (): void => {
  expect(':');
  if (kind() !== NEWLINE) return simpleLine();
  lex.next();
  if (kind() !== INDENT) syntaxError('expected an indented block', T.IndentationError);
  lex.next();
  while (kind() !== DEDENT && kind() !== END) statement();
  if (kind() === DEDENT) lex.next();
};

const simpleLine = (): void => {
  do simple();
  while (accept(';') && kind() !== NEWLINE);
  if (kind() === NEWLINE) lex.next();
  else if (kind() !== END) syntaxError();
};

const statement = (): void => {
  setLine(lex.line);
  if (kind() === INDENT) syntaxError('unexpected indent', T.IndentationError);
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
      if (!inFunction() || !(info(scope, 2) & FLAG.COROUTINE))
        syntaxError('async for/with outside async function');
      if (at('for')) return forStatement(true);
      return at('with') ? withStatement(true) : syntaxError();
  }
  simpleLine();
};

const keywords: Record<string, () => void> = {
  pass: () => {},
  del: () => target(exprList(), 2),
  return: () => {
    if (!inFunction()) syntaxError("'return' outside function");
    expr(atEnd() ? T.NONE : testList());
    const d = unit.depth_;
    leaveFor(-1);
    emit(OP.RETURN_VALUE, -1);
    unit.depth_ = d - 1;
  },
  break: () => leaveLoop(true),
  continue: () => leaveLoop(false),
  raise: () => {
    if (atEnd()) {
      const b = unit.blocks_.findLast((b) => b.kind_ > 1);
      if (b) emitArg(OP.LOAD_STACK, b.depth_ - 1, 1);
      else emitConst(T.NONE);
      return emit(OP.RAISE_LAST, -1);
    }
    expr(test());
    if (accept('from')) {
      expr(test());
      emit(OP.RAISE_FROM, -2);
    } else emit(OP.RAISE_OBJ, -1);
  },
  global: () => declare(EXPLICIT),
  nonlocal: () => declare(NONLOCAL),
  assert: () => {
    const cond = named();
    const message = accept(',') ? test() : 0;
    if (H[R.OPT]) return;
    const ok = label();
    condition(cond, true, ok);
    load(q_assertion);
    if (message) {
      expr(message);
      emitArg(OP.CALL, 1, -1);
    }
    emit(OP.RAISE_OBJ, -1);
    place(ok);
  },
  import: () => {
    do {
      const parts = dotted();
      const as = accept('as') ? expectName() : 0;
      emitConst(1);
      emitConst(T.NONE);
      emitName(OP.IMPORT_NAME, joined(parts), -1);
      if (as) for (const p of parts.slice(1)) emitName(OP.LOAD_ATTR, p, 0);
      store(as || parts[0]);
    } while (accept(','));
  },
  from: () => {
    let level = 0;
    for (; /^\.+$/.test(lex.word); lex.next()) level += lex.word.length;
    const name = at('import') ? q_empty : joined(dotted());
    expect('import');
    emitConst(small(level));
    const found: number[] = [];
    const as: number[] = [];
    const star = accept('*');
    if (star && scopeKind(scope) !== MODULE) syntaxError('import * not at module level');
    if (star) found.push(q_arg);
    else {
      const open = accept('(');
      do {
        if (open && at(')')) break;
        found.push(expectName());
        as.push(accept('as') ? expectName() : found.at(-1)!);
      } while (accept(','));
      if (open) expect(')');
    }
    emitConst(pass < 2 ? T.NONE : tupleOf(...found));
    emitName(OP.IMPORT_NAME, name, -1);
    if (star) return emit(OP.IMPORT_STAR, -1);
    found.forEach((q, i) => {
      emitName(OP.IMPORT_FROM, q, 1);
      store(as[i]);
    });
    pops(1);
  },
};

const simple = (): void => {
  setLine(lex.line);
  const f = kind() === lex.KEYWORD ? keywords[lex.word] : undefined;
  if (f) {
    lex.next();
    f();
  } else expressionStatement();
  reset();
};
/** The first operand of an augmented assignment stays below, to be stored to: kinds of targets in this order. */
const expressionStatement = (): void => {
  const first = at('yield') ? yieldExpr() : list(starOrPlain);
  const firstKind = nodeKind(first);
  if (at('=')) {
    const targets = [first];
    while (accept('=')) targets.push(testList());
    const value = targets.pop()!;
    // `a, b = c, d` needs no tuple.
    if (targets.length < 2 && firstKind === K.TUPLE && nodeKind(value) === K.TUPLE) {
      const [to, from] = [items(first), items(value)];
      const n = to.length;
      if (n === from.length && (n === 2 || n === 3) && !to.concat(from).some(isStar)) {
        from.forEach(expr);
        if (n > 2) emit(OP.ROT_THREE, 0);
        emit(OP.ROT_TWO, 0);
        return to.forEach((x) => target(x, 1));
      }
    }
    expr(value);
    return targets.forEach((t, i) => {
      if (i < targets.length - 1) emit(OP.DUP_TOP, 1);
      target(t, 1);
    });
  }
  const [a, b] = [child(first, 0), child(first, 1)];
  const op = /.=$/.test(lex.word) ? BINARY.indexOf(lex.word.slice(0, -1)) : -1;
  if (op >= 0) {
    lex.next();
    const value = testList();
    const operate = () => {
      expr(value);
      emit(OP.INPLACE + op, -1);
    };
    if (isName(first)) {
      load(first);
      operate();
      store(first);
    } else if (firstKind === K.ATTR) {
      expr(a);
      emit(OP.DUP_TOP, 1);
      emitName(OP.LOAD_ATTR, b, 0);
      operate();
      emit(OP.ROT_TWO, 0);
      emitName(OP.STORE_ATTR, b, -2);
    } else if (firstKind === K.SUBSCR) {
      expr(a);
      expr(b);
      emit(OP.DUP_TOP_TWO, 2);
      emit(OP.LOAD_SUBSCR, -1);
      operate();
      emit(OP.ROT_THREE, 0);
      emit(OP.STORE_SUBSCR, -3);
    } else syntaxError("can't assign to expression");
  } else if (at(':')) {
    // An annotation: not kept, as in MicroPython.
    if (!isName(first) && firstKind !== K.ATTR && firstKind !== K.SUBSCR)
      syntaxError('annotation must be an identifier');
    lex.next();
    test();
    if (accept('=')) {
      expr(testList());
      target(first, 1);
    } else if (isName(first) && pass < 2 && inFunction()) bindName(scope, first);
  } else if (printing || !isConst(first)) {
    // Docstrings and other literals alone mean nothing.
    if (printing) load(q_replPrint);
    expr(first);
    if (printing) emitArg(OP.CALL, 1, -1);
    pops(1);
  }
};
let printing = false;

const declare = (wanted: number): void => {
  do {
    const q = expectName();
    const isModule = scopeKind(scope) === MODULE;
    if (isModule && wanted === NONLOCAL) syntaxError("can't declare nonlocal in outer code");
    if (pass > 1 || isModule) continue;
    const i = findName(scope, q);
    if (!i) addName(scope, q, wanted);
    else if (kindAt(scope, i) !== wanted)
      syntaxError(`identifier redefined as ${wanted === EXPLICIT ? 'global' : 'nonlocal'}`);
  } while (accept(','));
};

const dotted = (): number[] => {
  const parts = [expectName()];
  while (accept('.')) parts.push(expectName());
  return parts;
};
const joined = (parts: number[]) => (parts.length < 2 ? parts[0] : internText(parts.map(text).join('.')));

// ---- Leaving blocks. ----

const inBlock = (b: Block, body: () => void): void => {
  unit.blocks_.push(b);
  body();
  unit.blocks_.pop();
};
const pops = (n: number): void => {
  for (; n > 0; n--) emit(OP.POP_TOP, -1);
};
/** Code that leaves all blocks inside block number `to`, finally parts included. For a return (-1) a value is on top. */
const leaveFor = (to: number): void => {
  const value = to < 0 ? 1 : 0;
  for (let i = unit.blocks_.length - 1; i > to; i--) {
    const b = unit.blocks_[i];
    if (b.kind_ !== 1) continue;
    const junk = unit.depth_ - value - b.depth_;
    if (!value) {
      pops(junk);
      emitConst(T.NONE);
    } else if (junk > 0) emitArg(OP.TRIM, junk, -junk);
    const back = label();
    jump(OP.PUSH_ADDR, back, 1);
    jump(OP.JUMP, b.exit_!, 0);
    place(back);
    depth(-1);
    if (!value) pops(1);
  }
};
const leaveLoop = (isBreak: boolean): void => {
  const i = unit.blocks_.findLastIndex((b) => !b.kind_);
  const b = unit.blocks_[i] ?? syntaxError("'break'/'continue' outside loop");
  const d = unit.depth_;
  leaveFor(i);
  pops(unit.depth_ - b.depth_ + (isBreak && b.backward_ ? 1 : 0));
  if (isBreak) jump(OP.JUMP, b.exit_!, 0);
  else jump(b.continue_!.at_ < 0 ? OP.JUMP : OP.JUMP_BACK, b.continue_!, 0);
  unit.depth_ = d;
};

// ---- Compound statements. ----

const elseSuite = (): void => {
  if (accept('else')) suite();
};
const ifStatement = (): void => {
  const end = label();
  for (let more = true; more;) {
    const no = label();
    lex.next();
    condition(named(), false, no);
    reset();
    suite();
    more = at('elif');
    if (more || at('else')) jump(OP.JUMP, end, 0);
    place(no);
    if (more) setLine(lex.line);
  }
  elseSuite();
  place(end);
};

const whileStatement = (): void => {
  lex.next();
  const here = lex.place();
  const scopes = scopeIndex;
  const [top, next, orElse, end, body] = [label(), label(), label(), label(), label()];
  const cond = named();
  const always = known(cond) > 0;
  // A condition without inner blocks is read once more, behind the body: one jump a round less.
  place(top);
  condition(cond, false, orElse);
  const again = scopeIndex === scopes && !always;
  reset();
  place(body);
  inBlock({ kind_: 0, depth_: unit.depth_, exit_: end, continue_: again ? next : top }, suite);
  if (again) {
    place(next);
    const after = lex.place();
    lex.goTo(here);
    setLine(lex.line);
    const c = named();
    if (known(c) || (nodeKind(c) >= K.AND && nodeKind(c) <= K.OR) || nodeKind(c) === K.NOT) {
      const no = label();
      condition(c, false, no);
      jump(OP.JUMP_BACK, body, 0);
      place(no);
    } else {
      expr(c);
      jump(OP.JUMP_TRUE_BACK, body, -1);
    }
    lex.goTo(after);
    reset();
  } else jump(OP.JUMP_BACK, top, 0);
  place(orElse);
  elseSuite();
  place(end);
};

const forStatement = (isAsync: boolean): void => {
  const line = lex.line;
  lex.next();
  const to = exprList();
  expect('in');
  const it = list(starOrTest);
  if (isAsync) {
    expr(it);
    callMethod(q_aiter);
    const body = () => {
      reset();
      suite();
    };
    return asyncLoop(to, body, elseSuite);
  }
  const [end, top, orElse, brk] = [label(), label(), label(), label()];
  const range = rangeArgs(it);
  const width = range ? 3 : 1;
  (range ?? [it]).forEach(expr);
  emit(range ? OP.RANGE_PREP : OP.GET_ITER, 0);
  setLine(line);
  place(top);
  const d = unit.depth_;
  jump(range ? OP.FOR_RANGE : OP.FOR_ITER, orElse, 1);
  target(to, 1);
  reset();
  inBlock({ kind_: 0, depth_: d, exit_: brk, continue_: top }, suite);
  jump(OP.JUMP_BACK, top, 0);
  // A break leaves the iterator behind; the loop's own end drops it.
  if (brk.from_.length) {
    place(brk);
    pops(width);
    jump(OP.JUMP, end, 0);
    depth(width);
  }
  place(orElse);
  depth(-width);
  elseSuite();
  place(end);
};
/** `range(…)` with a literal step needs no object: start, end, step; or undefined. */
const rangeArgs = (it: number): number[] | undefined => {
  if (nodeKind(it) !== K.CALL) return undefined;
  const [f, ...args] = items(it);
  const n = args.length;
  if (
    f !== q_range ||
    n < 1 ||
    n > 3 ||
    args.some((x) => ([K.STAR, K.KW, K.DSTAR, K.COMP] as number[]).includes(nodeKind(x)))
  )
    return undefined;
  const [a, b, step] = n < 2 ? [1, args[0], 3] : [...args, 3];
  return step & 1 && step !== 1 ? [a, b, step] : undefined;
};

/** Try statements in order of their beginning: has it a finally part? Kept for the second pass. */
let finals: boolean[] = [];
let tries = 0;
const tryStatement = (): void => {
  const index = tries++;
  lex.next();
  // Whether a `finally` follows decides how the body is left: the first pass has seen it.
  const last = () => {
    if (accept('finally')) suite();
  };
  if (finals[index]) tryFinally(tryExcept, last);
  else {
    tryExcept();
    if (pass < 2) finals[index] = at('finally');
    last();
  }
};
/** body, and what `last` does with a value and a token on the stack however that is left. */
const guard = (d: number, body: () => void, last: () => void): void => {
  const exit = label();
  const from = unit.length_;
  inBlock({ kind_: 1, depth_: d, exit_: exit }, body);
  const to = unit.length_;
  emitConst(T.NONE);
  emitConst(T.NONE);
  place(exit);
  unit.excs_.push(from, to, unit.length_, d | 0x80);
  last();
  emit(OP.END_FINALLY, -2);
};
const tryFinally = (body: () => void, last: () => void): void => {
  const d = unit.depth_;
  guard(d, body, () => inBlock({ kind_: 3, depth_: d + 2 }, last));
};

const tryExcept = (): void => {
  const d = unit.depth_;
  const from = unit.length_;
  const end = label();
  const orElse = label();
  suite();
  if (!at('except')) return at('finally') ? undefined : syntaxError();
  const to = unit.length_;
  jump(OP.JUMP, orElse, 0);
  unit.excs_.push(from, to, unit.length_, d);
  depth(1);
  let last = false;
  while (at('except')) {
    if (last) syntaxError("default 'except' must be last");
    setLine(lex.line);
    lex.next();
    const no = label();
    let name = 0;
    last = at(':');
    if (!last) {
      emit(OP.DUP_TOP, 1);
      expr(list(test));
      emit(OP.EXC_MATCH, -1);
      jump(OP.POP_JUMP_FALSE, no, -1);
      if (accept('as')) name = expectName();
    }
    reset();
    inBlock({ kind_: 2, depth_: d + 1 }, () => {
      if (!name) return suite();
      emit(OP.DUP_TOP, 1);
      store(name);
      tryFinally(suite, () => {
        emitConst(T.NONE);
        store(name);
        access(name, 2);
      });
    });
    pops(1);
    jump(OP.JUMP, end, 0);
    depth(1);
    place(no);
  }
  if (!last) emit(OP.RAISE_LAST, 0);
  depth(-1);
  place(orElse);
  elseSuite();
  place(end);
};

const withStatement = (isAsync: boolean): void => {
  lex.next();
  // `with (a as b, c as d):` is told from a parenthesised expression by looking ahead.
  const here = lex.place();
  let found = false;
  let nest = 0;
  if (at('('))
    do {
      if (/^[([{]$/.test(lex.word)) nest++;
      if (/^[)\]}]$/.test(lex.word)) nest--;
      if (nest === 1 && at('as')) found = true;
      lex.next();
    } while (nest && kind() !== END);
  const paren = found && at(':');
  lex.goTo(here);
  if (paren) lex.next();
  withItem(isAsync, paren);
};
const withItem = (isAsync: boolean, paren: boolean): void => {
  const x = test();
  const to = accept('as') ? starOrTest() : 0;
  expr(x);
  if (isAsync) {
    emit(OP.DUP_TOP, 1);
    emitName(OP.LOAD_ATTR, q_aexit, 0);
    emit(OP.ROT_TWO, 0);
    callMethod(q_aenter);
    awaitTop();
  } else emit(OP.WITH_ENTER, 2);
  // Below what was entered lies the exit method.
  guard(
    unit.depth_ - 1,
    () => {
      if (to) target(to, 1);
      else pops(1);
      reset();
      if (accept(',') && !(paren && at(')'))) return withItem(isAsync, paren);
      if (paren) expect(')');
      suite();
    },
    () => {
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
    },
  );
  pops(isAsync ? 1 : 2);
};

const decorated = (): void => {
  let decorators = 0;
  for (; accept('@'); decorators++) {
    expr(named());
    if (kind() !== NEWLINE) syntaxError();
    lex.next();
    reset();
    setLine(lex.line);
  }
  const isAsync = accept('async');
  const name = at('class') ? classDefinition() : definition(isAsync);
  for (; decorators; decorators--) emitArg(OP.CALL, 1, -1);
  store(name);
  reset();
};

const definition = (isAsync: boolean): number => {
  expect('def');
  const name = expectName();
  expect('(');
  const params = items(parameters(')'));
  expect(')');
  if (accept('->')) test();
  nested(FUNCTION, name, params, emitDefaults(params), () => {
    reset();
    if (isAsync) addFlags(FLAG.COROUTINE | FLAG.GENERATOR);
    suite();
    emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  return name;
};

const classDefinition = (): number => {
  lex.next();
  const name = expectName();
  const bases = accept('(') ? callArgs() : [];
  emit(OP.LOAD_BUILD_CLASS, 1);
  for (const b of bases)
    if (([K.STAR, K.DSTAR, K.KW] as number[]).includes(nodeKind(b))) syntaxError();
    else expr(b);
  emitArg(OP.BUILD_TUPLE, bases.length, 1 - bases.length);
  nested(CLASS, name, undefined, [0, 0], () => {
    reset();
    if (pass < 2) addName(scope, q_class, LOCAL | 8);
    load(q_name);
    store(q_module);
    emitConst(name);
    store(q_qualname);
    suite();
    // The cell of __class__, if methods wanted it.
    const i = findName(scope, q_class);
    if (kindAt(scope, i) === CELL) emitArg(OP.LOAD_CELL, info(scope, i) >> 4, 1);
    else emitConst(T.NONE);
    emit(OP.RETURN_VALUE, -1);
  });
  emitConst(name);
  emitArg(OP.CALL, 3, -3);
  return name;
};

// ---- Entry. ----

/** Compiles source bytes; modes: exec, eval (one expression), single. The result is a code object without free names. */
export const compile = (source: Uint8Array, file: number, mode: number): number => {
  const top = H[R.TOP];
  if (top + 4 > H[R.STACK_HI]) tooDeep();
  H.set([H[R.CSTATE], H[R.SCOPES], H[R.ARENA]], top);
  H[R.TOP] = top + 3;
  const saved = [fileName, scope, scopeIndex, mark, pass, tries];
  const [savedUnit, savedPrinting, savedFinals, savedPlace] = [unit, printing, finals, lex.place()];
  finals = [];
  fileName = file;
  const outerMark = (mark = H[R.TP]);
  try {
    H[R.ARENA] = 0;
    H[R.SCOPES] = newList(0);
    H[R.CSTATE] = newList(0);
    printing = mode === q_single;
    for (pass = 1; pass < 3; pass++) {
      scope = scopeIndex = tries = 0;
      resetNesting();
      lex.open(source, file);
      openScope(MODULE);
      newUnit();
      if (pass > 1) H[R.TP] = mark;
      if (mode === q_eval) {
        while (kind() === NEWLINE || kind() === INDENT) lex.next();
        setLine(lex.line);
        expr(list(starOrPlain));
        while (kind() === NEWLINE || kind() === DEDENT) lex.next();
      } else {
        if (printing && kind() === END) syntaxError();
        while (kind() !== END)
          if (kind() === NEWLINE) lex.next();
          else statement();
        emitConst(T.NONE);
      }
      emit(OP.RETURN_VALUE, -1);
      if (kind() !== END) syntaxError();
      reset();
      if (pass < 2) resolve();
    }
    const code = finish(blockNames[MODULE], 0, 0);
    H[R.TP] = outerMark;
    keep(code);
    return code;
  } finally {
    // Everything but the code object is garbage now; give the larger blocks back at once.
    const state = H[R.CSTATE];
    if (state && isHeap(state, -T.LIST)) all(state).forEach((p, i) => p && !(i & 1) && free(p));
    resetArena();
    if (H[R.ARENA]) free(H[R.ARENA]);
    [H[R.CSTATE], H[R.SCOPES], H[R.ARENA]] = H.slice(top, top + 3);
    H[R.TOP] = top;
    [fileName, scope, scopeIndex, mark, pass, tries] = saved;
    [unit, printing, finals] = [savedUnit, savedPrinting, savedFinals];
    lex.goTo(savedPlace);
  }
};
