// `strftime` and `__format__` of dates, times and moments: what C's strftime does not know (microseconds, offsets, years of four digits) is put into the
// format first. Models wrap_strftime() of CPython's Modules/_datetimemodule.c.
import { four, isoCalendar, strftime, two } from '../../../kernels/calendar.ts';
import { hostOf, textFromHost } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { call, getattr, str } from '../../descroperation.ts';
import { resumable } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import { askName, offsetOf, offsetText } from './moment.ts';
import type { Moment } from './moment.ts';

/** The name of a zone in a format: by the `replace` of its class. */
function* escapedName(space: Space, w_name: W): Steps<string> {
  if (space.type(w_name) === space.types.str) return space.str_w(w_name).replaceAll('%', '%%');
  const w_replace = yield getattr(space, w_name, 'replace');
  const w_escaped = yield call(space, w_replace, [space.newstr('%'), space.newstr('%%')]);
  if (space.type(w_escaped).isSubtype(space.types.str)) return space.str_w(w_escaped);
  throw raise(space, 'TypeError', 'tzname.replace() did not return a string');
}

/** `w_of`: what zones are asked about. */
function* formatted(space: Space, given: Text, moment: Moment, w_of: W, fields: readonly number[]): Steps {
  // Where each unit is a code point the text stays so, also with surrogates side by side.
  const isHost = typeof given !== 'string';
  const format = hostOf(given);
  let prepared = '';
  let from = 0;
  let offsets: { plain: string; colons: string } | null = null;
  let name: string | null = null;
  function* offset(): Steps<{ plain: string; colons: string }> {
    const delta = yield* offsetOf(space, moment.w_zone, w_of);
    if (delta === null) return { plain: '', colons: '' };
    return { plain: offsetText(delta, ''), colons: offsetText(delta, ':') };
  }
  for (;;) {
    const at = format.indexOf('%', from);
    if (at < 0 || at + 1 >= format.length) break;
    const letter = format[at + 1];
    let by: string | null = null;
    let length = 2;
    if (letter === 'z') by = (offsets ??= yield* offset()).plain;
    else if (letter === ':' && format[at + 2] === 'z') {
      by = (offsets ??= yield* offset()).colons;
      length = 3;
    } else if (letter === 'Z') {
      if (name === null) {
        const w_name = yield* askName(space, moment.w_zone, w_of);
        name = space.is(w_name, space.w_None) ? '' : yield* escapedName(space, w_name);
      }
      by = name;
    } else if (letter === 'f') by = String(moment.microsecond).padStart(6, '0');
    else if (letter === 'Y') by = four(fields[0]);
    else if (letter === 'G') by = four(isoCalendar(fields[0], fields[1], fields[2]).year);
    else if (letter === 'C') by = two(Math.floor(fields[0] / 100));
    else if (letter === 'F') by = `${four(fields[0])}-${two(fields[1])}-${two(fields[2])}`;
    prepared += format.slice(from, at) + (by ?? format.slice(at, at + 2));
    from = at + length;
  }
  prepared += format.slice(from);
  const text = strftime(prepared, fields, () => ({ name: '', offset: 0 }));
  return space.newtext(isHost ? textFromHost(text) : text);
}

/** The fields of `timetuple()`, which a subclass may answer in its own way. */
export function* fieldsOf(space: Space, w: W): Steps<number[]> {
  const w_method = yield getattr(space, w, 'timetuple');
  const w_tuple = yield call(space, w_method, []);
  if (!space.type(w_tuple).isSubtype(space.types.tuple))
    throw raise(space, 'TypeError', 'Tuple or struct_time argument required');
  return space.tuple_w(w_tuple).map((w_part) => Number(space.int_w(w_part)));
}

export function strftimeOf(
  space: Space,
  w: W,
  moment: Moment,
  w_format: W,
  w_of: W,
  fields: readonly number[] | null,
): W {
  if (!space.type(w_format).isSubtype(space.types.str)) {
    const got = space.type(w_format).name;
    throw raise(space, 'TypeError', `strftime() argument 1 must be str, not ${got}`);
  }
  const format = space.text_w(w_format);
  return runSteps(
    space,
    (function* (): Steps {
      return yield* formatted(space, format, moment, w_of, fields ?? (yield* fieldsOf(space, w)));
    })(),
  );
}

/** `__format__`: as text where nothing is asked for. */
export function formatOf(space: Space, w: W, w_format: W): W {
  if (!space.type(w_format).isSubtype(space.types.str)) {
    const got = space.type(w_format).name;
    throw raise(space, 'TypeError', `__format__() argument 1 must be str, not ${got}`);
  }
  if (space.text_w(w_format).length === 0) return str(space, w);
  return runSteps(
    space,
    (function* (): Steps {
      const w_method = yield getattr(space, w, 'strftime');
      return yield call(space, w_method, [w_format]);
    })(),
  );
}

/** `strptime` of a class, by the library's `_strptime`. */
export function strptimeRow(kind: 'date' | 'time' | 'datetime', doc: string): ReturnType<typeof resumable> {
  const name = `_strptime_datetime_${kind}`;
  return resumable(
    'strptime',
    '$type, string, format, /',
    (space: Space, w_type: W, w_text: W, w_format: W) => strptime(space, w_type, w_text, w_format, name),
    { doc },
  );
}

function strptime(space: Space, w_type: W, w_text: W, w_format: W, name: string): W {
  const check = (w: W, place: number): void => {
    if (space.type(w).isSubtype(space.types.str)) return;
    const got = space.type(w).name;
    throw raise(space, 'TypeError', `strptime() argument ${place} must be str, not ${got}`);
  };
  check(w_text, 1);
  check(w_format, 2);
  return runSteps(
    space,
    (function* (): Steps {
      yield call(space, space.builtin('__import__'), [space.newstr('_strptime')]);
      const w_module = space.dictgetstr(space.w_modules, '_strptime')!;
      const w_function = yield getattr(space, w_module, name);
      return yield call(space, w_function, [w_type, w_text, w_format]);
    })(),
  );
}
