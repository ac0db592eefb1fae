// bench/recursion.py in idiomatic JavaScript: the same algorithm, the same answer.
function takeuchi(x, y, z) {
  if (y >= x) return z;
  return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y));
}

function hanoi(height, source, target, spare, pegs) {
  if (height === 0) return 0;
  const moves = hanoi(height - 1, source, spare, target, pegs);
  const disc = pegs[source].pop();
  if (pegs[target].length > 0 && pegs[target].at(-1) < disc) throw new Error('recursion: a disc on a smaller one');
  pegs[target].push(disc);
  return moves + 1 + hanoi(height - 1, spare, target, source, pegs);
}

function partitions(number, largest) {
  if (number === 0) return 1;
  if (number < 0 || largest === 0) return 0;
  return partitions(number - largest, largest) + partitions(number, largest - 1);
}

function grayCodes(bits) {
  if (bits === 0) return [0];
  const shorter = grayCodes(bits - 1);
  const high = 1 << (bits - 1);
  return [...shorter, ...[...shorter].reverse().map((code) => high + code)];
}

const female = (n) => (n === 0 ? 1 : n - male(female(n - 1)));
const male = (n) => (n === 0 ? 0 : n - female(male(n - 1)));

function verify(n, moves, pegs, bits, codes) {
  if (moves !== 2 ** n - 1 || pegs[2].length !== n) throw new Error(`recursion: ${n} discs took ${moves} moves`);
  for (let index = 1; index < codes.length; index++) {
    const change = codes[index - 1] ^ codes[index];
    if (change & (change - 1)) throw new Error('recursion: neighbours differ in more than a bit');
  }
  if (new Set(codes).size !== 2 ** bits) throw new Error('recursion: a Gray code came twice');
}

export function workload(n) {
  const pegs = [Array.from({ length: n }, (_, index) => n - index), [], []];
  const moves = hanoi(n, 0, 2, 1, pegs);
  const bits = Math.floor(n / 2) + 4;
  const codes = grayCodes(bits);
  const third = Math.floor(n / 3);
  const tak = takeuchi(n, 2 * third, third);
  const parts = partitions(2 * n, 2 * n);
  const code = codes[Math.floor(codes.length / 3)];
  const hofstadter = female(n + 4) + male(n + 4);
  verify(n, moves, pegs, bits, codes);
  return `${moves} moves, takeuchi ${tak}, ${parts} partitions, code ${code}, hofstadter ${hofstadter}`;
}
