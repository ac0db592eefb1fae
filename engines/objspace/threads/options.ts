// The scheduler's options as a run asks for them: `-X sched`, `-X deadlock`, events of kind `gil`. The same for every engine on the object space.
import type { EngineHost, EngineOption, RunRequest } from '../../engine.ts';
import { Unsupported } from '../error.ts';
import { policyOf } from './policy.ts';
import type { SchedulerOptions } from './scheduler.ts';

export const THREAD_OPTIONS: readonly EngineOption[] = [
  {
    name: 'sched',
    values: 'a whole number, each',
    default: 'by the switch interval',
    meaning:
      'threads in a schedule that depends on the program alone, with a virtual clock: one for each number, or a switch at each check',
  },
  {
    name: 'deadlock',
    values: 'seconds, wait',
    default: '3',
    meaning:
      'how long after the report of a deadlock of all threads the run is ended; wait: never, as under CPython',
  },
];

export function schedulerOptions(request: RunRequest, host: EngineHost): SchedulerOptions {
  const { sched, deadlock } = request.options;
  if (policyOf(sched) === undefined)
    throw new Unsupported('option', `-X sched=${sched}: a whole number or each`);
  if (deadlock !== undefined && deadlock !== 'wait' && !(Number(deadlock) >= 0))
    throw new Unsupported('option', `-X deadlock=${deadlock}: seconds or wait`);
  const wanted = request.events.includes('gil') || request.events.includes('all');
  const encoder = new TextEncoder();
  return {
    shared: host.shared,
    now: () => host.now(),
    sched,
    deadlock,
    processId: process.pid,
    emit: wanted
      ? (event) => host.emit({ kind: 'gil', name: 'switch', at: host.now(), data: { ...event } })
      : undefined,
    writeError: (text) => host.writeStderr(encoder.encode(text)),
  };
}
