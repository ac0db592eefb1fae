// `_json.make_scanner` and `scanstring`: JSON text to values. Models scanner_* of CPython's Modules/_json.c. The parser keeps its open arrays
// and objects on a stack of its own, so that hooks can be called between its steps and depth costs no host stack.
import { JsonError, scanNumber, scanString, stringEnd } from '../../../kernels/json.ts';
import { fromDigits } from '../../../kernels/int.ts';
import { CodePoints, hostOf, textFromHost } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { constructor } from '../../constructor.ts';
import { andThen, runNested } from '../../continuation.ts';
import { call, getattr, isTrueNested } from '../../descroperation.ts';
import { OperationError } from '../../error.ts';
import { leaf } from '../../gateway.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { loop } from '../../loop-frame.ts';
import type { LoopFrame } from '../../loop-frame.ts';
import { raise, raiseWith } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';

/** Nested deeper than this, CPython's scanner runs out of C stack. */
const MAX_DEPTH = 10_000;

/** Raises the library's JSONDecodeError; places count code points. */
function decodeError(
  space: Space,
  error: JsonError,
  w_document: W,
  point: (at: number) => number,
): OperationError {
  const w_class = runNested(space, () => {
    const caller = space.top;
    const w_module = call(space, space.builtin('__import__'), [
      space.newstr('json.decoder'),
      space.w_None,
      space.w_None,
      space.newtuple([space.newstr('JSONDecodeError')]),
    ]);
    return andThen(space, caller, w_module, (w) => getattr(space, w, 'JSONDecodeError'));
  });
  const args_w = [space.newstr(error.message), w_document, space.newint(point(error.at))];
  const w_value = runNested(space, () => call(space, w_class, args_w));
  return new OperationError(space.type(w_value), space.own(w_value), null);
}

/** From places in UTF-16 to places in code points, and back. */
class Places {
  private readonly host: string;
  private readonly astral: boolean;
  constructor(text: Text, host: string) {
    this.host = host;
    this.astral = text instanceof CodePoints;
  }
  point = (at: number): number => {
    if (!this.astral) return at;
    let n = 0;
    for (let i = 0; i < at && i < this.host.length; n++) i += this.host.codePointAt(i)! > 0xffff ? 2 : 1;
    return n;
  };
  unit(point: number): number {
    if (!this.astral) return point;
    let i = 0;
    for (let n = 0; n < point && i < this.host.length; n++) i += this.host.codePointAt(i)! > 0xffff ? 2 : 1;
    return i;
  }
}

class ScannerPayload extends Payload {
  strict: boolean;
  /** object_hook, object_pairs_hook, parse_float, parse_int, parse_constant; owned. */
  hooks_w: W[];
  constructor(strict: boolean, hooks_w: W[]) {
    super();
    this.strict = strict;
    this.hooks_w = hooks_w;
  }
  traverse(visit: (w: W) => void): void {
    this.hooks_w.forEach(visit);
  }
  forget(): void {
    this.hooks_w = [];
  }
}

const OBJECT_HOOK = 0;
const PAIRS_HOOK = 1;
const PARSE_FLOAT = 2;
const PARSE_INT = 3;
const PARSE_CONSTANT = 4;
const HOOK_NAMES = ['object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant'];

/** An array or object that is being read. */
interface Open {
  w: W;
  isArray: boolean;
  /** The key whose value is being read. */
  key: string;
}

const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9;

/** One run of the scanner; `value` steps until there is a value or a hook to call. */
class Scan {
  private readonly space: Space;
  private readonly text: string;
  at: number;
  private readonly strict: boolean;
  private readonly hooks_w: readonly W[];
  private readonly open: Open[] = [];
  private readonly keys = new Map<string, W>();
  /** A hook with its arguments, when `advance` answers null. */
  w_hook: W | null = null;
  hookArgs_w: W[] = [];
  private readonly floatHook: W | null;
  private readonly intHook: W | null;
  private readonly objectHook: W | null;
  private readonly pairsHook: W | null;

  constructor(space: Space, scanner: ScannerPayload, text: string, at: number) {
    this.space = space;
    this.text = text;
    this.at = at;
    this.strict = scanner.strict;
    this.hooks_w = scanner.hooks_w;
    const { types } = space;
    const unless = (i: number, w_usual: W): W | null =>
      space.is(scanner.hooks_w[i], w_usual) ? null : scanner.hooks_w[i];
    this.floatHook = unless(PARSE_FLOAT, types.float.w_self);
    this.intHook = unless(PARSE_INT, types.int.w_self);
    this.objectHook = unless(OBJECT_HOOK, space.w_None);
    this.pairsHook = unless(PAIRS_HOOK, space.w_None);
  }

  /** True: no hook can be called, so that all of it is one step. */
  get isDirect(): boolean {
    return (
      this.floatHook === null && this.intHook === null && this.objectHook === null && this.pairsHook === null
    );
  }

  private skip(): number {
    const { text } = this;
    let { at } = this;
    let c = text.charCodeAt(at);
    while (isSpace(c)) c = text.charCodeAt(++at);
    this.at = at;
    return c;
  }

  private askHook(w_hook: W, args_w: W[]): null {
    this.w_hook = w_hook;
    this.hookArgs_w = args_w;
    return null;
  }

  /**
   * Goes on: with the value at `at`, or, where a hook was called, with what it answered. Answers the value of the whole, or null with a
   * hook to be called.
   */
  advance(w_answer: W | undefined, keep: (w: W) => void): W | null {
    let w_value: W | null | undefined = w_answer;
    for (;;) {
      w_value ??= this.begin(keep);
      if (w_value === null) {
        if (this.w_hook !== null) return null;
        // An array or object was opened that has something inside.
        continue;
      }
      // A value is complete: put it where it belongs.
      const { open } = this;
      if (open.length === 0) return w_value;
      w_value = this.place(open[open.length - 1], w_value);
      if (w_value === null && this.w_hook !== null) return null;
    }
  }

  /** Takes the value that begins here; null: it is not complete yet. */
  private begin(keep: (w: W) => void): W | null {
    const { space, text, at } = this;
    switch (text.charCodeAt(at)) {
      case 34: {
        const value = scanString(text, at + 1, this.strict);
        this.at = stringEnd;
        return space.newtext(textFromHost(value));
      }
      case 123:
      case 91: {
        const isArray = text.charCodeAt(at) === 91;
        if (this.open.length >= MAX_DEPTH) {
          const what = isArray ? 'array' : 'object';
          const text = `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`;
          throw raise(space, 'RecursionError', text);
        }
        const w = isArray || this.pairsHook !== null ? space.newlist([]) : space.newdict();
        keep(w);
        const entry: Open = { w, isArray, key: '' };
        this.open.push(entry);
        this.at++;
        const c = this.skip();
        if (c === (isArray ? 93 : 125)) {
          this.at++;
          return this.close(entry);
        }
        if (!isArray) this.key(entry);
        return null;
      }
      case 110:
        if (text.startsWith('null', at)) return this.word(4, space.w_None);
        break;
      case 116:
        if (text.startsWith('true', at)) return this.word(4, space.w_True);
        break;
      case 102:
        if (text.startsWith('false', at)) return this.word(5, space.w_False);
        break;
      case 78:
        if (text.startsWith('NaN', at)) return this.constant('NaN');
        break;
      case 73:
        if (text.startsWith('Infinity', at)) return this.constant('Infinity');
        break;
      case 45:
        if (text.startsWith('-Infinity', at)) return this.constant('-Infinity');
    }
    const length = scanNumber(text, at);
    if (length === 0) throw raiseWith(space, 'StopIteration', [space.newint(at)]);
    this.at = at + Math.abs(length);
    const digits = text.slice(at, this.at);
    if (length < 0) {
      if (this.floatHook !== null) return this.askHook(this.floatHook, [space.newstr(digits)]);
      return space.newfloat(Number(digits));
    }
    if (this.intHook !== null) return this.askHook(this.intHook, [space.newstr(digits)]);
    return space.newint(length < 16 ? Number(digits) + 0 : fromDigits(digits, 10));
  }

  private word(length: number, w: W): W {
    this.at += length;
    return w;
  }

  private constant(name: string): null {
    this.at += name.length;
    return this.askHook(this.hooks_w[PARSE_CONSTANT], [this.space.newstr(name)]);
  }

  /** A key and its colon, up to where the value begins. */
  private key(entry: Open): void {
    const { text } = this;
    if (text.charCodeAt(this.at) !== 34)
      throw new JsonError('Expecting property name enclosed in double quotes', this.at);
    entry.key = scanString(text, this.at + 1, this.strict);
    this.at = stringEnd;
    if (this.skip() !== 58) throw new JsonError("Expecting ':' delimiter", this.at);
    this.at++;
    this.skip();
  }

  /** The value goes into its container; answers the container when it ends here, else null. */
  private place(entry: Open, w_value: W): W | null {
    const { space } = this;
    if (entry.isArray) space.listappend(entry.w, w_value);
    else {
      let w_key = this.keys.get(entry.key);
      if (w_key === undefined) {
        w_key = space.own(space.newtext(textFromHost(entry.key)));
        this.keys.set(entry.key, w_key);
      }
      if (this.pairsHook !== null) space.listappend(entry.w, space.newtuple([w_key, w_value]));
      else space.dictset(entry.w, w_key, w_value);
    }
    const c = this.skip();
    const closing = entry.isArray ? 93 : 125;
    if (c === closing) {
      this.at++;
      return this.close(entry);
    }
    if (c !== 44) throw new JsonError("Expecting ',' delimiter", this.at);
    const comma = this.at++;
    if (this.skip() === closing) {
      const what = entry.isArray ? 'array' : 'object';
      throw new JsonError(`Illegal trailing comma before end of ${what}`, comma);
    }
    if (!entry.isArray) this.key(entry);
    return null;
  }

  private close(entry: Open): W | null {
    this.open.pop();
    if (entry.isArray) return entry.w;
    if (this.pairsHook !== null) return this.askHook(this.pairsHook, [entry.w]);
    return this.objectHook === null ? entry.w : this.askHook(this.objectHook, [entry.w]);
  }

  /** Arrays and objects that are not closed yet, and what the hook is given. */
  openValues(): W[] {
    return [...this.open.map((entry) => entry.w), ...this.hookArgs_w];
  }

  release(): void {
    for (const w of this.keys.values()) this.space.drop(w);
    this.keys.clear();
  }
}

function scan(space: Space, w_scanner: W, w_text: W, w_index: W): W {
  if (!space.type(w_text).isSubtype(space.types.str)) {
    const text = `first argument must be a string, not ${space.type(w_text).name}`;
    throw raise(space, 'TypeError', text);
  }
  const scanner = space.data(w_scanner) as ScannerPayload;
  const text = space.text_w(w_text);
  const host = hostOf(text);
  const places = new Places(text, host);
  const index = Number(space.int_w(w_index));
  if (index < 0) throw raise(space, 'ValueError', 'idx cannot be negative');
  if (index >= text.length) throw raiseWith(space, 'StopIteration', [w_index]);
  const run = new Scan(space, scanner, host, places.unit(index));
  const advance = (w_answer: W | undefined, keep: (w: W) => void): W | null => {
    try {
      return run.advance(w_answer, keep);
    } catch (e) {
      if (e instanceof JsonError) throw decodeError(space, e, w_text, places.point);
      if (e instanceof OperationError && text instanceof CodePoints && e.args_w?.length === 1)
        throw raiseWith(space, 'StopIteration', [
          space.newint(places.point(Number(space.int_w(e.args_w[0])))),
        ]);
      throw e;
    }
  };
  const done = (w: W): W => space.newtuple([w, space.newint(places.point(run.at))]);
  let w_first: W | null = null;
  if (run.isDirect) {
    try {
      w_first = advance(undefined, () => undefined);
    } catch (e) {
      run.release();
      throw e;
    }
    if (w_first !== null) {
      run.release();
      return done(w_first);
    }
    // NaN and the infinities go through `parse_constant`; what is open lives on below.
  }
  let isResumed = run.isDirect;
  return loop(
    space,
    [w_scanner, w_text, ...(isResumed ? run.openValues() : [])],
    (frame: LoopFrame, w_answer) => {
      const keep = (w: W): void => void frame.keep(space, w);
      if (isResumed) {
        isResumed = false;
      } else {
        const w = advance(w_answer, keep);
        if (w !== null) return frame.finish(done(w));
      }
      const w_hook = run.w_hook!;
      run.w_hook = null;
      return call(space, w_hook, run.hookArgs_w);
    },
    () => run.release(),
  );
}

export const scannerType: TypeDefinition = {
  name: '_json.Scanner',
  doc: 'JSON scanner object',
  slots: {
    new: constructor('make_scanner', 'context', ((space: Space, type: TypeObject, w_context: W) => {
      const caller = space.top;
      return andThen(space, caller, getattr(space, w_context, 'strict'), (w_strict) => {
        const strict = isTrueNested(space, w_strict);
        const hooks_w: W[] = [];
        const from = (i: number): W => {
          if (i === HOOK_NAMES.length)
            return space.newobj(
              type,
              new ScannerPayload(
                strict,
                hooks_w.map((w) => space.own(w)),
              ),
            );
          return andThen(space, caller, getattr(space, w_context, HOOK_NAMES[i]), (w) => {
            hooks_w.push(w);
            return from(i + 1);
          });
        };
        return from(0);
      });
    }) as never),
    call: (space, w, args_w, names) => {
      const [w_text, w_index] = args_w;
      const isPlain =
        args_w.length === 2 && (names === null || names.join() === 'idx' || names.join() === 'string,idx');
      if (!isPlain) {
        const text = `scan_once() takes exactly 2 arguments (${args_w.length} given)`;
        throw raise(space, 'TypeError', text);
      }
      return scan(space, w, w_text, w_index);
    },
  },
  getset: {
    strict: { get: (space, w) => space.newbool((space.data(w) as ScannerPayload).strict), member: true },
    ...Object.fromEntries(
      HOOK_NAMES.map((name, i) => [
        name,
        { get: (space: Space, w: W) => (space.data(w) as ScannerPayload).hooks_w[i], member: true },
      ]),
    ),
  },
};

export const scanstring = leaf(
  'scanstring',
  'string, end: index, strict: bool = True, /',
  (space: Space, w_text: W, end: number, strict: boolean) => {
    if (!space.type(w_text).isSubtype(space.types.str))
      throw raise(space, 'TypeError', `first argument must be a string, not ${space.type(w_text).name}`);
    const text = space.text_w(w_text);
    const host = hostOf(text);
    const places = new Places(text, host);
    if (end < 0 || end > text.length) throw raise(space, 'ValueError', 'end is out of bounds');
    try {
      const value = scanString(host, places.unit(end), strict);
      return space.newtuple([space.newtext(textFromHost(value)), space.newint(places.point(stringEnd))]);
    } catch (e) {
      if (e instanceof JsonError) throw decodeError(space, e, w_text, places.point);
      throw e;
    }
  },
);
