// `lab report RESULT… -o FILE`: result files as a page, a text or a table; the ending of FILE says which.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { CommandModule } from 'yargs';
import { CONFORMANCE_FORMAT, parseResultFile, RESULT_FORMAT, ResultFormatError } from '../result.ts';
import type { LabConformance, LabPipeline, LabResult } from '../result.ts';
import { unreadable } from '../unreadable.ts';
import { writeWhole } from '../write-whole.ts';
import { renderHtml } from '../../reports/html.ts';
import { renderCsv, renderMarkdown } from '../../reports/markdown.ts';
import { matrixBody, matrixMarkdown, renderMatrix } from '../../reports/matrix.ts';
import { pipelineBody, pipelineMarkdown } from '../../reports/pipeline.ts';
import { renderTradeoffs } from '../../reports/tradeoffs.ts';

interface ReportArguments {
  results: string[];
  o?: string;
  format?: string;
  tradeoffs?: boolean;
}

interface Read {
  comparisons: LabResult[];
  conformances: LabConformance[];
  pipelines: LabPipeline[];
}

/** Formats by the ending of the file; which kinds of result are there decides what is shown. */
const FORMATS: Readonly<Record<string, (read: Read, tradeoffs: boolean) => string>> = {
  html({ comparisons, conformances, pipelines }, tradeoffs) {
    if (tradeoffs) return renderTradeoffs(comparisons, conformances, pipelines);
    if (comparisons.length + pipelines.length === 0 && conformances.length === 1)
      return renderMatrix(conformances[0]);
    const more = [...conformances.map((c) => matrixBody(c, comparisons)), ...pipelines.map(pipelineBody)];
    return renderHtml(comparisons, more.join('<hr>'));
  },
  md: ({ comparisons, conformances, pipelines }) =>
    [
      ...(comparisons.length > 0 ? [renderMarkdown(comparisons)] : []),
      ...conformances.map((c) => matrixMarkdown(c, comparisons)),
      ...pipelines.map(pipelineMarkdown),
    ].join('\n'),
  csv: ({ comparisons }) => renderCsv(comparisons),
  json({ comparisons, conformances, pipelines }) {
    const all = [...comparisons, ...conformances, ...pipelines];
    return `${JSON.stringify(all.length === 1 ? all[0] : all, null, 1)}\n`;
  },
};

/** Answers the exit status; what is wrong is told on stderr. */
export function runReport({ results, o, format, tradeoffs = false }: ReportArguments): number {
  const complain = (text: string): number => {
    process.stderr.write(`lab report: ${text}\n`);
    return 2;
  };
  const kind = format ?? (o === undefined || o === '-' ? 'md' : extname(o).slice(1).toLowerCase());
  if (!Object.hasOwn(FORMATS, kind)) {
    return complain(
      `'${o}' says no format: end it in ${Object.keys(FORMATS)
        .map((f) => `.${f}`)
        .join(', ')}, or name one with --format`,
    );
  }
  if (tradeoffs && kind !== 'html') return complain('--tradeoffs makes a page: name one with -o FILE.html');
  const read: Read = { comparisons: [], conformances: [], pipelines: [] };
  for (const file of results) {
    try {
      const result = parseResultFile(readFileSync(file, 'utf8'), file);
      if (result.format === RESULT_FORMAT) read.comparisons.push(result);
      else if (result.format === CONFORMANCE_FORMAT) read.conformances.push(result);
      else read.pipelines.push(result);
    } catch (error) {
      if (error instanceof ResultFormatError) return complain(error.message);
      return complain(unreadable(file, error));
    }
  }
  if (kind === 'csv' && read.comparisons.length === 0)
    return complain('CSV holds times, and these results have none: choose .html, .md or .json');
  const fingerprints = new Set(read.comparisons.map((r) => r.environment.fingerprint));
  if (fingerprints.size > 1) {
    process.stderr.write(
      'lab report: these results come from different machines: their times cannot be compared\n',
    );
  }
  const text = FORMATS[kind](read, tradeoffs);
  if (o === undefined || o === '-') {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeWhole(o, text);
  } catch (error) {
    return complain(`cannot write ${o}: ${(error as Error).message}`);
  }
  return 0;
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <results..>',
  describe: 'results (compare --json, conformance --json) as a page, Markdown or CSV',
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
      .option('tradeoffs', {
        type: 'boolean',
        default: false,
        describe: 'the page of trade-offs: one row an implementation, from all of these results',
      })
      .example('$0 compare workloads/bench --json r.json', 'measure')
      .example('$0 report r.json -o r.html', 'one page to send')
      .example('$0 report r.json --format csv', 'a line an engine and workload, to stdout')
      .example('$0 conformance --json c.json', 'what each engine runs')
      .example('$0 pipeline loop.py -o p.json', 'one program from source to result')
      .example(
        '$0 report r.json c.json p.json --tradeoffs -o t.html',
        'the trade-offs of the implementations',
      ),
  handler: (args) => {
    process.exitCode = runReport(args as unknown as ReportArguments);
  },
};
