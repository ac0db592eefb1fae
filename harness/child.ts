// Main thread of an engine's child process: the watchdog. It starts the Worker that holds the engine, and stays free while Python
// runs. The other form of a child, with the engine in the main thread out of a start-up snapshot, is snapshot-main.ts.
import { Worker } from 'node:worker_threads';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildArguments, FromWorker, WorkerData } from './worker-protocol.ts';
import { SHARED_ELEMENTS, STDIN_CHUNK, STDIN_IDLE, STDIN_STATE } from './watchdog-layout.ts';
import { WATCHED_SIGNALS, Watchdog } from './watchdog.ts';

/** The engine's own stack. Python's recursion limits are far below it; wasm CPython needs some 100 MiB at the deepest. */
const STACK_MIB = 256;

const shared = new Int32Array(new SharedArrayBuffer(SHARED_ELEMENTS * 4));
const stdin = new Uint8Array(new SharedArrayBuffer(STDIN_CHUNK));
shared[STDIN_STATE] = STDIN_IDLE;

interface HeapReader {
  getHeapStatistics?(): Promise<{ used_heap_size: number; external_memory: number }>;
}

const watchdog = new Watchdog({
  shared,
  stdin,
  stopEngine: () => void worker.terminate(),
  stopListening: (signal) => void process.removeAllListeners(signal),
  heap: () => (worker as HeapReader).getHeapStatistics?.(),
});
let armed = 0;

function startWorker({ bundle, processBytes }: ChildArguments): Worker {
  const data: WorkerData = { bundle, shared, stdin };
  const worker = new Worker(join(dirname(fileURLToPath(import.meta.url)), 'worker.cjs'), {
    workerData: data,
    stdin: true, // the engine's streams are the file descriptors themselves
    resourceLimits: {
      stackSizeMb: STACK_MIB,
      ...(processBytes ? { maxOldGenerationSizeMb: Math.ceil(processBytes / 2 ** 20) } : {}),
    },
  });
  worker.on('message', (message: FromWorker) =>
    watchdog.onMessage(message.type === 'started' ? { ...message, armed } : message),
  );
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      watchdog.leave({ type: 'limit', limit: 'process-memory' }, 124);
    else watchdog.leave({ type: 'fault', text: error.stack ?? String(error) }, 70);
  });
  worker.on('exit', (code) =>
    watchdog.leave({ type: 'fault', text: `the engine's thread ended with status ${code}` }, 70),
  );
  return worker;
}

const [bundle, processBytes] = process.argv.slice(2);
const worker = startWorker({
  bundle,
  processBytes: processBytes === undefined ? undefined : Number(processBytes),
});

// Signals reach the program by the parent's word alone: a terminal's Ctrl-C goes to the whole process group, and would
// arrive twice.
process.on('SIGINT', () => {});
for (const name of WATCHED_SIGNALS) process.on(name, (signal) => watchdog.onSignal(signal));

watchdog.listen((task) => {
  worker.postMessage({ task });
  armed = performance.timeOrigin + performance.now();
  watchdog.begin(task, 0);
});
