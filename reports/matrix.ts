// The compatibility matrix: features down, engines across, and below it each program that not all engines pass, with its text, what
// came out of each engine, the cause and the workaround. As a page and as Markdown.
import { createTwoFilesPatch } from 'diff';
import type { ConformanceEngine, LabConformance, LabResult } from '../harness/result.ts';
import { featureOf, featureRows, shareOf, spreadOf } from './compatibility.ts';
import type { FeatureCell, FeatureRow, Share } from './compatibility.ts';
import { digits } from './figures.ts';
import { renderPage, table } from './html-page.ts';
import type { Cell } from './html-page.ts';
import { escapeHtml } from './svg.ts';

const e = escapeHtml;

export const percent = (share: Share): string => {
  const round = (x: number) => (x === 1 ? '100' : Math.min(99.9, 100 * x).toFixed(x > 0.995 ? 1 : 0));
  return `${round(share.value)} % (${round(share.low)}…${round(share.high)})`;
};

function cellText({ passed, documented, failed, unsupported, speed }: FeatureCell): string {
  const all = passed + documented + failed + unsupported;
  if (all === 0) return '';
  const rest = [
    documented > 0 ? `${documented} documented` : '',
    failed > 0 ? `${failed} failed` : '',
    unsupported > 0 ? `${unsupported} unsupported` : '',
  ].filter(Boolean);
  const counts = `${passed}/${all}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`;
  return speed === undefined ? counts : `${counts} · ${digits(speed.ratio)}×`;
}

const cellClass = ({ failed, documented }: FeatureCell): string | undefined =>
  failed > 0 ? 'bad' : documented > 0 ? 'doubt' : undefined;

function featureTable(conformance: LabConformance, rows: readonly FeatureRow[]): string {
  const { engines } = conformance;
  const line = (row: FeatureRow): Cell[] => [
    { html: `<a href="#feature-${e(row.feature)}">${e(row.feature)}</a>` },
    ...row.cells.map((cell): Cell => {
      const all = cell.passed + cell.documented + cell.failed + cell.unsupported;
      return {
        html: e(cellText(cell)),
        value: all === 0 ? '' : cell.passed / all,
        className: cellClass(cell),
      };
    }),
    { html: `${row.spread.all} / ${row.spread.some} / ${row.spread.none}`, value: row.spread.some },
  ];
  const total = (core: boolean): Cell[] => [
    { html: `<strong>${core ? 'core' : 'all'}</strong>` },
    ...engines.map((engine): Cell => {
      const share = shareOf(engine, core);
      return { html: share ? `<strong>${e(percent(share))}</strong>` : '', value: share?.value ?? '' };
    }),
    { html: '' },
  ];
  const body = [
    ...rows.map((row) => ({ workload: row.feature, cells: line(row) })),
    ...(conformance.programs.some((p) => p.id.includes('/core-')) ? [{ cells: total(true) }] : []),
    { cells: total(false) },
  ];
  return table(
    'Programs passed by feature; after the dot, time of the workloads that stress it, over the baseline’s',
    ['feature', ...engines.map((x) => x.id), 'pass in all / some / none'],
    body,
  );
}

/** Engines that gave the same are told together. */
function answers(engines: readonly ConformanceEngine[], program: LabConformance['programs'][number]): string {
  const groups = new Map<string, { engines: string[]; html: string }>();
  for (const engine of engines) {
    const result = engine.results.find((r) => r.program === program.id);
    if (result === undefined || result.verdict === 'not-run' || result.verdict === 'passed') continue;
    const difference = result.difference === undefined ? undefined : engine.differences[result.difference];
    const parts: string[] = [];
    if (result.verdict === 'unsupported') parts.push(`<p>Unsupported: ${e(result.reason ?? '')}</p>`);
    if (result.verdict === 'failed') {
      if (result.reason !== undefined) parts.push(`<p>${e(result.reason)}</p>`);
      if (result.got !== undefined) {
        const patch = createTwoFilesPatch('expected', 'got', program.expected ?? '', result.got, '', '', {
          context: 2,
        });
        const lines = patch.split('\n').slice(4, 64);
        parts.push(`<pre tabindex="0">${e(lines.join('\n').trimEnd())}</pre>`);
      }
      if (difference === undefined) parts.push('<p class="bad">Not documented.</p>');
      else {
        const instead =
          difference.workaround === undefined ? '' : ` <em>Instead:</em> ${e(difference.workaround)}`;
        parts.push(`<p><strong>${e(difference.title)}.</strong> ${e(difference.cause)}${instead}</p>`);
      }
    }
    const html = parts.join('');
    const group = groups.get(html);
    if (group) group.engines.push(engine.id);
    else groups.set(html, { engines: [engine.id], html });
  }
  return [...groups.values()].map((g) => `<h4>${e(g.engines.join(', '))}</h4>${g.html}`).join('');
}

function featureSection(conformance: LabConformance, { feature }: FeatureRow): string {
  const items = conformance.programs
    .filter((p) => featureOf(p.id) === feature)
    .map((program) => {
      const where = spreadOf(conformance.engines, program.id);
      const told = answers(conformance.engines, program);
      if (told === '') return '';
      const name = program.id.slice(feature.length + 1);
      return (
        `<details id="${e(program.id)}"><summary>${e(name)}: ${e(program.title)} <span class="soft">passes in ${where}</span></summary>` +
        (program.text === undefined
          ? ''
          : `<details><summary>program</summary><pre tabindex="0">${e(program.text)}</pre></details>`) +
        `${told}</details>`
      );
    })
    .filter(Boolean);
  const body = items.length > 0 ? items.join('') : '<p class="good">The same in all.</p>';
  return (
    `<section class="workload" data-workload="${e(feature)}" aria-label="${e(feature)}">` +
    `<h3 id="feature-${e(feature)}">${e(feature)}</h3>${body}</section>`
  );
}

function stale(conformance: LabConformance): string {
  const items = conformance.engines.flatMap((x) =>
    x.stale.map((id) => `<li>${e(x.id)}: ${e(id)} is documented as different, and passes</li>`),
  );
  return items.length > 0
    ? `<p class="bad">The lists of differences are wrong:</p><ul>${items.join('')}</ul>`
    : '';
}

export function matrixBody(conformance: LabConformance, comparisons: readonly LabResult[] = []): string {
  const rows = featureRows(conformance, comparisons);
  const counts = { all: 0, some: 0, none: 0 };
  for (const p of conformance.programs) counts[spreadOf(conformance.engines, p.id)]++;
  const engines = conformance.engines
    .map(
      (x) =>
        `${x.id} (${[x.implementation, x.implementationVersion].filter(Boolean).join(' ') || 'unknown'})`,
    )
    .join(', ');
  return (
    `<h2>Compatibility</h2><p>${conformance.programs.length} programs on ${e(engines)}: ` +
    `${counts.all} pass in all that run them, ${counts.some} in some, ${counts.none} in none.</p>` +
    stale(conformance) +
    featureTable(conformance, rows) +
    `<h2>Where they differ</h2>${rows.map((row) => featureSection(conformance, row)).join('\n')}`
  );
}

export function renderMatrix(conformance: LabConformance, comparisons: readonly LabResult[] = []): string {
  return renderPage({
    title: 'What each Python implementation runs',
    engines: [],
    body: matrixBody(conformance, comparisons),
  });
}

export function matrixMarkdown(conformance: LabConformance, comparisons: readonly LabResult[] = []): string {
  const { engines } = conformance;
  const line = (cells: readonly string[]) => `| ${cells.map((c) => c.replace(/\|/g, '\\|')).join(' | ')} |`;
  const head = ['feature', ...engines.map((x) => x.id), 'all / some / none'];
  const rows = featureRows(conformance, comparisons).map((row) => [
    row.feature,
    ...row.cells.map(cellText),
    `${row.spread.all} / ${row.spread.some} / ${row.spread.none}`,
  ]);
  const total = ['**all**', ...engines.map((x) => (shareOf(x) ? percent(shareOf(x)!) : '')), ''];
  return `${['# What each Python implementation runs', [line(head), line(head.map(() => '---')), ...[...rows, total].map(line)].join('\n')].join('\n\n')}\n`;
}
