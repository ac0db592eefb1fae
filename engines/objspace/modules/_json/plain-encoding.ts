// The encoder's quick way, for values of the exact builtin types only: nothing can be called or fail, so the text grows in one recursion without a
// stack of our own. Whatever else turns up (a subclass, a NaN, a circle, great depth, astral text in the output) leaves it all to encoder.ts, which
// begins anew: nothing has happened yet.
import { repr as floatRepr } from '../../../kernels/float.ts';
import type { Text } from '../../../kernels/text.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';

/** Deeper values are the general way's, which does not recurse on the host. */
const MAX_DEPTH = 100;

export interface PlainStyle {
  readonly quote: (text: Text) => Text;
  readonly keySeparator: string;
  readonly itemSeparator: string;
  readonly indent: string | null;
  readonly sortKeys: boolean;
}

class PlainEncoding {
  private readonly space: Space;
  private readonly style: PlainStyle;
  /** Containers around the present value. */
  private readonly around: W[] = [];
  /** What stands before an item, by level. */
  private readonly newlines: string[] = [];
  private readonly level: number;
  text = '';

  constructor(space: Space, style: PlainStyle, level: number) {
    this.space = space;
    this.style = style;
    this.level = level;
  }

  /** False: not in this way. */
  value(w: W): boolean {
    const { space } = this;
    const { types } = space;
    const type = space.type(w);
    if (type === types.str) return this.string(space.text_w(w));
    if (type === types.int) {
      const n = space.int_w(w);
      if (typeof n !== 'number') return false;
      this.text += n;
      return true;
    }
    if (type === types.float) {
      const x = space.float_w(w);
      if (x - x !== 0) return false;
      this.text += floatRepr(x);
      return true;
    }
    if (type === types.dict) return this.dict(w);
    if (type === types.list) return this.list(w, space.listitems(w));
    if (type === types.tuple) return this.list(w, space.tuple_w(w));
    if (type === types.NoneType) this.text += 'null';
    else if (type === types.bool) this.text += space.is(w, space.w_True) ? 'true' : 'false';
    else return false;
    return true;
  }

  private string(text: Text): boolean {
    const quoted = this.style.quote(text);
    if (typeof quoted !== 'string') return false;
    this.text += quoted;
    return true;
  }

  private enter(w: W): boolean {
    const { around, space } = this;
    if (around.length >= MAX_DEPTH) return false;
    for (let i = 0; i < around.length; i++) if (space.is(around[i], w)) return false;
    around.push(w);
    return true;
  }

  private newline(): string {
    const { indent } = this.style;
    if (indent === null) return '';
    const depth = this.around.length;
    return (this.newlines[depth] ??= `\n${indent.repeat(this.level + depth)}`);
  }

  private list(w: W, items_w: readonly W[]): boolean {
    if (items_w.length === 0) {
      this.text += '[]';
      return true;
    }
    if (!this.enter(w)) return false;
    const newline = this.newline();
    const separator = this.style.itemSeparator + newline;
    this.text += '[';
    for (let i = 0; i < items_w.length; i++) {
      this.text += i === 0 ? newline : separator;
      if (!this.value(items_w[i])) return false;
    }
    this.around.pop();
    this.text += this.newline();
    this.text += ']';
    return true;
  }

  /** Text of a key before it is quoted; null: not in this way. */
  private key(w_key: W): Text | null {
    const { space } = this;
    const type = space.type(w_key);
    if (type === space.types.str) return space.text_w(w_key);
    if (type !== space.types.int || this.style.sortKeys) return null;
    const n = space.int_w(w_key);
    return typeof n === 'number' ? `${n}` : null;
  }

  private dict(w: W): boolean {
    const { space, style } = this;
    if (space.dictlen(w) === 0) {
      this.text += '{}';
      return true;
    }
    if (!this.enter(w)) return false;
    const newline = this.newline();
    const separator = style.itemSeparator + newline;
    this.text += '{';
    if (style.sortKeys) {
      if (!this.sorted(w, newline, separator)) return false;
    } else {
      let before = newline;
      for (let e = space.dictnext(w, 0); e !== null; e = space.dictnext(w, e.next)) {
        const key = this.key(e.w_key);
        if (key === null) return false;
        this.text += before;
        if (!this.item(key, e.w_value)) return false;
        before = separator;
      }
    }
    this.around.pop();
    this.text += this.newline();
    this.text += '}';
    return true;
  }

  private item(key: Text, w_value: W): boolean {
    if (!this.string(key)) return false;
    this.text += this.style.keySeparator;
    return this.value(w_value);
  }

  /** Keys that are strs of one unit a character, in the order of these. */
  private sorted(w: W, newline: string, separator: string): boolean {
    const { space } = this;
    const items: { key: string; w_value: W }[] = [];
    for (let e = space.dictnext(w, 0); e !== null; e = space.dictnext(w, e.next)) {
      const key = this.key(e.w_key);
      if (typeof key !== 'string') return false;
      items.push({ key, w_value: e.w_value });
    }
    items.sort((a, b) => (a.key < b.key ? -1 : 1));
    for (let i = 0; i < items.length; i++) {
      this.text += i === 0 ? newline : separator;
      if (!this.item(items[i].key, items[i].w_value)) return false;
    }
    return true;
  }
}

/** The whole text of a value; null: not in this way. */
export function encodePlainly(space: Space, style: PlainStyle, w_value: W, level: number): string | null {
  const encoding = new PlainEncoding(space, style, level);
  return encoding.value(w_value) ? encoding.text : null;
}
