# datetime: every constructor, operator and method of dates, times, differences and zones, with what they refuse.
# needs: copy, datetime, pickle
import copy
import datetime as D
import pickle
from datetime import *
def t(src, ns=globals()):
    try: r=eval(src, ns); print(src,'->',repr(r), type(r).__name__)
    except BaseException as e: print(src,'!!',type(e).__name__,e)
class S(date): pass
class SD(datetime): pass
class ST(timedelta): pass
class SM(time): pass
class Z(tzinfo):
    def utcoffset(s,d): return timedelta(hours=2)
    def dst(s,d): return timedelta(hours=1)
    def tzname(s,d): return 'ZZ'
class BadZ(tzinfo):
    def utcoffset(s,d): return 3
    def dst(s,d): return timedelta(days=1)
    def tzname(s,d): return 3
class NZ(tzinfo):
    def utcoffset(s,d): return None
    def dst(s,d): return None
    def tzname(s,d): return None
z=Z(); b=BadZ(); n=NZ(); tz=timezone(timedelta(hours=-5,minutes=-30)); tn=timezone(timedelta(hours=1),'CET')
for s in """timedelta()
timedelta(1,2,3,4,5,6,7)
timedelta(days=1.5, seconds=0.1)
timedelta(microseconds=0.5)
timedelta(microseconds=1.5)
timedelta(microseconds=2.5)
timedelta(milliseconds=0.0005, microseconds=0.5)
timedelta(weeks=-0.3)
timedelta('a')
timedelta(days=None)
timedelta(seconds=1j)
timedelta(10**9)
timedelta(10**10)
timedelta(10**30)
timedelta(999999999, 86399, 999999)
timedelta(999999999, 86399, 1000000)
timedelta(float('nan'))
timedelta(float('inf'))
timedelta(foo=1)
timedelta(1,2,3,4,5,6,7,8)
timedelta(True)
td+td
td-td
td*2
2*td
td*1.5
1.5*td
td*'a'
td/2
td/td
td/1.5
td/0
td/0.0
td//0
td//2
td//td
td//timedelta()
td/timedelta()
td%td
td%timedelta()
td%2
divmod(td,timedelta(hours=7))
divmod(td,3)
2/td
td//1.5
-td
+td
abs(-td)
bool(timedelta())
td==timedelta(1,2,3)
td<3
td==3
td!=3
td<timedelta(2)
hash(td)==hash((1,2,3))
str(td)
str(-td)
str(timedelta(2))
str(timedelta(seconds=3661,microseconds=5))
td.total_seconds()
timedelta.min
timedelta.max
timedelta.resolution
-timedelta.max
timedelta.max+timedelta(1)
timedelta.min-timedelta(1)
timedelta.max*2
td.days, td.seconds, td.microseconds
td.__reduce__()
ST(1)
ST(1)+td
-ST(1)
td.__getstate__()
setattr(td,'days',3)
timedelta.__doc__
date(1,1,1)
date(0,1,1)
date(10000,1,1)
date(2023,13,1)
date(2023,0,1)
date(2023,2,29)
date(2023,2,0)
date()
date(1,1)
date('a',1,1)
date(1.5,1,1)
date(1,1,1,1)
date(year=2020,month=1,day=2)
S(2020,1,2)
str(d)
d.isoformat()
d.ctime()
d.weekday(), d.isoweekday(), d.toordinal(), d.timetuple()
d.isocalendar()
d.isocalendar().week
type(d.isocalendar())
d.isocalendar().__reduce__()
d.isocalendar()[:]
date.fromordinal(1)
date.fromordinal(0)
date.fromordinal(10**7)
date.fromordinal('a')
date.fromordinal(730000)
date.fromtimestamp(0)
date.fromtimestamp(1e20)
date.fromtimestamp(float('nan'))
date.fromtimestamp('a')
date.fromisoformat('2020-01-02')
date.fromisoformat('20200102')
date.fromisoformat('2020-W01-1')
date.fromisoformat('2020W011')
date.fromisoformat('2020-W01')
date.fromisoformat('2020-W54-1')
date.fromisoformat('2020-W01-8')
date.fromisoformat('2020-13-01')
date.fromisoformat('2020-1-2')
date.fromisoformat('abc')
date.fromisoformat(3)
date.fromisoformat('')
date.fromisoformat('2020-02-30')
date.fromisoformat('\\ud8002020-01')
date.fromisocalendar(2020,53,7)
date.fromisocalendar(2021,53,7)
date.fromisocalendar(2021,1,8)
date.fromisocalendar(0,1,1)
date.fromisocalendar(2021,0,1)
date.fromisocalendar(9999,53,7)
date.fromisocalendar('a',0,1)
d.replace(year=2023)
d.replace(day=1)
d.replace(2020,1,2)
d.replace(month=13)
d.replace(foo=1)
S(2020,1,2).replace(day=5)
copy.replace(d, day=3)
d+td
td+d
d-td
d-date(2020,1,1)
d-dt
dt-d
d+d
td-d
d+3
date.max+timedelta(1)
date.min-timedelta(1)
S(2020,1,2)+td
d==date(2024,2,29)
d<date(2025,1,1)
d<3
d==3
d==dt
d<dt
dt<d
dt==d
d.__reduce__()
hash(d)==hash(date(2024,2,29))
date.min,date.max,date.resolution
d.strftime('%Y-%m-%d %j %%')
d.strftime('')
d.strftime('%H:%M:%S %f %z %Z')
d.strftime(3)
format(d,'')
format(d,'%Y')
format(d,3)
'{:%d}'.format(d)
d.__format__('%d')
date(b'\\x07\\xe8\\x02\\x1d')
date(b'\\x07\\xe8\\x0d\\x1d')
date('\\x07\\xe8\\x02\\x1d')
date.strptime('2020-01-02','%Y-%m-%d')
time()
time(24)
time(23,60)
time(23,59,60)
time(23,59,59,1000000)
time(1,2,3,4,5)
time(1,2,3,4,fold=2)
time(1,2,3,4,None,fold=1)
time('a')
tm
str(tm)
time(1)
time(1,2)
time(1,2,3)
tm.isoformat('hours'),tm.isoformat('minutes'),tm.isoformat('seconds'),tm.isoformat('milliseconds'),tm.isoformat('microseconds'),tm.isoformat('auto'),time(1).isoformat()
tm.isoformat('foo')
tm.isoformat(3)
tm.isoformat(timespec='seconds')
tm.replace(hour=1)
tm.replace(fold=1)
tm.replace(hour=25)
tm.replace(tzinfo=3)
SM(1).replace(hour=2)
tm.utcoffset(),tm.dst(),tm.tzname()
tm.replace(tzinfo=z).utcoffset()
tm.replace(tzinfo=b).utcoffset()
tm.replace(tzinfo=b).dst()
tm.replace(tzinfo=b).tzname()
tm.replace(tzinfo=tz)
str(tm.replace(tzinfo=tz))
tm.replace(tzinfo=z)==tm
tm.replace(tzinfo=z)<tm
tm.replace(tzinfo=z)<tm.replace(tzinfo=tz)
tm<3
tm==3
hash(tm)==hash(time(12,34,56,789012,fold=1))
hash(time(3,tzinfo=z))==hash(time(1,tzinfo=timezone.utc))
tm.strftime('%H:%M %f %Y %z')
tm.__reduce__()
tm.replace(tzinfo=tz).__reduce__()
tm.replace(fold=1).__reduce_ex__(4)
tm.replace(fold=1).__reduce_ex__(3)
time.min,time.max,time.resolution
bool(time())
time.fromisoformat('12:34')
time.fromisoformat('12')
time.fromisoformat('T12:34:56.789')
time.fromisoformat('12:34:56.789012345')
time.fromisoformat('123456')
time.fromisoformat('12:34:56+05:30')
time.fromisoformat('12:34:56Z')
time.fromisoformat('12:34:56-00:00')
time.fromisoformat('12:34:56+05:30:10.5')
time.fromisoformat('24:00')
time.fromisoformat('24:01')
time.fromisoformat('1234:56')
time.fromisoformat('12:34:5')
time.fromisoformat('25:00')
time.fromisoformat('12:60')
time.fromisoformat('')
time.fromisoformat('12:34:56+25:00')
time.fromisoformat(3)
time.fromisoformat('12:34:56,5')
time.fromisoformat('12:34:56.')
time.strptime('12:34','%H:%M')
datetime(2020,1,1)
datetime(2020,1,1,25)
datetime(2020,1,1,1,1,1,1,3)
datetime(2020,1,1,fold=1)
datetime(2020,1,1,fold=3)
datetime(2020)
datetime('a',1,1)
datetime(2020,1,1,1,1,1,1,None,1)
dt
dz
str(dt),str(dz),str(datetime(1,1,1))
dt.isoformat(' '),dt.isoformat('T','minutes'),dt.isoformat(timespec='milliseconds'),dz.isoformat()
dt.isoformat('ab')
dt.isoformat(3)
dt.isoformat('T','foo')
dt.ctime()
dt.date(),dt.time(),dz.timetz(),dz.time()
dt.timetuple()
dz.timetuple()
dz.utctimetuple()
dt.utctimetuple()
datetime(1,1,1,tzinfo=z).utctimetuple()
dt.toordinal(),dt.weekday(),dt.isocalendar()
dz.timestamp()
datetime(2020,1,1,tzinfo=timezone.utc).timestamp()
datetime.fromtimestamp(0,timezone.utc)
datetime.fromtimestamp(1.5,timezone.utc)
datetime.fromtimestamp(-1.5,timezone.utc)
datetime.fromtimestamp(0.1234565,timezone.utc)
datetime.fromtimestamp(1e20,timezone.utc)
datetime.fromtimestamp(float('nan'),timezone.utc)
datetime.fromtimestamp('a')
datetime.fromtimestamp(0,3)
datetime.fromtimestamp(0,tz=tz)
datetime.now(3)
datetime.now(timezone.utc).tzinfo
datetime.now().tzinfo
datetime.combine(d,tm)
datetime.combine(d,d)
datetime.combine(tm,tm)
SD.combine(d,tm)
datetime.fromisoformat('2020-01-02T03:04:05.678901+05:30')
datetime.fromisoformat('2020-01-02 03:04:05')
datetime.fromisoformat('20200102T030405Z')
datetime.fromisoformat('2020-W01-1T03:04')
datetime.fromisoformat('2020W01103:04')
datetime.fromisoformat('2020-01-02')
datetime.fromisoformat('2020-01-02T')
datetime.fromisoformat('2020-01-02T24:00')
datetime.fromisoformat('2020-12-31T24:00:00')
datetime.fromisoformat('9999-12-31T24:00')
datetime.fromisoformat('2020-01-02T24:00:01')
datetime.fromisoformat('2020-01-02x03:04')
datetime.fromisoformat('2020-01-02T03:04:05+24:00')
datetime.fromisoformat('2020-01-0203:04')
datetime.fromisoformat('abc')
datetime.fromisoformat('2020-01-02\\ud80003:04')
datetime.fromisoformat(None)
datetime.strptime('2020-01-02 03:04:05.6 +0530','%Y-%m-%d %H:%M:%S.%f %z')
datetime.strptime('x','%Y')
datetime.strptime(3,'%Y')
dt.replace(year=2023)
dt.replace(day=1,hour=0)
dt.replace(tzinfo=tz)
dz.replace(tzinfo=None)
dt.replace(fold=1)
dt.replace(fold=2)
dt.replace(tzinfo=3)
SD(2020,1,1).replace(hour=3)
copy.replace(dt,day=1)
dz.astimezone(timezone.utc)
dz.astimezone(tz)
dz.astimezone(z) is dz
dt.astimezone(timezone.utc).tzinfo
dz.astimezone(3)
dt.utcoffset(),dt.dst(),dt.tzname(),dz.utcoffset(),dz.dst(),dz.tzname()
datetime(2020,1,1,tzinfo=b).utcoffset()
datetime(2020,1,1,tzinfo=b).dst()
datetime(2020,1,1,tzinfo=b).tzname()
datetime(2020,1,1,tzinfo=b).isoformat()
datetime(2020,1,1,tzinfo=n).isoformat()
dt+td
td+dt
dt-td
dt-datetime(2020,1,1)
dz-dt
dz-dz.replace(tzinfo=tz)
dz-dz
dt+dt
dt-3
datetime.max+timedelta(1)
datetime.min-timedelta(0,0,1)
SD(2020,1,1)+td
dt==dz
dt<dz
dz==dz.astimezone(tz)
dz<dz.replace(tzinfo=tz)
dt<3
dt==3
dt!=3
dt<datetime(2025,1,1)
hash(dt)==hash(dt.replace(fold=1))
hash(dz)==hash(dz.astimezone(tz))
dt.__reduce__()
dz.__reduce_ex__(4)
dt.replace(fold=1).__reduce_ex__(4)
dt.replace(fold=1).__reduce_ex__(2)
datetime(b'\\x07\\xe8\\x02\\x1d\\x0c\\x228\\x0c\\n\\x14')
datetime(b'\\x07\\xe8\\x02\\x1d\\x0c\\x228\\x0c\\n\\x14',3)
datetime(b'\\x07\\xe8\\x82\\x1d\\x0c\\x228\\x0c\\n\\x14').fold
pickle.loads(pickle.dumps([dt,dz,d,tm,td,tz,tn,timezone.utc]))
copy.deepcopy(dz)==dz
datetime.min,datetime.max,datetime.resolution
dt.strftime('%Y-%m-%d %H:%M:%S.%f %z|%Z|%:z|%A %b %p %I %y %j %U %W %w %c|%x|%X')
dz.strftime('%z %Z %:z')
dz.replace(tzinfo=tn).strftime('%z %Z %:z')
dz.replace(tzinfo=timezone(timedelta(0,1,5))).strftime('%z %Z %:z')
datetime(5,1,1).strftime('%Y %G %C %F')
dt.strftime('a\\0b%Y')
dt.strftime('\\ud83d\\ude00%Y')
dt.strftime('\\ud800')
f'{dt:%H:%M}'
timezone.utc
timezone.min,timezone.max
tz,tn
str(tz),str(tn),str(timezone.utc)
timezone(timedelta(0))is timezone.utc
timezone(timedelta(0),'x')
timezone(timedelta(hours=24))
timezone(timedelta(hours=-24))
timezone(3)
timezone()
timezone(timedelta(1),3)
timezone(timedelta(hours=1),None)
timezone(timedelta(hours=1),3)
timezone(timedelta(seconds=3661,microseconds=5))
str(timezone(timedelta(seconds=3661,microseconds=5)))
tz.utcoffset(dt),tz.utcoffset(None),tz.dst(dt),tz.tzname(None)
tz.utcoffset(3)
tz.tzname(3)
tz.dst(3)
tz.fromutc(dt.replace(tzinfo=tz))
tz.fromutc(dt)
tz.fromutc(3)
tz==timezone(timedelta(hours=-5,minutes=-30),'x')
tz==3
tz!=tn
tz<tn
hash(tz)==hash(timedelta(hours=-5,minutes=-30))
tz.__getinitargs__()
tn.__getinitargs__()
tz.__reduce__()
timezone.utc.__reduce__()
D.UTC is timezone.utc
tzinfo().utcoffset(None)
tzinfo().dst(None)
tzinfo().tzname(None)
tzinfo().fromutc(dt)
tzinfo().__reduce__()
z.fromutc(dz)
z.fromutc(dt)
z.fromutc(3)
b.fromutc(dt.replace(tzinfo=b))
D.MINYEAR,D.MAXYEAR
sorted(set(dir(datetime))-set(dir(object)))
sorted(set(dir(date))-set(dir(object)))
sorted(set(dir(time))-set(dir(object)))
sorted(set(dir(timedelta))-set(dir(object)))
sorted(set(dir(timezone))-set(dir(object)))
datetime.__mro__,date.__module__,timezone.__mro__
datetime.now.__doc__
[c.__basicsize__ if 0 else c.__name__ for c in (date,time,datetime)]
type('X',(timezone,),{})
max(dt,datetime(2030,1,1))
sorted([date(2020,1,3),date(2020,1,1)])
{d:1}[date(2024,2,29)]
dt in {datetime(2024,2,29,12,34,56,789012)}""".split('\n'):
    t(s)
