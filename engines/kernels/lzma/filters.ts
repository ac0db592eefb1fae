// The filters of .xz that stand before LZMA: differences between bytes, and for programs of some machines the addresses in jumps and calls made
// absolute ("branch, call, jump"), so that equal targets look equal. Each works on pieces; what could be the beginning of an instruction is held back.

export const FILTER = {
  LZMA1: 0x4000_0000_0000_0001n,
  LZMA2: 0x21n,
  DELTA: 3n,
  X86: 4n,
  POWERPC: 5n,
  IA64: 6n,
  ARM: 7n,
  ARMTHUMB: 8n,
  SPARC: 9n,
} as const;

export interface FilterSpec {
  id: bigint;
  /** LZMA1, LZMA2. */
  dictionarySize: number;
  lc: number;
  lp: number;
  pb: number;
  /** How hard to look for matches, and when one is long enough. */
  depth: number;
  niceLength: number;
  /** DELTA. */
  distance: number;
  /** The others. */
  startOffset: number;
}

export interface Filter {
  /** What is finished; `last`: nothing follows. */
  push(bytes: Uint8Array, last: boolean): Uint8Array;
}

class Delta implements Filter {
  private readonly history: Uint8Array;
  private readonly isEncoder: boolean;
  private at = 0;
  constructor(distance: number, isEncoder: boolean) {
    this.history = new Uint8Array(distance);
    this.isEncoder = isEncoder;
  }
  push(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length);
    const { history, isEncoder } = this;
    for (let i = 0; i < bytes.length; i++) {
      const before = history[this.at];
      result[i] = isEncoder ? bytes[i] - before : bytes[i] + before;
      history[this.at] = isEncoder ? bytes[i] : result[i];
      this.at = this.at + 1 === history.length ? 0 : this.at + 1;
    }
    return result;
  }
}

/** Converts in place from the start as far as it can see, and answers how far that is. */
type Convert = (bytes: Uint8Array, position: number, isEncoder: boolean) => number;

class Branches implements Filter {
  private readonly convert: Convert;
  private readonly isEncoder: boolean;
  private position: number;
  private held: Uint8Array = new Uint8Array(0);
  constructor(convert: Convert, position: number, isEncoder: boolean) {
    this.convert = convert;
    this.position = position;
    this.isEncoder = isEncoder;
  }
  push(bytes: Uint8Array, last: boolean): Uint8Array {
    const all = new Uint8Array(this.held.length + bytes.length);
    all.set(this.held);
    all.set(bytes, this.held.length);
    const done = this.convert(all, this.position, this.isEncoder);
    this.position = (this.position + done) >>> 0;
    if (last) {
      this.held = new Uint8Array(0);
      return all;
    }
    this.held = all.slice(done);
    return all.slice(0, done);
  }
}

const big32 = (b: Uint8Array, i: number): number =>
  (b[i] << 24) | (b[i + 1] << 16) | (b[i + 2] << 8) | b[i + 3];

function putBig32(b: Uint8Array, i: number, value: number): void {
  b[i] = value >>> 24;
  b[i + 1] = value >>> 16;
  b[i + 2] = value >>> 8;
  b[i + 3] = value;
}

const powerPc: Convert = (b, position, isEncoder) => {
  let i = 0;
  for (; i + 4 <= b.length; i += 4) {
    // A branch with the link bit and without the absolute one.
    if (b[i] >> 2 !== 0x12 || (b[i + 3] & 3) !== 1) continue;
    const from = big32(b, i) & 0x3ff_fffc;
    const to = isEncoder ? position + i + from : from - (position + i);
    putBig32(b, i, 0x4800_0000 | (to & 0x3ff_fffc) | 1);
  }
  return i;
};

const sparc: Convert = (b, position, isEncoder) => {
  let i = 0;
  for (; i + 4 <= b.length; i += 4) {
    const isCall = (b[i] === 0x40 && b[i + 1] >> 6 === 0) || (b[i] === 0x7f && b[i + 1] >> 6 === 3);
    if (!isCall) continue;
    const from = big32(b, i) << 2;
    const to = (isEncoder ? position + i + from : from - (position + i)) >>> 2;
    putBig32(b, i, (((0 - ((to >>> 22) & 1)) << 22) & 0x3fff_ffff) | (to & 0x3f_ffff) | 0x4000_0000);
  }
  return i;
};

const arm: Convert = (b, position, isEncoder) => {
  let i = 0;
  for (; i + 4 <= b.length; i += 4) {
    if (b[i + 3] !== 0xeb) continue;
    const from = (b[i] | (b[i + 1] << 8) | (b[i + 2] << 16)) << 2;
    const here = position + i + 8;
    const to = (isEncoder ? here + from : from - here) >>> 2;
    b[i] = to;
    b[i + 1] = to >>> 8;
    b[i + 2] = to >>> 16;
  }
  return i;
};

const armThumb: Convert = (b, position, isEncoder) => {
  let i = 0;
  for (; i + 4 <= b.length; i += 2) {
    if ((b[i + 1] & 0xf8) !== 0xf0 || (b[i + 3] & 0xf8) !== 0xf8) continue;
    const from = (((b[i + 1] & 7) << 19) | (b[i] << 11) | ((b[i + 3] & 7) << 8) | b[i + 2]) << 1;
    const here = position + i + 4;
    const to = (isEncoder ? here + from : from - here) >>> 1;
    b[i + 1] = 0xf0 | ((to >>> 19) & 7);
    b[i] = to >>> 11;
    b[i + 3] = 0xf8 | ((to >>> 8) & 7);
    b[i + 2] = to;
    i += 2;
  }
  return i;
};

/** Which of a bundle's three slots hold branches, by the bundle's template. */
const IA64_BRANCHES = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0,
];

const ia64: Convert = (b, position, isEncoder) => {
  let i = 0;
  for (; i + 16 <= b.length; i += 16) {
    const mask = IA64_BRANCHES[b[i] & 31];
    for (let slot = 0; slot < 3; slot++) {
      if (((mask >> slot) & 1) === 0) continue;
      const firstBit = 5 + 41 * slot;
      const first = i + (firstBit >> 3);
      const shift = BigInt(firstBit & 7);
      let instruction = 0n;
      for (let k = 5; k >= 0; k--) instruction = (instruction << 8n) | BigInt(b[first + k]);
      let plain = instruction >> shift;
      if (((plain >> 37n) & 15n) !== 5n || ((plain >> 9n) & 7n) !== 0n) continue;
      let from = Number((plain >> 13n) & 0xf_ffffn);
      from |= (Number(plain >> 36n) & 1) << 20;
      from <<= 4;
      const to = (isEncoder ? position + i + from : from - (position + i)) >>> 4;
      plain &= ~(0x8f_ffffn << 13n);
      plain |= BigInt(to & 0xf_ffff) << 13n;
      plain |= BigInt(to & 0x10_0000) << 16n;
      instruction &= (1n << shift) - 1n;
      instruction |= plain << shift;
      for (let k = 0; k < 6; k++) b[first + k] = Number((instruction >> BigInt(8 * k)) & 255n);
    }
  }
  return i;
};

/** x86 remembers what the bytes before looked like: an opcode's byte within an address is no opcode. */
function newX86(): Convert {
  const isExtreme = (byte: number): boolean => byte === 0 || byte === 255;
  const ALLOWED = [true, true, true, false, true, false, false, false];
  const BIT = [0, 1, 2, 2, 3, 3, 3, 3];
  let mask = 0;
  let lastOpcode = -5;
  return (b, position, isEncoder) => {
    if (b.length < 5) return 0;
    let before = lastOpcode;
    if (position - before > 5) before = position - 5;
    const limit = b.length - 5;
    let i = 0;
    while (i <= limit) {
      if (b[i] !== 0xe8 && b[i] !== 0xe9) {
        i++;
        continue;
      }
      const gap = position + i - before;
      before = position + i;
      if (gap > 5) mask = 0;
      else for (let k = 0; k < gap; k++) mask = (mask & 0x77) << 1;
      const top = b[i + 4];
      if (isExtreme(top) && ALLOWED[(mask >> 1) & 7] && mask >> 1 < 16) {
        let from = (top << 24) | (b[i + 3] << 16) | (b[i + 2] << 8) | b[i + 1];
        let to: number;
        for (;;) {
          to = isEncoder ? (from + (position + i + 5)) | 0 : (from - (position + i + 5)) | 0;
          if (mask === 0) break;
          const bit = BIT[mask >> 1];
          if (!isExtreme((to >>> (24 - bit * 8)) & 255)) break;
          from = to ^ ((1 << (32 - bit * 8)) - 1);
        }
        b[i + 4] = ((to >>> 24) & 1) === 1 ? 255 : 0;
        b[i + 3] = to >>> 16;
        b[i + 2] = to >>> 8;
        b[i + 1] = to;
        i += 5;
        mask = 0;
      } else {
        i++;
        mask |= 1;
        if (isExtreme(top)) mask |= 0x10;
      }
    }
    lastOpcode = before;
    return i;
  };
}

/** Where an instruction may begin. */
const ALIGNMENT = new Map<bigint, number>([
  [FILTER.X86, 1],
  [FILTER.POWERPC, 4],
  [FILTER.IA64, 16],
  [FILTER.ARM, 4],
  [FILTER.ARMTHUMB, 2],
  [FILTER.SPARC, 4],
]);

export const isBranchFilter = (id: bigint): boolean => ALIGNMENT.has(id);

/** Null: the options are none. */
export function newFilter(spec: FilterSpec, isEncoder: boolean): Filter | null {
  if (spec.id === FILTER.DELTA)
    return spec.distance >= 1 && spec.distance <= 256 ? new Delta(spec.distance, isEncoder) : null;
  const alignment = ALIGNMENT.get(spec.id);
  if (alignment === undefined || spec.startOffset % alignment !== 0) return null;
  const converters = new Map<bigint, Convert>([
    [FILTER.POWERPC, powerPc],
    [FILTER.IA64, ia64],
    [FILTER.ARM, arm],
    [FILTER.ARMTHUMB, armThumb],
    [FILTER.SPARC, sparc],
  ]);
  return new Branches(converters.get(spec.id) ?? newX86(), spec.startOffset, isEncoder);
}
