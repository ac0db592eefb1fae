// What `time` and `datetime` have in common as attributes: the parts of a clock, what is asked of their zone, how they are pickled. Models the rows that
// time_methods and datetime_methods of CPython's Modules/_datetimemodule.c repeat.
import { leaf, resumable } from '../../gateway.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import { part } from './date.ts';
import { askName, askZone, momentOf, stateBytes } from './moment.ts';

type Rows = NonNullable<TypeDefinition['methods']>;

export const CLOCK_PARTS: Record<string, Getset> = {
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  microsecond: part('microsecond'),
  tzinfo: { get: (space, w) => momentOf(space, w).w_zone ?? space.w_None },
  fold: part('fold'),
};

/** `argument`: what the zone is asked with, a datetime itself and None for a time. */
export function zoneRows(argument: (space: Space, w: W) => W): Rows {
  const ask = (name: 'utcoffset' | 'dst') => (space: Space, w: W) =>
    runSteps(space, askZone(space, momentOf(space, w).w_zone, name, argument(space, w)));
  const tzname = (space: Space, w: W) =>
    runSteps(space, askName(space, momentOf(space, w).w_zone, argument(space, w)));
  return [
    resumable('utcoffset', '$self, /', ask('utcoffset'), { doc: 'Return self.tzinfo.utcoffset(self).' }),
    resumable('tzname', '$self, /', tzname, { doc: 'Return self.tzinfo.tzname(self).' }),
    resumable('dst', '$self, /', ask('dst'), { doc: 'Return self.tzinfo.dst(self).' }),
  ];
}

/** `parts`: what of the moment is in the state. */
export function pickleRows(parts: 'time' | 'both'): Rows {
  const reduced = (space: Space, w: W, protocol: number): W => {
    const moment = momentOf(space, w);
    const w_state = space.newbytes(stateBytes(moment, parts, protocol > 3));
    return space.newtuple([
      space.type(w).w_self,
      space.newtuple(moment.w_zone === null ? [w_state] : [w_state, moment.w_zone]),
    ]);
  };
  return [
    leaf('__reduce_ex__', '$self, proto: index, /', reduced, { doc: '__reduce_ex__(proto) -> (cls, state)' }),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => reduced(space, w, 2), {
      doc: '__reduce__() -> (cls, state)',
    }),
  ];
}
