// `lab engines`: its table and its JSON, from rows made here; docs/engines.schema.json is kept in step.
// `UPDATE_SCHEMA=1 npx vitest run harness/commands/engines.test.ts` writes docs/engines.schema.json anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../folders.ts';
import type { EnginesReport } from './engines.ts';
import { enginesJsonSchema, enginesReport, enginesSchema, renderEngines } from './engines.ts';

const report: EnginesReport = {
  schema: 'lab-engines',
  version: 1,
  engines: [
    {
      id: 'python3',
      title: 'CPython 3.11.7',
      role: 'reference',
      kind: 'program',
      state: 'ready',
      implementation: 'CPython',
      languageVersion: '3.11.7',
      implementationVersion: '3.11.7',
      compiler: 'GCC 12.2.0; linux x86_64, 64 bit',
      capabilities: {
        refcounts: true,
        gc: 'refcount+cycles',
        gil: 'gil',
        jit: 'specialising',
        heapCap: false,
        interruptible: true,
        dumps: [],
      },
      command: ['/opt/a/very/long/path/without/any/blank/python/versions/3.11.7/bin/python3'],
      path: '/shims/python3',
      shim: '/shims/python3',
      aliases: ['python', 'python3.11'],
      startMs: 21.4,
    },
    {
      id: 'micro',
      title: 'small',
      role: 'lab',
      kind: 'embedded',
      state: 'not-built',
      message: 'not built yet',
      get: 'npm run build',
    },
    {
      id: 'python3.9',
      title: '/shims/python3.9',
      role: 'reference',
      kind: 'program',
      state: 'broken',
      message: 'pyenv: python3.9: command not found (status 127)',
    },
    {
      id: 'pypy3',
      title: 'PyPy',
      role: 'reference',
      kind: 'program',
      state: 'not-found',
      message: 'not found on PATH',
      get: 'apt-get install pypy3',
    },
  ],
};

const escape = '\u001b';

describe('the table', () => {
  it.each([70, 80, 100, 132, 200])('fits a terminal of %i columns and loses nothing', (width) => {
    const text = renderEngines(report, { width, colour: false });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const letters = text.replace(/[^\w./]/g, '');
    if (width >= 132) {
      expect(text).toContain('apt-get install pypy3');
    }
    // Ids are whole, to be copied.
    expect(text).toMatch(/│ python3 /);
    expect(text).toMatch(/│ python3\.9 /);
    // Whatever was broken over lines is still there, in columns of their own.
    for (const word of ['python3', '127', 'pypy3']) expect(letters).toContain(word);
  });

  it('has colour only when asked for', () => {
    expect(renderEngines(report, { width: 100, colour: false })).not.toContain(escape);
    expect(renderEngines(report, { width: 100, colour: true })).toContain(escape);
  });
  it('in a narrow terminal a paragraph an engine, no name broken and no line too long', () => {
    const text = renderEngines(report, { width: 40, colour: false });
    for (const { id } of report.engines) expect(text.split('\n')).toContain(id);
    expect(Math.max(...text.split('\n').map((l) => l.length))).toBeLessThanOrEqual(40);
  });

  it('says why an engine is not there and how to get it', () => {
    const text = renderEngines(report, { width: 200, colour: false });
    expect(text).toMatch(/micro .*not built yet .*npm run build/);
    expect(text).toMatch(/python3\.9 .*broken: pyenv: python3\.9: command not found/);
    expect(text).toMatch(/pypy3 .*not found .*apt-get install pypy3/);
  });
});

describe('the report', () => {
  it('is what its schema says, and the schema in docs/ is made from it', () => {
    expect(enginesSchema.parse(report)).toEqual(report);
    const file = join(ROOT, 'docs', 'engines.schema.json');
    const text = `${JSON.stringify(enginesJsonSchema(), null, 2)}\n`;
    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('turns an engine that does not start into a broken row', async () => {
    const description = {
      id: 'x',
      implementation: 'X',
      languageVersion: '3',
      implementationVersion: '1',
      compiler: '',
      options: [],
    };
    const made = await enginesReport(
      [
        {
          id: 'x',
          title: 'X',
          role: 'reference',
          kind: 'program',
          state: 'ready',
          entry: {
            id: 'x',
            title: 'X',
            role: 'reference',
            kind: 'program',
            command: ['/nonexistent/python'],
            description: { ...description, capabilities: report.engines[0]!.capabilities as never },
          },
        },
      ],
      1,
    );
    expect(made.engines[0]).toMatchObject({ state: 'broken', implementation: 'X' });
    expect(made.engines[0]!.message).toContain('/nonexistent/python');
  });
});
