// Host functions under names of their own, for the bundle whose size counts (micro-bundle.mjs).
export const {
  BigInt: host_BigInt,
  Int32Array: host_Int32Array,
  Number: host_Number,
  String: host_String,
  TextEncoder: host_TextEncoder,
  Uint8Array: host_Uint8Array,
} = globalThis;
const { Array: array, Math: math, Object: object } = globalThis;
export const { asIntN: host_asIntN, asUintN: host_asUintN } = host_BigInt;
export const {
  PI: host_PI,
  abs: host_abs,
  ceil: host_ceil,
  floor: host_floor,
  max: host_max,
  min: host_min,
  log: host_log,
  sqrt: host_sqrt,
  exp: host_exp,
  sin: host_sin,
} = math;
export const { isFinite: host_isFinite } = host_Number;
export const { is: host_is } = object;
export const { fromCharCode: host_fromCharCode } = host_String;
/** Not taken out of its object: it makes what it is called on. */
export const host_from = (...args) => array.from(...args);
