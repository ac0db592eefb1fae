// Do they print the same? Groups engines by what a program put out (stdout, the repr of the measured function's result,
// the last line of an exception), largest group first, and shows how the others differ: first differing line and a
// unified diff. Pure; leaves stderr aside, whose tracebacks rightly differ between implementations.
import { createTwoFilesPatch } from 'diff';
import type { ResultDifference, ResultOutput } from './result.ts';

export type ProgramOutput = Omit<ResultOutput, 'id'>;

/** Equal keys print the same. */
export function outputKey(output: ProgramOutput): string {
  return JSON.stringify([
    output.stdout,
    // A cut text stands for the whole only together with its length.
    output.truncated ? output.bytes : 0,
    output.resultRepr ?? null,
    output.exceptionLine ?? null,
  ]);
}

/** Stores each distinct output once and numbers it. */
export class OutputTable {
  readonly outputs: ResultOutput[] = [];
  private readonly ids = new Map<string, number>();

  add(output: ProgramOutput): number {
    const key = outputKey(output);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.outputs.length;
    this.ids.set(key, id);
    this.outputs.push({ id, ...output });
    return id;
  }
}

export interface OutputGroup {
  output: number;
  engines: string[];
}

/** Those that end with an exception come last; then the largest first; of equally large ones that with `baseline`, then that whose first engine was named first. */
export function groupOutputs(
  printed: readonly { engine: string; output: number }[],
  { baseline, raises = () => false }: { baseline?: string; raises?(output: number): boolean } = {},
): OutputGroup[] {
  const groups = new Map<number, OutputGroup>();
  for (const { engine, output } of printed) {
    const group = groups.get(output);
    if (group) group.engines.push(engine);
    else groups.set(output, { output, engines: [engine] });
  }
  const holds = (g: OutputGroup) => Number(baseline !== undefined && g.engines.includes(baseline));
  const last = (g: OutputGroup) => Number(raises(g.output));
  return [...groups.values()].sort(
    (a, b) => last(a) - last(b) || b.engines.length - a.engines.length || holds(b) - holds(a),
  );
}

/** Lines of diff kept; more hides what matters. */
const DIFF_LINES = 60;
/** Beyond this a minimal diff costs seconds; the first difference with its surroundings serves then. */
const DIFF_CHARACTERS = 400_000;

/** How `actual` differs from `expected`, in the first of stdout, result and exception that does. */
export function describeDifference(
  expected: ProgramOutput,
  actual: ProgramOutput,
  labels: { expected: string; actual: string },
): Omit<ResultDifference, 'group'> {
  const where =
    expected.stdout !== actual.stdout || expected.bytes !== actual.bytes
      ? 'stdout'
      : // Where one side raises, it has no result either.
        expected.exceptionLine !== actual.exceptionLine
        ? 'exception'
        : 'result';
  const textOf = (o: ProgramOutput) => {
    if (where === 'stdout') return o.stdout;
    const text = where === 'result' ? o.resultRepr : o.exceptionLine;
    return text === undefined ? '' : `${text}\n`;
  };
  const [left, right] = [textOf(expected), textOf(actual)];
  const first = firstDifferingLine(left, right);
  return { where, ...first, diff: unifiedDiff(left, right, labels, first.line) };
}

export function firstDifferingLine(
  expected: string,
  actual: string,
): { line: number; expected?: string; actual?: string } {
  const left = expected.split('\n');
  const right = actual.split('\n');
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  // After a last line break there is no further line, only the end.
  const lineOf = (lines: string[]) =>
    at < lines.length && !(at === lines.length - 1 && lines[at] === '') ? lines[at] : undefined;
  return { line: at + 1, expected: lineOf(left), actual: lineOf(right) };
}

function unifiedDiff(
  left: string,
  right: string,
  labels: { expected: string; actual: string },
  firstLine: number,
): string {
  let patch: string | undefined;
  if (left.length + right.length <= DIFF_CHARACTERS)
    patch = createTwoFilesPatch(labels.expected, labels.actual, left, right, undefined, undefined, {
      context: 2,
      maxEditLength: 2000,
      timeout: 1000,
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
    });
  patch ??= surroundings(left, right, labels, firstLine);
  const lines = patch.replace(/\n$/, '').split('\n').map(shorten);
  if (lines.length > DIFF_LINES)
    lines.splice(DIFF_LINES, Infinity, `… ${lines.length - DIFF_LINES} more lines of diff`);
  return lines.join('\n');
}

/** A hunk of the first differing lines, where a minimal diff would take too long. */
function surroundings(
  left: string,
  right: string,
  labels: { expected: string; actual: string },
  firstLine: number,
): string {
  const take = (text: string, sign: string) =>
    text
      .split('\n')
      .slice(firstLine - 1, firstLine + 4)
      .map((l) => sign + l);
  const before = left
    .split('\n')
    .slice(Math.max(0, firstLine - 3), firstLine - 1)
    .map((l) => ' ' + l);
  return [
    `--- ${labels.expected}`,
    `+++ ${labels.actual}`,
    `@@ first difference, line ${firstLine} (too long for a full diff) @@`,
    ...before,
    ...take(left, '-'),
    ...take(right, '+'),
  ].join('\n');
}

function shorten(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)}… (${line.length} characters)` : line;
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}
