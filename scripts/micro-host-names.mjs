// Host functions under names of their own, for the bundle whose size counts (micro-bundle.mjs).
export const {
  BigInt: host_BigInt,
  Int32Array: host_Int32Array,
  Number: host_Number,
  String: host_String,
  Uint8Array: host_Uint8Array,
} = globalThis;
const { Math: math, Object: object } = globalThis;
export const {
  abs: host_abs,
  ceil: host_ceil,
  floor: host_floor,
  max: host_max,
  min: host_min,
  round: host_round,
  trunc: host_trunc,
  log: host_log,
  sqrt: host_sqrt,
  exp: host_exp,
  cos: host_cos,
  sin: host_sin,
  cosh: host_cosh,
  sinh: host_sinh,
  atan2: host_atan2,
  hypot: host_hypot,
  imul: host_imul,
} = math;
export const { isFinite: host_isFinite } = host_Number;
export const { entries: host_entries, fromEntries: host_fromEntries, is: host_is } = object;
export const { fromCharCode: host_fromCharCode } = host_String;
