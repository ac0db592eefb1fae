// The matcher of compiled regular expressions: the code lists that the library's re/_compiler.py makes. Models SRE(match) and SRE(search) of
// CPython's Modules/_sre/sre_lib.h, with the same order of attempts and the same moments at which captures are saved and restored. CPython
// recurses through contexts on a heap; here is one loop with a stack of choices, so that depth costs no host stack. Frames of the stack
// are ints, their kind on top. Left out: checks for signals while matching.
import * as op from './sre-codes.ts';
import { MAXREPEAT } from './sre-codes.ts';
import {
  asciiLower,
  CharacterSet,
  inCategory,
  isAsciiWord,
  isUnicodeWord,
  localeEither,
  localeLower,
  unicodeLower,
} from './sre-charset.ts';

/** What is searched: UTF-16 units that are code points each, or an array of code points. */
export class Subject {
  readonly text: string;
  readonly points: Uint32Array | null;
  readonly length: number;
  constructor(text: string, points: Uint32Array | null) {
    this.text = text;
    this.points = points;
    this.length = points === null ? text.length : points.length;
  }
}

/** What an attempt has found. */
export interface Found {
  start: number;
  end: number;
  /** Two for each group; -1 where it took no part. */
  marks: Int32Array;
  /** The group that was closed last; -1 for none. */
  lastindex: number;
}

export type SearchMode = 'match' | 'fullmatch' | 'search';

/** A compiled pattern with what its matching keeps: its sets. */
export class Program {
  readonly code: Uint32Array;
  readonly groups: number;
  private readonly sets: (CharacterSet | undefined)[] = [];

  constructor(code: Uint32Array, groups: number) {
    this.code = code;
    this.groups = groups;
  }

  /** The set of an IN of any kind at `at` (where its code stands). */
  set(at: number): CharacterSet {
    let set = this.sets[at];
    if (set === undefined) {
      const kind = this.code[at];
      const lower =
        kind === op.IN_IGNORE
          ? asciiLower
          : kind === op.IN_UNI_IGNORE
            ? unicodeLower
            : kind === op.IN_LOC_IGNORE
              ? localeEither
              : null;
      this.sets[at] = set = new CharacterSet(this.code, at + 2, lower);
    }
    return set;
  }
}

// Kinds of frames. Each lists what lies below the kind, from the bottom.
/** next alternative, ptr */
const BRANCH_CHOICE = 1;
/** pc, ptr, count */
const REPEAT_ONE_CHOICE = 2;
/** pc, ptr, count */
const MIN_REPEAT_ONE_CHOICE = 3;
/** rep, count, ptr, last ptr, pc behind */
const MAX_UNTIL_CHOICE = 4;
/** rep, count, ptr, pc behind */
const MIN_UNTIL_CHOICE = 5;
/** rep, count */
const UNDO_COUNT = 6;
/** rep, count, last ptr */
const UNDO_MIN_UNTIL = 7;
/** outer rep, number of reps */
const UNDO_REPEAT = 8;
/** pc behind, ptr, outer barrier, number of reps */
const ASSERT_BARRIER = 9;
const ASSERT_NOT_BARRIER = 10;
const ATOMIC_BARRIER = 11;
/** pc, ptr, outer barrier, number of reps, outer rep, count */
const POSSESSIVE_BARRIER = 12;
/** The frame below is of no use any more; only its marks were needed. */
const NONE = -1;

let stack = new Int32Array(4096);

function grow(needed: number): void {
  const bigger = new Int32Array(Math.max(stack.length * 2, needed + 1024));
  bigger.set(stack);
  stack = bigger;
}

export class Matcher {
  private readonly program: Program;
  private readonly code: Uint32Array;
  private text = '';
  private points: Uint32Array | null = null;
  private end = 0;
  private sp = 0;
  private readonly marks: Int32Array;
  private lastmark = -1;
  private lastindex = -1;
  private finish = 0;
  // The running repeats: where their code is, how often their body has matched, where it began last, which is around them.
  private repeat = NONE;
  private reps = 0;
  private repPc: number[] = [];
  private repCount: number[] = [];
  private repLast: number[] = [];
  private repOuter: number[] = [];

  constructor(program: Program) {
    this.program = program;
    this.code = program.code;
    this.marks = new Int32Array(2 * program.groups);
  }

  /** `mustAdvance`: an empty match at `from` does not count. */
  run(subject: Subject, from: number, to: number, mode: SearchMode, mustAdvance: boolean): Found | null {
    this.text = subject.text;
    this.points = subject.points;
    this.end = to;
    if (from > to) return null;
    if (mode !== 'search')
      return this.attempt(from, mode === 'fullmatch', mustAdvance) ? this.found(from) : null;
    return this.search(from, mustAdvance);
  }

  private found(start: number): Found {
    const marks = new Int32Array(this.marks.length).fill(-1);
    marks.set(this.marks.subarray(0, Math.min(this.lastmark + 1, marks.length)));
    return { start, end: this.finish, marks, lastindex: this.lastindex };
  }

  private at(i: number): number {
    const { points } = this;
    return points === null ? this.text.charCodeAt(i) : points[i];
  }

  private search(from: number, mustAdvance: boolean): Found | null {
    const { code, points, end } = this;
    let low = 0;
    let first: CharacterSet | null = null;
    let literal = -1;
    if (code[0] === op.INFO) {
      const bits = code[2];
      low = code[3];
      if ((bits & op.INFO_PREFIX) !== 0) literal = code[7];
      else if ((bits & op.INFO_CHARSET) !== 0) {
        first = this.info ??= new CharacterSet(code, 5, null);
      }
    }
    const last = end - low;
    let start = from;
    let must = mustAdvance;
    while (start <= last) {
      if (literal >= 0) {
        if (points === null) {
          start = this.text.indexOf(String.fromCharCode(literal), start);
          if (literal > 0xffff || start < 0 || start > last) return null;
        } else {
          while (start <= last && points[start] !== literal) start++;
          if (start > last) return null;
        }
      } else if (first !== null) {
        while (start <= last && !first.has(this.at(start))) start++;
        if (start > last) return null;
      }
      if (this.attempt(start, false, must && start === from)) return this.found(start);
      must = false;
      start++;
    }
    return null;
  }
  private info: CharacterSet | null = null;

  // --- single characters

  /** How many of the next characters the single-character code at `pc` takes, at most `max`. */
  private count(pc: number, ptr: number, max: number): number {
    const { code, end } = this;
    const stop = max === MAXREPEAT || max > end - ptr ? end : ptr + max;
    let i = ptr;
    switch (code[pc]) {
      case op.IN:
      case op.IN_IGNORE:
      case op.IN_UNI_IGNORE:
      case op.IN_LOC_IGNORE: {
        const set = this.program.set(pc);
        while (i < stop && set.has(this.at(i))) i++;
        break;
      }
      case op.ANY:
        while (i < stop && this.at(i) !== 10) i++;
        break;
      case op.ANY_ALL:
        i = stop;
        break;
      case op.LITERAL: {
        const c = code[pc + 1];
        while (i < stop && this.at(i) === c) i++;
        break;
      }
      case op.NOT_LITERAL: {
        const c = code[pc + 1];
        while (i < stop && this.at(i) !== c) i++;
        break;
      }
      default:
        while (i < stop && this.one(pc, this.at(i))) i++;
    }
    return i - ptr;
  }

  /** Does the single-character code at `pc` take `c`? */
  private one(pc: number, c: number): boolean {
    const { code } = this;
    switch (code[pc]) {
      case op.LITERAL:
        return c === code[pc + 1];
      case op.NOT_LITERAL:
        return c !== code[pc + 1];
      case op.ANY:
        return c !== 10;
      case op.ANY_ALL:
        return true;
      case op.CATEGORY:
        return inCategory(code[pc + 1], c);
      case op.IN:
      case op.IN_IGNORE:
      case op.IN_UNI_IGNORE:
      case op.IN_LOC_IGNORE:
        return this.program.set(pc).has(c);
      case op.LITERAL_IGNORE:
        return asciiLower(c) === code[pc + 1];
      case op.NOT_LITERAL_IGNORE:
        return asciiLower(c) !== code[pc + 1];
      case op.LITERAL_UNI_IGNORE:
        return unicodeLower(c) === code[pc + 1];
      case op.NOT_LITERAL_UNI_IGNORE:
        return unicodeLower(c) !== code[pc + 1];
      case op.LITERAL_LOC_IGNORE:
        return localeLower(c) === localeLower(code[pc + 1]);
      case op.NOT_LITERAL_LOC_IGNORE:
        return localeLower(c) !== localeLower(code[pc + 1]);
    }
    throw new Error(`no code of a single character: ${code[pc]}`);
  }

  /** An AT code. */
  private position(kind: number, ptr: number): boolean {
    const { end } = this;
    switch (kind) {
      case op.AT_BEGINNING:
      case op.AT_BEGINNING_STRING:
        return ptr === 0;
      case op.AT_BEGINNING_LINE:
        return ptr === 0 || this.at(ptr - 1) === 10;
      case op.AT_END:
        return ptr === end || (ptr + 1 === end && this.at(ptr) === 10);
      case op.AT_END_LINE:
        return ptr === end || this.at(ptr) === 10;
      case op.AT_END_STRING:
        return ptr === end;
    }
    const unicode = kind === op.AT_UNI_BOUNDARY || kind === op.AT_UNI_NON_BOUNDARY;
    const isWord = unicode ? isUnicodeWord : isAsciiWord;
    const before = ptr > 0 && isWord(this.at(ptr - 1));
    const after = ptr < end && isWord(this.at(ptr));
    const isBoundary = before !== after;
    const wanted = kind === op.AT_BOUNDARY || kind === op.AT_LOC_BOUNDARY || kind === op.AT_UNI_BOUNDARY;
    return isBoundary === wanted;
  }

  // --- frames

  private push3(a: number, b: number, c: number): void {
    if (this.sp + 16 > stack.length) grow(this.sp + 16);
    const { sp } = this;
    stack[sp] = a;
    stack[sp + 1] = b;
    stack[sp + 2] = c;
    this.sp = sp + 3;
  }

  /** What every choice keeps: captures (all of them inside a repeat), the repeat that is running; then the kind. */
  private pushState(kind: number, withMarks: boolean): void {
    const count = withMarks ? this.lastmark + 1 : 0;
    if (this.sp + count + 8 > stack.length) grow(this.sp + count + 8);
    let { sp } = this;
    for (let i = 0; i < count; i++) stack[sp++] = this.marks[i];
    stack[sp++] = count;
    stack[sp++] = this.lastmark;
    stack[sp++] = this.lastindex;
    stack[sp++] = this.repeat;
    stack[sp++] = kind;
    this.sp = sp;
  }

  /** The kind is already off the stack. */
  private popState(): void {
    let { sp } = this;
    this.repeat = stack[--sp];
    this.lastindex = stack[--sp];
    this.lastmark = stack[--sp];
    const count = stack[--sp];
    sp -= count;
    for (let i = 0; i < count; i++) this.marks[i] = stack[sp + i];
    this.sp = sp;
  }

  // --- one attempt

  private attempt(start: number, all: boolean, mustAdvance: boolean): boolean {
    const { code, end, marks } = this;
    this.sp = 0;
    this.lastmark = this.lastindex = -1;
    this.repeat = NONE;
    this.reps = 0;
    /** The stack as it was below the innermost barrier; 0: none. */
    let barrier = 0;
    let ptr = start;
    let pc = code[0] === op.INFO ? 1 + code[1] : 0;

    for (;;) {
      let failed = false;
      switch (code[pc]) {
        case op.FAILURE:
          failed = true;
          break;

        case op.SUCCESS:
          if (barrier === 0) {
            if ((all && ptr !== end) || (mustAdvance && ptr === start)) {
              failed = true;
              break;
            }
            this.finish = ptr;
            return true;
          }
          // The end of an assertion, an atomic group or a turn of a possessive repeat: what lies on the stack since is given up.
          this.sp = barrier;
          {
            const kind = stack[--this.sp];
            const { lastmark, lastindex } = this;
            // Captures that were made inside stay; only the repeat is as before.
            const below = this.sp;
            this.repeat = stack[below - 1];
            const count = stack[below - 4];
            const marksAt = below - 4 - count;
            let sp = marksAt;
            if (kind === POSSESSIVE_BARRIER) {
              const turns = stack[--sp] + 1;
              const outer = stack[--sp];
              this.reps = stack[--sp];
              barrier = stack[--sp];
              const before = stack[--sp];
              pc = stack[--sp];
              this.sp = sp;
              const max = code[pc + 3];
              const min = code[pc + 2];
              const isEmpty = ptr === before;
              if (turns < min || ((max === MAXREPEAT || turns < max) && !isEmpty)) {
                barrier = this.possessiveTurn(pc, ptr, barrier, outer, turns);
                pc += 4;
              } else {
                this.repeat = outer;
                pc += code[pc + 1] + 2;
              }
              this.lastmark = lastmark;
              this.lastindex = lastindex;
              continue;
            }
            this.reps = stack[--sp];
            barrier = stack[--sp];
            const saved = stack[--sp];
            const behind = stack[--sp];
            if (kind === ASSERT_NOT_BARRIER) {
              for (let i = 0; i < count; i++) marks[i] = stack[marksAt + i];
              this.lastindex = stack[below - 2];
              this.lastmark = stack[below - 3];
              this.sp = sp;
              failed = true;
              break;
            }
            this.sp = sp;
            if (kind === ASSERT_BARRIER) ptr = saved;
            pc = behind;
          }
          continue;

        case op.MARK: {
          const i = code[pc + 1];
          if ((i & 1) === 1) this.lastindex = (i >> 1) + 1;
          if (i > this.lastmark) {
            for (let j = this.lastmark + 1; j < i; j++) marks[j] = -1;
            this.lastmark = i;
          }
          marks[i] = ptr;
          pc += 2;
          continue;
        }

        case op.LITERAL:
          if (ptr >= end || this.at(ptr) !== code[pc + 1]) {
            failed = true;
            break;
          }
          ptr++;
          pc += 2;
          continue;

        case op.ANY_ALL:
        case op.ANY:
          if (ptr >= end || (code[pc] === op.ANY && this.at(ptr) === 10)) {
            failed = true;
            break;
          }
          ptr++;
          pc++;
          continue;

        case op.IN:
        case op.IN_IGNORE:
        case op.IN_UNI_IGNORE:
        case op.IN_LOC_IGNORE:
          if (ptr >= end || !this.program.set(pc).has(this.at(ptr))) {
            failed = true;
            break;
          }
          ptr++;
          pc += code[pc + 1] + 1;
          continue;

        case op.NOT_LITERAL:
        case op.CATEGORY:
        case op.LITERAL_IGNORE:
        case op.NOT_LITERAL_IGNORE:
        case op.LITERAL_UNI_IGNORE:
        case op.NOT_LITERAL_UNI_IGNORE:
        case op.LITERAL_LOC_IGNORE:
        case op.NOT_LITERAL_LOC_IGNORE:
          if (ptr >= end || !this.one(pc, this.at(ptr))) {
            failed = true;
            break;
          }
          ptr++;
          pc += 2;
          continue;

        case op.AT:
          if (!this.position(code[pc + 1], ptr)) {
            failed = true;
            break;
          }
          pc += 2;
          continue;

        case op.JUMP:
          pc += code[pc + 1] + 1;
          continue;

        case op.INFO:
          pc += code[pc + 1] + 1;
          continue;

        case op.BRANCH: {
          const next = this.alternative(pc + 1, ptr);
          if (next < 0) {
            failed = true;
            break;
          }
          pc = next;
          continue;
        }

        case op.REPEAT_ONE: {
          const min = code[pc + 2];
          if (min > end - ptr) {
            failed = true;
            break;
          }
          const count = this.count(pc + 4, ptr, code[pc + 3]);
          if (count < min) {
            failed = true;
            break;
          }
          const next = this.repeatOne(pc, ptr + count, count);
          if (next < 0) {
            failed = true;
            break;
          }
          ptr = next;
          pc += code[pc + 1] + 1;
          continue;
        }

        case op.MIN_REPEAT_ONE: {
          const min = code[pc + 2];
          if (min > end - ptr) {
            failed = true;
            break;
          }
          if (min > 0) {
            const count = this.count(pc + 4, ptr, min);
            if (count < min) {
              failed = true;
              break;
            }
            ptr += count;
          }
          const tail = pc + code[pc + 1] + 1;
          if (min < code[pc + 3]) {
            this.push3(pc, ptr, min);
            this.pushState(MIN_REPEAT_ONE_CHOICE, this.repeat !== NONE);
          }
          pc = tail;
          continue;
        }

        case op.POSSESSIVE_REPEAT_ONE: {
          const min = code[pc + 2];
          if (min > end - ptr) {
            failed = true;
            break;
          }
          const count = this.count(pc + 4, ptr, code[pc + 3]);
          if (count < min) {
            failed = true;
            break;
          }
          ptr += count;
          pc += code[pc + 1] + 1;
          continue;
        }

        case op.REPEAT: {
          this.push3(this.repeat, this.reps, UNDO_REPEAT);
          this.repeat = this.newRepeat(pc);
          pc += code[pc + 1] + 1;
          continue;
        }

        case op.MAX_UNTIL: {
          const rep = this.repeat;
          const at = this.repPc[rep];
          const count = this.repCount[rep] + 1;
          if (count < code[at + 2]) {
            this.push3(rep, count - 1, UNDO_COUNT);
            this.repCount[rep] = count;
            pc = at + 4;
            continue;
          }
          const max = code[at + 3];
          if ((count < max || max === MAXREPEAT) && ptr !== this.repLast[rep]) {
            this.push3(rep, count, ptr);
            stack[this.sp++] = this.repLast[rep];
            stack[this.sp++] = pc + 1;
            this.pushState(MAX_UNTIL_CHOICE, true);
            this.repCount[rep] = count;
            this.repLast[rep] = ptr;
            pc = at + 4;
            continue;
          }
          this.repeat = this.repOuter[rep];
          pc++;
          continue;
        }

        case op.MIN_UNTIL: {
          const rep = this.repeat;
          const at = this.repPc[rep];
          const count = this.repCount[rep] + 1;
          if (count < code[at + 2]) {
            this.push3(rep, count - 1, UNDO_COUNT);
            this.repCount[rep] = count;
            pc = at + 4;
            continue;
          }
          const outer = this.repOuter[rep];
          this.push3(rep, count, ptr);
          this.pushState(MIN_UNTIL_CHOICE, outer !== NONE);
          this.repeat = outer;
          pc++;
          continue;
        }

        case op.GROUPREF:
        case op.GROUPREF_IGNORE:
        case op.GROUPREF_UNI_IGNORE:
        case op.GROUPREF_LOC_IGNORE: {
          const length = this.groupLength(code[pc + 1], ptr, code[pc]);
          if (length < 0) {
            failed = true;
            break;
          }
          ptr += length;
          pc += 2;
          continue;
        }

        case op.GROUPREF_EXISTS: {
          const i = 2 * code[pc + 1];
          const isSet = i < this.lastmark && marks[i] >= 0 && marks[i + 1] >= marks[i];
          pc += isSet ? 3 : code[pc + 2] + 1;
          continue;
        }

        case op.ASSERT:
        case op.ASSERT_NOT: {
          const isNot = code[pc] === op.ASSERT_NOT;
          const back = code[pc + 2];
          const behind = pc + code[pc + 1] + 1;
          if (ptr < back) {
            if (isNot) {
              pc = behind;
              continue;
            }
            failed = true;
            break;
          }
          this.push3(behind, ptr, barrier);
          stack[this.sp++] = this.reps;
          this.pushState(isNot ? ASSERT_NOT_BARRIER : ASSERT_BARRIER, isNot && this.repeat !== NONE);
          barrier = this.sp;
          ptr -= back;
          pc += 3;
          continue;
        }

        case op.ATOMIC_GROUP:
          this.push3(pc + code[pc + 1] + 1, ptr, barrier);
          stack[this.sp++] = this.reps;
          this.pushState(ATOMIC_BARRIER, false);
          barrier = this.sp;
          pc += 2;
          continue;

        case op.POSSESSIVE_REPEAT:
          // Behind the body stands a SUCCESS, and then the rest.
          if (code[pc + 3] === 0) {
            pc += code[pc + 1] + 2;
            continue;
          }
          barrier = this.possessiveTurn(pc, ptr, barrier, this.repeat, 0);
          pc += 4;
          continue;

        default:
          throw new Error(`unknown code of a regular expression: ${code[pc]}`);
      }
      if (!failed) continue;

      // --- back to the last choice
      for (;;) {
        if (this.sp === 0) return false;
        const kind = stack[--this.sp];
        if (kind === UNDO_COUNT) {
          const count = stack[--this.sp];
          this.repCount[stack[--this.sp]] = count;
          continue;
        }
        if (kind === UNDO_REPEAT) {
          this.reps = stack[--this.sp];
          this.repeat = stack[--this.sp];
          continue;
        }
        if (kind === UNDO_MIN_UNTIL) {
          const last = stack[--this.sp];
          const count = stack[--this.sp];
          const rep = stack[--this.sp];
          this.repCount[rep] = count - 1;
          this.repLast[rep] = last;
          continue;
        }
        this.popState();
        if (kind === BRANCH_CHOICE) {
          ptr = stack[--this.sp];
          const next = this.alternative(stack[--this.sp], ptr);
          if (next < 0) continue;
          pc = next;
          break;
        }
        if (kind === REPEAT_ONE_CHOICE) {
          const count = stack[--this.sp] - 1;
          const from = stack[--this.sp] - 1;
          const at = stack[--this.sp];
          const next = this.repeatOne(at, from, count);
          if (next < 0) continue;
          ptr = next;
          pc = at + code[at + 1] + 1;
          break;
        }
        if (kind === MIN_REPEAT_ONE_CHOICE) {
          const count = stack[--this.sp] + 1;
          const from = stack[--this.sp];
          const at = stack[--this.sp];
          if (from >= end || !this.one(at + 4, this.at(from))) continue;
          ptr = from + 1;
          if (count < code[at + 3]) {
            this.push3(at, ptr, count);
            this.pushState(MIN_REPEAT_ONE_CHOICE, this.repeat !== NONE);
          }
          pc = at + code[at + 1] + 1;
          break;
        }
        if (kind === MAX_UNTIL_CHOICE) {
          const behind = stack[--this.sp];
          const last = stack[--this.sp];
          ptr = stack[--this.sp];
          const count = stack[--this.sp];
          const rep = stack[--this.sp];
          this.repCount[rep] = count - 1;
          this.repLast[rep] = last;
          this.repeat = this.repOuter[rep];
          pc = behind;
          break;
        }
        if (kind === MIN_UNTIL_CHOICE) {
          ptr = stack[--this.sp];
          const count = stack[--this.sp];
          const rep = stack[--this.sp];
          const at = this.repPc[rep];
          const max = code[at + 3];
          if ((count >= max && max !== MAXREPEAT) || ptr === this.repLast[rep]) continue;
          this.push3(rep, count, this.repLast[rep]);
          stack[this.sp++] = UNDO_MIN_UNTIL;
          this.repCount[rep] = count;
          this.repLast[rep] = ptr;
          this.repeat = rep;
          pc = at + 4;
          break;
        }
        if (kind === POSSESSIVE_BARRIER) {
          const turns = stack[--this.sp];
          const outer = stack[--this.sp];
          this.reps = stack[--this.sp];
          barrier = stack[--this.sp];
          ptr = stack[--this.sp];
          const at = stack[--this.sp];
          this.repeat = outer;
          if (turns < code[at + 2]) continue;
          pc = at + code[at + 1] + 2;
          break;
        }
        // The other barriers.
        this.reps = stack[--this.sp];
        barrier = stack[--this.sp];
        const saved = stack[--this.sp];
        const behind = stack[--this.sp];
        if (kind !== ASSERT_NOT_BARRIER) continue;
        ptr = saved;
        pc = behind;
        break;
      }
    }
  }

  private newRepeat(pc: number): number {
    const rep = this.reps++;
    this.repPc[rep] = pc;
    this.repCount[rep] = -1;
    this.repLast[rep] = -1;
    this.repOuter[rep] = this.repeat;
    return rep;
  }

  /** Begins a turn of a possessive repeat; answers the new barrier. */
  private possessiveTurn(pc: number, ptr: number, barrier: number, outer: number, turns: number): number {
    this.push3(pc, ptr, barrier);
    this.push3(this.reps, outer, turns);
    this.repeat = outer;
    this.repeat = this.newRepeat(pc);
    this.pushState(POSSESSIVE_BARRIER, true);
    return this.sp;
  }

  /**
   * The first alternative from `at` on (where its length stands) that can match: answers where its code begins, having left a choice for
   * those behind it; -1: none.
   */
  private alternative(at: number, ptr: number): number {
    const { code, end } = this;
    let skip = code[at];
    while (skip !== 0) {
      const next = at + skip;
      const first = code[at + 1];
      const cannot =
        (first === op.LITERAL && (ptr >= end || this.at(ptr) !== code[at + 2])) ||
        (first === op.IN && (ptr >= end || !this.program.set(at + 1).has(this.at(ptr))));
      if (!cannot) {
        if (code[next] !== 0) {
          if (this.sp + 16 > stack.length) grow(this.sp + 16);
          stack[this.sp++] = next;
          stack[this.sp++] = ptr;
          this.pushState(BRANCH_CHOICE, this.repeat !== NONE);
        }
        return at + 1;
      }
      at = next;
      skip = code[at];
    }
    return -1;
  }

  /** With `count` characters taken up to `ptr`: gives back as many as the literal behind needs; answers the new place or -1. */
  private repeatOne(pc: number, from: number, taken: number): number {
    const { code, end } = this;
    const min = code[pc + 2];
    let ptr = from;
    let count = taken;
    if (count < min) return -1;
    const tail = pc + code[pc + 1] + 1;
    if (code[tail] === op.LITERAL) {
      const c = code[tail + 1];
      while (count >= min && (ptr >= end || this.at(ptr) !== c)) {
        ptr--;
        count--;
      }
      if (count < min) return -1;
    }
    if (count > min) {
      this.push3(pc, ptr, count);
      this.pushState(REPEAT_ONE_CHOICE, this.repeat !== NONE);
    }
    return ptr;
  }

  /** Length of group `i` where it stands again at `ptr`; -1: it does not. */
  private groupLength(i: number, ptr: number, kind: number): number {
    const mark = 2 * i;
    if (mark >= this.lastmark) return -1;
    const from = this.marks[mark];
    const to = this.marks[mark + 1];
    if (from < 0 || to < from) return -1;
    const length = to - from;
    if (length > this.end - ptr) return -1;
    const lower =
      kind === op.GROUPREF_IGNORE
        ? asciiLower
        : kind === op.GROUPREF_UNI_IGNORE
          ? unicodeLower
          : kind === op.GROUPREF_LOC_IGNORE
            ? localeLower
            : null;
    for (let k = 0; k < length; k++) {
      const a = this.at(from + k);
      const b = this.at(ptr + k);
      if (a !== b && (lower === null || lower(a) !== lower(b))) return -1;
    }
    return length;
  }
}
