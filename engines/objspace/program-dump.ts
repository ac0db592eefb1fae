// Dumps of a program through the front end, the same for every engine on the object space.
import { compile, disassemble, PythonSyntaxError } from '../frontend/index.ts';
import type { DumpAnswer, DumpRequest, EngineHost } from '../engine.ts';
import { Unsupported } from './error.ts';
import { MachineHost } from './machine-host.ts';

function sourceOf({ program }: DumpRequest): { source: string | Uint8Array; filename: string } {
  if (program.kind === 'source') return { source: program.text, filename: program.filename };
  if (program.kind === 'file') {
    const machine = new MachineHost(
      {
        program,
        args: [],
        env: {},
        cwd: process.cwd(),
        fileSystem: { kind: 'real' },
        limits: {},
        options: {},
        flags: [],
        events: [],
      },
      null as unknown as EngineHost,
      () => {},
    );
    const source = machine.readFile(program.path);
    if (source !== null) return { source, filename: program.path };
  }
  throw new Unsupported('dump', `of a program of kind ${program.kind}`);
}

export function dumpBytecode(request: DumpRequest): DumpAnswer {
  try {
    const { source, filename } = sourceOf(request);
    return { ok: true, text: disassemble(compile(source, filename, 'exec').code) };
  } catch (e) {
    if (e instanceof PythonSyntaxError) return { ok: false, error: `${e.type}: ${e.msg}\n` };
    throw e;
  }
}
