// `datetime.tzinfo`, the base of a program's own time zones, and `datetime.timezone`, of a fixed offset. Models CPython's Modules/_datetimemodule.c.
import { call, callSpecial, getattrOr, repr } from '../../descroperation.ts';
import { constructor } from '../../constructor.ts';
import { leaf, resumable } from '../../gateway.ts';
import { EQ, NE } from '../../operations.ts';
import { STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { addToDateTime } from './date-arithmetic.ts';
import { askZone, checkOffset, isDateTime, momentOf, Zone, zoneName, zoneOf } from './moment.ts';
import { deltaOf, hashOfDelta, isDelta } from './timedelta.ts';

// --- tzinfo

const mustImplement = (name: string, doc: string) =>
  leaf(
    name,
    '$self, dt, /',
    (space: Space) => {
      throw raise(space, 'NotImplementedError', `a tzinfo subclass must implement ${name}()`);
    },
    { doc },
  );

function checkFromUtc(space: Space, w_self: W, w_moment: W): void {
  if (!isDateTime(space, w_moment)) throw raise(space, 'TypeError', 'fromutc: argument must be a datetime');
  const { w_zone } = momentOf(space, w_moment);
  if (w_zone === null || !space.is(w_zone, w_self))
    throw raise(space, 'ValueError', 'fromutc: dt.tzinfo is not self');
}

/** The standard algorithm: the offset of standard time first, then what daylight adds there. */
function* fromUtc(space: Space, w_self: W, w_moment: W): Steps {
  checkFromUtc(space, w_self, w_moment);
  const asked = function* (w_of: W, method: 'utcoffset' | 'dst'): Steps {
    return yield* askZone(space, momentOf(space, w_of).w_zone, method, w_of);
  };
  const w_offset = yield* asked(w_moment, 'utcoffset');
  if (space.is(w_offset, space.w_None))
    throw raise(space, 'ValueError', 'fromutc: non-None utcoffset() result required');
  const w_dst = yield* asked(w_moment, 'dst');
  if (space.is(w_dst, space.w_None))
    throw raise(space, 'ValueError', 'fromutc: non-None dst() result required');
  const offset = deltaOf(space, w_offset);
  const dst = deltaOf(space, w_dst);
  let w_result = yield addToDateTime(
    space,
    w_moment,
    offset.days - dst.days,
    offset.seconds - dst.seconds,
    offset.microseconds - dst.microseconds,
  );
  const w_again = yield* asked(w_result, 'dst');
  if (space.is(w_again, space.w_None)) {
    const text = 'fromutc: tz.dst() gave inconsistent results; cannot convert';
    throw raise(space, 'ValueError', text);
  }
  const again = deltaOf(space, w_again);
  if (again.days !== 0 || again.seconds !== 0 || again.microseconds !== 0)
    w_result = yield addToDateTime(space, w_result, again.days, again.seconds, again.microseconds);
  return w_result;
}

function* reduceZone(space: Space, w: W): Steps {
  const w_getArguments = yield getattrOr(space, w, '__getinitargs__', STOP);
  const w_args = w_getArguments === STOP ? space.newtuple([]) : yield call(space, w_getArguments, []);
  const w_state = yield callSpecial(space, w, '__getstate__', [])!;
  return space.newtuple([space.type(w).w_self, w_args, w_state]);
}

export const tzinfoType: TypeDefinition = {
  name: 'datetime.tzinfo',
  doc: 'Abstract base class for time zone info objects.\n\n(This class cannot be instantiated directly...)',
  slots: { new: (space, type) => space.newinstance(type) },
  methods: [
    mustImplement('tzname', 'datetime -> string name of time zone.'),
    mustImplement(
      'utcoffset',
      'datetime -> timedelta showing offset from UTC, negative values indicating West of UTC',
    ),
    mustImplement('dst', 'datetime -> DST offset as timedelta positive east of UTC.'),
    resumable(
      'fromutc',
      '$self, dt, /',
      (space: Space, w: W, w_moment: W) => runSteps(space, fromUtc(space, w, w_moment)),
      { doc: 'datetime in UTC -> datetime in local time.' },
    ),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => runSteps(space, reduceZone(space, w)), {
      doc: '-> (cls, state)',
    }),
  ],
};

// --- timezone

/** `timezone.utc`; owned by its class. */
export const utcOf = (space: Space): W => space.types['datetime.timezone'].dict.get('utc')!;

/** Of an offset that is checked. */
export function newZone(space: Space, w_offset: W, w_name: W | null): W {
  const { days, seconds, microseconds } = deltaOf(space, w_offset);
  if (w_name === null && days === 0 && seconds === 0 && microseconds === 0) return utcOf(space);
  return plainZone(space, w_offset, w_name);
}

export const plainZone = (space: Space, w_offset: W, w_name: W | null): W =>
  space.newobj(
    space.types['datetime.timezone'],
    new Zone(space.own(w_offset), w_name === null ? null : space.own(w_name)),
  );

function* newZoneChecked(space: Space, w_offset: W, w_name: W | undefined): Steps {
  if (!isDelta(space, w_offset)) {
    const got = space.type(w_offset).name;
    throw raise(space, 'TypeError', `timezone() argument 1 must be datetime.timedelta, not ${got}`);
  }
  if (w_name !== undefined && !space.type(w_name).isSubtype(space.types.str)) {
    const got = space.is(w_name, space.w_None) ? 'None' : space.type(w_name).name;
    throw raise(space, 'TypeError', `timezone() argument 2 must be str, not ${got}`);
  }
  yield* checkOffset(space, w_offset);
  return newZone(space, w_offset, w_name ?? null);
}

function checkMoment(space: Space, w: W, name: string): void {
  if (space.is(w, space.w_None) || isDateTime(space, w)) return;
  const got = space.type(w).name;
  throw raise(space, 'TypeError', `${name}(dt) argument must be a datetime instance or None, not ${got}`);
}

const offsetOfZone = (space: Space, w: W) => deltaOf(space, zoneOf(space, w).w_offset!);

export const timezoneType: TypeDefinition = {
  name: 'datetime.timezone',
  base: 'datetime.tzinfo',
  ownLayout: true,
  isBase: false,
  doc: 'Fixed offset from UTC implementation of tzinfo.',
  slots: {
    new: constructor('timezone', 'offset, name=NULL', ((
      space: Space,
      _type: TypeObject,
      w_offset: W,
      w_name: W | undefined,
    ) => runSteps(space, newZoneChecked(space, w_offset, w_name))) as never),
    compare: (space, w_a, w_b, op) => {
      const isEquality = op === EQ || op === NE;
      if (!isEquality || space.type(w_b) !== space.types['datetime.timezone']) return space.w_NotImplemented;
      const a = offsetOfZone(space, w_a);
      const b = offsetOfZone(space, w_b);
      const same = a.days === b.days && a.seconds === b.seconds && a.microseconds === b.microseconds;
      return space.newbool(same === (op === EQ));
    },
    hash: (space, w) => space.newint(hashOfDelta(offsetOfZone(space, w))),
    repr: (space, w) =>
      runSteps(
        space,
        (function* (): Steps {
          const { w_offset, w_name } = zoneOf(space, w);
          const { name } = space.type(w);
          if (space.is(w, utcOf(space))) return space.newstr('datetime.timezone.utc');
          const offset = space.str_w(yield repr(space, w_offset!));
          if (w_name === null) return space.newstr(`${name}(${offset})`);
          return space.newstr(`${name}(${offset}, ${space.str_w(yield repr(space, w_name))})`);
        })(),
      ),
    str: zoneName,
  },
  methods: [
    leaf(
      'tzname',
      '$self, dt, /',
      (space: Space, w: W, w_moment: W) => {
        checkMoment(space, w_moment, 'tzname');
        return zoneName(space, w);
      },
      {
        doc: "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
      },
    ),
    leaf(
      'utcoffset',
      '$self, dt, /',
      (space: Space, w: W, w_moment: W) => {
        checkMoment(space, w_moment, 'utcoffset');
        return zoneOf(space, w).w_offset!;
      },
      { doc: 'Return fixed offset.' },
    ),
    leaf(
      'dst',
      '$self, dt, /',
      (space: Space, w: W, w_moment: W) => {
        checkMoment(space, w_moment, 'dst');
        return space.w_None;
      },
      { doc: 'Return None.' },
    ),
    resumable(
      'fromutc',
      '$self, dt, /',
      (space: Space, w: W, w_moment: W) => {
        checkFromUtc(space, w, w_moment);
        const { days, seconds, microseconds } = offsetOfZone(space, w);
        return addToDateTime(space, w_moment, days, seconds, microseconds);
      },
      { doc: 'datetime in UTC -> datetime in local time.' },
    ),
    leaf(
      '__getinitargs__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_offset, w_name } = zoneOf(space, w);
        return space.newtuple(w_name === null ? [w_offset!] : [w_offset!, w_name]);
      },
      { doc: 'pickle support' },
    ),
  ],
};
