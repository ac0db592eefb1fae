// The engine's Worker of a child process whose main thread is the watchdog (child.ts): loads one engine's bundle and runs one job.
import { parentPort, workerData } from 'node:worker_threads';
import { loadBundle } from './load-bundle.ts';
import { runJob } from './run-job.ts';
import type { ChildJob, WorkerData } from './worker-protocol.ts';

const firstInstruction = performance.timeOrigin + performance.now();
const { bundle, shared, stdin } = workerData as WorkerData;
const port = parentPort!;
// The job comes while the bundle is loaded.
const task = new Promise<ChildJob>((resolve) => port.once('message', resolve)).then((job) => job.task);
const begun = performance.now();
const engine = loadBundle(bundle).then((module) => module.createEngine());
void runJob(engine, task, {
  shared,
  stdin,
  post: (message) => port.postMessage(message),
  firstInstruction,
  begun,
});
