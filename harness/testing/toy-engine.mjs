// An engine without a language, for tests of the child process and its watchdog: its programs are single words.
//   loop        spins and looks at the shared word at each round, as an eval loop does
//   deaf        spins and never looks
//   sleep       waits on the wake counter
//   read        echoes stdin until its end
//   flood       writes without end
//   eat         allocates without end
//   throw, die  a fault of the engine, of its process
//   exit N      ends with status N
// `spin` as a function is one measured call of 10,000 rounds; `fail` raises.
const bytes = (text) => new TextEncoder().encode(text);
const none = { counters: {}, memory: {} };

export function createEngine() {
  return {
    describe: () => ({
      id: 'toy',
      implementation: 'Toy',
      languageVersion: '0',
      implementationVersion: '0',
      compiler: 'none',
      capabilities: {
        refcounts: false,
        gc: 'host',
        gil: 'no-threads',
        jit: 'none',
        heapCap: false,
        interruptible: true,
        dumps: [],
      },
      options: [],
    }),
    start: (request, host) => ({
      main: () => run(request.program.text.split(' '), host),
      has: (name) => name === 'spin' || name === 'fail',
      call(name) {
        if (name === 'fail')
          return { ok: false, exception: { type: 'ValueError', text: 'no', traceback: 'Traceback: no\n' } };
        let n = 0;
        for (let i = 0; i < 10_000; i++) n = (n * 31 + i) | 0;
        return { ok: true, repr: String(n) };
      },
      counters: () => ({ rounds: 1 }),
      memory: () => ({ modelledCurrent: 16 }),
      close: () => ({ status: 0, ...none }),
    }),
    dump: () => ({ ok: false, error: 'the toy has nothing to dump' }),
  };
}

/** What an engine answers when a bit of the word is set: 1 interrupt, 2 stop. */
function served(host) {
  const word = host.shared[0];
  if (word & 2)
    return {
      status: 124,
      limit: ['time', 'heap', 'process-memory', 'recursion', 'bytecodes', 'output'][host.shared[3]],
      ...none,
    };
  if (word & 1) {
    Atomics.and(host.shared, 0, ~1);
    host.writeStderr(bytes('KeyboardInterrupt\n'));
    return { status: 130, exception: { type: 'KeyboardInterrupt', text: '', traceback: '' }, ...none };
  }
  return undefined;
}

function run([verb, argument], host) {
  const { shared } = host;
  let n = 0;
  switch (verb) {
    case 'loop':
      host.writeStdout(bytes('looping\n'));
      for (;;) {
        n = (n * 31 + 7) | 0;
        if (shared[0] !== 0) return served(host);
      }
    case 'deaf':
      host.writeStdout(bytes('deaf\n'));
      for (;;) n = (n * 31 + 7) | 0;
    case 'sleep':
      host.writeStdout(bytes('asleep\n'));
      for (;;) {
        const wake = shared[5];
        if (shared[0] !== 0) return served(host);
        Atomics.wait(shared, 5, wake);
      }
    case 'read': {
      const buffer = new Uint8Array(1000);
      for (;;) {
        const got = host.readStdin(buffer);
        if (got < 0) return served(host);
        if (got === 0) return { status: 0, ...none };
        host.writeStdout(buffer.slice(0, got));
      }
    }
    case 'flood':
      for (;;) host.writeStdout(bytes('x'.repeat(65536)));
    case 'eat':
      for (const hoard = []; ;) hoard.push(new Array(100_000).fill(n++));
    case 'throw':
      throw new Error('a fault of the toy');
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      Atomics.wait(shared, 5, shared[5], 1000);
      return { status: 0, ...none };
    case 'exit':
      return { status: Number(argument), ...none };
    default:
      host.writeStdout(bytes('done\n'));
      return { status: 0, ...none };
  }
}
