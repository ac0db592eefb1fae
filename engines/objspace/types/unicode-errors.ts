// UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: where in which object a codec failed, and how that reads. Models the
// Unicode…Error_init and …_str functions of CPython's Objects/exceptions.c.
import { andThen } from '../continuation.ts';
import { str } from '../descroperation.ts';
import { pointAt } from '../../kernels/text.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { baseInit, exceptionOf, setField } from './exceptions.ts';

type Kind = 'decode' | 'encode' | 'translate';

/** Arguments: encoding (not for translate), object, start, end, reason. */
export function unicodeInit(kind: Kind) {
  const count = kind === 'translate' ? 4 : 5;
  return (space: Space, w_self: W, args_w: readonly W[], names: readonly string[] | null): W => {
    baseInit(space, w_self, args_w, names);
    if (args_w.length !== count) {
      throw raise(space, 'TypeError', `function takes exactly ${count} arguments (${args_w.length} given)`);
    }
    const offset = count - 5;
    const { types } = space;
    args_w.forEach((w, i) => {
      const place = i - offset;
      const type = space.type(w);
      if ((place === 0 || place === 4 || (place === 1 && kind !== 'decode')) && !type.isSubtype(types.str)) {
        throw raise(space, 'TypeError', `argument ${i + 1} must be str, not ${type.name}`);
      }
      if ((place === 2 || place === 3) && !type.isSubtype(types.int)) {
        throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
      }
      const isBytes = place === 1 && kind === 'decode' && !type.isSubtype(space.types.bytes);
      const w_value = isBytes ? space.newbytes(Uint8Array.from(space.buffer_w(w))) : w;
      setField(space, exceptionOf(space, w_self), place, w_value);
    });
    return space.w_None;
  };
}

function escaped(point: number): string {
  const hex = point.toString(16);
  if (point < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

export function unicodeStr(kind: Kind) {
  return (space: Space, w_self: W): W => {
    const { fields } = exceptionOf(space, w_self);
    const [w_encoding, w_object, w_start, w_end, w_reason] = fields;
    // Made by `__new__` alone: nothing to tell.
    if (w_object === null || w_start === null || w_end === null || w_reason === null) return space.newstr('');
    const caller = space.top;
    const textOf = (w: W | null): W => (w === null ? space.newstr('') : str(space, w));
    // Both may be anything by now, and what turns them into text may change the object.
    return andThen(space, caller, textOf(w_reason), (w_reasonText) => {
      const reason = space.str_w(w_reasonText);
      return andThen(space, caller, textOf(w_encoding), (w_codec) => {
        const codec = w_encoding === null ? '' : `'${space.str_w(w_codec)}' codec `;
        return space.newstr(`${codec}can't ${kind} ${whereFailed(space, kind, fields)}: ${reason}`);
      });
    });
  };
}

/** `byte 0x80 in position 3` */
function whereFailed(space: Space, kind: Kind, fields: readonly (W | null)[]): string {
  const [, w_object, w_start, w_end] = fields;
  const wanted = kind === 'decode' ? space.types.bytes : space.types.str;
  if (w_object === null) throw raise(space, 'TypeError', "UnicodeError 'object' attribute is not set");
  if (!space.type(w_object).isSubtype(wanted)) {
    const name = kind === 'decode' ? 'bytes' : 'string';
    throw raise(space, 'TypeError', `UnicodeError 'object' attribute must be a ${name}`);
  }
  const size = kind === 'decode' ? space.bytes_w(w_object).length : space.text_w(w_object).length;
  const start = Number(space.int_w(w_start!));
  const end = Number(space.int_w(w_end!));
  if (start < 0 || start >= size || end !== start + 1) {
    return `${kind === 'decode' ? 'bytes' : 'characters'} in position ${start}-${end - 1}`;
  }
  const what =
    kind === 'decode'
      ? `byte 0x${space.bytes_w(w_object)[start].toString(16).padStart(2, '0')}`
      : `character '${escaped(pointAt(space.text_w(w_object), start))}'`;
  return `${what} in position ${start}`;
}
