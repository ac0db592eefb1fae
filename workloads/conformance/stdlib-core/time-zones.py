# zoneinfo: a zone from a TZif file made here, its rule for later years, gaps and folds, pickling.
# needs: zoneinfo
import io
import pickle
import struct
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def tzif(moments, kinds, locals_, names, rule):
    def block(form, size):
        header = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(moments), len(locals_), len(names))
        body = struct.pack(f">{len(moments)}{form}", *moments) + bytes(kinds)
        return header + body + b"".join(struct.pack(">lbB", *local) for local in locals_) + names

    return block("l", 4) + block("q", 8) + b"\n" + rule + b"\n"


# Local mean time, then standard and daylight time with changes in 1980, then by rule.
moments = [-2000000000, 323834400, 338954400]
data = tzif(moments, [1, 2, 1], [(3208, 0, 0), (3600, 0, 4), (7200, 1, 8)], b"LMT\0CET\0CEST\0", b"CET-1CEST,M3.5.0,M10.5.0/3")
zone = ZoneInfo.from_file(io.BytesIO(data), key="Here/There")
print(zone, repr(zone), zone.key, zone.utcoffset(None))


def show(what, dt):
    print(what, dt.isoformat(), dt.utcoffset(), dt.dst(), dt.tzname(), dt.fold)


for text in ["1900-01-01T00:00", "1970-06-01T12:00", "1980-04-06T01:59", "1980-04-06T03:00", "1980-07-01T00:00", "2024-02-29T12:00"]:
    show("wall", datetime.fromisoformat(text).replace(tzinfo=zone))
for fold in (0, 1):
    show("gap", datetime(2024, 3, 31, 2, 30, tzinfo=zone, fold=fold))
    show("fold", datetime(2024, 10, 27, 2, 30, tzinfo=zone, fold=fold))
for hours in range(4):
    show("from utc", (datetime(2024, 10, 26, 23, 30, tzinfo=timezone.utc) + timedelta(hours=hours)).astimezone(zone))
    show("from utc", (datetime(1980, 9, 27, 23, 30, tzinfo=timezone.utc) + timedelta(hours=hours)).astimezone(zone))
for rule in [b"EST5EDT,M3.2.0,M11.1.0", b"<-03>3", b"AAA-10BBB-10:30,J60/2,J300", b"STD0DST-1,59/24,-1", b"XX3", b"IST-1GMT0,M10.5.0,M3.5.0/1"]:
    try:
        other = ZoneInfo.from_file(io.BytesIO(tzif([], [], [(0, 0, 0)], b"UTC\0", rule)))
    except ValueError as error:
        print(rule, "ValueError")
        continue
    for month in (1, 3, 7, 11):
        show(rule, datetime(2023, month, 15, 12, tzinfo=other))
try:
    ZoneInfo("No/Such_Zone")
except ZoneInfoNotFoundError as error:
    print("not found", isinstance(error, KeyError))
try:
    pickle.dumps(zone)
except pickle.PicklingError as error:
    print("PicklingError")
try:
    zone.fromutc(datetime(2024, 1, 1))
except ValueError as error:
    print(error)
