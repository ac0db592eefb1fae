// What every page of the lab has in common: one file, no network, complete without script; light and dark, filters by workload and
// engine whose state stands in the URL, tables that sort.
import { SCRIPT, STYLE } from './html-style.css.ts';
import { escapeHtml } from './svg.ts';

const e = escapeHtml;

export interface Cell {
  html: string;
  /** What sorting goes by; text where it is absent, last where it is empty. */
  value?: number | '';
  className?: string;
  span?: number;
}

/** The background of a ratio of times: how far it is from 1, in three steps; none where the verdict is the same. */
export function heatClass(ratio: number, verdict: string | undefined): string {
  if (verdict === "can't tell") return 'q';
  if (verdict !== 'faster' && verdict !== 'slower') return '';
  const far = Math.abs(Math.log2(ratio));
  return `${ratio < 1 ? 'g' : 'r'}${far < 0.58 ? 1 : far < 2 ? 2 : 3}`;
}

/** A table that the page can sort; the first cell of a row is its head. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly { engine?: string; workload?: string; cells: Cell[] }[],
  className = '',
): string {
  const body = rows
    .map(({ engine, workload, cells }) => {
      const attributes = `${engine === undefined ? '' : ` data-engine="${e(engine)}"`}${workload === undefined ? '' : ` data-workload="${e(workload)}"`}`;
      const tds = cells.map((c, i) => {
        const value = c.value === undefined ? '' : ` data-value="${c.value}"`;
        const more = `${value}${c.className ? ` class="${c.className}"` : ''}${c.span ? ` colspan="${c.span}"` : ''}`;
        return i === 0 ? `<th scope="row"${more}>${c.html}</th>` : `<td${more}>${c.html}</td>`;
      });
      return `<tr${attributes}>${tds.join('')}</tr>`;
    })
    .join('\n');
  const heads = head.map((h) => `<th scope="col">${e(h)}</th>`).join('');
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${e(caption)}"><table class="${`sortable ${className}`.trim()}"><caption>${e(caption)}</caption>` +
    `<thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
  );
}

export interface Page {
  title: string;
  /** Those that rows and figures say they belong to by `data-engine`. */
  engines: readonly string[];
  /** Parts that belong to a workload say so by `data-workload`. */
  body: string;
}

export function renderPage({ title, engines, body }: Page): string {
  // What there is nothing of is not offered.
  const filters = body.includes('data-workload=') ? '' : ' hidden';
  const chooses = engines.length > 1 ? '' : ' hidden';
  const options = engines.map((n) => `<option value="${e(n)}">${e(n)}</option>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${e(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${e(title)}</h1>
<div class="tools">
<div${filters}><label for="filter">Only those with</label><input id="filter" type="search" autocomplete="off" placeholder="a name"></div>
<div${chooses}><label for="engine">Engine</label><select id="engine"><option value="">all</option>${options}</select></div>
<div><label for="theme">Colours</label><select id="theme"><option value="">of the system</option><option value="light">light</option><option value="dark">dark</option></select></div>
<button id="unfold" type="button" aria-pressed="false" hidden>Open all details</button>
<span id="shown" class="soft" role="status"></span>
</div>
${body}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
