// The module `_struct`: conversion between values and packed bytes. Models CPython's Modules/_struct.c; layouts and bytes are
// kernels/struct.ts.
import { packFloat, packInt, packText, parseFormat, readField, StructError } from '../../kernels/struct.ts';
import type { Field, Layout, Unpacked } from '../../kernels/struct.ts';
import type { Int } from '../../kernels/int.ts';
import { andThen, runNested } from '../continuation.ts';
import { index, isTrueNested } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import { BufferPayload, Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { hasBuffer } from '../types/bytes.ts';
import { selfIter } from '../types/iterators.ts';
import type { ModuleDefinition } from './module-definition.ts';

const structError = (space: Space, text: string): OperationError =>
  new OperationError(space.types['struct.error'], null, text);

/** Layouts by format, as CPython keeps up to a hundred. */
const CACHE_SIZE = 100;
const cache = new Map<string, Layout>();

function layoutOf(space: Space, format: string): Layout {
  let layout = cache.get(format);
  if (layout === undefined) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    try {
      layout = parseFormat(format);
    } catch (e) {
      if (e instanceof StructError) throw structError(space, e.message);
      throw e;
    }
    cache.set(format, layout);
  }
  return layout;
}

function formatOf(space: Space, w_format: W): string {
  const type = space.type(w_format);
  let format: string;
  if (type.isSubtype(space.types.str)) format = space.str_w(w_format);
  else if (type.isSubtype(space.types.bytes)) format = String.fromCharCode(...space.bytes_w(w_format));
  else throw raise(space, 'TypeError', `Struct() argument 1 must be a str or bytes object, not ${type.name}`);
  if (format.includes('\0')) throw structError(space, 'embedded null character');
  if (/[^\0-\x7f]/.test(format)) {
    if (type.isSubtype(space.types.str)) {
      const at = format.search(/[^\0-\x7f]/);
      const code = format.charCodeAt(at);
      const shown =
        code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
      const text = `'ascii' codec can't encode character '${shown}' in position ${at}: ordinal not in range(128)`;
      throw raise(space, 'ValueError', text);
    }
    throw structError(space, 'bad char in struct format');
  }
  return format;
}

// --- unpacking

function wrap(space: Space, field: Field, value: Unpacked): W {
  switch (field.kind) {
    case 'int':
      return space.newint(value as Int);
    case 'float':
      return space.newfloat(value as number);
    case 'bool':
      return space.newbool(value as boolean);
    case 'complex': {
      const { real, imag } = value as { real: number; imag: number };
      return space.newcomplex(real, imag);
    }
    default:
      return space.newbytes(value as Uint8Array);
  }
}

/** Small structs are read and written here: a view of their own bytes would cost more than all the rest. */
const SMALL = 256;
const smallBytes = new Uint8Array(SMALL);
const smallView = new DataView(smallBytes.buffer);

function unpackAt(space: Space, layout: Layout, source: Uint8Array, start: number): W {
  const values_w: W[] = [];
  const { size } = layout;
  let bytes = source;
  let at = start;
  let view: DataView = smallView;
  if (size <= SMALL) {
    for (let i = 0; i < size; i++) smallBytes[i] = source[start + i];
    bytes = smallBytes;
    at = 0;
  } else {
    view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }
  for (const field of layout.fields) {
    for (let i = 0; i < field.count; i++)
      values_w.push(wrap(space, field, readField(view, bytes, at, field, i, layout.little)));
  }
  return space.newtuple(values_w);
}

function unpack(space: Space, layout: Layout, w_buffer: W): W {
  const bytes = space.buffer_w(w_buffer);
  if (bytes.length !== layout.size)
    throw structError(space, `unpack requires a buffer of ${layout.size} bytes`);
  return unpackAt(space, layout, bytes, 0);
}

function unpackFrom(space: Space, layout: Layout, w_buffer: W, offset: number): W {
  const bytes = space.buffer_w(w_buffer);
  const { size } = layout;
  let at = offset;
  if (at < 0) {
    if (at + size > 0) {
      const text = `not enough data to unpack ${size} bytes at offset ${offset}`;
      throw structError(space, text);
    }
    if (at + bytes.length < 0) {
      const text = `offset ${offset} out of range for ${bytes.length}-byte buffer`;
      throw structError(space, text);
    }
    at += bytes.length;
  }
  if (bytes.length - at < size) {
    const text = `unpack_from requires a buffer of at least ${size + at} bytes for unpacking ${size} bytes at offset ${at} (actual buffer size is ${bytes.length})`;
    throw structError(space, text);
  }
  return unpackAt(space, layout, bytes, at);
}

class UnpackIterator extends Payload {
  w_buffer: W | null;
  readonly layout: Layout;
  at = 0;
  constructor(w_buffer: W, layout: Layout) {
    super();
    this.w_buffer = w_buffer;
    this.layout = layout;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_buffer !== null) visit(this.w_buffer);
  }
  forget(): void {
    this.w_buffer = null;
  }
}

function iterUnpack(space: Space, layout: Layout, w_buffer: W): W {
  const { length } = space.buffer_w(w_buffer);
  if (layout.size === 0) throw structError(space, 'cannot iteratively unpack with a struct of length 0');
  if (length % layout.size !== 0) {
    const text = `iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`;
    throw structError(space, text);
  }
  const w_type = space.types['_struct.unpack_iterator'];
  return space.newobj(w_type, new UnpackIterator(space.own(w_buffer), layout));
}

const unpackIteratorType: TypeDefinition = {
  name: '_struct.unpack_iterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as UnpackIterator;
      const { w_buffer, layout } = iterator;
      if (w_buffer === null) return STOP;
      const bytes = space.buffer_w(w_buffer);
      if (iterator.at >= bytes.length) {
        iterator.w_buffer = null;
        space.drop(w_buffer);
        return STOP;
      }
      const { at } = iterator;
      iterator.at += layout.size;
      return unpackAt(space, layout, bytes, at);
    },
  },
  methods: [
    leaf(
      '__length_hint__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_buffer, layout, at } = space.data(w) as UnpackIterator;
        return w_buffer === null ? 0 : (space.buffer_w(w_buffer).length - at) / layout.size;
      },
      { result: 'int' },
    ),
  ],
};

// --- packing

/** The int of an argument; `__index__` runs nested. */
function intOf(space: Space, w: W): Int {
  const type = space.type(w);
  if (type.isSubtype(space.types.int)) return space.int_w(w);
  if (type.slots.index === null) throw structError(space, 'required argument is not an integer');
  return space.int_w(runNested(space, () => index(space, w)));
}

function floatOf(space: Space, w: W): number {
  const type = space.type(w);
  if (type.isSubtype(space.types.float)) return space.float_w(w);
  try {
    return space.floatNested(w);
  } catch (e) {
    // Whatever went wrong.
    space.dropError(space.asOperationError(e));
    throw structError(space, 'required argument is not a float');
  }
}

function packOne(
  space: Space,
  view: DataView,
  bytes: Uint8Array,
  at: number,
  field: Field,
  layout: Layout,
  w: W,
): void {
  const { kind, code, size } = field;
  switch (kind) {
    case 'int':
      try {
        packInt(view, at, intOf(space, w), field, layout);
      } catch (e) {
        if (e instanceof StructError) throw structError(space, e.message);
        throw e;
      }
      return;
    case 'float':
      packFloat(view, at, floatOf(space, w), code, layout);
      return;
    case 'complex': {
      const type = space.type(w);
      let z: { real: number; imag: number };
      if (type.isSubtype(space.types.complex)) z = space.complex_w(w);
      else if (type.slots.float !== null || type.slots.index !== null || type.isSubtype(space.types.int))
        z = { real: floatOf(space, w), imag: 0 };
      else throw structError(space, 'required argument is not a complex');
      packFloat(view, at, z.real, size === 8 ? 'f' : 'd', layout);
      packFloat(view, at + size / 2, z.imag, size === 8 ? 'f' : 'd', layout);
      return;
    }
    case 'bool':
      bytes[at] = isTrueNested(space, w) ? 1 : 0;
      return;
    case 'char':
      if (!space.type(w).isSubtype(space.types.bytes) || space.bytes_w(w).length !== 1)
        throw structError(space, 'char format requires a bytes object of length 1');
      bytes[at] = space.bytes_w(w)[0];
      return;
    default: {
      const type = space.type(w);
      if (!type.isSubtype(space.types.bytes) && !type.isSubtype(space.types.bytearray))
        throw structError(space, `argument for '${code}' must be a bytes object`);
      packText(bytes, at, space.buffer_w(w), field);
    }
  }
}

/** The bytes of values; callers of `__index__` and its like may pack something else meanwhile, so nested ones take room of their own. */
function packed(space: Space, layout: Layout, values_w: readonly W[]): Uint8Array {
  const { size, fields } = layout;
  const isSmall = size <= SMALL && !isPacking;
  const bytes = isSmall ? smallOutput : new Uint8Array(size);
  const view = isSmall ? smallOutputView : new DataView(bytes.buffer);
  if (isSmall) bytes.fill(0, 0, size);
  const wasPacking = isPacking;
  isPacking = true;
  try {
    let next = 0;
    for (const field of fields) {
      for (let i = 0; i < field.count; i++)
        packOne(space, view, bytes, field.offset + i * field.size, field, layout, values_w[next++]);
    }
  } finally {
    isPacking = wasPacking;
  }
  return isSmall ? bytes.slice(0, size) : bytes;
}

let isPacking = false;
const smallOutput = new Uint8Array(SMALL);
const smallOutputView = new DataView(smallOutput.buffer);

function pack(space: Space, layout: Layout, values_w: readonly W[]): W {
  if (values_w.length !== layout.length) {
    const text = `pack expected ${layout.length} items for packing (got ${values_w.length})`;
    throw structError(space, text);
  }
  return space.newbytes(packed(space, layout, values_w));
}

/** The bytes of an object that may be written to. */
export function writableBuffer(space: Space, w: W, complaint: string): Uint8Array {
  const { bytes } = space.types;
  if (!space.type(w).isSubtype(bytes) && hasBuffer(space, w)) {
    const payload = space.type(w).isSubtype(space.types.bytearray) ? null : space.data(w);
    if (!(payload instanceof BufferPayload) || !payload.readonly) {
      try {
        return space.buffer_w(w);
      } catch (e) {
        // Not in one piece.
        const error = space.asOperationError(e);
        if (!error.matches(space.types.BufferError)) throw error;
        space.dropError(error);
      }
    }
  }
  throw raise(space, 'TypeError', complaint.replace('%s', space.type(w).name));
}

function packIntoBuffer(space: Space, layout: Layout, w_buffer: W, w_offset: W, values_w: readonly W[]): W {
  return andThen(space, space.top, index(space, w_offset), (w_at) => {
    const { size } = layout;
    const bytes = writableBuffer(space, w_buffer, 'a read-write bytes-like object is required, not %s');
    const exact = BigInt(space.int_w(w_at));
    if (BigInt.asIntN(64, exact) !== exact)
      throw raise(space, 'IndexError', "cannot fit 'int' into an index-sized integer");
    const offset = Number(exact);
    let at = offset;
    if (at < 0) {
      if (at + size > 0) throw structError(space, `no space to pack ${size} bytes at offset ${offset}`);
      if (at + bytes.length < 0)
        throw structError(space, `offset ${offset} out of range for ${bytes.length}-byte buffer`);
      at += bytes.length;
    }
    if (bytes.length - at < size) {
      const [end, from] = offset < 0 ? [size + at, at] : [BigInt(size) + exact, exact];
      const text = `pack_into requires a buffer of at least ${end} bytes for packing ${size} bytes at offset ${from} (actual buffer size is ${bytes.length})`;
      throw structError(space, text);
    }
    bytes.set(packed(space, layout, values_w), at);
    return space.w_None;
  });
}

function packIntoArguments(space: Space, layout: Layout, args_w: readonly W[]): W {
  if (args_w.length === 0) throw structError(space, 'pack_into expected buffer argument');
  if (args_w.length === 1) throw structError(space, 'pack_into expected offset argument');
  if (args_w.length - 2 !== layout.length) {
    const text = `pack_into expected ${layout.length} items for packing (got ${args_w.length - 2})`;
    throw structError(space, text);
  }
  return packIntoBuffer(space, layout, args_w[0], args_w[1], args_w.slice(2));
}

// --- Struct

class StructPayload extends Payload {
  layout: Layout | null = null;
  traverse(): void {}
  forget(): void {}
}

function ofSelf(space: Space, w: W): Layout {
  const { layout } = space.data(w) as StructPayload;
  if (layout === null) throw raise(space, 'RuntimeError', 'Struct object is not initialized');
  return layout;
}

const structType: TypeDefinition = {
  name: '_struct.Struct',
  ownLayout: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => space.newobj(type, new StructPayload()),
    repr: (space, w) =>
      space.newstr(`${space.type(w).shortName}('${ofSelf(space, w).format.replace(/'/g, "\\'")}')`),
  },
  methods: [
    leaf(
      '__init__',
      '$self, format',
      (space: Space, w: W, w_format: W) => {
        (space.data(w) as StructPayload).layout = layoutOf(space, formatOf(space, w_format));
      },
      { result: 'none' },
    ),
    resumable('pack', '$self, *values', (space: Space, w: W, values_w: readonly W[]) =>
      pack(space, ofSelf(space, w), values_w),
    ),
    resumable('pack_into', '$self, *values', (space: Space, w: W, args_w: readonly W[]) =>
      packIntoArguments(space, ofSelf(space, w), args_w),
    ),
    leaf('unpack', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
      unpack(space, ofSelf(space, w), w_buffer),
    ),
    leaf(
      'unpack_from',
      '$self, /, buffer, offset: index = 0',
      (space: Space, w: W, w_buffer: W, at: number) => unpackFrom(space, ofSelf(space, w), w_buffer, at),
    ),
    leaf('iter_unpack', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
      iterUnpack(space, ofSelf(space, w), w_buffer),
    ),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => 56 + 24 * (ofSelf(space, w).fields.length + 1), {
      result: 'int',
    }),
  ],
  getset: {
    format: { get: (space, w) => space.newstr(ofSelf(space, w).format), doc: 'struct format string' },
    size: { get: (space, w) => space.newint(ofSelf(space, w).size), doc: 'struct size in bytes' },
  },
};

/** Functions of the module take the format first; it may be a Struct. */
const byFormat = (space: Space, w_format: W): Layout =>
  space.type(w_format).isSubtype(space.types['_struct.Struct'])
    ? ofSelf(space, w_format)
    : layoutOf(space, formatOf(space, w_format));

export const structModule: ModuleDefinition = {
  name: '_struct',
  doc: 'Functions to convert between Python values and C structs.',
  functions: [
    leaf('_clearcache', '', () => cache.clear(), { result: 'none' }),
    leaf('calcsize', 'format, /', (space: Space, w_format: W) => byFormat(space, w_format).size, {
      result: 'int',
    }),
    resumable('pack', 'format, /, *values', (space: Space, w_format: W, values_w: readonly W[]) =>
      pack(space, byFormat(space, w_format), values_w),
    ),
    resumable('pack_into', 'format, /, *values', (space: Space, w_format: W, args_w: readonly W[]) =>
      packIntoArguments(space, byFormat(space, w_format), args_w),
    ),
    leaf('unpack', 'format, buffer, /', (space: Space, w_format: W, w_buffer: W) =>
      unpack(space, byFormat(space, w_format), w_buffer),
    ),
    leaf(
      'unpack_from',
      'format, /, buffer, offset: index = 0',
      (space: Space, w_format: W, w_buffer: W, at: number) =>
        unpackFrom(space, byFormat(space, w_format), w_buffer, at),
    ),
    leaf('iter_unpack', 'format, buffer, /', (space: Space, w_format: W, w_buffer: W) =>
      iterUnpack(space, byFormat(space, w_format), w_buffer),
    ),
  ],
  types: [{ name: 'struct.error', base: 'Exception', hasWeakrefs: true }, structType, unpackIteratorType],
  hidden: ['_struct.unpack_iterator'],
};
