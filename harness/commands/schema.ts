// `lab schema`: the JSON Schema of what the lab writes and reads, as docs/*.schema.json have it.
import type { CommandModule } from 'yargs';
import { matrixJsonSchema } from '../matrix.ts';
import { resultJsonSchema } from '../result.ts';

const schemas = { result: resultJsonSchema, matrix: matrixJsonSchema } as const;

export const schemaCommand: CommandModule<object, { of: keyof typeof schemas }> = {
  command: 'schema [of]',
  describe: 'the JSON Schema of result files (compare --json) or of a matrix (compare --matrix)',
  builder: (y) =>
    y
      .positional('of', {
        choices: Object.keys(schemas),
        default: 'result',
        describe: 'of which file',
      })
      .example('$0 schema > result.schema.json', 'of result files')
      .example('$0 schema matrix', 'of the file for compare --matrix') as never,
  handler: ({ of }) => {
    process.stdout.write(`${JSON.stringify(schemas[of](), null, 2)}\n`);
  },
};
