// The style sheet of the HTML report: light and dark by the reader's setting or choice, one column on a phone. Contrast of
// text is meant to be 4.5:1 or more in both.
export const STYLE = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #ffffff; --fg: #1b1f24; --soft: #57606a; --line: #d8dee4; --panel: #f1f3f5;
  --accent: #0550ae; --good: #116329; --bad: #a40e26; --doubt: #7d4e00; --shadow: 0 1px 2px #1b1f2414, 0 1px 6px #1b1f240d;
  --g1: #e3f5e7; --g2: #bfe8c8; --g3: #8fd6a0; --r1: #fdeceb; --r2: #fad3d0; --r3: #f3aca8; --q: #fdf3d6;
  --e0: #0550ae; --e1: #b84500; --e2: #7438c9; --e3: #116d3d; --e4: #b52c84; --e5: #00708f; --e6: #7d5700; --e7: #57606a; }
${['@media (prefers-color-scheme: dark) { :root:not([data-theme=light])', ':root[data-theme=dark]']
  .map(
    (
      where,
      i,
    ) => `${where} { ${i === 0 ? '' : 'color-scheme: dark; '}--bg: #0d1117; --card: #151b23; --fg: #e6edf3; --soft: #9da7b3; --line: #30363d;
  --panel: #1c232c; --accent: #79c0ff; --good: #7ee787; --bad: #ff9492; --doubt: #f0b72f; --shadow: none;
  --g1: #14291b; --g2: #1a4025; --g3: #1f5c31; --r1: #2d181b; --r2: #4d1f23; --r3: #6e262b; --q: #33290f;
  --e0: #79c0ff; --e1: #ffa657; --e2: #d2a8ff; --e3: #7ee787; --e4: #ff9bce; --e5: #56d4dd; --e6: #e3b341; --e7: #9da7b3; }${i === 0 ? ' }' : ''}`,
  )
  .join('\n')}
:root[data-theme=light] { color-scheme: light; }
${Array.from({ length: 8 }, (_, i) => `.c${i} { --c: var(--e${i}); }`).join(' ')}
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; }
body { margin: 0 auto; max-width: 86rem; padding: 1.2rem 1.5rem 4rem; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; margin: .2rem 0 .4rem; }
h2 { font-size: 1.3rem; letter-spacing: -.01em; margin: 2.4rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; } .soft { color: var(--soft); } a { color: var(--accent); text-underline-offset: .15em; }
hr { border: 0; border-top: 1px solid var(--line); margin: 3rem 0; }
p.facts { display: flex; flex-wrap: wrap; gap: .3rem .5rem; margin: .6rem 0 1rem; }
p.facts span { background: var(--panel); border: 1px solid var(--line); border-radius: 99px; padding: .05rem .7rem; font-size: .85rem; color: var(--soft); }
p.lead { font-size: 1.1rem; max-width: 62rem; }
.hear { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; background: var(--c, var(--accent)); margin-right: .45em; }
.glance { list-style: none; margin: 1rem 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(11.6rem, 1fr)); gap: .8rem; }
.card { background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--c, var(--accent)); border-radius: 10px;
  padding: .7rem .9rem; box-shadow: var(--shadow); font-size: .88rem; }
.card h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.card .big { font-size: 1.35rem; font-weight: 650; letter-spacing: -.01em; margin: .25rem 0 .3rem; }
.bar { height: 6px; border-radius: 3px; background: var(--panel); overflow: hidden; } .bar i { display: block; height: 100%; background: var(--c, var(--accent)); }
dl.facts { grid-template-columns: auto 1fr; gap: 0 .7rem; margin: .4rem 0 0; } dl.facts dd { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .whole { white-space: nowrap; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); max-width: max-content; margin: .6rem 0; }
  .scroll.map { padding: .6rem .8rem; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding: .5rem .8rem .3rem; font-size: .85rem; }
th, td { padding: .32rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; } tbody tr:hover > * { box-shadow: inset 0 99rem #8b949e1a; }
thead th { color: var(--soft); font-weight: 600; font-size: .82rem; }
th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--card); }
tbody th { font-weight: 600; }
table.words :is(th, td) { text-align: left; vertical-align: top; }
td.text { text-align: left; white-space: normal; min-width: 14rem; }
td.error { text-align: left; white-space: normal; color: var(--bad); }
table.heat td { border-left: 2px solid var(--card); border-bottom: 2px solid var(--card); min-width: 5.2rem; }
table.heat tbody th:first-child { font-weight: 500; }
.sign { font-size: .8em; opacity: .75; }
.g1 { background: var(--g1); } .g2 { background: var(--g2); } .g3 { background: var(--g3); }
.r1 { background: var(--r1); } .r2 { background: var(--r2); } .r3 { background: var(--r3); } .q { background: var(--q); }
.none { background: repeating-linear-gradient(135deg, var(--panel) 0 6px, var(--card) 6px 12px); font-size: .85em; }
.key { border: 1px solid var(--line); border-radius: 6px; padding: .05rem .5rem; font-size: .82rem; white-space: nowrap; }
th button { all: unset; cursor: pointer; } th button:focus-visible, summary:focus-visible, select:focus-visible,
  input:focus-visible, .tools button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.tools { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: end; margin: .8rem -1.5rem; padding: .5rem 1.5rem; background: var(--bg);
  border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 2; }
.tools label { display: block; font-size: .78rem; color: var(--soft); }
.tools input, .tools select, .tools button { font: inherit; font-size: .92rem; padding: .25rem .6rem; color: var(--fg); background: var(--card);
  border: 1px solid var(--line); border-radius: 7px; } .tools button { cursor: pointer; }
section.workload { margin-top: 2.2rem; } section.workload :is(th, td) { padding-inline: .42rem; } section.workload table { font-size: .86rem; } a.up { text-decoration: none; font-size: .9rem; padding: 0 .4rem; }
.pipeline { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; align-items: start; }
.pipeline section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .2rem 1rem .8rem; box-shadow: var(--shadow); min-width: 0; }
.pipeline ol { list-style: none; margin: 0; padding: 0; } .pipeline li { border-left: 2px solid var(--line); padding: .15rem 0 .15rem .8rem; }
.pipeline pre { max-height: 22rem; overflow: auto; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); gap: .8rem; margin: .6rem 0; }
figure { margin: .6rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .6rem .8rem; box-shadow: var(--shadow); max-width: 44rem; }
.charts > * { min-width: 0; } .charts figure { margin: 0; } figcaption { font-size: .85rem; color: var(--soft); margin-bottom: .3rem; }
svg { max-width: 100%; height: auto; display: block; }
svg text { font: 12px system-ui, sans-serif; fill: var(--fg); font-variant-numeric: tabular-nums; } svg .tick { fill: var(--soft); font-size: 11px; }
svg .grid { stroke: var(--line); stroke-width: 1; } svg .one { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
svg .interval { stroke: var(--c, var(--accent)); stroke-width: 3; stroke-linecap: round; } svg .mark, svg .dot { fill: var(--c, var(--accent)); }
svg .failed { stroke: var(--bad); stroke-width: 2; } svg .curve { fill: none; stroke: var(--c, var(--accent)); stroke-width: 1.5; opacity: .75; }
svg .sample { stroke: var(--c, var(--accent)); opacity: .55; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; }
details { margin: .5rem 0; } summary { cursor: pointer; padding: .15rem 0; } details > summary { color: var(--accent); } details > summary.doubt { color: var(--doubt); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { html { scroll-padding-top: 1rem; } body { padding: .7rem .8rem 3rem; } .tools { position: static; margin: .6rem -.8rem; padding: .5rem .8rem; }
  h1 { font-size: 1.5rem; } .glance { grid-template-columns: 1fr 1fr; gap: .5rem; } .card { padding: .5rem .6rem; } .card .big { font-size: 1.1rem; }
  th, td { padding: .3rem .45rem; } table { font-size: .85rem; } dl.env { grid-template-columns: 1fr; } .scroll { margin-inline: -.4rem; } }
@media print { .tools, a.up { display: none; } body { max-width: none; } .card, .scroll, figure { box-shadow: none; break-inside: avoid; } }
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
const unfold = document.getElementById('unfold'), folds = document.querySelectorAll('main details');
unfold.hidden = folds.length === 0;
unfold.onclick = () => {
  const open = unfold.getAttribute('aria-pressed') !== 'true';
  unfold.setAttribute('aria-pressed', String(open));
  unfold.textContent = open ? 'Close all details' : 'Open all details';
  for (const d of folds) d.open = open;
};
// A print shows everything.
addEventListener('beforeprint', () => { for (const d of folds) d.open = true; });
apply();
`;
