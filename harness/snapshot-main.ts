// A child process that starts from a snapshot: the engine is there and runs in the main thread, the only one that the host can give a
// snapshot to. Beside it starts a Worker, the watchdog (watchdog-thread.ts), which serves what must not wait for the event loop of this
// thread. Nothing of this file's imports may hold anything of the process that built the snapshot.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import type { EngineModule } from '../engines/engine.ts';
import { readFirstFromParent, sendToParent } from './child-channel.ts';
import { scriptPath } from './load-bundle.ts';
import type { BundlePlace } from './load-bundle.ts';
import { runJob } from './run-job.ts';
import { endProcess, withProcessPeak } from './watchdog.ts';
import { LAYOUT, SHARED_ELEMENTS, STDIN_CHUNK, STDIN_IDLE, STDIN_STATE } from './watchdog-layout.ts';
import type { FromWorker, WatchdogData } from './worker-protocol.ts';

/** Of the heap's limit, what may be in use before the watchdog ends the process in good order. */
const NEARLY_ALL = 0.92;

/** `place`: where the bundle says it is. The folder of the build may have been moved since. */
export function snapshotMain(module: EngineModule, place: BundlePlace): void {
  const begun = performance.now();
  const firstInstruction = performance.timeOrigin + begun;
  const [bundle] = process.argv.slice(2);
  place.url = pathToFileURL(scriptPath(bundle)).href;
  const shared = new Int32Array(new SharedArrayBuffer(SHARED_ELEMENTS * 4));
  const stdin = new Uint8Array(new SharedArrayBuffer(STDIN_CHUNK));
  shared[STDIN_STATE] = STDIN_IDLE;
  shared[LAYOUT.unwatched] = 1;

  // A terminal's Ctrl-C goes to the whole process group; the program hears of it by the parent's word alone.
  process.on('SIGINT', () => {});
  const first = readFirstFromParent();
  if (first?.type !== 'job') return endProcess(shared, 129);
  const { task } = first.job;
  const armed = performance.timeOrigin + performance.now();
  const data: WatchdogData = {
    shared,
    stdin,
    task,
    armed,
    lastBytes: Math.floor(getHeapStatistics().heap_size_limit * NEARLY_ALL),
  };
  const watchdog = new Worker(join(dirname(bundle), '..', 'watchdog-thread.cjs'), {
    workerData: data,
    stdin: true,
  });
  watchdog.on('error', (e) => end({ type: 'fault', text: e.stack ?? String(e) }, 70));

  const end = (message: Extract<FromWorker, { type: 'end' | 'fault' }>, status: number): void => {
    sendToParent(message, shared);
    endProcess(shared, status);
  };
  const post = (message: FromWorker): void => {
    switch (message.type) {
      case 'stdin':
      case 'output-limit':
      case 'modelled':
        return watchdog.postMessage(message);
      case 'started':
        return sendToParent({ ...message, armed }, shared);
      case 'end': {
        const memory = withProcessPeak(message.memory);
        const outcome = { ...message.outcome, memory };
        return end({ ...message, memory, outcome }, outcome.status);
      }
      case 'fault':
        return end(message, 70);
      default:
        return sendToParent(message, shared);
    }
  };
  void runJob(module.createEngine(), task, { shared, stdin, post, firstInstruction, begun });
}
