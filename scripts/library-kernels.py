# The library's kernels as a program uses them: `python library-kernels.py [NAME-PART]` prints, for each, the least milliseconds of a call.
# Driven by bench-library.mjs, which runs it on several engines side by side. A kernel is a function that is called anew for each sample.
import csv, datetime, decimal, fractions, hashlib, heapq, io, itertools, json, math, pickle, random, re, statistics, string, struct, sys
import textwrap, time, zlib
import base64, binascii, bisect, collections, copy, functools, operator, os, tempfile

rng = random.Random(7)
words = [''.join(rng.choices('abcdefghijklmnop', k=rng.randrange(3, 10))) for _ in range(4000)]
numbers = [rng.randrange(1 << 30) for _ in range(4000)]
floats = [rng.uniform(-1e4, 1e4) for _ in range(4000)]
text = ' '.join(words)
records = [{'id': i, 'name': words[i], 'tags': words[i:i + 3], 'score': floats[i], 'ok': i % 2 == 0, 'none': None} for i in range(400)]
document = json.dumps(records)
indented = json.dumps(records, indent=1, ensure_ascii=False)
log = '\n'.join(
    f'{rng.randrange(256)}.{rng.randrange(256)}.0.{i % 256} - - [10/Oct/2025:13:55:{i % 60:02}] "GET /{words[i]}/{i}.html HTTP/1.1" {rng.choice([200, 404, 500])} {numbers[i] % 9999}'
    for i in range(1000))
LINE = re.compile(r'(?P<host>[\d.]+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<method>\w+) (?P<path>\S+)[^"]*" (?P<status>\d{3}) (?P<size>\d+)')
blob = bytes(rng.randrange(256) for _ in range(50000))
packed = zlib.compress(text.encode() * 4)
moments = [datetime.datetime(2020 + i % 6, i % 12 + 1, i % 28 + 1, i % 24, i % 60, i % 60) for i in range(500)]
stamps = [m.isoformat() for m in moments]
decimals = [decimal.Decimal(str(round(f, 3))) for f in floats[:1000]]
Point = collections.namedtuple('Point', 'x y z')
header = struct.Struct('<HIhq')
headers = b''.join(header.pack(i % 60000, numbers[i], -(i % 3000), -numbers[i]) for i in range(1000))
rows = [[words[i], str(numbers[i]), f'{floats[i]:.3f}', 'a "quoted", one' if i % 7 == 0 else words[-i]] for i in range(1000)]
buffer = io.StringIO(); csv.writer(buffer).writerows(rows); table = buffer.getvalue()
pickled = pickle.dumps(records)
big = 3 ** 4000
with tempfile.NamedTemporaryFile('w', suffix='.txt', delete=False, encoding='utf-8') as stream:
    stream.write(log * 10)
path = stream.name
KERNELS = []

def kernel(f):
    KERNELS.append(f)
    return f

@kernel
def json_loads(): json.loads(document)
@kernel
def json_loads_indented(): json.loads(indented)
@kernel
def json_dumps(): json.dumps(records)
@kernel
def json_dumps_indent(): json.dumps(records, indent=2)
@kernel
def json_dumps_sorted(): json.dumps(records, sort_keys=True, separators=(',', ':'))
@kernel
def re_log_lines():
    for line in log.split('\n'): LINE.match(line).groupdict()
@kernel
def re_findall(): re.findall(r'\b[a-f]\w*\b', text)
@kernel
def re_finditer(): return sum(m.end() - m.start() for m in re.finditer(r'[aeiou]+[^aeiou ]', text))
@kernel
def re_sub(): re.sub(r'([a-d])(\w)', r'\2\1', text)
@kernel
def re_sub_call(): re.sub(r'\w+', lambda m: m[0][::-1], text)
@kernel
def re_split(): re.split(r'\s*[eo]\s*', text)
@kernel
def re_alternatives(): re.findall(r'abc|bcd|cde|def|efg|fgh|ghi', text)
@kernel
def re_compile(): re.purge(); re.compile(r'(?P<host>[\d.]+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<method>\w+) (?P<path>\S+)[^"]*" (?P<status>\d{3})')
@kernel
def format_str(): return ['{:>10}|{:<8.3f}|{:08x}'.format(w, f, n) for w, f, n in zip(words[:1000], floats, numbers)]
@kernel
def format_fstring(): return [f'{w!r:>12} {f:10.2f} {n:,}' for w, f, n in zip(words[:1000], floats, numbers)]
@kernel
def format_fstring_plain(): return [f'{w} {n}' for w, n in zip(words, numbers)]
@kernel
def format_percent(): return ['%-10s %5.1f %d %x' % (w, f, n, n) for w, f, n in zip(words[:1000], floats, numbers)]
@kernel
def sort_ints(): sorted(numbers)
@kernel
def sort_texts(): sorted(words)
@kernel
def sort_floats(): sorted(floats)
@kernel
def sort_key(): sorted(words, key=len)
@kernel
def sort_key_tuple(): sorted(words, key=lambda w: (len(w), w))
@kernel
def sort_tuples(): sorted(zip(words, numbers))
@kernel
def hash_sha256(): hashlib.sha256(blob).hexdigest()
@kernel
def hash_md5_many(): return [hashlib.md5(w.encode()).hexdigest() for w in words[:500]]
@kernel
def crc32(): zlib.crc32(blob); binascii.crc32(blob)
@kernel
def zlib_compress(): zlib.compress(blob)
@kernel
def zlib_decompress(): zlib.decompress(packed)
@kernel
def base64_both(): base64.b64decode(base64.b64encode(blob))
@kernel
def hex_both(): bytes.fromhex(blob.hex())
@kernel
def struct_unpack_many(): return [header.unpack_from(headers, i * header.size) for i in range(1000)]
@kernel
def struct_pack_many(): return [header.pack(i, i, -i, i) for i in range(1000)]
@kernel
def struct_iter(): return sum(a for a, b, c, d in header.iter_unpack(headers))
@kernel
def struct_functions(): return [struct.unpack('>I', struct.pack('>I', n)) for n in numbers[:1000]]
@kernel
def decimal_sum(): return sum(decimals)
@kernel
def decimal_arith():
    d = decimal.Decimal('1.1')
    for x in decimals[:300]: d = (d + x) * 2 / 3 - x
    return d
@kernel
def decimal_from_text(): return [decimal.Decimal(s) for s in ('1.25', '-3.50', '1e10', '123456789.123') * 250]
@kernel
def decimal_quantize(): return [d.quantize(decimal.Decimal('0.01')) for d in decimals[:300]]
@kernel
def decimal_str(): return [str(d) for d in decimals]
@kernel
def decimal_long():
    with decimal.localcontext() as c:
        c.prec = 200
        return (decimal.Decimal(2).sqrt() * decimal.Decimal(3).ln()).exp()
@kernel
def fractions_sum(): return sum(fractions.Fraction(1, n) for n in range(1, 200))
@kernel
def datetime_isoformat(): return [m.isoformat() for m in moments]
@kernel
def datetime_fromisoformat(): return [datetime.datetime.fromisoformat(s) for s in stamps]
@kernel
def datetime_arith(): return [m + datetime.timedelta(days=i, hours=3) - moments[0] for i, m in enumerate(moments)]
@kernel
def datetime_strftime(): return [m.strftime('%Y-%m-%d %H:%M:%S') for m in moments]
@kernel
def datetime_strptime(): return [datetime.datetime.strptime(s, '%Y-%m-%dT%H:%M:%S') for s in stamps[:100]]
@kernel
def itertools_chain(): return sum(itertools.chain(numbers, numbers))
@kernel
def itertools_product(): return sum(1 for _ in itertools.product(range(30), range(30), range(5)))
@kernel
def itertools_permutations(): return sum(1 for _ in itertools.permutations(range(7)))
@kernel
def itertools_groupby(): return [(k, len(list(g))) for k, g in itertools.groupby(sorted(words), key=lambda w: w[0])]
@kernel
def itertools_accumulate(): return list(itertools.accumulate(numbers))
@kernel
def itertools_islice(): return list(itertools.islice(itertools.count(), 1000, 5000))
@kernel
def big_multiply(): return big * (big + 1)
@kernel
def big_print(): return len(str(big))
@kernel
def big_divmod(): return divmod(big * big, big + 12345)
@kernel
def big_factorial(): return math.factorial(1000)
@kernel
def big_pow_mod(): return pow(3, big >> 5000, 2 ** 521 - 1)
@kernel
def csv_read(): return list(csv.reader(io.StringIO(table)))
@kernel
def csv_write(): csv.writer(io.StringIO()).writerows(rows)
@kernel
def csv_dict(): return list(csv.DictReader(io.StringIO(table), fieldnames='abcd'))
@kernel
def pickle_dumps(): pickle.dumps(records)
@kernel
def pickle_loads(): pickle.loads(pickled)
@kernel
def deepcopy(): copy.deepcopy(records[:60])
@kernel
def lines_read():
    with open(path, encoding='utf-8') as f: return sum(len(line) for line in f)
@kernel
def lines_binary():
    with open(path, 'rb') as f: return sum(len(line) for line in f)
@kernel
def text_read():
    with open(path, encoding='utf-8') as f: return len(f.read())
@kernel
def lines_write():
    with open(path + '.out', 'w', encoding='utf-8') as f:
        for w in words: f.write(w + '\n')
@kernel
def stringio_write():
    f = io.StringIO()
    for w in words: f.write(w)
    return f.getvalue()
@kernel
def bytesio_read():
    f = io.BytesIO(blob)
    while f.read(100): pass
@kernel
def text_split(): return [line.split() for line in log.split('\n')]
@kernel
def text_translate(): return text.translate(str.maketrans('aeiou', 'AEIOU'))
@kernel
def text_join(): return ', '.join(words)
@kernel
def text_replace(): return text.replace('ab', 'xyz')
@kernel
def text_strip_lower(): return [w.strip().lower().title() for w in words]
@kernel
def text_encode_decode(): return text.encode().decode()
@kernel
def text_wide(): return ('Ünïcödé テスト ' * 200).upper().encode().decode().split()
@kernel
def text_find_count(): return text.count('abc'), text.find('zzz'), text.rfind('ab')
@kernel
def text_wrap(): return textwrap.fill(text[:4000], 70)
@kernel
def text_template(): return [string.Template('$a and ${b}').substitute(a=w, b=n) for w, n in zip(words[:200], numbers)]
@kernel
def counter(): return collections.Counter(text).most_common(3), collections.Counter(words)
@kernel
def deque_rotate():
    d = collections.deque(numbers, maxlen=500)
    for n in numbers: d.append(n); d.popleft(); d.append(n)
    d.rotate(100)
@kernel
def defaultdict_group():
    d = collections.defaultdict(list)
    for w in words: d[w[0]].append(w)
@kernel
def namedtuple_make(): return [p._replace(z=1).x for p in [Point(n, 1, 2) for n in numbers[:500]]]
@kernel
def heap(): return heapq.nsmallest(10, numbers), heapq.nlargest(10, numbers, key=operator.neg)
@kernel
def heap_push():
    h = []
    for n in numbers: heapq.heappush(h, n)
    while h: heapq.heappop(h)
@kernel
def bisect_insort():
    a = []
    for n in numbers[:1000]: bisect.insort(a, n)
@kernel
def random_numbers():
    r = random.Random(1)
    return [r.random() for _ in range(2000)], [r.randrange(100) for _ in range(1000)], r.shuffle(numbers[:])
@kernel
def statistics_all(): return statistics.mean(floats), statistics.stdev(floats[:500]), statistics.median(floats)
@kernel
def math_sum(): return math.fsum(floats), math.prod(numbers[:20]), math.dist(floats[:100], floats[100:200]), math.gcd(*numbers)
@kernel
def functools_cache():
    @functools.lru_cache(None)
    def f(n): return n if n < 2 else f(n - 1) + f(n - 2)
    return f(200)
@kernel
def functools_reduce(): return functools.reduce(operator.add, numbers)
@kernel
def set_operations():
    a, b = set(words), set(words[::2])
    return len(a & b), len(a | b), len(a - b), len(a ^ b), b <= a
@kernel
def dict_operations():
    d = dict(zip(words, numbers)); e = {v: k for k, v in d.items()}
    return {**d, **e}, d | e
@kernel
def bytes_operations(): return blob.count(b'a'), blob.find(b'zzzz'), blob.replace(b'a', b'bb'), blob.split(b'\n'), blob[::-1]
@kernel
def int_conversions(): return [int(s) for s in map(str, numbers)], [int(hex(n), 16) for n in numbers[:1000]]
@kernel
def float_conversions(): return [float(s) for s in map(repr, floats[:1000])]

def least(f, budget):
    best, began = 1e9, time.perf_counter()
    turns = 0
    while turns < 5 or time.perf_counter() - began < budget:
        start = time.perf_counter(); f(); best = min(best, time.perf_counter() - start)
        turns += 1
    return best * 1000

pattern = sys.argv[1] if len(sys.argv) > 1 else ''
budget = float(sys.argv[2]) if len(sys.argv) > 2 else 0.3
for f in KERNELS:
    if re.search(pattern, f.__name__):
        print(f.__name__, f'{least(f, budget):.4f}', flush=True)
os.unlink(path)
if os.path.exists(path + '.out'): os.unlink(path + '.out')
