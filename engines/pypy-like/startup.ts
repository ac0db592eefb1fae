// Puts an interpreter together: types, builtins, `sys`, finders, and what `sys` and `gc` ask of the engine. Models PyPy's
// pypy/goal/targetpypystandalone.py and the interpreter's state behind pypy/module/sys.
import type { Int } from '../kernels/int.ts';
import type { EngineControls } from '../objspace/controls.ts';
import { Unsupported } from '../objspace/error.ts';
import { installFinders } from '../objspace/imports.ts';
import type { Host } from '../objspace/host.ts';
import { HostAhead } from '../objspace/host-ahead.ts';
import type { MachineHost } from '../objspace/machine-host.ts';
import { NATIVE_MODULE_NAMES } from '../objspace/modules/index.ts';
import { installStandardStreams } from '../objspace/modules/_io/standard-streams.ts';
import { makeSys, setSysOfRun } from '../objspace/modules/sys.ts';
import type { W } from '../objspace/object.ts';
import { Scheduler } from '../objspace/threads/scheduler.ts';
import type { SchedulerOptions } from '../objspace/threads/scheduler.ts';
import {
  bindOperations,
  fillTypes,
  makeBuiltinsModule,
  makeTypes,
  setBuiltinsOfRun,
} from '../objspace/setup-types.ts';
import { CACHES, CODE, makeArena } from './code-arena.ts';
import { makeEvalLoop } from './eval-loop.ts';
import { Interpreter } from './interpreter.ts';

/** What PyPy's `sys` does not have (pypy/module/sys). */
const ABSENT_NAMES = {
  sys: [
    'getrefcount',
    'getallocatedblocks',
    'getunicodeinternedsize',
    '_debugmallocstats',
    '_is_interned',
    '_is_immortal',
  ],
} as const;

class Controls implements EngineControls {
  readonly absentNames = ABSENT_NAMES;
  private readonly space: Interpreter;
  readonly collector;
  readonly isGilEnabled = true;
  readonly diesUnseen = true;

  constructor(space: Interpreter) {
    this.space = space;
    this.collector = space.collector;
  }

  get recursionLimit(): number {
    return this.space.recursionLimit;
  }
  set recursionLimit(limit: number) {
    this.space.recursionLimit = limit;
  }
  recursionDepth(): number {
    return this.space.values.depth;
  }
  /** There are no counts: `sys.getrefcount` is taken out of `sys`. */
  refcount(): Int {
    throw new Unsupported('reference counts');
  }
  collectorHeader(): number {
    return 0;
  }
  /** Equal texts are one object on this host. */
  intern(w: W): W {
    return w;
  }
  isInterned(w: W): boolean {
    return typeof w === 'string';
  }
  isImmortal(): boolean {
    return false;
  }
  allocatedBlocks(): number {
    return this.space.collector.objects().length;
  }
  isFinalizing(): boolean {
    return this.space.isFinalizing;
  }
}

/** Types and first modules: what no run's request changes. */
function makeInterpreter(host: Host): Interpreter {
  const space = new Interpreter();
  space.host = host;
  space.controls = new Controls(space);
  bindOperations(space);
  makeTypes(space);
  fillTypes(space);
  makeSys(space, NATIVE_MODULE_NAMES);
  space.dictsetstr(space.w_modules, 'builtins', makeBuiltinsModule(space));
  installFinders(space);
  return space;
}

let ahead: Interpreter | null = null;

/** Makes ahead what the next start takes; a start-up snapshot holds it (harness/make-snapshot.ts). */
export function prepareInterpreter(version: Host['implementationVersion']): void {
  ahead = makeInterpreter(new HostAhead('pypy', version));
}

export function startInterpreter(
  host: MachineHost,
  recursion: number | undefined,
  threads: SchedulerOptions,
): Interpreter {
  makeArena();
  const space = ahead ?? makeInterpreter(host);
  ahead = null;
  space.shared = threads.shared;
  space.evalLoop = makeEvalLoop(space, CODE, CACHES);
  space.host = host;
  space.scheduler = new Scheduler(space, threads);
  if (recursion !== undefined) space.recursionLimit = recursion;
  setSysOfRun(space);
  setBuiltinsOfRun(space);
  installStandardStreams(space);
  return space;
}
