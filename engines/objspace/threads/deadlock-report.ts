// Who waits for what, when nobody can go on: a block of text for stderr, thread by thread, with the line each stands at.
import { PythonFrame } from '../python-frame.ts';
import type { Frame } from '../continuation.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from './thread.ts';

function place(space: Space, top: Frame | null): string {
  let frame = top;
  while (frame !== null && !(frame instanceof PythonFrame)) frame = frame.back;
  if (frame === null) return '';
  const w_code = frame.w_code;
  const text = (name: string): string => space.str_w(space.getattr(w_code, name));
  return `\n    File "${text('co_filename')}", line ${frame.lineno ?? '?'}, in ${text('co_name')}`;
}

export function deadlockReport(space: Space, alive: readonly ThreadState[], now: number): string {
  const head =
    alive.length === 1
      ? 'deadlock: the only thread waits for what nobody can give it'
      : `deadlock: all ${alive.length} threads wait for each other`;
  const lines = alive.map((thread) => {
    const top = thread === space.thread ? space.top : thread.top;
    const { wait } = thread;
    const what =
      wait === null
        ? 'is under a builtin of another thread that waits for its callback'
        : `waits for ${wait.request.reason}, ${((now - wait.since) / 1000).toFixed(1)} s`;
    return `  ${thread.name} (${thread.ident}) ${what}${place(space, top)}`;
  });
  return `${[head, ...lines].join('\n')}\n`;
}
