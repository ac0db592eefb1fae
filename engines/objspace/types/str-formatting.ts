// `str.format`, `str.format_map` and `%`: the templates of the kernels with arguments fetched, converted and formatted, each of which may
// run Python code. Models CPython's Objects/stringlib/unicode_format.h and Objects/unicode_format.c.
import { sizeOfInt } from '../argument.ts';
import { andThen } from '../continuation.ts';
import { callSpecial, getattr, getitem, index, repr, str } from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import { decode, encode } from '../../kernels/codecs.ts';
import {
  PercentParser,
  STAR,
  fillCharacter,
  fillFloat,
  fillInt,
  fillText,
  setPrecision,
  setWidth,
  unsupportedType,
} from '../../kernels/percent-format.ts';
import type { PercentField } from '../../kernels/percent-format.ts';
import { AutoNumber, parseFieldName, templatePieces, unknownConversion } from '../../kernels/str-format.ts';
import type { Accessor, TemplateField } from '../../kernels/str-format.ts';
import type { Int } from '../../kernels/int.ts';
import { TextBuilder, hostOf, isAscii } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { toFloat } from './float.ts';
import { isInt, toInt } from './int.ts';
import { fullyQualifiedName } from './object.ts';

/** `format(x, spec)`. */
export function format(space: Space, w_x: W, w_spec: W): W {
  const caller = space.top;
  if (space.type(w_x) === space.types.str && space.text_w(w_spec).length === 0) return w_x;
  return andThen(space, caller, callSpecial(space, w_x, '__format__', [w_spec])!, (w) => {
    const type = space.type(w);
    if (type.isSubtype(space.types.str)) return w;
    throw raise(space, 'TypeError', `__format__ must return a str, not ${type.name}`);
  });
}

/** `ascii(x)` from `repr(x)`. */
export function asciiOf(space: Space, w_repr: W): W {
  const text = space.text_w(w_repr);
  return isAscii(text)
    ? w_repr
    : space.newtext(decode(encode(text, 'ascii', 'backslashreplace'), 'ascii', 'strict'));
}

export const ascii = (space: Space, w_x: W): W =>
  andThen(space, space.top, repr(space, w_x), (w) => asciiOf(space, w));

// --- str.format

/** Where fields find their values. */
export interface FormatArguments {
  /** null: format_map, which has no positional ones. */
  args_w: readonly W[] | null;
  /** The value of a keyword; may suspend. */
  named: (name: Text) => W;
}

const MAX_DEPTH = 2;

export function formatTemplate(space: Space, template: Text, args: FormatArguments): W {
  return expand(space, template, args, new AutoNumber(), MAX_DEPTH);
}

function expand(space: Space, template: Text, args: FormatArguments, auto: AutoNumber, depth: number): W {
  if (depth === 0) throw raise(space, 'ValueError', 'Max string recursion exceeded');
  const parser = templatePieces(template);
  const builder = new TextBuilder();
  const goOn = (): W => {
    for (let piece = parser.next(); piece !== null; piece = parser.next()) {
      if (piece.literal.length > 0) builder.add(piece.literal);
      if (piece.field === null) continue;
      const caller = space.top;
      const w = formatField(space, piece.field, args, auto, depth);
      if (w === SUSPEND) {
        return andThen(space, caller, w, (w_text) => {
          builder.add(space.text_w(w_text));
          return goOn();
        });
      }
      builder.add(space.text_w(w));
    }
    return space.newtext(builder.done());
  };
  return goOn();
}

function formatField(
  space: Space,
  field: TemplateField,
  args: FormatArguments,
  auto: AutoNumber,
  depth: number,
): W {
  const caller = space.top;
  const name = parseFieldName(field.name);
  const key = auto.number(name.first);
  let w_object: W;
  if (typeof key === 'number') {
    if (args.args_w === null) throw raise(space, 'ValueError', 'Format string contains positional fields');
    if (key >= args.args_w.length) {
      throw raise(space, 'IndexError', `Replacement index ${key} out of range for positional args tuple`);
    }
    w_object = args.args_w[key];
  } else {
    w_object = args.named(key);
  }
  return andThen(space, caller, w_object, (w_base) =>
    andThen(space, caller, follow(space, w_base, name.rest, 0), (w_value) =>
      andThen(space, caller, convert(space, w_value, field.conversion), (w_converted) => {
        if (!field.nested) return format(space, w_converted, space.newtext(field.spec));
        return andThen(space, caller, expand(space, field.spec, args, auto, depth - 1), (w_spec) =>
          format(space, w_converted, w_spec),
        );
      }),
    ),
  );
}

function follow(space: Space, w: W, accessors: readonly Accessor[], from: number): W {
  if (from === accessors.length) return w;
  const { attribute, key } = accessors[from];
  const caller = space.top;
  const w_next = attribute
    ? getattr(space, w, hostOf(key as Text))
    : getitem(space, w, typeof key === 'number' ? space.newint(key) : space.newtext(key));
  return andThen(space, caller, w_next, (w_found) => follow(space, w_found, accessors, from + 1));
}

function convert(space: Space, w: W, conversion: string | undefined): W {
  switch (conversion) {
    case undefined:
      return w;
    case 'r':
      return repr(space, w);
    case 's':
      return str(space, w);
    case 'a':
      return ascii(space, w);
  }
  throw unknownConversion(conversion);
}

// --- %

/** The right side of `%`: a tuple of arguments, one argument, or a mapping. */
export class PercentArguments {
  private readonly space: Space;
  private readonly w_values: W;
  private readonly items_w: readonly W[] | null;
  private taken = 0;
  readonly isMapping: boolean;

  /** `textTypes`: types that are no mappings though they have items. */
  constructor(space: Space, w_values: W, textTypes: readonly W[]) {
    this.space = space;
    this.w_values = w_values;
    const type = space.type(w_values);
    const isTuple = type.isSubtype(space.types.tuple);
    this.items_w = isTuple ? space.tuple_w(w_values) : null;
    const isText = textTypes.some((w) => type.mro.some((t) => t.w_self === w));
    this.isMapping = !isTuple && !isText && type.slots.getitem !== null;
  }

  private wasKeyed = false;

  next(): W {
    const { items_w } = this;
    if (items_w === null) {
      // Once a key was asked for, the mapping is no argument any more.
      if (!this.wasKeyed && this.taken++ === 0) return this.w_values;
    } else if (this.taken < items_w.length) return items_w[this.taken++];
    throw raise(this.space, 'TypeError', 'not enough arguments for format string');
  }

  get left(): boolean {
    return !this.isMapping && this.taken < (this.items_w === null ? 1 : this.items_w.length);
  }

  mustBeMapping(): void {
    if (!this.isMapping) throw raise(this.space, 'TypeError', 'format requires a mapping');
  }

  byKey(w_key: W): W {
    this.wasKeyed = true;
    return getitem(this.space, this.w_values, w_key);
  }

  private precision(value: Int): number {
    if (typeof value === 'number' && (value | 0) === value) return value;
    throw raise(this.space, 'OverflowError', 'Python int too large to convert to C int');
  }

  /** `*` */
  star(field: PercentField, set: (field: PercentField, n: number) => void): void {
    const w = this.next();
    if (!isInt(this.space, w)) throw raise(this.space, 'TypeError', '* wants int');
    if (set !== setPrecision) set(field, sizeOfInt(this.space, w));
    else set(field, this.precision(this.space.int_w(w)));
  }
}

/** Number types of a field; undefined: not one of them. The answer is host text. */
export function numberField(space: Space, field: PercentField, w: W, floatComplaint?: string): W | undefined {
  const type = space.type(w);
  const caller = space.top;
  switch (field.type) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const wrong = (wanted: string): never => {
        throw raise(space, 'TypeError', `%${field.type} format: ${wanted} is required, not ${type.name}`);
      };
      const filled = (w_int: W): W => space.newstr(fillInt(space.int_w(w_int), field));
      if (isInt(space, w)) return filled(w);
      if ('oxX'.includes(field.type)) {
        if (type.slots.index === null) return wrong('an integer');
        return andThen(space, caller, index(space, w), filled);
      }
      if (type.slots.int === null && type.slots.index === null) return wrong('a real number');
      return andThen(space, caller, toInt(space, w), filled);
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      if (floatComplaint !== undefined && type.slots.float === null && type.slots.index === null) {
        throw raise(space, 'TypeError', `${floatComplaint}, not ${type.name}`);
      }
      return andThen(space, caller, realNumber(space, w), (w_float) =>
        space.newstr(fillFloat(space.float_w(w_float), field)),
      );
  }
  return undefined;
}

function realNumber(space: Space, w: W): W {
  const type = space.type(w);
  if (type.slots.float === null && type.slots.index === null) {
    throw raise(space, 'TypeError', `must be real number, not ${type.name}`);
  }
  return toFloat(space, w, 'must be real number');
}

function strField(space: Space, field: PercentField, w: W): W {
  const caller = space.top;
  const number = numberField(space, field, w);
  if (number !== undefined) return number;
  const filled = (w_text: W): W => space.newtext(fillText(space.text_w(w_text), field));
  switch (field.type) {
    case 's':
      return andThen(space, caller, str(space, w), filled);
    case 'r':
      return andThen(space, caller, repr(space, w), filled);
    case 'a':
      return andThen(space, caller, ascii(space, w), filled);
    case 'c': {
      const type = space.type(w);
      if (type.isSubtype(space.types.str)) return space.newtext(fillCharacter(space.text_w(w), field));
      if (isInt(space, w)) return space.newtext(fillCharacter(space.int_w(w), field));
      if (type.slots.index === null) {
        const got = fullyQualifiedName(space, type);
        throw raise(space, 'TypeError', `%c requires an int or a unicode character, not ${got}`);
      }
      return andThen(space, caller, index(space, w), (w_int) =>
        space.newtext(fillCharacter(space.int_w(w_int), field)),
      );
    }
  }
  throw unsupportedType(field);
}

/** `template % values`. `fill` formats one argument, `wrapKey` makes the key of `%(key)`. */
export function percent(
  space: Space,
  template: Text,
  args: PercentArguments,
  fill: (space: Space, field: PercentField, w: W) => W,
  wrapKey: (key: Text) => W,
  done: (text: Text) => W,
  what: string,
): W {
  const parser = new PercentParser(template, () => args.mustBeMapping());
  const builder = new TextBuilder();
  const goOn = (): W => {
    for (let piece = parser.next(); piece !== null; piece = parser.next()) {
      if (typeof piece === 'string' || !('type' in piece)) {
        builder.add(piece);
        continue;
      }
      const field = piece;
      if (field.width === STAR) args.star(field, setWidth);
      if (field.precision === STAR) args.star(field, setPrecision);
      const caller = space.top;
      const w_argument = field.key === null ? args.next() : args.byKey(wrapKey(field.key));
      const w =
        w_argument === SUSPEND
          ? andThen(space, caller, w_argument, (w_value) => fill(space, field, w_value))
          : fill(space, field, w_argument);
      if (w === SUSPEND) {
        return andThen(space, caller, w, (w_text) => {
          builder.add(space.text_w(w_text));
          return goOn();
        });
      }
      builder.add(space.text_w(w));
    }
    if (args.left) {
      throw raise(space, 'TypeError', `not all arguments converted during ${what} formatting`);
    }
    return done(builder.done());
  };
  return goOn();
}

export function strPercent(space: Space, w_template: W, w_values: W): W {
  return percent(
    space,
    space.text_w(w_template),
    new PercentArguments(space, w_values, [space.types.str.w_self]),
    strField,
    (key) => space.newtext(key),
    (text) => space.newtext(text),
    'string',
  );
}

export const keyError = (space: Space, w_key: W): ReturnType<typeof raiseWith> =>
  raiseWith(space, 'KeyError', [w_key]);
