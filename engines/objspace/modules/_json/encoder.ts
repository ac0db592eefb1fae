// `_json.make_encoder`: values to JSON text. Models encoder_* of CPython's Modules/_json.c. Open containers stand on a stack of their own;
// `default`, the iteration of other mappings and a foreign string encoder are called between steps.
import { quote, quoteAscii } from '../../../kernels/json.ts';
import { repr as floatRepr } from '../../../kernels/float.ts';
import { toDecimal } from '../../../kernels/int.ts';
import { TextBuilder } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { constructor } from '../../constructor.ts';
import { runNested } from '../../continuation.ts';
import { call, getattr, repr } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import type { OperationError } from '../../error.ts';
import type { Builtin } from '../../gateway.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { loop } from '../../loop-frame.ts';
import type { LoopFrame } from '../../loop-frame.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { sortList } from '../../types/list-sort.ts';
import { encodePlainly } from './plain-encoding.ts';
import type { PlainStyle } from './plain-encoding.ts';

type Quote = (text: Text) => Text;

class EncoderPayload extends Payload {
  /** markers, default, encoder, indent, key_separator, item_separator; owned. */
  values_w: W[];
  readonly keySeparator: Text;
  readonly itemSeparator: Text;
  readonly indent: Text | null;
  readonly sortKeys: boolean;
  readonly skipKeys: boolean;
  readonly allowNan: boolean;
  /** The two encoders of this module; null: another one, to be called. */
  readonly quote: Quote | null;
  /** Null: no value goes the quick way. */
  readonly plainStyle: PlainStyle | null;
  constructor(
    values_w: W[],
    texts: { keySeparator: Text; itemSeparator: Text; indent: Text | null },
    flags: { sortKeys: boolean; skipKeys: boolean; allowNan: boolean },
    quoteBy: Quote | null,
  ) {
    super();
    this.values_w = values_w;
    this.keySeparator = texts.keySeparator;
    this.itemSeparator = texts.itemSeparator;
    this.indent = texts.indent;
    this.sortKeys = flags.sortKeys;
    this.skipKeys = flags.skipKeys;
    this.allowNan = flags.allowNan;
    this.quote = quoteBy;
    const { keySeparator, itemSeparator, indent, sortKeys } = this;
    this.plainStyle =
      quoteBy !== null &&
      typeof keySeparator === 'string' &&
      typeof itemSeparator === 'string' &&
      (indent === null || typeof indent === 'string')
        ? { quote: quoteBy, keySeparator, itemSeparator, indent, sortKeys }
        : null;
  }
  traverse(visit: (w: W) => void): void {
    this.values_w.forEach(visit);
  }
  forget(): void {
    this.values_w = [];
  }
}

const MARKERS = 0;
const DEFAULT = 1;
const ENCODER = 2;

/** A container that is being written, or an object that `default` has answered for. */
interface Open {
  w: W;
  kind: 'list' | 'dict' | 'default';
  /** Items of a list; keys and values in turn of a dict. */
  items_w: readonly W[];
  next: number;
  first: boolean;
  /** A dict's value is being written, not its key. */
  inValue: boolean;
  w_marker: W | null;
}

class Encoding {
  private readonly space: Space;
  private readonly encoder: EncoderPayload;
  private readonly out = new TextBuilder();
  private readonly open: Open[] = [];
  private readonly entered = new Set<W>();
  private level: number;
  w_called: W | null = null;
  calledWith: W[] = [];
  /** The answer of the call is text as it is. */
  private isText = false;
  private keep: (w: W) => void = () => undefined;

  constructor(space: Space, encoder: EncoderPayload, level: number) {
    this.space = space;
    this.encoder = encoder;
    this.level = level;
  }

  private ask(w_function: W, w_argument: W, isText: boolean): void {
    this.w_called = w_function;
    this.calledWith = [w_argument];
    this.isText = isText;
  }

  /** Runs until the end (true) or until something is to be called (false). */
  advance(w_value: W, isAnswer: boolean, keep: (w: W) => void): boolean {
    const { space } = this;
    this.keep = keep;
    try {
      if (isAnswer && this.isText) {
        if (!space.type(w_value).isSubtype(space.types.str)) {
          const got = space.type(w_value).name;
          throw raise(space, 'TypeError', `encoder() must return a string, not ${got}`);
        }
        this.out.add(space.text_w(w_value));
      } else this.value(w_value);
      while (this.w_called === null) {
        const entry = this.open[this.open.length - 1];
        if (entry === undefined) return true;
        this.step(entry);
      }
      return false;
    } catch (e) {
      this.addNotes(e);
      throw e;
    }
  }

  /** Says in which items of which containers the fault lies, from the inside out. */
  addNotes(e: unknown): void {
    const { space } = this;
    const error = space.asOperationError(e);
    for (const entry of this.open.splice(0).reverse()) {
      const { name } = space.type(entry.w);
      if (entry.kind === 'list') space.addNote(error, `when serializing ${name} item ${entry.next - 1}`);
      else if (entry.kind === 'dict') {
        if (entry.inValue) {
          const w_key = entry.items_w[entry.next - 2];
          const shown = space.str_w(runNested(space, () => repr(space, w_key)));
          space.addNote(error, `when serializing ${name} item ${shown}`);
        }
      } else space.addNote(error, `when serializing ${name} object`);
    }
  }

  /** `default` or the encoder has raised: that is no fault of the object it was called for, as CPython tells it. */
  failedCall(error: OperationError): void {
    if (!this.isText) this.open.pop();
    this.addNotes(error);
  }

  private newline(level: number): void {
    const { indent } = this.encoder;
    if (indent === null) return;
    this.out.add('\n');
    for (let i = 0; i < level; i++) this.out.add(indent);
  }

  private step(entry: Open): void {
    const { items_w } = entry;
    if (entry.next >= items_w.length) {
      this.close(entry);
      return;
    }
    if (entry.kind === 'list') {
      const w = items_w[entry.next++];
      this.separate(entry);
      this.value(w);
      return;
    }
    if (entry.kind === 'default') {
      entry.next++;
      this.value(items_w[0]);
      return;
    }
    entry.inValue = false;
    const w_key = items_w[entry.next];
    const w_value = items_w[entry.next + 1];
    entry.next += 2;
    const key = this.key(w_key);
    if (key === null) return;
    this.separate(entry);
    if (this.encoder.quote === null) {
      // A foreign encoder: nested, since the value is still to come.
      const w_text = runNested(this.space, () =>
        call(this.space, this.encoder.values_w[ENCODER], [this.space.newtext(key)]),
      );
      if (!this.space.type(w_text).isSubtype(this.space.types.str)) {
        const got = this.space.type(w_text).name;
        throw raise(this.space, 'TypeError', `encoder() must return a string, not ${got}`);
      }
      this.out.add(this.space.text_w(w_text));
    } else this.out.add(this.encoder.quote(key));
    this.out.add(this.encoder.keySeparator);
    entry.inValue = true;
    this.value(w_value);
  }

  private separate(entry: Open): void {
    if (!entry.first) this.out.add(this.encoder.itemSeparator);
    else entry.first = false;
    this.newline(this.level);
  }

  private close(entry: Open): void {
    this.open.pop();
    this.entered.delete(entry.w);
    if (entry.w_marker !== null) this.space.dictpop(this.encoder.values_w[MARKERS], entry.w_marker);
    if (entry.kind === 'default') return;
    this.level--;
    if (this.encoder.indent !== null && !(entry.kind === 'dict' && entry.first)) this.newline(this.level);
    this.out.add(entry.kind === 'list' ? ']' : '}');
  }

  /** Text of a key; null: it is left out. */
  private key(w_key: W): Text | null {
    const { space } = this;
    const type = space.type(w_key);
    const { types } = space;
    if (type.isSubtype(types.str)) return space.text_w(w_key);
    if (type.isSubtype(types.float)) return this.float(space.float_w(w_key), w_key);
    if (space.is(w_key, space.w_None)) return 'null';
    if (space.is(w_key, space.w_True)) return 'true';
    if (space.is(w_key, space.w_False)) return 'false';
    if (type.isSubtype(types.int)) return toDecimal(space.int_w(w_key));
    if (this.encoder.skipKeys) return null;
    throw raise(space, 'TypeError', `keys must be str, int, float, bool or None, not ${type.name}`);
  }

  private float(x: number, w: W): string {
    if (Number.isFinite(x)) return floatRepr(x);
    if (!this.encoder.allowNan) {
      const shown = this.space.str_w(runNested(this.space, () => repr(this.space, w)));
      throw raise(this.space, 'ValueError', `Out of range float values are not JSON compliant: ${shown}`);
    }
    if (Number.isNaN(x)) return 'NaN';
    return x > 0 ? 'Infinity' : '-Infinity';
  }

  private value(w: W): void {
    const { space, out, encoder } = this;
    const { types } = space;
    const type = space.type(w);
    if (type === types.str || type.isSubtype(types.str)) {
      if (encoder.quote === null) this.ask(encoder.values_w[ENCODER], w, true);
      else out.add(encoder.quote(space.text_w(w)));
    } else if (space.is(w, space.w_None)) out.add('null');
    else if (space.is(w, space.w_True)) out.add('true');
    else if (space.is(w, space.w_False)) out.add('false');
    else if (type.isSubtype(types.int)) out.add(toDecimal(space.int_w(w)));
    else if (type.isSubtype(types.float)) out.add(this.float(space.float_w(w), w));
    else if (type.isSubtype(types.list) || type.isSubtype(types.tuple)) this.list(w, type);
    else if (type.isSubtype(types.dict)) this.dict(w, type);
    else {
      const w_marker = this.mark(w);
      this.keep(w);
      this.open.push({ w, kind: 'default', items_w: [], next: 0, first: true, inValue: false, w_marker });
      this.ask(encoder.values_w[DEFAULT], w, false);
    }
  }

  /**
   * Noted while it is being written, to find circles: in `markers` by its id as CPython does where the caller has put something there, else on the
   * host, because an id has to be made up for each container.
   */
  private mark(w: W): W | null {
    const { space } = this;
    const w_markers = this.encoder.values_w[MARKERS];
    if (space.is(w_markers, space.w_None)) return null;
    if (space.dictlen(w_markers) === 0) {
      if (this.entered.has(w)) throw raise(space, 'ValueError', 'Circular reference detected');
      this.entered.add(w);
      return null;
    }
    const w_id = space.newint(space.id(w));
    if (space.dictget(w_markers, w_id) !== undefined)
      throw raise(space, 'ValueError', 'Circular reference detected');
    space.dictset(w_markers, w_id, w);
    this.keep(w_id);
    return w_id;
  }

  private deepen(): void {
    if (this.open.length >= 20_000) {
      throw raise(
        this.space,
        'RecursionError',
        'maximum recursion depth exceeded while encoding a JSON object',
      );
    }
    this.level++;
  }

  private list(w: W, type: TypeObject): void {
    const { space } = this;
    const items_w = type.isSubtype(space.types.list) ? space.listitems(w) : space.tuple_w(w);
    if (items_w.length === 0) {
      this.out.add('[]');
      return;
    }
    const w_marker = this.mark(w);
    this.keep(w);
    this.out.add('[');
    this.deepen();
    this.open.push({ w, kind: 'list', items_w, next: 0, first: true, inValue: false, w_marker });
  }

  private dict(w: W, type: TypeObject): void {
    const { space } = this;
    if (space.dictlen(w) === 0) {
      this.out.add('{}');
      return;
    }
    const w_marker = this.mark(w);
    this.keep(w);
    let items_w: W[] = [];
    if (this.encoder.sortKeys || type.lookup('items') !== space.types.dict.lookup('items')) {
      const w_items = runNested(space, () =>
        call(
          space,
          runNested(space, () => getattr(space, w, 'items')),
          [],
        ),
      );
      const w_list = space.newlist(space.listOfNested(w_items));
      this.keep(w_list);
      if (this.encoder.sortKeys) runNested(space, () => sortList(space, w_list, space.w_None, false));
      for (const w_pair of space.listitems(w_list)) {
        const isPair = space.type(w_pair) === space.types.tuple && space.tuple_w(w_pair).length === 2;
        if (!isPair) throw raise(space, 'ValueError', 'items must return 2-tuples');
        items_w.push(...space.tuple_w(w_pair));
      }
    } else {
      items_w = [];
      for (let e = space.dictnext(w, 0); e; e = space.dictnext(w, e.next)) items_w.push(e.w_key, e.w_value);
    }
    this.out.add('{');
    this.deepen();
    this.open.push({ w, kind: 'dict', items_w, next: 0, first: true, inValue: false, w_marker });
  }

  done(): W {
    return this.space.newtuple([this.space.newtext(this.out.done())]);
  }
}

function encode(space: Space, w_encoder: W, w_value: W, level: number): W {
  const encoder = space.data(w_encoder) as EncoderPayload;
  const { plainStyle } = encoder;
  const w_markers = encoder.values_w[MARKERS];
  if (plainStyle !== null && (space.is(w_markers, space.w_None) || space.dictlen(w_markers) === 0)) {
    const text = encodePlainly(space, plainStyle, w_value, level);
    if (text !== null) return space.newtuplefrom([space.newtext(text)]);
  }
  const run = new Encoding(space, encoder, level);
  let isAnswer = false;
  // Items of containers stay alive with their containers, which are kept; a `default` that changes one may end some of them early.
  const started_w: W[] = [];
  if (run.advance(w_value, false, (w) => started_w.push(w))) return run.done();
  let isFirst = true;
  return loop(space, [w_encoder, w_value, ...started_w, ...run.calledWith], (frame: LoopFrame, w_answer) => {
    const keep = (w: W): void => void frame.keep(space, w);
    if (isFirst) {
      isFirst = false;
      frame.onError = (error) => run.failedCall(error);
    } else if (run.advance(w_answer!, isAnswer, keep)) return frame.finish(run.done());
    isAnswer = true;
    const w_called = run.w_called!;
    run.w_called = null;
    run.calledWith.forEach(keep);
    return call(space, w_called, run.calledWith);
  });
}

/** The host function behind one of this module's two encoders. */
function quoteOf(space: Space, w_encoder: W): Quote | null {
  if (space.type(w_encoder) !== space.types.builtin_function_or_method) return null;
  const { row } = space.data(w_encoder) as Builtin;
  if (row === encodeBasestringAscii) return quoteAscii;
  return row === encodeBasestring ? quote : null;
}

export const encoderType: TypeDefinition = {
  name: '_json.Encoder',
  doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
  slots: {
    new: constructor(
      'make_encoder',
      'markers, default, encoder, indent, key_separator, item_separator, sort_keys: bool, skipkeys: bool, allow_nan: bool',
      ((
        space: Space,
        type: TypeObject,
        w_markers: W,
        w_default: W,
        w_encoder: W,
        w_indent: W,
        w_keySeparator: W,
        w_itemSeparator: W,
        sortKeys: boolean,
        skipKeys: boolean,
        allowNan: boolean,
      ) => {
        if (!space.is(w_markers, space.w_None) && !space.type(w_markers).isSubtype(space.types.dict)) {
          const got = space.type(w_markers).name;
          throw raise(space, 'TypeError', `make_encoder() argument 1 must be dict or None, not ${got}`);
        }
        const text = (w: W, place: number): Text => {
          if (space.type(w).isSubtype(space.types.str)) return space.text_w(w);
          const got = space.type(w).name;
          throw raise(space, 'TypeError', `make_encoder() argument ${place} must be str, not ${got}`);
        };
        const keySeparator = text(w_keySeparator, 5);
        const itemSeparator = text(w_itemSeparator, 6);
        const indent = space.is(w_indent, space.w_None) ? null : text(w_indent, 4);
        const values_w = [w_markers, w_default, w_encoder, w_indent, w_keySeparator, w_itemSeparator];
        return space.newobj(
          type,
          new EncoderPayload(
            values_w.map((w) => space.own(w)),
            { keySeparator, itemSeparator, indent },
            { sortKeys, skipKeys, allowNan },
            quoteOf(space, w_encoder),
          ),
        );
      }) as never,
    ),
    call: (space, w, args_w, names) => {
      if (args_w.length !== 2 || (names !== null && names.length > 1)) {
        const text = `_iterencode() takes exactly 2 arguments (${args_w.length} given)`;
        throw raise(space, 'TypeError', text);
      }
      return encode(space, w, args_w[0], Number(space.int_w(args_w[1])));
    },
  },
  getset: Object.fromEntries(
    ['markers', 'default', 'encoder', 'indent', 'key_separator', 'item_separator'].map((name, i) => [
      name,
      { get: (space: Space, w: W) => (space.data(w) as EncoderPayload).values_w[i], member: true },
    ]),
  ),
};

const textArgument = (space: Space, w: W): Text => {
  if (space.type(w).isSubtype(space.types.str)) return space.text_w(w);
  throw raise(space, 'TypeError', `first argument must be a string, not ${space.type(w).name}`);
};

export const encodeBasestringAscii = leaf('encode_basestring_ascii', 'string, /', (space: Space, w: W) =>
  space.newstr(quoteAscii(textArgument(space, w))),
);

export const encodeBasestring = leaf('encode_basestring', 'string, /', (space: Space, w: W) =>
  space.newtext(quote(textArgument(space, w))),
);
