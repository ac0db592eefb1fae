// The head of a comparison: what it says in a sentence or two, and a card an engine with the figures that people ask for first. All of
// it stands in the tables below too.
import type { LabResult, ResultInterval, WorkloadAnalysis } from '../harness/result.ts';
import { doubtsByWorkload } from './doubts.ts';
import { bytes, digits, duration, intervalText } from './figures.ts';
import type { ColourOf } from './engine-colours.ts';
import { escapeHtml } from './svg.ts';

const e = escapeHtml;

interface Card {
  engine: string;
  role: 'lab' | 'reference';
  isBaseline: boolean;
  /** No verdict was given, whatever the interval says. */
  undecided: boolean;
  ratio?: ResultInterval;
  /** Workloads that the ratio stands on, and those without a time. */
  counted: number;
  missing: number;
  startup?: number;
  processPeak?: number;
}

const middle = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];

function cardsOf(result: LabResult): Card[] {
  const { analysis, plan } = result;
  return result.engines.map(({ id, role }) => {
    const rows = analysis.workloads.flatMap((w) => w.rows.filter((r) => r.engine === id && r.state === 'ok'));
    const overall = analysis.overall.find((o) => o.engine === id);
    // One workload has no mean over workloads.
    const ratio = overall?.ratio ?? (analysis.workloads.length === 1 ? rows[0]?.ratio : undefined);
    const startup = middle(rows.flatMap((r) => r.startup?.value ?? []));
    const processPeak = middle(rows.flatMap((r) => r.memory.processPeak ?? []));
    return {
      engine: id,
      role,
      isBaseline: id === plan.baseline,
      undecided: rows.length > 0 && rows.every((r) => r.verdict === "can't tell"),
      ...(ratio ? { ratio } : {}),
      counted: overall?.workloads.length ?? rows.length,
      missing: analysis.workloads.length - rows.length,
      ...(startup === undefined ? {} : { startup }),
      ...(processPeak === undefined ? {} : { processPeak }),
    };
  });
}

/** Whether the interval lets it be said, and how. */
function speed({ ratio, isBaseline, undecided }: Card): { text: string; className: string } {
  if (isBaseline) return { text: 'baseline', className: 'soft' };
  if (ratio === undefined) return { text: 'no time', className: 'bad' };
  const { value, low, high } = ratio;
  const text = value < 1 ? `${digits(1 / value)}× faster` : `${digits(value)}× slower`;
  if (undecided || low === undefined || high === undefined || (low <= 1 && high >= 1))
    return { text: "can't tell", className: 'doubt' };
  return { text, className: value < 1 ? 'good' : 'bad' };
}

const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

function card(c: Card, longest: number, colour: ColourOf): string {
  const { text, className } = speed(c);
  const ratio = c.isBaseline ? 1 : c.ratio?.value;
  const bar =
    ratio === undefined
      ? ''
      : `<div class="bar" aria-hidden="true"><i style="width:${Math.max(1, (ratio / longest) * 100).toFixed(1)}%"></i></div>`;
  const role = `${c.role === 'lab' ? 'ours' : 'real'}, ${many(c.counted, 'workload')}`;
  const against =
    c.isBaseline || c.ratio === undefined
      ? ''
      : `time × ${digits(c.ratio.value)} <span class="whole">${e(intervalText(c.ratio))}</span><br>`;
  const facts = [
    c.startup === undefined ? '' : `<dt>start-up</dt><dd>${duration(c.startup)}</dd>`,
    c.processPeak === undefined ? '' : `<dt>process</dt><dd>${bytes(c.processPeak)}</dd>`,
    c.missing === 0 ? '' : `<dt>without a time</dt><dd class="bad">${c.missing}</dd>`,
  ];
  return (
    `<li class="card ${colour(c.engine)}" data-engine="${e(c.engine)}">` +
    `<h3><span class="dot" aria-hidden="true"></span>${e(c.engine)}</h3>` +
    `<p class="big ${className}">${e(text)}</p>${bar}<p class="soft">${against}${e(role)}</p><dl class="facts">${facts.join('')}</dl></li>`
  );
}

const sames = (w: readonly WorkloadAnalysis[]) => w.filter((a) => a.groups.length <= 1).length;

function sentences(result: LabResult, cards: readonly Card[]): string {
  const { workloads } = result.analysis;
  const out: string[] = [];
  const sure = cards.filter((c) => c.ratio?.high !== undefined && speed(c).className === 'good');
  const best = sure.sort((a, b) => a.ratio!.value - b.ratio!.value)[0];
  if (best)
    out.push(
      `<strong>${e(best.engine)}</strong> takes the least time: ${e(speed(best).text)} than ${e(result.plan.baseline ?? '')}${workloads.length > 1 ? ', geometric mean over workloads' : ''}.`,
    );
  const same = sames(workloads);
  if (result.engines.length > 1)
    out.push(
      same === workloads.length
        ? 'Whoever ran a workload to its end printed the same.'
        : `<span class="bad">Outputs differ in ${many(workloads.length - same, 'workload')}</span>, the same in ${same}.`,
    );
  const { length: doubts } = doubtsByWorkload(
    result.analysis.warnings,
    result.engines.map((x) => x.id),
  );
  if (doubts > 0)
    out.push(
      `<span class="doubt">${many(doubts, 'doubt')}</span> could change a verdict: they stand with their workloads.`,
    );
  return out.join(' ');
}

export function glance(result: LabResult, colour: ColourOf): string {
  const cards = cardsOf(result);
  const longest = Math.max(1, ...cards.map((c) => c.ratio?.value ?? 0));
  const list = cards.map((c) => card(c, longest, colour)).join('');
  return `<h2 class="hear">At a glance</h2><p class="lead">${sentences(result, cards)}</p><ul class="glance">${list}</ul>`;
}
