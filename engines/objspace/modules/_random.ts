// The module `_random`: the generator under the library's random module. Models CPython's Modules/_randommodule.c; the algorithm is
// kernels/mersenne-twister.ts.
import { MersenneTwister } from '../../kernels/mersenne-twister.ts';
import { abs, normalize } from '../../kernels/int.ts';
import { andThen } from '../continuation.ts';
import { hash } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

class RandomPayload extends Payload {
  readonly generator = new MersenneTwister();
  traverse(): void {}
  forget(): void {}
}

const generatorOf = (space: Space, w: W): MersenneTwister => (space.data(w) as RandomPayload).generator;

/** The 32-bit words of a magnitude, the lowest first; one at least. */
function wordsOf(value: number | bigint): Uint32Array {
  let rest = BigInt(abs(value));
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffff_ffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return Uint32Array.from(words);
}

/** Ints by their magnitude, None by the machine's entropy, anything else by its hash. */
function seed(space: Space, w: W, w_seed: W): W {
  const generator = generatorOf(space, w);
  if (space.is(w_seed, space.w_None)) {
    const bytes = space.host.system.random(624 * 4);
    generator.seed(new Uint32Array(bytes.slice().buffer));
    return space.w_None;
  }
  if (space.type(w_seed).isSubtype(space.types.int)) {
    generator.seed(wordsOf(space.int_w(w_seed)));
    return space.w_None;
  }
  return andThen(space, space.top, hash(space, w_seed), (w_hash) => {
    generator.seed(wordsOf(normalize(BigInt.asUintN(64, BigInt(space.int_w(w_hash))))));
    return space.w_None;
  });
}

function setState(space: Space, w: W, w_state: W): W {
  if (!space.type(w_state).isSubtype(space.types.tuple))
    throw raise(space, 'TypeError', 'state vector must be a tuple');
  const state_w = space.tuple_w(w_state);
  if (state_w.length !== 625) throw raise(space, 'ValueError', 'state vector is the wrong size');
  const values = state_w.map((w_word) => {
    if (!space.type(w_word).isSubtype(space.types.int))
      throw raise(space, 'TypeError', 'an integer is required');
    const word = space.int_w(w_word);
    if (word < 0) throw raise(space, 'OverflowError', "can't convert negative value to unsigned int");
    return Number(BigInt.asUintN(32, BigInt(word)));
  });
  const w_index = state_w[624];
  const index = space.int_w(w_index);
  if (index < 0 || index > 624) throw raise(space, 'ValueError', 'invalid state');
  const generator = generatorOf(space, w);
  generator.state.set(values.slice(0, 624));
  generator.index = Number(index);
  return space.w_None;
}

const randomType: TypeDefinition = {
  name: '_random.Random',
  ownLayout: true,
  doc: 'Random() -> create a random number generator with its own internal state.',
  slots: {
    new: (space, type) => space.newobj(type, new RandomPayload()),
    init: (space, w, args_w, names) => {
      const isOwn = space.type(w).slots.init === space.types['_random.Random'].slots.init;
      if (isOwn && names !== null) throw raise(space, 'TypeError', 'Random() takes no keyword arguments');
      if (args_w.length > 1) {
        const text = `Random() requires 0 or 1 argument`;
        throw raise(space, 'TypeError', text);
      }
      return seed(space, w, args_w[0] ?? space.w_None);
    },
  },
  methods: [
    leaf('random', '$self, /', (space: Space, w: W) => generatorOf(space, w).random(), {
      result: 'float',
      effect: 'writes',
    }),
    resumable('seed', '$self, n=None, /', seed),
    leaf('getstate', '$self, /', (space: Space, w: W) => {
      const { state, index } = generatorOf(space, w);
      return space.newtuple([...Array.from(state, (word) => space.newint(word)), space.newint(index)]);
    }),
    leaf('setstate', '$self, state, /', setState),
    leaf(
      'getrandbits',
      '$self, k: index, /',
      (space: Space, w: W, k: number) => {
        if (k < 0) throw raise(space, 'ValueError', 'Cannot convert negative int');
        const bits = generatorOf(space, w).bits(k);
        return typeof bits === 'bigint' ? normalize(bits) : bits;
      },
      { result: 'int', effect: 'writes' },
    ),
  ],
};

export const randomModule: ModuleDefinition = {
  name: '_random',
  doc: 'Module implements the Mersenne Twister random number generator.',
  types: [randomType],
};
