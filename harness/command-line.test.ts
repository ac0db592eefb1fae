// Every command says how it is used: each of its options stands in an example, and `--json` is there wherever something is told.
// The values that a shell completes.
import { describe, expect, test } from 'vitest';
import { commandLine } from './command-line.ts';
import { completeValue } from './completion.ts';

const helpOf = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const words = [...command.split(' '), '--help'];
    commandLine(words)
      .wrap(null as unknown as number)
      .parse(words, (error: Error | undefined, _argv: unknown, output: string) =>
        error ? reject(error) : resolve(output),
      );
  });

const COMMANDS =
  'engines,compare,conformance,tokens,ast,symtable,dis,heap,pipeline,check,report,diff,history add,history runs,history show,history remove,experiment,schema,trace'.split(
    ',',
  );

/** Told elsewhere: all formats of a report are by the file's name; these print nothing or JSON alone. */
const WITHOUT_JSON = ['report', 'schema', 'history add', 'history remove'];

describe.each(COMMANDS)('lab %s --help', (command) => {
  test('each option has an example', async () => {
    const help = await helpOf(command);
    const [before, examples = ''] = help.split('Examples:');
    const options = [...before.matchAll(/^ +(?:(-\w)|(--[\w-]+))(?:,|\s)/gm)].map((m) => m[1] ?? m[2]);
    const own = options.filter((o) => o !== '--help' && o !== '--version');
    // An option that turns something off is told as `--no-…`.
    const shown = (o: string) =>
      new RegExp(`(^|\\s)${o}(\\s|$)`, 'm').test(examples) ||
      examples.includes(`--no-${o.slice(2)}`) ||
      // One letter may be written either way.
      (/^-\w$/.test(o) && new RegExp(`\\s-${o}\\s`).test(examples));
    expect(own.filter((o) => !shown(o))).toEqual([]);
    if (!WITHOUT_JSON.includes(command)) expect(own).toContain('--json');
  });
});

describe('completion', () => {
  test('engines, after a comma too, none twice', () => {
    expect(completeValue(['lab', 'compare', '--engines', 'cpy'])).toEqual(['cpython-like', 'cpython-wasm']);
    expect(completeValue(['lab', 'compare', '--engines', 'cpython-like,cpy'])).toEqual([
      'cpython-like,cpython-wasm',
    ]);
    expect(completeValue(['lab', 'run', '--engine', 'mic'])).toEqual(
      expect.arrayContaining(['micro', 'micropython-wasm']),
    );
  });
  test('sizes and tags; all else is for yargs', () => {
    expect(completeValue(['lab', 'compare', '--size', 'tiny,s'])).toEqual(['tiny,small']);
    expect(completeValue(['lab', 'compare', '--tag', 'integer'])).toContain('integer-loops');
    expect(completeValue(['lab', 'comp'])).toBeUndefined();
  });
});
