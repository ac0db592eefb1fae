// Templates that are filled at once, and those whose last argument makes the plain way give up: both answer what the oracle does. Each expression runs
// twice, so that the plan that was kept is used too.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../../kernels/test-oracle.ts';
import { Evaluator } from '../evaluate-expression.ts';
import { FakeSpace } from '../fake-space.ts';
import { bytesIteratorType, bytesType } from './bytes.ts';
import { strAsciiIteratorType, strIteratorType, strType } from './str.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
let evaluator: Evaluator;
beforeAll(async () => {
  oracle = await loadOracle();
  evaluator = new Evaluator(
    new FakeSpace([strType, strIteratorType, strAsciiIteratorType, bytesType, bytesIteratorType]),
  );
});

const templates: [template: string, values: string[]][] = [
  [
    '{:>10}|{:<8.3f}|{:08x}',
    ["'ab', 1.25, 255", "1, 'a', 2", "'\\U0001F600', 0.0005, -1", "'ab', 1.25", "'a', 2, 3.5"],
  ],
  ['{0}{{{1}}}{0!s:>3}', ["'a', 1", "1, 'a'", "'a'", 'None, 2']],
  ['{} {1}', ["'a', 'b'"]],
  ['{:\\U0001F600^7}', ["'ab'", '12', '1.5']],
  [
    '{:.2f} {:.0f} {:#.0f} {:z.1f} {:.3F}',
    ['0.125, 0.5, 1.5, -0.04, 1e22', "-0.0, 2.5, 3, -0.0, float('inf')"],
  ],
  ['{:d', ['1']],
  ['a}', ['']],
  [
    '%-10s|%5.1f|%d|%x',
    [
      "('ab', 2.25, -3, 255)",
      '(1, 1, True, 1)',
      "('ab', 'x', 1, 2)",
      "('ab', 2.25, 3)",
      "('a', 1.5, 2.5, 3)",
    ],
  ],
  ['%s', ["'a'", '1', '1.5', "('a',)", '()', "('a', 'b')", 'None', "b'x'"]],
  ['100%% %c %i', ["('a', 2**70)", '(65, 1)']],
  ['%', ["'a'"]],
  ['%(k)s', ["'a'", "{'k': 1}"]],
  ['%.*f %+05d', ['(2, 1.005, 7)', '(2**70, 1.0, 7)', '(2**40, 1.0, 7)']],
];

describe('plain templates', () => {
  const expressions = templates.flatMap(([template, values]) =>
    values.map((value) =>
      template.includes('%') ? `'${template}' % ${value}` : `'${template}'.format(${value})`,
    ),
  );

  it('are filled as the oracle fills them', () => {
    const expected = oracle.evaluate(expressions);
    for (let turn = 0; turn < 2; turn++)
      expressions.forEach((e, i) => expect.soft(evaluator.run(e), e).toBe(expected[i]));
  });
});
