// bench/closures.py in idiomatic JavaScript: the same algorithm, the same answer.
import { makeLcg } from './lcg.js';

const SCALE = 64;

function noise(seed) {
  const next = makeLcg(seed);
  return () => (next() % (2 * SCALE + 1)) - SCALE;
}

const gain = (numerator, denominator) => (sample) => Math.floor((sample * numerator) / denominator);
const clip = (low, high) => (sample) => Math.min(Math.max(sample, low), high);

function delay(length) {
  const line = new Array(length).fill(0);
  let position = 0;
  return (sample) => {
    const old = line[position];
    line[position] = sample;
    position = (position + 1) % length;
    return old;
  };
}

function movingSum(length) {
  const past = delay(length);
  let total = 0;
  return (sample) => (total += sample - past(sample));
}

function difference() {
  let previous = 0;
  return (sample) => {
    const result = sample - previous;
    previous = sample;
    return result;
  };
}

const add = (first, second) => (sample) => first(sample) + second(sample);

const compose =
  (...stages) =>
  (sample) => {
    for (const stage of stages) sample = stage(sample);
    return sample;
  };

function counter() {
  let count = 0;
  return [
    (matters) => {
      if (matters) count++;
    },
    () => count,
  ];
}

function verify(seed) {
  const left = compose(movingSum(7), difference());
  const right = add(gain(1, 1), compose(delay(7), gain(-1, 1)));
  const source = noise(seed);
  for (let index = 0; index < 50; index++) {
    const sample = source();
    if (left(sample) !== right(sample)) throw new Error('closures: two filters that must agree do not');
  }
}

export function workload(n) {
  const source = noise(3);
  const chain = compose(
    add(gain(3, 2), compose(delay(5), gain(-1, 3))),
    movingSum(8),
    clip(-5 * SCALE, 5 * SCALE),
    difference(),
  );
  const [loud, countLoud] = counter();
  let checksum = 0;
  for (let index = 0; index < n; index++) {
    const sample = chain(source());
    loud(Math.abs(sample) > SCALE);
    checksum = (checksum * 7 + sample) % 65521;
    if (checksum < 0) checksum += 65521;
  }
  verify(11);
  return `${countLoud()} of ${n} loud, checksum ${checksum}`;
}
