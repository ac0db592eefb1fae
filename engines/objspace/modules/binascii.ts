// The module `binascii`: bytes to text and back, checksums. Models CPython's Modules/binascii.c; the encodings are kernels/base64.ts.
import * as codecs from '../../kernels/base64.ts';
import { bytesOfUnits, hex } from '../../kernels/bytes.ts';
import { crcCcitt } from '../../kernels/crc.ts';
import { OperationError } from '../error.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { hasBuffer } from '../types/bytes.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** The bytes of a buffer or of an ASCII str. */
function asciiOf(space: Space, w: W): Uint8Array {
  if (space.type(w).isSubtype(space.types.str)) {
    const text = space.str_w(w);
    if (/[^\0-\x7f]/.test(text))
      throw raise(space, 'ValueError', 'string argument should contain only ASCII characters');
    return bytesOfUnits(text);
  }
  if (!hasBuffer(space, w)) {
    const text = `argument should be bytes, buffer or ASCII string, not '${space.type(w).name}'`;
    throw raise(space, 'TypeError', text);
  }
  return space.buffer_w(w);
}

/** Runs a kernel, whose errors are the module's. */
function guarded(space: Space, run: () => Uint8Array): W {
  try {
    return space.newbytes(run());
  } catch (e) {
    if (!(e instanceof codecs.EncodingError)) throw e;
    const name = e.isIncomplete ? 'binascii.Incomplete' : 'binascii.Error';
    throw new OperationError(space.types[name], null, e.message);
  }
}

/** `hex` of bytes.hex with the separator of an argument. */
export function hexWithSeparator(
  space: Space,
  bytes: Uint8Array,
  w_separator: W | undefined,
  group: number,
): string {
  if (w_separator === undefined) return hex(bytes);
  const type = space.type(w_separator);
  let separator: string;
  if (type.isSubtype(space.types.str)) separator = space.str_w(w_separator);
  else if (type.isSubtype(space.types.bytes)) separator = String.fromCharCode(...space.bytes_w(w_separator));
  else throw raise(space, 'TypeError', 'sep must be str or bytes.');
  if (separator.length !== 1) throw raise(space, 'ValueError', 'sep must be length 1.');
  if (separator.charCodeAt(0) > 127) throw raise(space, 'ValueError', 'sep must be ASCII.');
  return group === 0 ? hex(bytes) : hex(bytes, separator, group);
}

const toHex = (name: string) =>
  leaf(
    name,
    'data: bytes, sep=NULL, bytes_per_sep: index = 1',
    (space: Space, bytes: Uint8Array, w_separator: W | undefined, group: number) => {
      const text = hexWithSeparator(space, bytes, w_separator, group);
      return space.newbytes(bytesOfUnits(text));
    },
  );

const fromHex = (name: string) =>
  leaf(name, 'hexstr, /', (space: Space, w: W) => guarded(space, () => codecs.decodeHex(asciiOf(space, w))));

const mask32 = (space: Space, w: W): number => {
  if (!space.type(w).isSubtype(space.types.int))
    throw raise(space, 'TypeError', `'${space.type(w).name}' object cannot be interpreted as an integer`);
  return Number(BigInt.asUintN(32, BigInt(space.int_w(w))));
};

export const binasciiModule: ModuleDefinition = {
  name: 'binascii',
  doc: 'Conversion between binary data and ASCII',
  functions: [
    leaf('a2b_uu', 'data, /', (space: Space, w: W) =>
      guarded(space, () => codecs.decodeUu(asciiOf(space, w))),
    ),
    leaf(
      'b2a_uu',
      'data: bytes, /, *, backtick: bool = False',
      (space: Space, data: Uint8Array, tick: boolean) => guarded(space, () => codecs.encodeUu(data, tick)),
    ),
    leaf('a2b_base64', 'data, /, *, strict_mode: bool = False', (space: Space, w: W, strict: boolean) =>
      guarded(space, () => codecs.decodeBase64(asciiOf(space, w), strict)),
    ),
    leaf(
      'b2a_base64',
      'data: bytes, /, *, newline: bool = True',
      (space: Space, data: Uint8Array, end: boolean) => space.newbytes(codecs.encodeBase64(data, end)),
    ),
    toHex('b2a_hex'),
    toHex('hexlify'),
    fromHex('a2b_hex'),
    fromHex('unhexlify'),
    leaf('crc_hqx', 'data: bytes, crc, /', (space: Space, data: Uint8Array, w_crc: W) =>
      space.newint(crcCcitt(data, mask32(space, w_crc))),
    ),
    leaf('crc32', 'data: bytes, crc=0, /', (space: Space, data: Uint8Array, w_crc: W) =>
      space.newint(space.host.codecs.crc32(data, mask32(space, w_crc))),
    ),
    leaf('a2b_qp', 'data, header: bool = False', (space: Space, w: W, header: boolean) =>
      guarded(space, () => codecs.decodeQuoted(asciiOf(space, w), header)),
    ),
    leaf(
      'b2a_qp',
      'data: bytes, quotetabs: bool = False, istext: bool = True, header: bool = False',
      (space: Space, data: Uint8Array, quotetabs: boolean, istext: boolean, header: boolean) =>
        space.newbytes(codecs.encodeQuoted(data, quotetabs, istext, header)),
    ),
  ],
  types: [
    { name: 'binascii.Error', base: 'ValueError', hasWeakrefs: true },
    { name: 'binascii.Incomplete', base: 'Exception', hasWeakrefs: true },
  ],
};
