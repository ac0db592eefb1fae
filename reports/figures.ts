// How numbers are written in every report: three significant digits, the unit that fits, intervals beside values.
import type { ResultInterval, ResultWorkload } from '../harness/result.ts';

/** Three significant digits without an exponent, trailing zeros kept: 0.123, 1.23, 12.3, 123, 1234. */
export function digits(x: number): string {
  if (x === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(x)));
  const text = x.toFixed(Math.min(12, Math.max(0, 2 - magnitude)));
  // 9.999 rounds to 10.00: one digit too many.
  const rounded = Number(text);
  return magnitude < 2 && Math.floor(Math.log10(Math.abs(rounded))) > magnitude ? digits(rounded) : text;
}

export function duration(ms: number): string {
  if (ms >= 999_500 / 10) return `${digits(ms / 60_000)} min`;
  if (ms >= 999.5) return `${digits(ms / 1000)} s`;
  if (ms >= 0.9995) return `${digits(ms)} ms`;
  if (ms >= 0.0009995) return `${digits(ms * 1000)} µs`;
  return `${digits(ms * 1e6)} ns`;
}

/** The larger half of the interval, relative to the value; nothing where there is no interval. */
export function spread(i: ResultInterval): string {
  if (i.low === undefined || i.high === undefined) return '';
  const half = Math.max(i.high / i.value - 1, 1 - i.low / i.value) * 100;
  if (half > 999) return '±>999 %';
  return `±${half < 0.95 ? half.toFixed(1) : Math.round(half)} %`;
}

export function bytes(n: number): string {
  if (n >= 2 ** 30) return `${digits(n / 2 ** 30)} GiB`;
  if (n >= 2 ** 20) return `${digits(n / 2 ** 20)} MiB`;
  if (n >= 2 ** 10) return `${digits(n / 2 ** 10)} KiB`;
  return `${Math.round(n)} B`;
}

/** `(0.40…0.45)`; nothing where there is no interval, and no digits of one that bounds nothing. */
export function intervalText({ low, high }: ResultInterval): string {
  if (low === undefined || high === undefined) return '';
  return low > 0 && high / low > 10_000 ? '(too wide)' : `(${digits(low)}…${digits(high)})`;
}

/** `0.42 (0.40…0.45)`. */
export function ratioWithInterval(i: ResultInterval): string {
  return [digits(i.value), intervalText(i)].filter(Boolean).join(' ');
}

/** How a workload was run: `n = 200 (tiny)`, `workload()`, `whole program`. */
export function sizeText({ mode, n, size }: ResultWorkload): string {
  if (mode === 'whole') return 'whole program';
  if (n === undefined) return 'workload()';
  return size === undefined ? `n = ${n}` : `n = ${n} (${size})`;
}
