// The .pyc file: sixteen bytes of header (PEP 552) and a marshalled code object, as Lib/importlib/_bootstrap_external.py
// writes and checks them. The source hash is CPython's `_imp.source_hash`: SipHash-1-3 keyed by the magic number.
import { CodeObject } from './code-object.ts';
import { MarshalError, dumps, loads } from './marshal.ts';

/** `importlib.util.MAGIC_NUMBER` of 3.14: 3627 and CR LF. */
export const MAGIC_NUMBER = Uint8Array.of(0x2b, 0x0e, 0x0d, 0x0a);

export type PycValidation =
  /** Valid while the source has this modification time (seconds) and size. */
  | { kind: 'timestamp'; mtime: number; size: number }
  /** Valid while the source has this hash; `checked`: to be looked at on import. */
  | { kind: 'hash'; hash: Uint8Array; checked: boolean };

export interface PycFile {
  validation: PycValidation;
  code: CodeObject;
}

export function writePyc(code: CodeObject, validation: PycValidation): Uint8Array {
  const body = dumps(code);
  const file = new Uint8Array(16 + body.length);
  const view = new DataView(file.buffer);
  file.set(MAGIC_NUMBER);
  if (validation.kind === 'timestamp') {
    view.setUint32(4, 0, true);
    view.setUint32(8, validation.mtime >>> 0, true);
    view.setUint32(12, validation.size >>> 0, true);
  } else {
    view.setUint32(4, validation.checked ? 3 : 1, true);
    file.set(validation.hash.subarray(0, 8), 8);
  }
  file.set(body, 16);
  return file;
}

/** Reads a file, whose memory must not change afterwards; throws MarshalError where Python raises ImportError, EOFError or ValueError. */
export function readPyc(file: Uint8Array): PycFile {
  if (file.length < 16) throw new MarshalError('EOFError', 'reached EOF while reading pyc header');
  for (let i = 0; i < 4; i++) {
    if (file[i] !== MAGIC_NUMBER[i]) throw new MarshalError('ValueError', 'bad magic number in pyc file');
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const flags = view.getUint32(4, true);
  if ((flags & ~3) !== 0) throw new MarshalError('ValueError', `invalid flags ${flags} in pyc file`);
  const code = loads(file, { offset: 16, views: true });
  if (!(code instanceof CodeObject)) throw new MarshalError('TypeError', 'non-code object in pyc file');
  const validation: PycValidation =
    (flags & 1) === 0
      ? { kind: 'timestamp', mtime: view.getUint32(8, true), size: view.getUint32(12, true) }
      : { kind: 'hash', hash: file.slice(8, 16), checked: (flags & 2) !== 0 };
  return { validation, code };
}

/** Eight bytes, little-endian: SipHash-1-3 of the source, with the magic number as first half of the key. */
export function sourceHash(source: Uint8Array): Uint8Array {
  const key = new DataView(MAGIC_NUMBER.buffer).getUint32(0, true);
  return sipHash13(key, source);
}

/** State words as pairs of unsigned 32-bit halves (high, low): BigInt would be some twenty times slower here. */
function sipHash13(keyLow: number, data: Uint8Array): Uint8Array {
  const v = new Uint32Array(8);
  v[0] = 0x736f6d65;
  v[1] = (0x70736575 ^ keyLow) >>> 0;
  v[2] = 0x646f7261;
  v[3] = 0x6e646f6d;
  v[4] = 0x6c796765;
  v[5] = (0x6e657261 ^ keyLow) >>> 0;
  v[6] = 0x74656462;
  v[7] = 0x79746573;
  const add = (a: number, b: number): void => {
    const low = v[a + 1] + v[b + 1];
    v[a] = v[a] + v[b] + (low > 0xffffffff ? 1 : 0);
    v[a + 1] = low;
  };
  const rotate = (a: number, bits: number): void => {
    const high = v[a];
    const low = v[a + 1];
    if (bits === 32) {
      v[a] = low;
      v[a + 1] = high;
    } else {
      v[a] = (high << bits) | (low >>> (32 - bits));
      v[a + 1] = (low << bits) | (high >>> (32 - bits));
    }
  };
  const xor = (a: number, b: number): void => {
    v[a] ^= v[b];
    v[a + 1] ^= v[b + 1];
  };
  const round = (): void => {
    add(0, 2);
    add(4, 6);
    rotate(2, 13);
    rotate(6, 16);
    xor(2, 0);
    xor(6, 4);
    rotate(0, 32);
    add(4, 2);
    add(0, 6);
    rotate(2, 17);
    rotate(6, 21);
    xor(2, 4);
    xor(6, 0);
    rotate(4, 32);
  };
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const whole = data.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const low = view.getUint32(i, true);
    const high = view.getUint32(i + 4, true);
    v[6] ^= high;
    v[7] ^= low;
    round();
    v[0] ^= high;
    v[1] ^= low;
  }
  const tail = new Uint8Array(8);
  tail.set(data.subarray(whole));
  tail[7] = data.length & 0xff;
  const last = new DataView(tail.buffer);
  const low = last.getUint32(0, true);
  const high = last.getUint32(4, true);
  v[6] ^= high;
  v[7] ^= low;
  round();
  v[0] ^= high;
  v[1] ^= low;
  v[5] ^= 0xff;
  round();
  round();
  round();
  const result = new DataView(new ArrayBuffer(8));
  result.setUint32(0, (v[1] ^ v[3] ^ v[5] ^ v[7]) >>> 0, true);
  result.setUint32(4, (v[0] ^ v[2] ^ v[4] ^ v[6]) >>> 0, true);
  return new Uint8Array(result.buffer);
}
