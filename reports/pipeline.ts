// One program on its way through each engine, side by side: a column an engine, its stages from the source text to the result, each
// to be opened. A stage that an engine does not show, or does not have, says so.
import type { LabPipeline, PipelineStage } from '../harness/result.ts';
import { escapeHtml } from './svg.ts';

const e = escapeHtml;

/** Stages that most readers want to see at once. */
const OPEN = new Set(['result']);

function stage({ kind, title, state, text, note, from }: PipelineStage): string {
  if (text === undefined) return `<li><span class="soft">${e(title)}: ${e(note ?? state)}</span></li>`;
  const lines = text.trimEnd().split('\n').length;
  const said = [
    state === 'failed' ? 'failed' : `${lines} ${lines === 1 ? 'line' : 'lines'}`,
    from === undefined ? '' : `by the shared ${from}`,
    note ?? '',
  ].filter(Boolean);
  const open = OPEN.has(kind) || state === 'failed' ? ' open' : '';
  return (
    `<li><details${open}><summary>${e(title)} <span class="${state === 'failed' ? 'bad' : 'soft'}">${e(said.join(', '))}</span></summary>` +
    `<pre tabindex="0">${e(text)}</pre></details></li>`
  );
}

export function pipelineBody({ name, source, engines }: LabPipeline): string {
  const columns = engines.map((engine) => {
    const language = `${engine.implementation} ${engine.languageVersion}, ${engine.role === 'lab' ? 'ours' : 'real'}`;
    return (
      `<section data-engine="${e(engine.id)}" aria-label="${e(`${name} on ${engine.id}`)}"><h3>${e(engine.id)} <span class="soft">${e(language)}</span></h3>` +
      `<ol>${engine.stages.map(stage).join('')}</ol></section>`
    );
  });
  return (
    `<h2 id="pipeline">From source to result: ${e(name)}</h2>` +
    '<p>The same program on its way through each engine, as the engine itself shows it.</p>' +
    `<pre tabindex="0">${e(source)}</pre><div class="pipeline">${columns.join('')}</div>`
  );
}

export function pipelineMarkdown({ name, source, engines }: LabPipeline): string {
  const fence = (text: string) => {
    const marks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map((m) => m[0].length + 1)));
    return `${marks}\n${text.trimEnd()}\n${marks}`;
  };
  const parts = [`# From source to result: ${name}`, fence(source)];
  for (const engine of engines) {
    parts.push(`## ${engine.id}`);
    for (const s of engine.stages) {
      const note = [s.from === undefined ? '' : `by the shared ${s.from}`, s.note ?? '']
        .filter(Boolean)
        .join(', ');
      parts.push(`### ${s.title}${note ? ` (${note})` : ''}`);
      if (s.text !== undefined) parts.push(fence(s.text));
    }
  }
  return `${parts.join('\n\n')}\n`;
}
