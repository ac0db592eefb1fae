// What encoder and decoder of LZMA share: where the probabilities of each decision lie in one array, the states, the numbers of the format. See
// "LZMA specification" (Igor Pavlov, 2015) and "The .xz File Format" 1.2.1 (Lasse Collin).

/** Everything that can be wrong, as liblzma's return codes call it. */
export type LzmaFailure = 'format' | 'options' | 'data' | 'buffer' | 'memory limit' | 'check' | 'program';

export class LzmaError {
  readonly failure: LzmaFailure;
  constructor(failure: LzmaFailure) {
    this.failure = failure;
  }
}

export interface LzmaProperties {
  /** Bits of the byte before that choose a literal's probabilities. */
  lc: number;
  /** Bits of the position that do. */
  lp: number;
  /** Bits of the position that choose those of all other decisions. */
  pb: number;
}

export const STATES = 12;
export const POSITIONS = 16;
export const IS_MATCH = 0;
export const IS_REP = IS_MATCH + STATES * POSITIONS;
export const IS_REP0 = IS_REP + STATES;
export const IS_REP1 = IS_REP0 + STATES;
export const IS_REP2 = IS_REP1 + STATES;
export const IS_REP0_LONG = IS_REP2 + STATES;
export const SLOT = IS_REP0_LONG + STATES * POSITIONS;
export const SPECIAL = SLOT + 4 * 64;
export const ALIGN = SPECIAL + 128;
export const MATCH_LENGTH = ALIGN + 16;
/** Within a length's probabilities. */
export const LENGTH_CHOICE2 = 1;
export const LENGTH_LOW = 2;
export const LENGTH_MIDDLE = LENGTH_LOW + 8 * POSITIONS;
export const LENGTH_HIGH = LENGTH_MIDDLE + 8 * POSITIONS;
export const REP_LENGTH = MATCH_LENGTH + LENGTH_HIGH + 256;
export const LITERAL = REP_LENGTH + LENGTH_HIGH + 256;
export const LITERAL_SIZE = 0x300;

export const PROBABILITY_BITS = 11;
export const HALF = 1 << (PROBABILITY_BITS - 1);
export const MOVE_BITS = 5;
export const TOP = 0x100_0000;
export const SHORTEST_MATCH = 2;
export const LONGEST_MATCH = 273;
/** From this slot on the low four bits have probabilities, those above have none. */
export const FIRST_DIRECT_SLOT = 14;

export const newProbabilities = ({ lc, lp }: LzmaProperties): Uint16Array =>
  new Uint16Array(LITERAL + (LITERAL_SIZE << (lc + lp))).fill(HALF);

export const stateAfterLiteral = (state: number): number =>
  state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
export const stateAfterMatch = (state: number): number => (state < 7 ? 7 : 10);
export const stateAfterRep = (state: number): number => (state < 7 ? 8 : 11);
export const stateAfterShortRep = (state: number): number => (state < 7 ? 9 : 11);

/** The properties in one byte, and back; null: no such byte. */
export const propertiesByte = ({ lc, lp, pb }: LzmaProperties): number => (pb * 5 + lp) * 9 + lc;
export function propertiesOf(byte: number): LzmaProperties | null {
  if (byte >= 225) return null;
  const properties = { lc: byte % 9, lp: Math.floor(byte / 9) % 5, pb: Math.floor(byte / 45) };
  return properties.lc + properties.lp > 4 ? null : properties;
}
