// A compiled pattern as the operations of the module use it: which of the two matchers runs, and the walk over all matches of a subject.
// Models state_init, and the loops of pattern_findall, scanner_search of CPython's Modules/_sre/sre.c.
import { lazyDecoder } from './lazy-decoder.ts';
import { translate } from './sre-host-regexp.ts';
import type { Domain, HostPattern } from './sre-host-regexp.ts';
import { Matcher, Program, Subject } from './sre.ts';
import type { SearchMode } from './sre.ts';
import { CodePoints } from './text.ts';
import type { Text } from './text.ts';

/** A match. Places of groups are found out when they are asked for: the host tells texts more cheaply than places. */
export class MatchResult {
  readonly start: number;
  readonly end: number;
  readonly lastindex: number;
  private marks: Int32Array | null;
  private readonly locate: (() => Int32Array) | null;
  /** Texts of the groups from 1 on, where the host has told them. */
  readonly texts: readonly (string | undefined)[] | null;

  constructor(
    start: number,
    end: number,
    lastindex: number,
    marks: Int32Array | null,
    texts: readonly (string | undefined)[] | null,
    locate: (() => Int32Array) | null,
  ) {
    this.start = start;
    this.end = end;
    this.lastindex = lastindex;
    this.marks = marks;
    this.texts = texts;
    this.locate = locate;
  }

  /** Begin and end of a group; -1 and -1 where it took no part. Group 0 is the match. */
  groupStart(i: number): number {
    return i === 0 ? this.start : this.places()[2 * i - 2];
  }
  groupEnd(i: number): number {
    if (i === 0) return this.end;
    const places = this.places();
    return places[2 * i - 2] < 0 ? -1 : places[2 * i - 1];
  }
  private places(): Int32Array {
    return (this.marks ??= this.locate!());
  }
}

const NO_MARKS = new Int32Array(0);

/** Use the host's matcher from this many runs on, or for subjects of this length: before, making it costs more than it saves. */
const WARM_RUNS = 3;
const LONG_SUBJECT = 400;
/** Sets over all units take long to spell out. */
const LONG_WIDE_SUBJECT = 4000;

const NOT_ASCII = /[^\0-\x7f]/;
const NOT_LATIN1 = /[^\0-\xff]/;

export class CompiledPattern {
  readonly groups: number;
  private readonly program: Program;
  private matcher: Matcher | null = null;
  private runs = 0;
  private readonly hosts = new Map<Domain, HostPattern | null>();
  /** Never use the host's matcher: for tests, which compare the two. */
  static interpretOnly = false;
  /** Always use it where it can be. */
  static translateAtOnce = false;

  constructor(code: readonly number[], groups: number) {
    this.program = new Program(Uint32Array.from(code), groups);
    this.groups = groups;
  }

  private hostFor(subject: SearchSubject): HostPattern | null {
    if (CompiledPattern.interpretOnly || subject.points !== null) return null;
    if (this.runs < WARM_RUNS && subject.length < LONG_SUBJECT && !CompiledPattern.translateAtOnce) {
      this.runs++;
      return null;
    }
    const { domain } = subject;
    let host = this.hosts.get(domain);
    if (host === undefined) {
      const isDear = domain === 65536 && subject.length < LONG_WIDE_SUBJECT && this.runs < 1000;
      if (isDear && !CompiledPattern.translateAtOnce) {
        this.runs++;
        return null;
      }
      host = translate(this.program, domain);
      this.hosts.set(domain, host);
    }
    return host;
  }

  /** `mustAdvance`: an empty match at `from` does not count. */
  run(
    subject: SearchSubject,
    from: number,
    to: number,
    mode: SearchMode,
    mustAdvance = false,
  ): MatchResult | null {
    if (from > to) return null;
    const host = this.hostFor(subject);
    if (host !== null) {
      try {
        return this.runHost(host, subject.upTo(to), from, to, mode, mustAdvance);
      } catch (e) {
        // The host's stack of choices is bounded; ours is not.
        if (!(e instanceof RangeError)) throw e;
      }
    }
    return this.interpret(subject, from, to, mode, mustAdvance);
  }

  private interpret(
    subject: SearchSubject,
    from: number,
    to: number,
    mode: SearchMode,
    mustAdvance: boolean,
  ): MatchResult | null {
    this.matcher ??= new Matcher(this.program);
    const found = this.matcher.run(subject, from, to, mode, mustAdvance);
    if (found === null) return null;
    return new MatchResult(found.start, found.end, found.lastindex, found.marks, null, null);
  }

  private runHost(
    host: HostPattern,
    subject: SearchSubject,
    from: number,
    to: number,
    mode: SearchMode,
    mustAdvance: boolean,
  ): MatchResult | null {
    const regexp = mode === 'search' ? host.search : mode === 'match' ? host.match : host.fullmatch;
    const { text } = subject;
    regexp.lastIndex = from;
    if (this.groups === 0 && mode !== 'search') {
      if (!regexp.test(text)) return null;
      const end = regexp.lastIndex;
      if (mustAdvance && end === from) return this.interpret(subject, from, to, mode, true);
      return new MatchResult(from, end, -1, NO_MARKS, null, null);
    }
    const found = regexp.exec(text);
    if (found === null) return null;
    const start = found.index;
    const end = start + found[0].length;
    if (mustAdvance && end === from) {
      // Another alternative may take something here; else the search goes on at the next place.
      const other = this.interpret(subject, from, to, 'match', true);
      if (other !== null || mode !== 'search') return other;
      return from < to ? this.runHost(host, subject, from + 1, to, 'search', false) : null;
    }
    if (this.groups === 0) return new MatchResult(start, end, -1, NO_MARKS, null, null);
    let lastindex = -1;
    for (const group of host.lastClosed) {
      if (found[group] !== undefined) {
        lastindex = group;
        break;
      }
    }
    const locate = (): Int32Array => {
      const locating = mode === 'fullmatch' ? host.locateWhole : host.locate;
      locating.lastIndex = start;
      const { indices } = locating.exec(text)!;
      const marks = new Int32Array(2 * this.groups).fill(-1);
      for (let i = 1; i <= this.groups; i++) {
        const pair = indices![i];
        if (pair === undefined) continue;
        marks[2 * i - 2] = pair[0];
        marks[2 * i - 1] = pair[1];
      }
      return marks;
    };
    return new MatchResult(start, end, lastindex, null, found as readonly (string | undefined)[], locate);
  }
}

/** A subject with what is known of it: how far its characters go, and its beginning up to another end. */
export class SearchSubject extends Subject {
  private known: Domain | null = null;
  private cut: SearchSubject | null = null;

  get domain(): Domain {
    this.known ??= !NOT_ASCII.test(this.text) ? 128 : NOT_LATIN1.test(this.text) ? 65536 : 256;
    return this.known;
  }

  upTo(end: number): SearchSubject {
    if (end === this.length || this.points !== null) return this;
    if (this.cut?.length !== end) this.cut = new SearchSubject(this.text.slice(0, end), null);
    return this.cut!;
  }
}

export function subjectOfText(text: Text): SearchSubject {
  if (text instanceof CodePoints) return new SearchSubject('', text.points);
  return new SearchSubject(text, null);
}

const decoder = lazyDecoder('latin1');
const CHUNK = 8192;

/** Bytes as a text of units below 256. (The host's decoder calls windows-1252 latin1, which differs from 0x80 to 0x9f.) */
export function subjectOfBytes(bytes: Uint8Array): SearchSubject {
  let isAscii = true;
  for (let i = 0; i < bytes.length && isAscii; i++) isAscii = bytes[i] < 0x80;
  if (isAscii && bytes.length > 32) return new SearchSubject(decoder.decode(bytes), null);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK)
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK) as unknown as number[]);
  return new SearchSubject(text, null);
}

/** One match after the other: behind an empty one the next may begin at the same place, but must not be empty there. */
export class MatchWalk {
  private readonly pattern: CompiledPattern;
  readonly subject: SearchSubject;
  at: number;
  readonly end: number;
  private mustAdvance = false;

  constructor(pattern: CompiledPattern, subject: SearchSubject, from: number, end: number) {
    this.pattern = pattern;
    this.subject = subject;
    this.at = from;
    this.end = end;
  }

  next(mode: SearchMode): MatchResult | null {
    const result = this.pattern.run(this.subject, this.at, this.end, mode, this.mustAdvance);
    if (result === null) return null;
    this.mustAdvance = result.end === result.start;
    this.at = result.end;
    return result;
  }
}
