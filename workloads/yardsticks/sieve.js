// bench/sieve.py in idiomatic JavaScript: the same algorithm, the same answer.
function sieve(limit) {
  const flags = new Uint8Array(limit).fill(1, 2);
  for (let candidate = 2; candidate * candidate < limit; candidate++) {
    if (!flags[candidate]) continue;
    for (let multiple = candidate * candidate; multiple < limit; multiple += candidate) flags[multiple] = 0;
  }
  return flags;
}

function isPrime(number) {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor++) {
    if (number % divisor === 0) return false;
  }
  return true;
}

function survey(flags) {
  let count = 0;
  let twins = 0;
  let widest = 0;
  let previous = 0;
  const lastDigits = new Array(10).fill(0);
  for (let number = 2; number < flags.length; number++) {
    if (!flags[number]) continue;
    count++;
    lastDigits[number % 10]++;
    if (previous) {
      const gap = number - previous;
      if (gap === 2) twins++;
      if (gap > widest) widest = gap;
    }
    previous = number;
  }
  return { count, twins, widest, lastDigits };
}

export function workload(n) {
  const flags = sieve(n);
  const { count, twins, widest, lastDigits } = survey(flags);
  const step = Math.floor(n / 20) + 1;
  for (let number = n % step; number < n; number += step) {
    if (Boolean(flags[number]) !== isPrime(number)) throw new Error(`sieve: ${number} is wrongly told prime or composite`);
  }
  return `${count} primes, ${twins} twins, gap ${widest}, ${lastDigits[7]} end in 7`;
}
