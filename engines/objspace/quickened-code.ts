// What quickening has made of code objects that ran, as a listing: `co_code` with specialised opcodes in the place of general ones, and
// the engine's own superinstructions by their names. Models what CPython shows as `_co_code_adaptive` and `dis.dis(adaptive=True)`;
// contents of inline caches are not shown.
import type { DumpAnswer, DumpRequest, EngineHost, RunRequest } from '../engine.ts';
import type { CodeObject } from '../frontend/code-object.ts';
import { disassemble } from '../frontend/index.ts';
import { opBase } from '../frontend/opcodes.ts';
import { onPrepared } from './prepared-code.ts';
import type { PreparedCode } from './prepared-code.ts';
import type { ProgramSession, ProgramSpace } from './program-session.ts';
import type { CodePayload } from './types/function.ts';

type AnyCode = PreparedCode<unknown>;

/** `own`: with opcodes of the engine's own; else what begins a superinstruction is shown as what it was. */
function shownCode(code: AnyCode, own: boolean): Uint8Array {
  const { source, instructions, original, offsets } = code;
  const shown = source.code.slice();
  for (let i = 0; i < offsets.length; i++) {
    const op = instructions[2 * i];
    shown[offsets[i]] = own || opBase[op] === original[2 * i] ? op : original[2 * i];
  }
  return shown;
}

/** `_co_code_adaptive`: that of a code object that never ran is its `co_code`. */
export function adaptiveCode({ code, prepared }: CodePayload): Uint8Array {
  return prepared === null ? code.code : shownCode(prepared as AnyCode, false);
}

/** Runs the program, its output thrown away, and lists its code as it is then. `names`: opcodes of the engine's own by number. */
export async function dumpQuickened(
  request: DumpRequest,
  host: EngineHost,
  names: ReadonlyMap<number, string>,
  start: (request: RunRequest, host: EngineHost) => ProgramSession<ProgramSpace>,
): Promise<DumpAnswer> {
  const silent: EngineHost = Object.assign(Object.create(host) as EngineHost, {
    writeStdout: () => {},
    writeStderr: () => {},
  });
  const { program, flags, options } = request;
  const filename =
    program.kind === 'file' ? program.path : program.kind === 'source' ? program.filename : '<stdin>';
  const ran = new Map<CodeObject, AnyCode>();
  onPrepared((code) => ran.set(code.source, code));
  try {
    const session = start(
      {
        program,
        flags,
        args: [],
        env: {},
        cwd: process.cwd(),
        fileSystem: { kind: 'real' },
        limits: {},
        options: {},
        events: [],
      },
      silent,
    );
    const { exception } = session.main();
    session.close();
    const root = [...ran.keys()].find((c) => c.name === '<module>' && c.filename === filename);
    if (root === undefined) return { ok: false, error: exception?.traceback ?? `${filename} did not run\n` };
    const shown = new Map([...ran].map(([code, prepared]) => [code, shownCode(prepared, true)]));
    const text = disassemble(root, {
      showCaches: options.caches === true,
      showOffsets: options.offsets === true,
      showPositions: options.positions === true,
      adaptiveCode: (code) => shown.get(code) ?? code.code,
      ownNames: names,
    });
    return { ok: true, text };
  } finally {
    onPrepared(null);
  }
}

/** Opcodes of an engine's own, for `dumpQuickened`. */
export function namesOf(table: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(table).map(([name, op]) => [op, name]));
}
