// Moments from timestamps and clocks and back, between time zones, and as the tuples of the module `time`. Models the rest of the datetime object of
// CPython's Modules/_datetimemodule.c. The host's zone may say one time twice or never: `fold` tells which is meant (PEP 495).
import { EPOCH, toOrdinal } from '../../../kernels/calendar.ts';
import { call, getattr } from '../../descroperation.ts';
import { resumable } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeObject } from '../../typeobject.ts';
import { timeFields } from './date.ts';
import { addToDateTime, carried, makeDateTime, sameReading } from './date-arithmetic.ts';
import { localOffset, localZoneName, secondsOf, utcFields } from './local-time.ts';
import type { Timestamp } from './local-time.ts';
import { askZone, Moment, momentOf, offsetOf, structTime, zoneArgument } from './moment.ts';
import { deltaOf, newDelta } from './timedelta.ts';
import { plainZone, utcOf } from './tzinfo.ts';

/** No zone has ever turned its clocks by more. */
const MAX_FOLD = 24 * 3600;

const local = (seconds: number): number => seconds + localOffset(seconds);

/** Seconds since the epoch as if the fields were UTC's. */
const fieldSeconds = ({ year, month, day, hour, minute, second }: Moment): number =>
  (toOrdinal(year, month, day) - EPOCH) * 86400 + hour * 3600 + minute * 60 + second;

/** Seconds since the epoch when the host's clocks show the moment. */
function localSeconds(moment: Moment): number {
  const t = fieldSeconds(moment);
  const { fold } = moment;
  const a = local(t) - t;
  const u1 = t - a;
  const t1 = local(u1);
  let b: number;
  if (t1 === t) {
    // A solution, but another may be the one that is meant.
    const u2 = u1 + (fold !== 0 ? MAX_FOLD : -MAX_FOLD);
    b = local(u2) - u2;
    if (a === b) return u1;
  } else b = t1 - u1;
  const u2 = t - b;
  if (local(u2) === t) return u2;
  if (t1 === t) return u1;
  // The clocks are turned past it: neither is right.
  return fold !== 0 ? Math.min(u1, u2) : Math.max(u1, u2);
}

/** The second of two readings of the host's clocks. */
function foldOf(seconds: number): number {
  const result = local(seconds);
  const transition = result - local(seconds - MAX_FOLD) - MAX_FOLD;
  return transition < 0 && local(seconds + transition) === result ? 1 : 0;
}

function fromSeconds(
  space: Space,
  type: TypeObject,
  { seconds, microseconds }: Timestamp,
  isLocal: boolean,
  w_zone: W | null,
): W {
  const [year, month, day, hour, minute, second] = utcFields(space, isLocal ? local(seconds) : seconds);
  const fold = isLocal && w_zone === null ? foldOf(seconds) : 0;
  return makeDateTime(space, type, year, month, day, hour, minute, second, microseconds, w_zone, fold);
}

/** In the host's zone, or in another by its `fromutc`. */
function fromTimestamp(space: Space, w_type: W, timestamp: Timestamp, w_zone: W | null): W {
  const type = space.data(w_type) as TypeObject;
  if (w_zone === null) return fromSeconds(space, type, timestamp, true, null);
  return runSteps(
    space,
    (function* (): Steps {
      const w_utc = yield fromSeconds(space, type, timestamp, false, w_zone);
      const w_fromUtc = yield getattr(space, w_zone, 'fromutc');
      return yield call(space, w_fromUtc, [w_utc]);
    })(),
  );
}

function timestampArgument(space: Space, w: W): Timestamp {
  const type = space.type(w);
  if (!type.isSubtype(space.types.float) && !type.isSubtype(space.types.int))
    throw raise(space, 'TypeError', `argument must be int or float, not ${type.name}`);
  return secondsOf(space, w, 'half-even');
}

function now(space: Space): Timestamp {
  const value = space.host.now();
  const seconds = Math.floor(value);
  return { seconds, microseconds: Math.min(999_999, Math.floor((value - seconds) * 1e6)) };
}

const deprecated = (space: Space, name: string, instead: string): void =>
  space.warnNested(
    'DeprecationWarning',
    `datetime.datetime.${name}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: ${instead}.`,
  );

export const constructions = [
  resumable(
    'now',
    '$type, /, tz=None',
    (space: Space, w_type: W, w_zone: W) =>
      fromTimestamp(space, w_type, now(space), zoneArgument(space, w_zone)),
    {
      doc: 'Returns new datetime object representing current time local to tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.',
    },
  ),
  resumable(
    'utcnow',
    '$type, /',
    (space: Space, w_type: W) => {
      deprecated(space, 'utcnow', 'datetime.datetime.now(datetime.UTC)');
      return fromSeconds(space, space.data(w_type) as TypeObject, now(space), false, null);
    },
    { doc: 'Return a new datetime representing UTC day and time.' },
  ),
  resumable(
    'fromtimestamp',
    '$type, /, timestamp, tz=None',
    (space: Space, w_type: W, w_timestamp: W, w_zone: W) => {
      const zone = zoneArgument(space, w_zone);
      return fromTimestamp(space, w_type, timestampArgument(space, w_timestamp), zone);
    },
    {
      doc: 'Create a datetime from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is interpreted\nas local time.',
    },
  ),
  resumable(
    'utcfromtimestamp',
    '$type, timestamp, /',
    (space: Space, w_type: W, w_timestamp: W) => {
      deprecated(space, 'utcfromtimestamp', 'datetime.datetime.fromtimestamp(timestamp, datetime.UTC)');
      const timestamp = timestampArgument(space, w_timestamp);
      return fromSeconds(space, space.data(w_type) as TypeObject, timestamp, false, null);
    },
    { doc: 'Create a naive UTC datetime from a POSIX timestamp.' },
  ),
];

// --- between zones

/** The host's zone at a moment, as a fixed one. */
const localZone = (space: Space, seconds: number): W =>
  plainZone(space, newDelta(space, 0, localOffset(seconds), 0), space.newstr(localZoneName(seconds)));

function* inZone(space: Space, w: W, w_asked: W): Steps {
  const w_target = zoneArgument(space, w_asked);
  const moment = momentOf(space, w);
  let w_own = moment.w_zone ?? localZone(space, localSeconds(moment));
  if (w_target !== null && space.is(w_own, w_target)) return w;
  let offset = yield* offsetOf(space, w_own, w);
  if (offset === null) {
    w_own = localZone(space, localSeconds(moment));
    if (w_target !== null && space.is(w_own, w_target)) return w;
    offset = (yield* offsetOf(space, w_own, w))!;
  }
  const w_utc = yield addToDateTime(space, w, -offset.days, -offset.seconds, -offset.microseconds);
  const utc = momentOf(space, w_utc);
  const w_zone = w_target ?? localZone(space, fieldSeconds(utc));
  const w_there = sameReading(space, space.type(w_utc), utc, w_zone, 0);
  const w_fromUtc = yield getattr(space, w_zone, 'fromutc');
  return yield call(space, w_fromUtc, [w_there]);
}

function* timestampOf(space: Space, w: W): Steps {
  const moment = momentOf(space, w);
  const fraction = moment.microsecond / 1e6;
  if (moment.w_zone === null) return space.newfloat(localSeconds(moment) + fraction);
  const offset = yield* offsetOf(space, moment.w_zone, w);
  if (offset === null)
    throw raise(space, 'TypeError', "can't subtract offset-naive and offset-aware datetimes");
  const seconds = fieldSeconds(moment) - offset.days * 86400 - offset.seconds;
  const microseconds = moment.microsecond - offset.microseconds;
  return space.newfloat((seconds * 1e6 + microseconds) / 1e6);
}

function* timeTuple(space: Space, w: W): Steps {
  const moment = momentOf(space, w);
  const w_dst = yield* askZone(space, moment.w_zone, 'dst', w);
  let daylight = -1;
  if (!space.is(w_dst, space.w_None)) {
    const { days, seconds, microseconds } = deltaOf(space, w_dst);
    daylight = days !== 0 || seconds !== 0 || microseconds !== 0 ? 1 : 0;
  }
  return structTime(space, timeFields(moment, daylight));
}

function* utcTimeTuple(space: Space, w: W): Steps {
  const moment = momentOf(space, w);
  const { w_zone } = moment;
  const offset = w_zone === null || space.is(w_zone, utcOf(space)) ? null : yield* offsetOf(space, w_zone, w);
  if (offset === null) return structTime(space, timeFields(moment, 0));
  const to = carried(space, moment, -offset.days, -offset.seconds, -offset.microseconds);
  const { year, month, day, hour, minute, second, microsecond } = to;
  const there = new Moment(year, month, day, hour, minute, second, microsecond, 0, null);
  return structTime(space, timeFields(there, 0));
}

export const conversions = [
  resumable('timetuple', '$self, /', (space: Space, w: W) => runSteps(space, timeTuple(space, w)), {
    doc: 'Return time tuple, compatible with time.localtime().',
  }),
  resumable('utctimetuple', '$self, /', (space: Space, w: W) => runSteps(space, utcTimeTuple(space, w)), {
    doc: 'Return UTC time tuple, compatible with time.localtime().',
  }),
  resumable('timestamp', '$self, /', (space: Space, w: W) => runSteps(space, timestampOf(space, w)), {
    doc: 'Return POSIX timestamp as float.',
  }),
  resumable(
    'astimezone',
    '$self, /, tz=None',
    (space: Space, w: W, w_zone: W) => runSteps(space, inZone(space, w, w_zone)),
    { doc: 'Convert to local time in new timezone tz.' },
  ),
];
