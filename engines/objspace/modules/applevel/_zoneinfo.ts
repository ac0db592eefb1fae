// The module `_zoneinfo`: time zones from TZif files and POSIX rules (RFC 9636, PEP 615), in Python, because a zone subclasses the library's
// `datetime.tzinfo`. Stands in for CPython's Modules/_zoneinfo.c; data come from the system's database or the package `tzdata`.
import type { ModuleDefinition } from '../module-definition.ts';

const python = String.raw`
import os
import re
import weakref
from bisect import bisect_right
from calendar import isleap, monthrange
from datetime import date, datetime, timedelta, timezone, tzinfo

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86400


class _Local:
    """One kind of local time: offset, daylight part, name."""

    __slots__ = ("seconds", "utcoff", "dstoff", "tzname")

    def __init__(self, seconds, dst, tzname):
        self.seconds = seconds
        self.utcoff = timedelta(seconds=seconds)
        self.dstoff = timedelta(seconds=dst)
        self.tzname = tzname

    def __eq__(self, other):
        return (self.utcoff, self.dstoff, self.tzname) == (other.utcoff, other.dstoff, other.tzname)


class _Unknown:
    utcoff = dstoff = tzname = None


# --- POSIX rules

_NAME = r"([A-Za-z]+|<[A-Za-z0-9+-]+>)"
_OFFSET = r"([+-]?\d{1,3}(?::\d{1,2}(?::\d{1,2})?)?)"
_RULES = re.compile(f"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?(?:,([^,]+),([^,]+))?)?", re.ASCII)
_MOMENT = re.compile(rf"(?:M(\d{{1,2}})\.(\d)\.(\d)|(J?)(\d{{1,3}}))(?:/{_OFFSET})?", re.ASCII)


def _seconds(text, hours_limit):
    sign = -1 if text[0] == "-" else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
    hours, minutes, seconds = parts[:3]
    if hours > hours_limit or minutes > 59 or seconds > 59:
        raise ValueError(f"Invalid time or offset in TZ string: {text!r}")
    return sign * (hours * 3600 + minutes * 60 + seconds)


class _Moment:
    """When a rule changes the clock, in seconds of its year, by the clock that is in force before."""

    def __init__(self, text):
        match = _MOMENT.fullmatch(text)
        if match is None:
            raise ValueError(f"Invalid dst start/end date: {text!r}")
        month, week, weekday, julian, day, time = match.groups()
        self.time = 2 * 3600 if time is None else _seconds(time, 167)
        self.month = None
        if month is not None:
            self.month, self.week, self.weekday = int(month), int(week), int(weekday)
            if not (1 <= self.month <= 12 and 1 <= self.week <= 5 and 0 <= self.weekday <= 6):
                raise ValueError(f"Invalid dst start/end date: {text!r}")
        else:
            self.julian, self.day = bool(julian), int(day)
            if not (self.julian <= self.day <= 365):
                raise ValueError(f"Invalid dst start/end date: {text!r}")

    def of_year(self, year):
        start = date(year, 1, 1).toordinal()
        if self.month is not None:
            first, length = monthrange(year, self.month)
            day = (self.weekday - (first + 1)) % 7 + 1 + 7 * (self.week - 1)
            if day > length:
                day -= 7
            days = date(year, self.month, day).toordinal() - start
        elif self.julian:
            days = self.day - 1 + (self.day >= 60 and isleap(year))
        else:
            days = self.day
        return (start - _EPOCH + days) * _DAY + self.time


class _Rule:
    """Standard and daylight time in turn, for the years after the last listed change."""

    def __init__(self, std, dst, start, end):
        self.std, self.dst, self.start, self.end = std, dst, start, end
        self.difference = dst.seconds - std.seconds

    def _local(self, moment, start, end):
        if start < end:
            return self.dst if start <= moment < end else self.std
        return self.std if end <= moment < start else self.dst

    def at_wall(self, moment, year, fold):
        start, end = self.start.of_year(year), self.end.of_year(year)
        if fold == (self.difference >= 0):
            end -= self.difference
        else:
            start += self.difference
        return self._local(moment, start, end)

    def at_utc(self, moment, year):
        start = self.start.of_year(year) - self.std.seconds
        end = self.end.of_year(year) - self.dst.seconds
        # The hour after the clock went back is the second of its name.
        again = end if self.difference > 0 else start
        return self._local(moment, start, end), again <= moment < again + abs(self.difference)


def _parse_rules(text):
    match = _RULES.fullmatch(text)
    if match is None:
        raise ValueError(f"Malformed TZ string: {text!r}")
    std_name, std_offset, dst_name, dst_offset, start, end = match.groups()
    std_seconds = -_seconds(std_offset, 24)
    std = _Local(std_seconds, 0, std_name.strip("<>"))
    if dst_name is None:
        return std
    if start is None:
        raise ValueError(f"Missing transition rules in TZ string: {text!r}")
    dst_seconds = std_seconds + 3600 if dst_offset is None else -_seconds(dst_offset, 24)
    dst = _Local(dst_seconds, dst_seconds - std_seconds, dst_name.strip("<>"))
    return _Rule(std, dst, _Moment(start), _Moment(end))


# --- files

def _daylight_parts(kinds, offsets, isdst):
    """TZif says whether a local time is daylight time, not by how much: told from the changes to and from standard time."""
    parts = [0] * len(offsets)
    for i, kind in enumerate(kinds):
        if i == 0 or not isdst[kind] or parts[kind]:
            continue
        before = kinds[i - 1]
        part = 0 if isdst[before] else offsets[kind] - offsets[before]
        if not part and i + 1 < len(kinds) and not isdst[kinds[i + 1]]:
            part = offsets[kind] - offsets[kinds[i + 1]]
        parts[kind] = part
    return [part if part or not dst else 3600 for part, dst in zip(parts, isdst)]


class _Changes:
    """What a TZif file says."""

    def __init__(self, file):
        kinds, moments, offsets, isdst, names, rules = _common.load_data(file)
        parts = _daylight_parts(kinds, offsets, isdst)
        known = [_Local(*fields) for fields in zip(offsets, parts, names)]
        self.locals = [known[kind] for kind in kinds]
        self.moments = moments
        standard = [local for local, dst in zip(known, isdst) if not dst]
        self.before = standard[0] if standard else known[0] if known else _Unknown
        self.walls = ([], [])
        previous = self.before
        for moment, local in zip(moments, self.locals):
            around = moment + previous.seconds, moment + local.seconds
            self.walls[0].append(max(around))
            self.walls[1].append(min(around))
            previous = local
        if rules:
            self.after = _parse_rules(rules.decode())
        elif self.locals:
            self.after = self.locals[-1]
        else:
            self.after = known[0] if known else _Unknown
        self.is_fixed = (
            isinstance(self.after, _Local) and len(known) <= 1 and all(self.after == local for local in known)
        )

    def at_wall(self, dt):
        if dt is None:
            return self.after if self.is_fixed else _Unknown
        moment = _timestamp(dt)
        wall = self.walls[dt.fold]
        at = bisect_right(wall, moment)
        if at >= len(wall):
            return self.after.at_wall(moment, dt.year, dt.fold) if isinstance(self.after, _Rule) else self.after
        return self.locals[at - 1] if at else self.before

    def at_utc(self, dt):
        moment = _timestamp(dt)
        at = bisect_right(self.moments, moment)
        if at and at >= len(self.moments) and isinstance(self.after, _Rule):
            return self.after.at_utc(moment, dt.year)
        if not self.moments:
            if isinstance(self.after, _Rule):
                return self.after.at_utc(moment, dt.year)
            return self.after, False
        if at == 0:
            return self.before, False
        local = self.locals[at - 1]
        previous = self.locals[at - 2] if at >= 2 else self.before
        return local, moment - self.moments[at - 1] < previous.seconds - local.seconds


def _timestamp(dt):
    return (dt.toordinal() - _EPOCH) * _DAY + dt.hour * 3600 + dt.minute * 60 + dt.second


def _open(key):
    path = _tzpath.find_tzfile(key)
    if path is not None:
        return open(path, "rb")
    from importlib import resources

    *folders, name = key.split("/")
    try:
        resource = resources.files(".".join(["tzdata.zoneinfo", *folders])).joinpath(name)
        if not resource.is_dir():
            return resource.open("rb")
    except (ImportError, FileNotFoundError, UnicodeEncodeError):
        pass
    raise _common.ZoneInfoNotFoundError(f"No time zone found with key {key}")


class ZoneInfo(tzinfo):
    __module__ = "zoneinfo"

    def __init_subclass__(cls):
        cls._zones = weakref.WeakValueDictionary()
        cls._recent = {}

    def __new__(cls, key):
        zone = cls._zones.get(key)
        if zone is None:
            zone = cls._zones.setdefault(key, cls._load(key))
            zone._from_cache = True
        cls._recent[key] = cls._recent.pop(key, zone)
        if len(cls._recent) > 8:
            cls._recent.pop(next(iter(cls._recent)), None)
        return zone

    @classmethod
    def _load(cls, key):
        with _open(key) as file:
            zone = cls._of_file(file, key)
        zone._file = None
        return zone

    @classmethod
    def _of_file(cls, file, key):
        zone = super().__new__(cls)
        zone._changes = _Changes(file)
        zone._key = key
        zone._file = repr(file)
        zone._from_cache = False
        return zone

    @classmethod
    def no_cache(cls, key):
        """Get a new instance of ZoneInfo, bypassing the cache."""
        return cls._load(key)

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        """Create a ZoneInfo file from a file object."""
        return cls._of_file(file_obj, key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Clear the ZoneInfo cache."""
        if only_keys is None:
            cls._zones.clear()
            cls._recent.clear()
            return
        for key in only_keys:
            cls._zones.pop(key, None)
            cls._recent.pop(key, None)

    @property
    def key(self):
        return self._key

    def _at(self, dt):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime instance or None")
        return self._changes.at_wall(dt)

    def utcoffset(self, dt, /):
        """Retrieve a timedelta representing the UTC offset in a zone at the given datetime."""
        return self._at(dt).utcoff

    def dst(self, dt, /):
        """Retrieve a timedelta representing the amount of DST applied in a zone at the given datetime."""
        return self._at(dt).dstoff

    def tzname(self, dt, /):
        """Retrieve a string containing the abbreviation for the time zone that applies in a zone at a given datetime."""
        return self._at(dt).tzname

    def fromutc(self, dt, /):
        """Given a datetime with local time in UTC, retrieve an adjusted datetime in local time."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime instance")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        local, fold = self._changes.at_utc(dt)
        return (dt + local.utcoff).replace(fold=int(fold))

    def __str__(self):
        return repr(self) if self._key is None else str(self._key)

    def __repr__(self):
        name = f"{type(self).__module__}.{type(self).__qualname__}"
        if self._key is not None:
            return f"{name}(key={self._key!r})"
        return f"{name}.from_file({self._file})"

    def __reduce__(self):
        if self._key is None or self._file is not None:
            import pickle

            raise pickle.PicklingError("Cannot pickle a ZoneInfo file from a file stream.")
        return type(self)._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)


ZoneInfo.__init_subclass__()

# Last: whoever imports this module first comes through the package, which takes its class from here.
from zoneinfo import _common, _tzpath
`;
export const zoneinfoModule: ModuleDefinition = {
  name: '_zoneinfo',
  doc: 'Time zones by the IANA database.',
  python,
};
