// A page in a real headless Chromium, for tests: opened from disk, scripts run, then its tree as text. Where no browser is
// installed `browser` is undefined and the tests say that they are skipped.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const browser = [
  process.env.CHROME_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path));

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Opened {
  /** The tree after its scripts have run. */
  dom: string;
  /** Message of a script error. */
  error?: string;
}

/** Opens a page from disk; `hash` stands behind `#`. `extra` is a script that runs in it. */
export function openPage(
  page: string,
  { hash = '', width = 1200, extra = '' }: { hash?: string; width?: number; extra?: string } = {},
): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
  try {
    const path = join(folder, 'page.html');
    // An error of the page's script becomes part of the page.
    const watch =
      "<script>addEventListener('error', (e) => document.documentElement.setAttribute('data-error', e.message));</script>";
    const watched = page
      .replace('<body>', () => `<body>${watch}`)
      .replace('</body>', () => (extra === '' ? '</body>' : `<script>${extra}</script></body>`));
    writeFileSync(path, watched);
    const dom = execFileSync(
      browser!,
      [
        ...FLAGS,
        `--window-size=${width},900`,
        `--user-data-dir=${join(folder, 'profile')}`,
        '--virtual-time-budget=20000',
        '--dump-dom',
        `file://${path}${hash === '' ? '' : `#${hash}`}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26, timeout: 150_000 },
    );
    const error = /<html[^>]*data-error="([^"]*)"/.exec(dom)?.[1];
    return { dom, ...(error === undefined ? {} : { error }) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What axe has to say against a page: rule, impact, the first elements. */
export function violations(page: string, options: { hash?: string; width?: number } = {}): string[] {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const run =
    "axe.run(document).then((r) => { const out = document.createElement('script'); out.type = 'application/json'; out.id = 'axe';" +
    " out.textContent = JSON.stringify(r.violations.map((v) => v.id + ' (' + v.impact + '): ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')))" +
    ".replaceAll('<', '\\\\u003c'); document.body.append(out); });";
  const { dom, error } = openPage(page, {
    ...options,
    extra: `${axe.replaceAll('</script', '<\\/script')}\n${run}`,
  });
  if (error !== undefined) return [`script error: ${error}`];
  const found = /<script type="application\/json" id="axe">(.*?)<\/script>/s.exec(dom);
  if (found === null) throw new Error('axe has not run');
  return JSON.parse(found[1]) as string[];
}
