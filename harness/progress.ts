// Progress of long commands on stderr: on a terminal one line that is rewritten, with an estimate of the time left;
// elsewhere plain lines, few of them. Leaves out colours and every number that belongs into a report.

export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** What is going on now. On a terminal it replaces the line; elsewhere it is a line when `steady` ms have passed since the last. */
  update(text: string): void;
  /** A lasting line: on a terminal above the rewritten one. */
  line(text: string): void;
  /** Takes the rewritten line away. */
  clear(): void;
}

/** A terminal is rewritten at most this often. */
const REDRAW_MS = 80;
/** A log gets a sign of life this often. */
const PLAIN_MS = 10_000;

export function createProgress(
  stream: ProgressStream,
  now: () => number = () => performance.now(),
  env: Record<string, string | undefined> = process.env,
): Progress {
  const live = stream.isTTY === true && env.TERM !== 'dumb';
  let shown = false;
  let last = -Infinity;
  const clear = () => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };
  return {
    update(text) {
      const at = now();
      if (at - last < (live ? REDRAW_MS : PLAIN_MS)) return;
      last = at;
      if (!live) {
        stream.write(`${text}\n`);
        return;
      }
      stream.write(`\r\u001b[K${fit(text, (stream.columns || 80) - 1)}`);
      shown = true;
    },
    line(text) {
      clear();
      stream.write(`${text}\n`);
      last = live ? -Infinity : now();
    },
    clear,
  };
}

/** A line longer than the terminal would wrap and could not be rewritten. */
function fit(text: string, width: number): string {
  const points = [...text];
  return points.length <= width ? text : `${points.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** `1 min 20 s`: seconds, rounded so that an estimate does not pretend to know more. */
export function formatDuration(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return min < 10 && s % 60 > 0 ? `${min} min ${s % 60} s` : `${min} min`;
  return `${Math.floor(min / 60)} h ${min % 60} min`;
}
