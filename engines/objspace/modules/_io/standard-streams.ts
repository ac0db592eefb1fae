// `sys.stdin`, `sys.stdout`, `sys.stderr` as an interpreter makes them at its start and flushes them at its end; writing to them from host
// code. Models create_stdio and flush_std_files of CPython's Python/pylifecycle.c, PyFile_WriteObject of Objects/fileobject.c.
import { andThen, runNested } from '../../continuation.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import { callMethod, runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import { HostError } from '../../../kernels/os-errors.ts';
import { nativeModule } from '../index.ts';
import { reportUnraisable } from '../sys.ts';
import { BufferedState } from './buffered.ts';
import { FileState } from './file-io.ts';
import { DEFAULT_BUFFER_SIZE } from './io-base.ts';
import { flushDirectly, wrapBuffer, writeDirectly } from './text-io-wrapper.ts';
import { TextState } from './text-state.ts';
import { moduleOf } from '../../types/module.ts';

const STREAMS = ['stdin', 'stdout', 'stderr'] as const;

/** `PYTHONIOENCODING=encoding:errors`. */
function streamCodec(space: Space): { encoding: string | null; errors: string | null } {
  if (space.host.flags.ignore_environment !== 0) return { encoding: null, errors: null };
  const [encoding, errors] = (space.host.environment.PYTHONIOENCODING ?? '').split(':');
  return { encoding: encoding || null, errors: errors || null };
}

/** A text stream over descriptor 0, 1 or 2; None where it is not open. Runs no Python code for encodings of the kernel. */
function newStandardStream(space: Space, fd: 0 | 1 | 2): W {
  const { types, host } = space;
  let isTerminal: boolean;
  try {
    isTerminal = host.files.isTerminal(fd);
  } catch (e) {
    if (e instanceof HostError) return space.w_None;
    throw e;
  }
  const isInput = fd === 0;
  const file = new FileState();
  file.fd = fd;
  file.readable = isInput;
  file.writable = !isInput;
  file.closefd = false;
  const w_raw = space.newobj(types['_io.FileIO'], file);
  space.setdictvalue(w_raw, 'name', space.newstr(`<${STREAMS[fd]}>`));
  const b = new BufferedState();
  b.w_raw = space.own(w_raw);
  b.bufferSize = DEFAULT_BUFFER_SIZE;
  b.readable = isInput;
  b.writable = !isInput;
  b.isReady = true;
  const w_buffer = space.newobj(types[isInput ? '_io.BufferedReader' : '_io.BufferedWriter'], b);
  const w_text = space.newobj(types['_io.TextIOWrapper'], new TextState());
  const { encoding, errors } = streamCodec(space);
  const steps = wrapBuffer(space, w_text, w_buffer, {
    encoding: encoding ?? 'utf-8',
    errors: fd === 2 ? 'backslashreplace' : (errors ?? 'strict'),
    mode: isInput ? null : '\n',
    lineBuffering: !host.unbuffered && (isTerminal || fd === 2),
    writeThrough: host.unbuffered,
  });
  runNested(space, () => runSteps(space, steps));
  space.setdictvalue(w_text, 'mode', space.newstr(isInput ? 'r' : 'w'));
  return w_text;
}

/** Makes the builtin `open`; when modules can be imported. */
export function installOpen(space: Space): void {
  const { w_dict } = moduleOf(space, nativeModule(space, '_io')!);
  space.dictsetstr(space.w_builtins, 'open', space.dictgetstr(w_dict, 'open')!);
}

/** Makes the streams; when `space.host` is the run's. */
export function installStandardStreams(space: Space): void {
  STREAMS.forEach((name, fd) => {
    const w_stream = newStandardStream(space, fd as 0 | 1 | 2);
    space.dictsetstr(space.w_sysDict, name, w_stream);
    space.dictsetstr(space.w_sysDict, `__${name}__`, w_stream);
  });
}

function* flushOne(space: Space, w: W): Steps {
  const w_closed = yield space.getattrOr(w, 'closed', space.w_False);
  if (space.is(yield space.truth(w_closed), space.w_True)) return space.w_None;
  return yield* callMethod(space, w, 'flush');
}

/**
 * Flushes `sys.stdout` and `sys.stderr` as they are now; false where that of stdout failed, which makes the exit status 120. With `isPlainOnly`
 * no Python code is run.
 */
export function flushStandardStreams(space: Space, isPlainOnly = false): boolean {
  let isWell = true;
  for (const name of ['stdout', 'stderr']) {
    const w = space.dictgetstr(space.w_sysDict, name);
    if (w === undefined || space.is(w, space.w_None)) continue;
    try {
      if (flushDirectly(space, w) || isPlainOnly) continue;
      runNested(space, () => runSteps(space, flushOne(space, w)));
    } catch (e) {
      const error = space.asOperationError(e);
      if (name === 'stderr') {
        space.dropError(error);
        continue;
      }
      isWell = false;
      runNested(space, () =>
        reportUnraisable(space, error, 'Exception ignored on flushing sys.stdout', null),
      );
    }
  }
  return isWell;
}

/** `file.write(text)` for any file object; answers None when done. */
export function writeTo(space: Space, w_file: W, text: string): W {
  const caller = space.top;
  if (writeDirectly(space, w_file, text)) return space.w_None;
  return andThen(space, caller, space.getattr(w_file, 'write'), (w_write) =>
    space.type(w_write).slots.call!(space, w_write, [space.newstr(text)], null),
  );
}
