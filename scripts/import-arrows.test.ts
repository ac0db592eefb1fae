// The lint rule that holds the one-way imports really fires, and lets through what is allowed.
import { describe, expect, it } from 'vitest';
import { ESLint } from 'eslint';
import { ROOT } from '../harness/folders.ts';
import { join } from 'node:path';

const eslint = new ESLint({ cwd: ROOT });

async function complaints(file: string, line: string): Promise<number> {
  const [result] = await eslint.lintText(`${line}\nexport const used = x;\n`, { filePath: join(ROOT, file) });
  return result.messages.filter((m) => m.ruleId?.endsWith('no-restricted-imports')).length;
}

describe('import arrows', () => {
  it.each([
    ['engines/kernels/a.ts', "import { x } from '../objspace/space.ts';"],
    ['engines/frontend/a.ts', "import { x } from '../objspace/space.ts';"],
    ['engines/objspace/types/a.ts', "import { x } from '../../cpython-like/frame.ts';"],
    ['engines/cpython-like/a.ts', "import { x } from '../pypy-like/frame.ts';"],
    ['engines/pypy-like/jit/a.ts', "import { x } from '../../cpython-like/frame.ts';"],
    ['engines/micro/a.ts', "import { x } from '../kernels/int.ts';"],
    ['engines/micro/a.ts', "import { x } from '../engine.ts';"],
    ['engines/reference/a.ts', "import { x } from '../../harness/result.ts';"],
    ['engines/engine.ts', "import { x } from './kernels/int.ts';"],
    ['harness/a.ts', "import { x } from '../engines/micro/engine.ts';"],
    ['reports/a.ts', "import { x } from '../harness/measure.ts';"],
    ['reports/a.ts', "import { x } from '../engines/engine.ts';"],
  ])('%s may not: %s', async (file, line) => {
    expect(await complaints(file, line)).toBe(1);
  });

  it.each([
    ['engines/frontend/a.ts', "import { x } from '../kernels/int.ts';"],
    ['engines/objspace/types/a.ts', "import { x } from '../../frontend/code-object.ts';"],
    ['engines/pypy-like/jit/a.ts', "import { x } from '../../objspace/space.ts';"],
    ['engines/cpython-like/a.ts', "import { x } from './engine.ts';"],
    ['engines/micro/a.ts', "import type { x } from '../engine.ts';"],
    ['harness/registry.ts', "import { x } from '../engines/micro/engine.ts';"],
    ['reports/a.ts', "import { x } from '../harness/result.ts';"],
  ])('%s may: %s', async (file, line) => {
    expect(await complaints(file, line)).toBe(0);
  });
});
