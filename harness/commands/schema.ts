// `lab schema`: the JSON Schema of result files, as docs/result.schema.json has it.
import type { CommandModule } from 'yargs';
import { resultJsonSchema } from '../result.ts';

export const schemaCommand: CommandModule = {
  command: 'schema',
  describe: 'the JSON Schema of result files (compare --json)',
  handler: () => {
    process.stdout.write(`${JSON.stringify(resultJsonSchema(), null, 2)}\n`);
  },
};
