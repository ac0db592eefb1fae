// The modules `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`: hash objects for the library's hashlib. Models CPython's Modules/md5module.c …
// blake2module.c. The digests are the machine's (node:crypto), but for BLAKE2 with
// parameters (kernels/blake2.ts).
import { Blake2b, Blake2s } from '../../kernels/blake2.ts';
import { hex } from '../../kernels/bytes.ts';
import type { Int } from '../../kernels/int.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { constructor } from '../constructor.ts';
import { Unsupported } from '../error.ts';
import { leaf } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { Digester } from '../machine-codecs.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { hasBuffer } from '../types/bytes.ts';
import type { ModuleDefinition } from './module-definition.ts';

class HashPayload extends Payload {
  readonly digester: Digester;
  readonly digestSize: number;
  constructor(digester: Digester, digestSize: number) {
    super();
    this.digester = digester;
    this.digestSize = digestSize;
  }
  traverse(): void {}
  forget(): void {}
}

const hashOf = (space: Space, w: W): HashPayload => space.data(w) as HashPayload;

/** The bytes to hash; a str has to be encoded first. */
function bytesToHash(space: Space, w: W): Uint8Array {
  if (space.type(w).isSubtype(space.types.str))
    throw raise(space, 'TypeError', 'Strings must be encoded before hashing');
  if (!hasBuffer(space, w)) throw raise(space, 'TypeError', 'object supporting the buffer API required');
  return space.buffer_w(w);
}

interface Algorithm {
  name: string;
  /** As the machine calls it. */
  host: string;
  type: BuiltinTypeName;
  digestSize: number;
  blockSize: number;
  /** Of SHA-3 alone: capacity in bits and the suffix byte. */
  sponge?: { capacity: number; suffix: number };
}

const isVariable = ({ digestSize }: Algorithm): boolean => digestSize === 0;

function methods(variable: boolean): BuiltinRow[] {
  const length = variable ? '$self, length' : '$self, /';
  const size = (space: Space, w_length: W | undefined): number | undefined => {
    if (w_length === undefined) return undefined;
    if (!space.type(w_length).isSubtype(space.types.int)) {
      const got = space.type(w_length).name;
      throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
    }
    const n = space.int_w(w_length);
    if (n < 0) throw raise(space, 'ValueError', 'Cannot convert negative int');
    if (n >= 2 ** 29) throw raise(space, 'OverflowError', 'digest length is too large');
    return Number(n);
  };
  return [
    leaf('copy', '$self, /', (space: Space, w: W) => {
      const { digester, digestSize } = hashOf(space, w);
      return space.newobj(space.type(w), new HashPayload(digester.copy(), digestSize));
    }),
    leaf('digest', length, (space: Space, w: W, w_length?: W) =>
      space.newbytes(hashOf(space, w).digester.digest(size(space, w_length))),
    ),
    leaf('hexdigest', length, (space: Space, w: W, w_length?: W) => {
      const { digester } = hashOf(space, w);
      const n = size(space, w_length);
      const digits = n === undefined ? digester.hexdigest?.() : undefined;
      return space.newtext(digits ?? hex(digester.digest(n)));
    }),
    leaf('update', '$self, obj, /', (space: Space, w: W, w_data: W) => {
      hashOf(space, w).digester.update(bytesToHash(space, w_data));
      return space.w_None;
    }),
  ];
}

const ARGUMENTS = 'data=NULL, *, usedforsecurity: bool = True, string=NULL';

function initial(space: Space, w_data: W | undefined, w_string: W | undefined): Uint8Array | null {
  if (w_data !== undefined && w_string !== undefined) {
    const text =
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.";
    throw raise(space, 'TypeError', text);
  }
  const w = w_data ?? w_string;
  return w === undefined ? null : bytesToHash(space, w);
}

function create(space: Space, algorithm: Algorithm, type: TypeObject, w_data?: W, w_string?: W): W {
  const bytes = initial(space, w_data, w_string);
  const digester = space.host.codecs.digester(algorithm.host);
  if (digester === null) throw new Unsupported('digest', algorithm.name);
  if (bytes !== null) digester.update(bytes);
  return space.newobj(type, new HashPayload(digester, algorithm.digestSize));
}

function hashType(algorithm: Algorithm, isConstructible: boolean): TypeDefinition {
  const { name, type, digestSize, blockSize, sponge } = algorithm;
  const number = (value: number): Getset => ({ get: (space) => space.newint(value) });
  const getset: Record<string, Getset> = {
    block_size: number(blockSize),
    name: { get: (space) => space.newstr(name) },
    digest_size: number(digestSize),
  };
  if (sponge !== undefined) {
    getset._capacity_bits = number(sponge.capacity);
    getset._rate_bits = number(1600 - sponge.capacity);
    getset._suffix = { get: (space) => space.newbytes(Uint8Array.of(sponge.suffix)) };
  }
  return {
    name: type,
    isBase: false,
    slots: isConstructible
      ? {
          new: constructor(name, ARGUMENTS, ((
            space: Space,
            made: TypeObject,
            w_data: W | undefined,
            _secure: boolean,
            w_string: W | undefined,
          ) => create(space, algorithm, made, w_data, w_string)) as never),
        }
      : {},
    methods: methods(isVariable(algorithm)),
    getset,
  };
}

const GIL_MINSIZE = 2048;

/** A module whose hashes are made by functions. */
function functionModule(name: string, algorithms: readonly Algorithm[]): ModuleDefinition {
  return {
    name,
    functions: algorithms.map((algorithm) =>
      leaf(
        algorithm.name,
        ARGUMENTS,
        (space: Space, w_data: W | undefined, _secure: boolean, w_string: W | undefined) =>
          create(space, algorithm, space.types[algorithm.type], w_data, w_string),
      ),
    ),
    types: algorithms.map((algorithm) => ({
      ...hashType(algorithm, false),
      // CPython's type is `_md5.md5`, and the module calls it MD5Type.
    })),
    hidden: algorithms.map(({ type }) => type),
    values: (space) => ({
      ...Object.fromEntries(
        algorithms.map(({ name: plain, type }) => [`${plain.toUpperCase()}Type`, space.types[type].w_self]),
      ),
      _GIL_MINSIZE: space.newint(GIL_MINSIZE),
    }),
  };
}

const sha2 = (bits: number, blockSize: number): Algorithm => ({
  name: `sha${bits}`,
  host: `sha${bits}`,
  type: `_sha2.SHA${bits}Type` as BuiltinTypeName,
  digestSize: bits / 8,
  blockSize,
});

const sha3 = (bits: number): Algorithm => ({
  name: `sha3_${bits}`,
  host: `sha3-${bits}`,
  type: `_sha3.sha3_${bits}` as BuiltinTypeName,
  digestSize: bits / 8,
  blockSize: (1600 - 2 * bits) / 8,
  sponge: { capacity: 2 * bits, suffix: 6 },
});

const shake = (bits: number): Algorithm => ({
  name: `shake_${bits}`,
  host: `shake${bits}`,
  type: `_sha3.shake_${bits}` as BuiltinTypeName,
  digestSize: 0,
  blockSize: (1600 - 2 * bits) / 8,
  sponge: { capacity: 2 * bits, suffix: 0x1f },
});

const md5: Algorithm = { name: 'md5', host: 'md5', type: '_md5.md5', digestSize: 16, blockSize: 64 };
const sha1: Algorithm = { name: 'sha1', host: 'sha1', type: '_sha1.sha1', digestSize: 20, blockSize: 64 };
const SHA3 = [sha3(224), sha3(256), sha3(384), sha3(512), shake(128), shake(256)];

// --- BLAKE2

interface Limits {
  name: string;
  /** As the machine calls it without parameters. */
  host: string;
  shown: string;
  salt: number;
  person: number;
  key: number;
  digest: number;
  block: number;
  maxOffset: bigint;
}

const BLAKE2_ARGUMENTS =
  'data=NULL, /, *, digest_size: int = NULL, key=NULL, salt=NULL, person=NULL, fanout: int = 1, depth: int = 1, ' +
  'leaf_size: int = 0, node_offset: int = 0, node_depth: int = 0, inner_size: int = 0, last_node: bool = False, ' +
  'usedforsecurity: bool = True, string=NULL';

const newBlake2 = (limits: Limits) =>
  constructor(limits.name, BLAKE2_ARGUMENTS.replace('data=NULL, /', 'data=NULL'), ((
    space: Space,
    type: TypeObject,
    w_data: W | undefined,
    digestSize: Int | undefined,
    w_key: W | undefined,
    w_salt: W | undefined,
    w_person: W | undefined,
    fanout: Int,
    depth: Int,
    leafSize: Int,
    nodeOffset: Int,
    nodeDepth: Int,
    innerSize: Int,
    lastNode: boolean,
    _secure: boolean,
    w_string: W | undefined,
  ) => {
    const { shown } = limits;
    const data = initial(space, w_data, w_string);
    const size = digestSize ?? limits.digest;
    const wrong = (text: string) => raise(space, 'ValueError', text);
    if (size <= 0 || size > limits.digest) {
      const text = `digest_size for ${shown} must be between 1 and ${limits.digest} bytes, here it is ${size}`;
      throw wrong(text);
    }
    const part = (w: W | undefined, max: number, what: string): Uint8Array => {
      if (w === undefined) return new Uint8Array(0);
      const bytes = space.buffer_w(w);
      if (bytes.length > max) throw wrong(`maximum ${what} length is ${max} bytes`);
      return bytes.slice();
    };
    const salt = part(w_salt, limits.salt, 'salt');
    const person = part(w_person, limits.person, 'person');
    const between = (value: Int, low: number, high: number, what: string): number => {
      if (value < low || value > high) throw wrong(`${what} must be between ${low} and ${high}`);
      return Number(value);
    };
    const checked = {
      fanout: between(fanout, 0, 255, 'fanout'),
      depth: between(depth, 1, 255, 'depth'),
      nodeDepth: 0,
      innerSize: 0,
    };
    if (leafSize < 0) throw wrong('value must be positive');
    if (leafSize > 0xffff_ffff) throw raise(space, 'OverflowError', 'leaf_size is too large');
    if (nodeOffset < 0) throw wrong("can't convert negative value to unsigned int");
    if (nodeOffset > limits.maxOffset) throw raise(space, 'OverflowError', 'node_offset is too large');
    checked.nodeDepth = between(nodeDepth, 0, 255, 'node_depth');
    checked.innerSize = between(innerSize, 0, limits.digest, 'inner_size');
    const key = part(w_key, limits.key, 'key');
    const parameters = {
      ...checked,
      digestSize: Number(size),
      key,
      salt,
      person,
      leafSize: Number(leafSize),
      nodeOffset: BigInt(nodeOffset),
      lastNode,
    };
    const isPlain =
      size === limits.digest &&
      key.length + salt.length + person.length + checked.nodeDepth + checked.innerSize === 0 &&
      checked.fanout === 1 &&
      checked.depth === 1 &&
      leafSize === 0 &&
      nodeOffset === 0 &&
      !lastNode;
    // The machine has the hash as it is without parameters.
    const hash =
      (isPlain ? space.host.codecs.digester(limits.host) : null) ??
      (limits.name === 'blake2b' ? Blake2b.create(parameters) : Blake2s.create(parameters));
    if (data !== null) hash.update(data);
    return space.newobj(type, new HashPayload(hash, Number(size)));
  }) as never);

const BLAKE2B: Limits = {
  name: 'blake2b',
  host: 'blake2b512',
  shown: 'Blake2b',
  salt: 16,
  person: 16,
  key: 64,
  digest: 64,
  block: 128,
  maxOffset: 2n ** 64n - 1n,
};
const BLAKE2S: Limits = {
  name: 'blake2s',
  host: 'blake2s256',
  shown: 'Blake2s',
  salt: 8,
  person: 8,
  key: 32,
  digest: 32,
  block: 64,
  maxOffset: 2n ** 48n - 1n,
};

const blake2Type = (limits: Limits): TypeDefinition => ({
  name: `_blake2.${limits.name}` as BuiltinTypeName,
  slots: { new: newBlake2(limits) },
  methods: methods(false),
  getset: {
    name: { get: (space) => space.newstr(limits.name) },
    block_size: { get: (space) => space.newint(limits.block) },
    digest_size: { get: (space, w) => space.newint(hashOf(space, w).digestSize) },
  },
  constants: (space) => ({
    SALT_SIZE: space.newint(limits.salt),
    PERSON_SIZE: space.newint(limits.person),
    MAX_KEY_SIZE: space.newint(limits.key),
    MAX_DIGEST_SIZE: space.newint(limits.digest),
  }),
});

const blake2Constants = (space: Space, { name, salt, person, key, digest }: Limits): Record<string, W> => ({
  [`${name.toUpperCase()}_SALT_SIZE`]: space.newint(salt),
  [`${name.toUpperCase()}_PERSON_SIZE`]: space.newint(person),
  [`${name.toUpperCase()}_MAX_KEY_SIZE`]: space.newint(key),
  [`${name.toUpperCase()}_MAX_DIGEST_SIZE`]: space.newint(digest),
});

export const DIGEST_MODULES: readonly ModuleDefinition[] = [
  functionModule('_md5', [md5]),
  functionModule('_sha1', [sha1]),
  functionModule('_sha2', [sha2(224, 64), sha2(256, 64), sha2(384, 128), sha2(512, 128)]),
  {
    name: '_sha3',
    types: SHA3.map((algorithm) => hashType(algorithm, true)),
    values: (space) => ({
      implementation: space.newstr('HACL'),
      _GIL_MINSIZE: space.newint(GIL_MINSIZE),
    }),
  },
  {
    name: '_blake2',
    types: [blake2Type(BLAKE2B), blake2Type(BLAKE2S)],
    values: (space) => ({
      ...blake2Constants(space, BLAKE2B),
      ...blake2Constants(space, BLAKE2S),
      _GIL_MINSIZE: space.newint(GIL_MINSIZE),
    }),
  },
];
