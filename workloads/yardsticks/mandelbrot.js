// bench/mandelbrot.py in idiomatic JavaScript: the same algorithm, the same answer.
const MAX_ITERATIONS = 50;
const SHADES = ' .:-=+*%@#';

function escapeTime(cx, cy) {
  let x = 0;
  let y = 0;
  let xx = 0;
  let yy = 0;
  let steps = 0;
  while (steps < MAX_ITERATIONS && xx + yy <= 4) {
    y = 2 * x * y + cy;
    x = xx - yy + cx;
    xx = x * x;
    yy = y * y;
    steps++;
  }
  return steps;
}

function row(j, n) {
  const cy = ((2 * j + 1 - n) * 1.25) / n;
  return Array.from({ length: n }, (_, i) => escapeTime((i * 3) / n - 2, cy));
}

function inCardioid(cx, cy) {
  const quarter = cx - 0.25;
  const q = quarter * quarter + cy * cy;
  if (q * (q + quarter) < 0.2499 * cy * cy) return true;
  return (cx + 1) * (cx + 1) + cy * cy < 0.0624;
}

const shade = (line) => line.map((steps) => SHADES[Math.floor((steps * (SHADES.length - 1)) / MAX_ITERATIONS)]).join('');

function verify(n, rows) {
  for (let j = 0; j < Math.floor(n / 2); j++) {
    const mirror = rows[n - 1 - j];
    if (!rows[j].every((steps, i) => steps === mirror[i])) throw new Error(`mandelbrot: row ${j} is not mirrored`);
  }
  for (let j = 0; j < n; j += 3) {
    const cy = ((2 * j + 1 - n) * 1.25) / n;
    for (let i = 0; i < n; i += 3) {
      if (inCardioid((i * 3) / n - 2, cy) && rows[j][i] < MAX_ITERATIONS) {
        throw new Error(`mandelbrot: a point known to be inside escaped (row ${j}, column ${i})`);
      }
    }
  }
}

export function workload(n) {
  const rows = Array.from({ length: n }, (_, j) => row(j, n));
  let inside = 0;
  let steps = 0;
  for (const line of rows) {
    for (const count of line) {
      if (count === MAX_ITERATIONS) inside++;
      steps += count;
    }
  }
  const dark = rows.map(shade).reduce((sum, line) => sum + line.split(SHADES.at(-1)).length - 1, 0);
  verify(n, rows);
  return `${inside} inside, ${steps} steps, ${dark} dark`;
}
