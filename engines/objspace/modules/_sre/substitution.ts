// Replacing matches: `Pattern.sub` and `subn` with a literal, a template or a function, `Match.expand`. Models pattern_subx,
// compile_template and expand_template of CPython's Modules/_sre/sre.c.
import { MatchWalk } from '../../../kernels/sre-search.ts';
import type { MatchResult } from '../../../kernels/sre-search.ts';
import { concat as concatBytes } from '../../../kernels/bytes.ts';
import { TextBuilder, pointAt } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { andThen } from '../../continuation.ts';
import { call, getattr } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import { loop } from '../../loop-frame.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { hasBuffer } from '../../types/bytes.ts';
import {
  bytesBetween,
  newMatch,
  patternOf,
  sliceOf,
  subjectFrom,
  TemplatePayload,
  textBetween,
} from './pattern-object.ts';
import type { Input } from './pattern-object.ts';

/** Collects the pieces of the result; a piece of the wrong type is told by its place when all have come, as `join` does. */
class Pieces {
  private readonly text = new TextBuilder();
  private readonly bytes: Uint8Array[] = [];
  private readonly isBytes: boolean;
  private count = 0;
  private wrong: string | null = null;

  constructor(isBytes: boolean) {
    this.isBytes = isBytes;
  }

  addPart(space: Space, input: Input, start: number, end: number): void {
    this.count++;
    if (this.isBytes) this.bytes.push(bytesBetween(space, input, start, end));
    else this.text.add(textBetween(space, input, start, end));
  }

  addHost(piece: Text | Uint8Array): void {
    this.count++;
    if (piece instanceof Uint8Array) this.bytes.push(piece);
    else this.text.add(piece);
  }

  addValue(space: Space, w: W): void {
    const type = space.type(w);
    if (this.isBytes && !type.isSubtype(space.types.str) && hasBuffer(space, w)) {
      this.bytes.push(space.buffer_w(w).slice());
    } else if (!this.isBytes && type.isSubtype(space.types.str)) this.text.add(space.text_w(w));
    else {
      const expected = this.isBytes ? 'a bytes-like object' : 'str instance';
      this.wrong ??= `sequence item ${this.count}: expected ${expected}, ${type.name} found`;
    }
    this.count++;
  }

  done(space: Space): W {
    if (this.wrong !== null) throw raise(space, 'TypeError', this.wrong);
    return this.isBytes ? space.newbytes(concatBytes(this.bytes)) : space.newtext(this.text.done());
  }
}

function addTemplate(
  space: Space,
  pieces: Pieces,
  template: TemplatePayload,
  input: Input,
  result: MatchResult,
): void {
  const { literal, items } = template;
  if (literal.length > 0) addLiteral(space, pieces, input, literal);
  for (const item of items) {
    const start = result.groupStart(item.group);
    if (start >= 0) pieces.addPart(space, input, start, result.groupEnd(item.group));
    if (item.literal.length > 0) addLiteral(space, pieces, input, item.literal);
  }
}

/** A template of the other kind is told as `join` would. */
function addLiteral(space: Space, pieces: Pieces, input: Input, literal: Text | Uint8Array): void {
  if (literal instanceof Uint8Array === input.isBytes) pieces.addHost(literal);
  else
    pieces.addValue(space, literal instanceof Uint8Array ? space.newbytes(literal) : space.newtext(literal));
}

/** `re._compile_template(pattern, template)`, which keeps those that were used lately. */
function compileTemplate(
  space: Space,
  w_pattern: W,
  w_template: W,
  then: (template: TemplatePayload) => W,
): W {
  const caller = space.top;
  const w_loaded = space.dictgetstr(space.w_modules, 're');
  const w_re = w_loaded ?? call(space, space.builtin('__import__'), [space.newstr('re')]);
  return andThen(space, caller, w_re, (w_module) =>
    andThen(space, caller, getattr(space, w_module, '_compile_template'), (w_compile) =>
      andThen(space, caller, call(space, w_compile, [w_pattern, w_template]), (w) => {
        if (space.type(w) !== space.types['_sre.SRE_Template'])
          throw raise(
            space,
            'RuntimeError',
            'the result of compiling a replacement string is not a template',
          );
        return then(space.data(w) as TemplatePayload);
      }),
    ),
  );
}

function hasBackslash(space: Space, w: W): boolean | null {
  if (space.type(w).isSubtype(space.types.str)) {
    const text = space.text_w(w);
    if (typeof text === 'string') return text.includes('\\');
    for (let i = 0; i < text.length; i++) if (pointAt(text, i) === 92) return true;
    return false;
  }
  return hasBuffer(space, w) ? space.buffer_w(w).includes(92) : null;
}

export function substitute(
  space: Space,
  w_pattern: W,
  w_replacement: W,
  w_string: W,
  count: number,
  withCount: boolean,
): W {
  const isFunction = space.type(w_replacement).slots.call !== null;
  if (!isFunction && hasBackslash(space, w_replacement) !== false) {
    return compileTemplate(space, w_pattern, w_replacement, (template) =>
      replaceAll(space, w_pattern, w_string, count, withCount, (pieces, input, result) =>
        addTemplate(space, pieces, template, input, result),
      ),
    );
  }
  if (isFunction) return replaceByFunction(space, w_pattern, w_replacement, w_string, count, withCount);
  return replaceAll(space, w_pattern, w_string, count, withCount, (pieces) =>
    pieces.addValue(space, w_replacement),
  );
}

function answer(space: Space, w_result: W, n: number, withCount: boolean): W {
  return withCount ? space.newtuple([w_result, space.newint(n)]) : w_result;
}

function replaceAll(
  space: Space,
  w_pattern: W,
  w_string: W,
  count: number,
  withCount: boolean,
  replace: (pieces: Pieces, input: Input, result: MatchResult) => void,
): W {
  const pattern = patternOf(space, w_pattern);
  const input = subjectFrom(space, pattern, w_string);
  const { length } = input.subject;
  const walk = new MatchWalk(pattern.compiled, input.subject, 0, length);
  const pieces = new Pieces(input.isBytes);
  let n = 0;
  let at = 0;
  while (count === 0 || n < count) {
    const result = walk.next('search');
    if (result === null) break;
    if (at < result.start) pieces.addPart(space, input, at, result.start);
    replace(pieces, input, result);
    at = result.end;
    n++;
  }
  if (n === 0) return answer(space, sliceOf(space, input, 0, length), 0, withCount);
  if (at < length) pieces.addPart(space, input, at, length);
  return answer(space, pieces.done(space), n, withCount);
}

function replaceByFunction(
  space: Space,
  w_pattern: W,
  w_function: W,
  w_string: W,
  count: number,
  withCount: boolean,
): W {
  const pattern = patternOf(space, w_pattern);
  const input = subjectFrom(space, pattern, w_string);
  const { length } = input.subject;
  const walk = new MatchWalk(pattern.compiled, input.subject, 0, length);
  const pieces = new Pieces(input.isBytes);
  let n = 0;
  let at = 0;
  const finished = (): W => {
    if (n === 0) return answer(space, sliceOf(space, input, 0, length), 0, withCount);
    if (at < length) pieces.addPart(space, input, at, length);
    return answer(space, pieces.done(space), n, withCount);
  };
  return loop(space, [w_pattern, w_function, w_string], (frame, w_answer) => {
    if (w_answer !== undefined && !space.is(w_answer, space.w_None)) pieces.addValue(space, w_answer);
    if (count !== 0 && n >= count) return frame.finish(finished());
    const result = walk.next('search');
    if (result === null) return frame.finish(finished());
    if (at < result.start) pieces.addPart(space, input, at, result.start);
    at = result.end;
    n++;
    return call(space, w_function, [newMatch(space, w_pattern, input, result, 0, length)]);
  });
}

/** `Match.expand(template)` */
export function expand(space: Space, w_pattern: W, input: Input, result: MatchResult, w_template: W): W {
  return compileTemplate(space, w_pattern, w_template, (template) => {
    const isBytes = template.literal instanceof Uint8Array;
    if (template.items.length === 0) {
      return isBytes
        ? space.newbytes(template.literal as Uint8Array)
        : space.newtext(template.literal as Text);
    }
    const pieces = new Pieces(input.isBytes);
    addTemplate(space, pieces, template, input, result);
    return pieces.done(space);
  });
}

/** `_sre.template(pattern, parts)`: literals and group numbers in turn. */
export function newTemplate(space: Space, w_parts: W): W {
  if (!space.type(w_parts).isSubtype(space.types.list))
    throw raise(space, 'TypeError', 'template() argument 2 must be list, not ' + space.type(w_parts).name);
  const parts_w = space.listitems(w_parts);
  const bad = () => raise(space, 'TypeError', 'invalid template');
  if (parts_w.length % 2 === 0) throw bad();
  const literal = (w: W): Text | Uint8Array => {
    if (space.type(w).isSubtype(space.types.str)) return space.text_w(w);
    if (space.type(w).isSubtype(space.types.bytes)) return space.bytes_w(w);
    throw bad();
  };
  const items: { group: number; literal: Text | Uint8Array }[] = [];
  for (let i = 1; i < parts_w.length; i += 2) {
    if (!space.type(parts_w[i]).isSubtype(space.types.int)) throw bad();
    const group = Number(space.int_w(parts_w[i]));
    if (group < 0) throw bad();
    items.push({ group, literal: literal(parts_w[i + 1]) });
  }
  return space.newobj(space.types['_sre.SRE_Template'], new TemplatePayload(literal(parts_w[0]), items));
}
