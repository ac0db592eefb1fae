// Writes engines/kernels/cjk/tables.ts, the characters of the East Asian encodings, from the reference's own codecs. An encoding is told as
// its difference from a like one: byte sequences (as numbers) with their text, bytes that begin a longer sequence, and what is encoded in another
// way than decoding says. Lists are deltas as signed base-128 numbers, all deflated together. `node scripts/make-cjk-tables.mjs`
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { loadPyodide } from 'pyodide';

/** Encoding → the one that it is told by. */
const BASES = {
  gb2312: null,
  gbk: 'gb2312',
  gb18030: 'gbk',
  big5: null,
  cp950: 'big5',
  big5hkscs: 'big5',
  euc_kr: null,
  cp949: 'euc_kr',
  johab: null,
  euc_jp: null,
  euc_jis_2004: 'euc_jp',
  euc_jisx0213: 'euc_jis_2004',
  shift_jis: null,
  cp932: 'shift_jis',
  shift_jis_2004: 'shift_jis',
  shift_jisx0213: 'shift_jis_2004',
};

const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
const read = python.runPython(`
import json
def text_of(encoding, data):
    try: return data.decode(encoding)
    except UnicodeDecodeError: return None
def read(encoding):
    decoded, leads = {}, []
    for b in range(256):
        t = text_of(encoding, bytes([b]))
        if t is not None:
            decoded[b] = t
            continue
        try: bytes([b]).decode(encoding)
        except UnicodeDecodeError as e:
            if e.reason.startswith('incomplete'): leads.append(b)
    for b in leads:
        for c in range(0x21, 0xff):
            t = text_of(encoding, bytes([b, c]))
            if t is not None and (len(t) == 1 or c >= 0x30): decoded[b << 8 | c] = t
    if encoding.startswith('euc_j'):
        for c in range(0xa1, 0xff):
            for d in range(0xa1, 0xff):
                t = text_of(encoding, bytes([0x8f, c, d]))
                if t is not None: decoded[0x8f0000 | c << 8 | d] = t
    if encoding == 'gb18030':
        for n in range(39420):
            data = bytes([0x81 + n // 12600, 0x30 + n // 1260 % 10, 0x81 + n // 10 % 126, 0x30 + n % 10])
            t = text_of(encoding, data)
            if t is not None: decoded[int.from_bytes(data)] = t
    back = {}
    for code in sorted(decoded):
        back.setdefault(decoded[code], code)
    odd = {}
    for point in [*range(0xd800), *range(0xe000, 0x10000), *range(0x20000, 0x30000)]:
        if encoding == 'gb18030' and point > 0xffff: break
        try: code = int.from_bytes(chr(point).encode(encoding))
        except UnicodeEncodeError: code = -1
        if code >> 32 > 0: code = -1  # a syllable of EUC-KR by its letters
        if back.get(chr(point), -1) != code: odd[point] = code
    return json.dumps([[[k, [ord(c) for c in v]] for k, v in decoded.items()], leads, list(odd.items())])
read
`);

const bytes = [];
function number(value) {
  // Zigzag, seven bits a byte.
  let n = value < 0 ? -value * 2 - 1 : value * 2;
  for (; n >= 128; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  bytes.push(n);
}
function list(rows, width) {
  number(rows.length);
  for (let column = 0; column < width; column++) {
    let last = 0;
    for (const row of rows) {
      number(row[column] - last);
      last = row[column];
    }
  }
}

const decodedOf = {};
const sizes = [];
for (const [encoding, base] of Object.entries(BASES)) {
  const before = bytes.length;
  const [decoded, leads, odd] = JSON.parse(read(encoding));
  const map = new Map(decoded.map(([code, points]) => [code, points]));
  decodedOf[encoding] = map;
  const inherited = base === null ? new Map() : decodedOf[base];
  const changed = [...map].filter(([code, points]) => String(inherited.get(code)) !== String(points));
  changed.sort(([a], [b]) => a - b);
  list(
    changed.filter(([, p]) => p.length === 1).map(([code, p]) => [code, p[0]]),
    2,
  );
  list(
    changed.filter(([, p]) => p.length === 2).map(([code, p]) => [code, ...p]),
    3,
  );
  list(
    [...inherited.keys()]
      .filter((code) => !map.has(code))
      .sort((a, b) => a - b)
      .map((code) => [code]),
    1,
  );
  list(
    leads.map((lead) => [lead]),
    1,
  );
  list(odd, 2);
  sizes.push(`${encoding} ${map.size} ${bytes.length - before}`);
}
const packed = deflateRawSync(Uint8Array.from(bytes), { level: 9 }).toString('base64');
const lines = [
  '// Written by scripts/make-cjk-tables.mjs from the reference; do not edit.',
  '// prettier-ignore',
  `export const ENCODINGS: readonly (readonly [name: string, base: string | null])[] = ${JSON.stringify(Object.entries(BASES))};`,
  '// prettier-ignore',
  `export const PACKED = '${packed}';`,
];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
writeFileSync(join(root, 'engines/kernels/cjk/tables.ts'), `${lines.join('\n')}\n`);
console.log(sizes.join('\n'), bytes.length, packed.length);
