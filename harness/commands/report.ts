// `lab report RESULT… -o FILE`: result files as a page, a text or a table; the ending of FILE says which.
import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { CommandModule } from 'yargs';
import { parseResult, ResultFormatError } from '../result.ts';
import type { LabResult } from '../result.ts';
import { renderHtml } from '../../reports/html.ts';
import { renderCsv, renderMarkdown } from '../../reports/markdown.ts';

interface ReportArguments {
  results: string[];
  o?: string;
  format?: string;
}

const FORMATS: Readonly<Record<string, (results: readonly LabResult[]) => string>> = {
  html: renderHtml,
  md: renderMarkdown,
  csv: renderCsv,
  json: (results) => `${JSON.stringify(results.length === 1 ? results[0] : results, null, 1)}\n`,
};

/** Answers the exit status; what is wrong is told on stderr. */
export function runReport({ results, o, format }: ReportArguments): number {
  const complain = (text: string): number => {
    process.stderr.write(`lab report: ${text}\n`);
    return 2;
  };
  const kind = format ?? (o === undefined || o === '-' ? 'md' : extname(o).slice(1).toLowerCase());
  const render = FORMATS[kind];
  if (render === undefined) {
    return complain(
      `'${o}' says no format: end it in ${Object.keys(FORMATS)
        .map((f) => `.${f}`)
        .join(', ')}, or name one with --format`,
    );
  }
  const read: LabResult[] = [];
  for (const file of results) {
    try {
      read.push(parseResult(readFileSync(file, 'utf8'), file));
    } catch (error) {
      if (error instanceof ResultFormatError) return complain(error.message);
      return complain(`cannot read ${file}: ${(error as Error).message}`);
    }
  }
  const fingerprints = new Set(read.map((r) => r.environment.fingerprint));
  if (fingerprints.size > 1) {
    process.stderr.write(
      'lab report: these results come from different machines: their times cannot be compared\n',
    );
  }
  const text = render(read);
  if (o === undefined || o === '-') {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(o, text);
  } catch (error) {
    return complain(`cannot write ${o}: ${(error as Error).message}`);
  }
  return 0;
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <results..>',
  describe: 'results (compare --json) as a page, Markdown or CSV',
  builder: (y) =>
    y
      .positional('results', { type: 'string', array: true, demandOption: true, describe: 'result files' })
      .option('o', {
        type: 'string',
        requiresArg: true,
        describe: 'file to write: .html, .md, .csv or .json; stdout unless told',
      })
      .option('format', {
        choices: Object.keys(FORMATS),
        describe: 'format, where the name of the file does not say it',
      })
      .example('$0 compare workloads/bench --json r.json', 'measure')
      .example('$0 report r.json -o r.html', 'one page to send'),
  handler: (args) => {
    process.exitCode = runReport(args as unknown as ReportArguments);
  },
};
