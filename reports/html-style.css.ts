// The style sheet of the HTML report: light and dark by the reader's setting or choice, one column on a phone. Contrast of
// text is meant to be 4.5:1 or more in both.
export const STYLE = `
:root { color-scheme: light dark; --bg: #ffffff; --fg: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --accent: #0550ae; --good: #116329; --bad: #a40e26; --doubt: #7d4e00; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --bg: #0d1117; --fg: #e6edf3; --soft: #9da7b3;
  --line: #30363d; --panel: #161b22; --accent: #79c0ff; --good: #7ee787; --bad: #ff9492; --doubt: #f0b72f; } }
:root[data-theme=dark] { color-scheme: dark; --bg: #0d1117; --fg: #e6edf3; --soft: #9da7b3; --line: #30363d;
  --panel: #161b22; --accent: #79c0ff; --good: #7ee787; --bad: #ff9492; --doubt: #f0b72f; }
:root[data-theme=light] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: .2rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; } .soft { color: var(--soft); }
a { color: var(--accent); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
table { font-size: .93rem; } th, td { padding: .25rem .55rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--bg); }
tbody th:first-child { white-space: normal; }
td.text { text-align: left; white-space: normal; min-width: 14rem; }
td.error { text-align: left; white-space: normal; color: var(--bad); }
th button { all: unset; cursor: pointer; font-weight: 600; } th button:focus-visible, summary:focus-visible,
  select:focus-visible, input:focus-visible, .tools button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.tools { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; margin: 1rem 0; }
.tools label { display: block; font-size: .85rem; color: var(--soft); }
.tools input, .tools select, .tools button { font: inherit; padding: .25rem .5rem; color: var(--fg); background: var(--panel);
  border: 1px solid var(--line); border-radius: 6px; }
section.workload { border-top: 1px solid var(--line); margin-top: 2rem; }
.pipeline { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; align-items: start; }
.pipeline ol { list-style: none; margin: 0; padding: 0; } .pipeline li { border-left: 2px solid var(--line); padding: .15rem 0 .15rem .8rem; }
.pipeline pre { max-height: 22rem; overflow: auto; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; } figcaption { font-size: .9rem; color: var(--soft); }
svg { max-width: 100%; height: auto; display: block; }
svg text { font: 12px system-ui, sans-serif; fill: var(--fg); } svg .tick { fill: var(--soft); font-size: 11px; }
svg .grid { stroke: var(--line); stroke-width: 1; } svg .one { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
svg .interval { stroke: var(--accent); stroke-width: 3; } svg .mark, svg .dot { fill: var(--accent); }
svg .failed { stroke: var(--bad); stroke-width: 2; } svg .curve { fill: none; stroke: var(--accent); stroke-width: 1.2; opacity: .65; } svg .sample { stroke: var(--accent); opacity: .6; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem; overflow-x: auto; font-size: .85rem; }
details { margin: .5rem 0; } summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { body { padding: .6rem; } th, td { padding: .25rem .4rem; } dl { grid-template-columns: 1fr; } }
@media print { .tools { display: none; } }
`;

/** Sorting, filtering, theme; the state stands in the URL. The page is complete without it. */
export const SCRIPT = `
const state = new URLSearchParams(location.hash.slice(1));
const keep = () => history.replaceState(null, '', '#' + state);
const set = (k, v) => { v ? state.set(k, v) : state.delete(k); keep(); };
const theme = document.getElementById('theme'), words = document.getElementById('filter'), engine = document.getElementById('engine');
function apply() {
  document.documentElement.dataset.theme = state.get('theme') || '';
  const text = (state.get('filter') || '').toLowerCase(), id = state.get('engine') || '';
  let shown = 0;
  for (const s of document.querySelectorAll('[data-workload]')) {
    const hit = s.dataset.workload.toLowerCase().includes(text);
    s.hidden = !hit;
    if (hit && s.tagName === 'SECTION') shown++;
  }
  for (const r of document.querySelectorAll('[data-engine]')) r.hidden = id !== '' && r.dataset.engine !== id;
  document.getElementById('shown').textContent = document.querySelector('section[data-workload]') ? shown + ' shown' : '';
}
theme.value = state.get('theme') || ''; words.value = state.get('filter') || ''; engine.value = state.get('engine') || '';
theme.oninput = () => { set('theme', theme.value); apply(); };
words.oninput = () => { set('filter', words.value); apply(); };
engine.oninput = () => { set('engine', engine.value); apply(); };
const sorters = new Map();
document.querySelectorAll('table.sortable').forEach((table, number) => {
  table.querySelectorAll('thead th').forEach((th, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = th.textContent;
    th.replaceChildren(button);
    const sort = (up) => {
      for (const other of table.querySelectorAll('thead th')) other.removeAttribute('aria-sort');
      th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const body = table.tBodies[0];
      const key = (tr) => { const c = tr.children[column]; if (!c) return ''; const v = c.dataset.value; return v === undefined ? c.textContent : v === '' ? NaN : Number(v); };
      const rows = [...body.rows].sort((a, b) => {
        const x = key(a), y = key(b);
        if (typeof x === 'number' && typeof y === 'number') return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : up ? x - y : y - x;
        return (up ? 1 : -1) * String(x).localeCompare(String(y));
      });
      body.append(...rows);
      set('sort', [number, column, up ? 'up' : 'down'].join('.'));
    };
    button.onclick = () => sort(th.getAttribute('aria-sort') !== 'ascending');
    sorters.set(number + '.' + column, sort);
  });
});
const [table, column, way] = (state.get('sort') || '').split('.');
sorters.get(table + '.' + column)?.(way !== 'down');
apply();
`;
