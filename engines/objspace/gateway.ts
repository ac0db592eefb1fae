// Builtins as rows: a name, how each argument is unwrapped, how the result is wrapped, what the function may do. The
// gateway makes the callable; the JIT reads the effects. Models PyPy's pypy/interpreter/gateway.py (unwrap_spec, interp2app).
//
// A signature is written as Python writes it, with a unwrapping behind a colon:  '$self, sep=None, maxsplit: index = -1'
//   $self      the receiver          /  *  *args  **kwargs    as in Python
//   : int      int or a subclass, as a kernel Int        : index    anything with __index__ that fits 64 bits, as a host number
//   : bound    the same for the ends of a range: what does not fit is clipped
//   : bool     truth value           : float    number, as a host number        : str      host string
//   : text     Text of a str         : bytes    Uint8Array of a bytes-like      none: wrapped
// A default is None, True, False, an int, a 'text', or NULL (the host function gets undefined).
import type { W } from './object.ts';
import { Payload } from './object.ts';
import type { Space } from './space.ts';

/**
 * `leaf`: never calls back into Python. `resumable`: may, and then answers SUSPEND. `nesting`: may, and waits for it on the
 * host's stack; a closed list, kept by a test.
 */
export type BuiltinKind = 'leaf' | 'resumable' | 'nesting';

/** What the JIT may assume. `pure`: same answer for the same arguments, no trace left. */
export type Effect = 'pure' | 'reads' | 'writes' | 'any';

export type ResultWrap = 'w' | 'int' | 'bool' | 'float' | 'str' | 'text' | 'none';

export interface BuiltinRow {
  name: string;
  signature: string;
  kind: BuiltinKind;
  effect: Effect;
  result: ResultWrap;
  doc?: string;
  /** `__text_signature__`, where the signature says it in another way. */
  textSignature?: string;
  // The arguments' types follow from the signature.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  run: (space: Space, ...args: any[]) => any;
  /** The signature, parsed at the first call. */
  parsed?: Parameter[];
}

interface RowOptions {
  effect?: Effect;
  result?: ResultWrap;
  doc?: string;
  textSignature?: string;
}

type Run = BuiltinRow['run'];

const row =
  (kind: BuiltinKind) =>
  (name: string, signature: string, run: Run, options: RowOptions = {}): BuiltinRow => ({
    name,
    signature,
    kind,
    effect: options.effect ?? 'any',
    result: options.result ?? 'w',
    doc: options.doc,
    textSignature: options.textSignature,
    run,
  });

export const leaf = row('leaf');
export const resumable = row('resumable');
export const nesting = row('nesting');

export type Unwrap = 'w' | 'int' | 'index' | 'bound' | 'bool' | 'float' | 'str' | 'text' | 'bytes';
export type ParameterKind = 'self' | 'positional-only' | 'positional' | 'star' | 'keyword-only' | 'star-star';

export interface Parameter {
  name: string;
  kind: ParameterKind;
  unwrap: Unwrap;
  /** The text of the default as written; undefined: required. */
  default: string | undefined;
}

/** Splits at commas outside quotes and brackets. */
function splitParameters(text: string): string[] {
  return text.match(/(?:'[^']*'|[^,'])+/g)?.map((part) => part.trim()) ?? [];
}

/** Parses a signature; an unknown form is a fault of the row. */
export function parseSignature(text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const part of splitParameters(text)) {
    if (part === '/') {
      for (const p of parameters) if (p.kind === 'positional') p.kind = 'positional-only';
    } else if (part === '*') {
      keywordOnly = true;
    } else if (part.startsWith('**')) {
      parameters.push({ name: part.slice(2), kind: 'star-star', unwrap: 'w', default: undefined });
    } else if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: 'star', unwrap: 'w', default: undefined });
      keywordOnly = true;
    } else {
      const match = /^(\$?)(\w+)\s*(?::\s*(\w+))?\s*(?:=\s*(.+))?$/.exec(part);
      if (!match) throw new Error(`a parameter of the signature '${text}' is malformed: '${part}'`);
      const [, self, name, unwrap, fallback] = match;
      parameters.push({
        name,
        kind: self ? 'self' : keywordOnly ? 'keyword-only' : 'positional',
        unwrap: (unwrap as Unwrap) ?? 'w',
        default: fallback,
      });
    }
  }
  return parameters;
}

/** `__text_signature__`: the signature without the unwrapping. */
export function textSignature(text: string): string {
  return `(${splitParameters(text)
    .map((part) => part.replace(/\s*:\s*\w+/, '').replace(/\s*=\s*/, '='))
    .join(', ')})`;
}

/** A row bound to nothing yet: parsed once, at its first call. */
export class Builtin extends Payload {
  readonly row: BuiltinRow;
  /** The receiver for methods of modules and instances; owned. */
  w_self: W | null;
  moduleName: string | null;
  private parsed: Parameter[] | null = null;
  /** Number of arguments when all are wrapped positional ones without defaults: the fast way; -1 else. */
  fixedArity = -2;
  /** The engine's own: ways to call it with so many arguments, made when first needed. */
  readonly directCalls: unknown[] = [];

  constructor(builtinRow: BuiltinRow, w_self: W | null, moduleName: string | null) {
    super();
    this.row = builtinRow;
    this.w_self = w_self;
    this.moduleName = moduleName;
  }

  /** As error messages call it: `len()`, `list.append()`. */
  get shownName(): string {
    const inModule = this.moduleName === null || this.moduleName === 'builtins';
    return inModule ? `${this.row.name}()` : `${this.moduleName}.${this.row.name}()`;
  }

  /** As errors of its arguments call it: a constructor by its class. */
  get calledName(): string {
    return this.row.name;
  }

  get parameters(): Parameter[] {
    if (this.parsed === null) {
      this.parsed = this.row.parsed ??= parseSignature(this.row.signature);
      const plain = this.parsed.every(
        (p) =>
          p.unwrap === 'w' && p.default === undefined && (p.kind === 'self' || p.kind === 'positional-only'),
      );
      this.fixedArity = plain ? this.parsed.length : -1;
    }
    return this.parsed;
  }

  /** Shows a slot: argument errors are those of `wrap_…` functions. */
  get isSlotWrapper(): boolean {
    return false;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_self !== null) visit(this.w_self);
  }

  forget(): void {
    this.w_self = null;
  }
}
