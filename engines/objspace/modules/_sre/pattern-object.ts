// What a pattern, a match, a scanner and a replacement template are made of, and how a subject is read. Models the structs of CPython's
// Modules/_sre/sre.h and state_init, getslice, match_getindex of sre.c.
import { CompiledPattern, MatchWalk, subjectOfBytes, subjectOfText } from '../../../kernels/sre-search.ts';
import type { MatchResult, SearchSubject } from '../../../kernels/sre-search.ts';
import { range } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { runNested } from '../../continuation.ts';
import { index } from '../../descroperation.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { hasBuffer } from '../../types/bytes.ts';

export class PatternPayload extends Payload {
  readonly compiled: CompiledPattern;
  readonly code: readonly number[];
  readonly flags: number;
  readonly groups: number;
  /** The pattern's text or bytes; None for one that was made of parts. */
  w_pattern: W | null;
  w_groupindex: W | null;
  w_indexgroup: W | null;
  /** Of bytes; null: of either. */
  readonly isBytes: boolean | null;
  /** Groups' numbers by name. */
  readonly names: ReadonlyMap<string, number>;

  constructor(
    code: readonly number[],
    flags: number,
    groups: number,
    w_pattern: W,
    w_groupindex: W,
    w_indexgroup: W,
    isBytes: boolean | null,
    names: ReadonlyMap<string, number>,
  ) {
    super();
    this.compiled = new CompiledPattern(code, groups);
    this.code = code;
    this.flags = flags;
    this.groups = groups;
    this.w_pattern = w_pattern;
    this.w_groupindex = w_groupindex;
    this.w_indexgroup = w_indexgroup;
    this.isBytes = isBytes;
    this.names = names;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_pattern, this.w_groupindex, this.w_indexgroup]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_pattern = this.w_groupindex = this.w_indexgroup = null;
  }
}

/** A subject: its value and its characters. */
export interface Input {
  w_string: W;
  subject: SearchSubject;
  isBytes: boolean;
}

export class MatchPayload extends Payload {
  w_pattern: W | null;
  w_string: W | null;
  readonly pattern: PatternPayload;
  readonly input: Input;
  readonly result: MatchResult;
  readonly pos: number;
  readonly endpos: number;
  /** `regs`, once asked for. */
  w_regs: W | null = null;

  constructor(space: Space, w_pattern: W, input: Input, result: MatchResult, pos: number, endpos: number) {
    super();
    this.w_pattern = space.own(w_pattern);
    this.w_string = space.own(input.w_string);
    this.pattern = space.data(w_pattern) as PatternPayload;
    this.input = input;
    this.result = result;
    this.pos = pos;
    this.endpos = endpos;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_pattern !== null) visit(this.w_pattern);
    if (this.w_string !== null) visit(this.w_string);
    if (this.w_regs !== null) visit(this.w_regs);
  }
  forget(): void {
    this.w_pattern = this.w_string = this.w_regs = null;
  }
}

export class ScannerPayload extends Payload {
  w_pattern: W | null;
  w_string: W | null;
  readonly input: Input;
  readonly walk: MatchWalk;
  readonly pos: number;
  done = false;
  constructor(space: Space, w_pattern: W, input: Input, pos: number, end: number) {
    super();
    this.w_pattern = space.own(w_pattern);
    this.w_string = space.own(input.w_string);
    this.input = input;
    this.pos = pos;
    const { compiled } = space.data(w_pattern) as PatternPayload;
    this.walk = new MatchWalk(compiled, input.subject, pos, end);
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_pattern !== null) visit(this.w_pattern);
    if (this.w_string !== null) visit(this.w_string);
  }
  forget(): void {
    this.w_pattern = this.w_string = null;
  }
}

/** A replacement: a literal, then groups each with the literal behind it. */
export class TemplatePayload extends Payload {
  readonly literal: Text | Uint8Array;
  readonly items: readonly { group: number; literal: Text | Uint8Array }[];
  constructor(literal: Text | Uint8Array, items: readonly { group: number; literal: Text | Uint8Array }[]) {
    super();
    this.literal = literal;
    this.items = items;
  }
  traverse(): void {}
  forget(): void {}
}

export const patternOf = (space: Space, w: W): PatternPayload => space.data(w) as PatternPayload;
export const matchOf = (space: Space, w: W): MatchPayload => space.data(w) as MatchPayload;

// --- subjects

/** The subjects that were searched last: what is known of a long text is not found out again for each call with a position. */
const RECENT = 4;
const SHORT = 32;
const recentTexts: SearchSubject[] = [];
const recentBytes: { bytes: Uint8Array; subject: SearchSubject }[] = [];

function subjectFor(text: Text): SearchSubject {
  if (typeof text !== 'string' || text.length <= SHORT) return subjectOfText(text);
  for (const known of recentTexts) if (known.text === text) return known;
  const subject = subjectOfText(text);
  recentTexts.unshift(subject);
  if (recentTexts.length > RECENT) recentTexts.pop();
  return subject;
}

function bytesSubjectFor(space: Space, w: W): SearchSubject {
  const bytes = space.buffer_w(w);
  if (bytes.length <= SHORT || space.type(w) !== space.types.bytes) return subjectOfBytes(bytes);
  for (const known of recentBytes) if (known.bytes === bytes) return known.subject;
  const subject = subjectOfBytes(bytes);
  recentBytes.unshift({ bytes, subject });
  if (recentBytes.length > RECENT) recentBytes.pop();
  return subject;
}

/** A text or bytes-like value as a subject, whatever the pattern. */
export function inputOf(space: Space, w_string: W): Input {
  const type = space.type(w_string);
  if (type.isSubtype(space.types.str))
    return { w_string, subject: subjectFor(space.text_w(w_string)), isBytes: false };
  if (!hasBuffer(space, w_string))
    throw raise(space, 'TypeError', `expected string or bytes-like object, got '${type.name}'`);
  return { w_string, subject: bytesSubjectFor(space, w_string), isBytes: true };
}

/** The subject of a search, which must be of the pattern's kind. */
export function subjectFrom(space: Space, pattern: PatternPayload, w_string: W): Input {
  const input = inputOf(space, w_string);
  if (pattern.isBytes !== null && pattern.isBytes !== input.isBytes) {
    const text = pattern.isBytes
      ? 'cannot use a bytes pattern on a string-like object'
      : 'cannot use a string pattern on a bytes-like object';
    throw raise(space, 'TypeError', text);
  }
  return input;
}

/** What lies between two places of the subject, as a value. */
export function sliceOf(space: Space, input: Input, start: number, end: number): W {
  const { w_string, subject, isBytes } = input;
  const isWhole = start === 0 && end === subject.length;
  if (isBytes) {
    if (isWhole && space.type(w_string) === space.types.bytes) return w_string;
    return space.newbytes(bytesBetween(space, input, start, end));
  }
  if (isWhole && space.type(w_string) === space.types.str) return w_string;
  return space.newtext(textBetween(space, input, start, end));
}

/** The same as a host value. */
export function textBetween(space: Space, input: Input, start: number, end: number): Text {
  const { subject } = input;
  if (subject.points === null) return subject.text.slice(start, end);
  return range(space.text_w(input.w_string), start, end);
}

/** A buffer may have shrunk since it was searched. */
export function bytesBetween(space: Space, input: Input, start: number, end: number): Uint8Array {
  return space.buffer_w(input.w_string).slice(start, end);
}

export const emptyOf = (space: Space, input: Input): W =>
  input.isBytes ? space.newbytes(new Uint8Array(0)) : space.newstr('');

/** A group's value; `w_default` where it took no part. */
export function groupOf(space: Space, input: Input, result: MatchResult, i: number, w_default: W): W {
  if (i > 0 && result.texts !== null && !input.isBytes) {
    const text = result.texts[i];
    return text === undefined ? w_default : space.newtext(text);
  }
  const start = result.groupStart(i);
  if (start < 0) return w_default;
  return sliceOf(space, input, start, result.groupEnd(i));
}

/** A group's number from an index or a name. */
export function groupIndex(space: Space, pattern: PatternPayload, w_group: W): number {
  const type = space.type(w_group);
  let i = -1;
  if (type.isSubtype(space.types.int)) i = Number(space.int_w(w_group));
  else if (type.slots.index !== null) i = Number(space.int_w(runNested(space, () => index(space, w_group))));
  else {
    const w_number = space.dictget(pattern.w_groupindex!, w_group);
    if (w_number !== undefined && space.type(w_number).isSubtype(space.types.int))
      i = Number(space.int_w(w_number));
  }
  if (i < 0 || i > pattern.groups) throw raise(space, 'IndexError', 'no such group');
  return i;
}

export const newMatch = (
  space: Space,
  w_pattern: W,
  input: Input,
  result: MatchResult,
  pos: number,
  endpos: number,
): W => space.newobj(space.types['re.Match'], new MatchPayload(space, w_pattern, input, result, pos, endpos));
