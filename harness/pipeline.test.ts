// From source to result: who is asked for which stage, what stands where nobody answers, and that a page can be made of it.
import { expect, test } from 'vitest';
import { pipelineBody, pipelineMarkdown } from '../reports/pipeline.ts';
import type { DumpKind, EngineDescription } from '../engines/engine.ts';
import type { EngineEntry } from './execution.ts';
import { pipelineOf } from './pipeline.ts';
import type { PipelineSources } from './pipeline.ts';
import { EMBEDDED } from './registry.ts';
import { parseResultFile } from './result.ts';
import { fakeEntry } from './testing/fake-execution.ts';

const base = fakeEntry({ id: 'x' }).description;
const describedAs = (
  jit: EngineDescription['capabilities']['jit'],
  dumps: DumpKind[],
): EngineDescription => ({
  ...base,
  capabilities: { ...base.capabilities, jit, dumps },
});
const entries: EngineEntry[] = [
  EMBEDDED.find((e) => e.id === 'pypy-like')!,
  EMBEDDED.find((e) => e.id === 'micro')!,
  fakeEntry({ id: 'python3', implementation: 'CPython' }),
  fakeEntry({ id: 'micropython', implementation: 'MicroPython' }),
];
const asked: string[] = [];
const sources: PipelineSources = {
  async describe(entry) {
    if (entry.kind === 'program') return entry.description;
    return entry.id === 'pypy-like'
      ? describedAs('tracing', ['bytecode', 'trace-js'])
      : describedAs('none', ['bytecode']);
  },
  async dump(entry, kind) {
    asked.push(`${entry.id} ${kind}`);
    if (entry.id === 'micro') throw new Error('the engine failed');
    return { ok: true, text: `${kind} <of> ${entry.id}\n${'x\n'.repeat(10_000)}` };
  },
  run: async () => ({ ok: true, text: '3\n' }),
};

test('each stage from whoever has it; who has none says so', async () => {
  const pipeline = await pipelineOf('/p/loop.py', 'print(3)\n', entries, '2026-01-01T00:00:00.000Z', sources);
  const states = (id: string) =>
    Object.fromEntries(pipeline.engines.find((e) => e.id === id)!.stages.map((s) => [s.kind, s.state]));
  expect(states('pypy-like')).toEqual({
    tokens: 'ok',
    ast: 'ok',
    bytecode: 'ok',
    quickened: 'unanswered',
    'trace-recorded': 'unanswered',
    'trace-optimised': 'unanswered',
    'trace-js': 'ok',
    result: 'ok',
  });
  expect(states('micro')).toMatchObject({
    tokens: 'unanswered',
    bytecode: 'failed',
    'trace-js': 'absent',
    result: 'ok',
  });
  expect(states('python3')).toMatchObject({ tokens: 'ok', ast: 'ok', bytecode: 'ok' });
  expect(pipeline.engines.at(-1)!.stages[1].note).toMatch(/debug build/);
  expect(asked).toContain('front-end tokens');
  const tokens = pipeline.engines[0].stages[0];
  expect(tokens.from).toBe('front-end');
  expect(tokens.note).toMatch(/^the first \d+ of \d+ characters$/);
  expect(parseResultFile(JSON.stringify(pipeline), 'p.json')).toEqual(pipeline);
  const page = pipelineBody(pipeline);
  expect(page).toContain('by the shared front-end');
  expect(page).toContain('it has no tracing compiler');
  expect(page).toContain('tokens &#60;of&#62; front-end');
  expect(pipelineMarkdown(pipeline)).toContain('### tokens (by the shared front-end');
});
