// Where a line of text ends, by the newline mode of a stream. Models _PyIO_find_line_ending of CPython's Modules/_io/textio.c.
import { find, pointAt } from './text.ts';
import type { Text } from './text.ts';

/** `newline` as `open` takes it; null: universal, and translated to `\n` already when it is read. */
export type NewlineMode = null | '' | '\n' | '\r' | '\r\n';

export const isNewlineMode = (text: string): text is '' | '\n' | '\r' | '\r\n' =>
  text === '' || text === '\n' || text === '\r' || text === '\r\n';

/** Position behind the line that begins at `from`; -1: its end is not there. */
export function lineEnd(text: Text, from: number, mode: NewlineMode): number {
  if (mode === null || mode === '\n') {
    const at = typeof text === 'string' ? text.indexOf('\n', from) : text.points.indexOf(10, from);
    return at < 0 ? -1 : at + 1;
  }
  if (mode !== '') {
    const at = find(text, mode, from);
    return at < 0 ? -1 : at + mode.length;
  }
  for (let i = from; i < text.length; i++) {
    const c = pointAt(text, i);
    if (c === 10) return i + 1;
    if (c !== 13) continue;
    return i + 1 < text.length && pointAt(text, i + 1) === 10 ? i + 2 : i + 1;
  }
  return -1;
}
