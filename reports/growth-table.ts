// Growth with size as rows of text: programs down, engines across, the fitted exponent with its interval in each cell.
import type { LabResult, ResultInterval } from '../harness/result.ts';

/** An interval this wide does not even tell linear from cubic. */
const WIDEST = 2;

function exponentInterval({ low, high }: ResultInterval): string {
  if (low === undefined || high === undefined) return '';
  return high - low > WIDEST ? '(too wide)' : `(${low.toFixed(2)}…${high.toFixed(2)})`;
}

/** The head and then a row a program; empty where nothing ran at several sizes. */
export function growthTable(result: LabResult): string[][] {
  const { growth = [] } = result.analysis;
  const programs = [...new Set(growth.map((g) => g.program))];
  const engines = result.engines.map((e) => e.id).filter((id) => growth.some((g) => g.engine === id));
  if (programs.length === 0) return [];
  return [
    ['program', ...engines],
    ...programs.map((program) => [
      program,
      ...engines.map((engine) => {
        const exponent = growth.find((g) => g.program === program && g.engine === engine)?.exponent;
        if (exponent === undefined) return '';
        return [exponent.value.toFixed(2), exponentInterval(exponent)].filter(Boolean).join(' ');
      }),
    ]),
  ];
}
