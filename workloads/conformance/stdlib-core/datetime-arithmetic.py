# datetime: dates, timedeltas, aware times, parsing and formatting, overflow and errors.
# needs: datetime
from datetime import UTC, date, datetime, time, timedelta, timezone
d = date(2024, 2, 29)
print('date', d, repr(d), d.weekday(), d.isoweekday(), tuple(d.isocalendar()), d.toordinal(), date.fromordinal(1),
    d.replace(year=2023, day=1), d + timedelta(365), d - date(2023, 2, 28), d.timetuple()[:8], d.ctime())
for y, m, dd in ((2023, 2, 29), (2024, 13, 1), (0, 1, 1), (10000, 1, 1), (2024, 4, 31)):
    try:
        date(y, m, dd)
    except ValueError as error:
        print('date', y, m, dd, error)
t = timedelta(days=-1, hours=25, minutes=-30, microseconds=5)
print('timedelta', t, repr(t), t.days, t.seconds, t.total_seconds(), -t, abs(timedelta(-1)),
    timedelta(weeks=1, milliseconds=1500), timedelta(0.5), timedelta(seconds=-1), t * 2, t / 2,
    t // timedelta(minutes=7), t % timedelta(minutes=7), divmod(timedelta(1), timedelta(hours=7)),
    timedelta(hours=1) / timedelta(minutes=8), timedelta(microseconds=0.5), timedelta(microseconds=1.5),
    bool(timedelta()), timedelta.max, timedelta.min, timedelta.resolution, timedelta(1) * 0.1)
x = datetime(2024, 1, 31, 23, 59, 58, 123456)
print('datetime', x, repr(x), x.isoformat(timespec='milliseconds'), x.isoformat(' ', 'minutes'), x.date(), x.time(),
    x + timedelta(seconds=2), x.strftime('%Y-%m-%d %H:%M:%S.%f %j %U %a %b %p %I %y %%'), f'{x:%d.%m.%Y}',
    x.replace(microsecond=0))
p = timezone(timedelta(hours=5, minutes=30)); n = timezone(timedelta(hours=-3), 'BRT')
a = datetime(2024, 6, 1, 12, tzinfo=p)
print('aware', a, repr(a), a.astimezone(UTC), a.astimezone(n), a.utcoffset(), a.tzname(), n, repr(n), UTC,
    a == a.astimezone(n), a - datetime(2024, 6, 1, tzinfo=UTC), hash(a) == hash(a.astimezone(n)), a.timestamp(),
    datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(-1.5, p), a == x, a.strftime('%z %Z %:z'))
for text in ('2024-02-29', '2024-02-29T10:20', '20240229T102030', '2024-02-29 10:20:30.5+02:00', '2024-W09-4',
    '2024-02-29T10:20:30Z', '2024-02-29T24:00', '2024-13-01', '2024-02-30', 'x', '2024-02-29T25:00', '2024-2-9'):
    try:
        print('fromisoformat', text, datetime.fromisoformat(text))
    except ValueError as error:
        print('fromisoformat', text, error)
for text, fmt in (('3 Feb 2021 4PM', '%d %b %Y %I%p'), ('21/12/31', '%y/%m/%d'), ('2021-01-01 +0130', '%Y-%m-%d %z'),
    ('12:61', '%H:%M'), ('abc', '%Y'), ('2021 x', '%Y'), ('1 2021', '%j %Y')):
    try:
        print('strptime', text, datetime.strptime(text, fmt))
    except ValueError as error:
        print('strptime', text, error)
print('time', time(5, 6), time(5, 6, 7, 8), time.fromisoformat('04:05:06.789'), time(1) < time(2), time(12, tzinfo=UTC),
    repr(time(1, fold=1)), datetime.combine(d, time(3)), d < date.max, datetime.min,
    (datetime(2024, 3, 31) - timedelta(31)).date())
for f in (lambda: x - a, lambda: x < a, lambda: d < x, lambda: d + 5, lambda: date.max + timedelta(1),
    lambda: timedelta(10**9), lambda: datetime(2024, 1, 1, 24), lambda: timezone(timedelta(1)), lambda: d - 1,
    lambda: timedelta(1) + 1, lambda: timedelta(1) / 0, lambda: x.isoformat(timespec='q'),
    lambda: time(1) + timedelta(1)):
    try:
        print(f())
    except Exception as error:
        # Texts of the others are those of the C accelerator or of the library's Python (PEP 399 asks for the types alone).
        print(type(error).__name__, error if isinstance(error, ValueError) else '')
