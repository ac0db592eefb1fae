// The watchdog as a Worker, where the child's main thread has the engine out of a start-up snapshot (snapshot-main.ts).
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, WatchdogData } from './worker-protocol.ts';
import { LAYOUT } from './watchdog-layout.ts';
import { WATCHED_SIGNALS, Watchdog } from './watchdog.ts';

/** The host's own wrap of a signal: `process.on` serves the main thread alone, whose event loop stands still. */
interface SignalWrap {
  onsignal(number: number): void;
  start(number: number): number;
  close(): void;
}
type Internals = (id: 'internal/test/binding') => {
  internalBinding(name: 'signal_wrap'): { Signal: new () => SignalWrap };
};

const { shared, stdin, lastBytes, task, armed } = workerData as WatchdogData;
const wraps = new Map<NodeJS.Signals, SignalWrap>();

const watchdog = new Watchdog({
  shared,
  stdin,
  stopEngine: () => {},
  stopListening: (signal) => wraps.get(signal)?.close(),
  speaksPlainly: true,
  lastBytes,
});

function listenTo(signals: readonly NodeJS.Signals[]): void {
  // It warns whoever asks for it.
  process.emitWarning = () => {};
  const { Signal } = (require as unknown as Internals)('internal/test/binding').internalBinding(
    'signal_wrap',
  );
  const { signals: numbers } = process.getBuiltinModule('node:os').constants;
  for (const name of signals) {
    const wrap = new Signal();
    wrap.onsignal = () => watchdog.onSignal(name);
    if (wrap.start(numbers[name]) === 0) wraps.set(name, wrap);
  }
}

parentPort!.on('message', (message: FromWorker) => watchdog.onMessage(message));
watchdog.begin(task, performance.timeOrigin + performance.now() - armed);
watchdog.listen(() => {});
listenTo(WATCHED_SIGNALS);
Atomics.store(shared, LAYOUT.unwatched, 0);
Atomics.notify(shared, LAYOUT.unwatched);
