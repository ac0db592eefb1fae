// Puts an interpreter together: types, builtins, `sys`, finders, and what `sys` and `gc` ask of the engine. Models CPython's
// Python/pylifecycle.c (pycore_interp_init) and the accessors of Python/sysmodule.c that read the interpreter's state.
import { monitorOf } from '../objspace/tracing/monitor.ts';
import type { Code } from './code.ts';
import type { Int } from '../kernels/int.ts';
import type { EngineControls } from '../objspace/controls.ts';
import type { W } from '../objspace/object.ts';
import { generatorNext } from './eval-loop.ts';
import { installFinders } from '../objspace/imports.ts';
import { NATIVE_MODULE_NAMES } from '../objspace/modules/index.ts';
import { installStandardStreams } from '../objspace/modules/_io/standard-streams.ts';
import { makeSys, setSysOfRun } from '../objspace/modules/sys.ts';
import { Scheduler } from '../objspace/threads/scheduler.ts';
import type { SchedulerOptions } from '../objspace/threads/scheduler.ts';
import {
  bindOperations,
  fillTypes,
  makeBuiltinsModule,
  makeTypes,
  setBuiltinsOfRun,
} from '../objspace/setup-types.ts';
import { borrowedCount } from './borrowed.ts';
import { AllocationTracer } from './allocations.ts';
import { Interpreter } from './interpreter.ts';
import type { Host } from '../objspace/host.ts';
import { HostAhead } from '../objspace/host-ahead.ts';
import type { MachineHost } from '../objspace/machine-host.ts';
import { IMMORTAL, Obj, unwrap } from './object.ts';
import { setCommonTypes } from './refcount.ts';

/** What `sys.getrefcount` says of an immortal object in 3.14 (_Py_IMMORTAL_INITIAL_REFCNT on 64 bits). */
const IMMORTAL_COUNT = 3221225472;

class Controls implements EngineControls {
  private readonly space: Interpreter;
  readonly collector;
  readonly allocations: AllocationTracer;
  readonly isGilEnabled = true;

  constructor(space: Interpreter) {
    this.space = space;
    this.collector = space.collector;
    this.allocations = new AllocationTracer(space);
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
  refcount(w: W): Int {
    const o = unwrap(w);
    if (this.isImmortal(w)) return IMMORTAL_COUNT;
    return o.rc - borrowedCount(this.space, o);
  }
  collectorHeader(w: W): number {
    const o = unwrap(w);
    // These hold no references that could lead back: CPython does not collect them.
    const { bytearray, range } = this.space.types;
    return o instanceof Obj && o.type !== bytearray && o.type !== range ? 16 : 0;
  }
  intern(w: W): W {
    return this.space.internValue(w);
  }
  isInterned(w: W): boolean {
    return this.space.isInternedValue(w);
  }
  isImmortal(w: W): boolean {
    return unwrap(w).rc > IMMORTAL >> 1;
  }
  allocatedBlocks(): number {
    return this.space.collector.alive().length;
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
  monitorOf(space).forgetCompiled = (code) => void ((code as Code).run = null);
  bindOperations(space);
  makeTypes(space);
  fillTypes(space);
  const { generator, list_iterator, tuple_iterator } = space.types;
  setCommonTypes(generator, list_iterator, tuple_iterator);
  const general = generator.slots.iternext!;
  generator.slots.iternext = (_space, w) => generatorNext(space, w, general);
  makeSys(space, NATIVE_MODULE_NAMES);
  space.dictsetstr(space.w_modules, 'builtins', makeBuiltinsModule(space));
  installFinders(space);
  space.drain();
  space.collector.started();
  return space;
}

let ahead: Interpreter | null = null;

/** Makes ahead what the next start takes; a start-up snapshot holds it (harness/make-snapshot.ts). */
export function prepareInterpreter(): void {
  ahead = makeInterpreter(new HostAhead('cpython', [3, 14, 2]));
}

export function startInterpreter(
  host: MachineHost,
  recursion: number | undefined,
  threads: SchedulerOptions,
): Interpreter {
  const space = ahead ?? makeInterpreter(host);
  ahead = null;
  space.shared = threads.shared;
  space.host = host;
  space.scheduler = new Scheduler(space, threads);
  if (recursion !== undefined) space.recursionLimit = recursion;
  setSysOfRun(space);
  setBuiltinsOfRun(space);
  installStandardStreams(space);
  space.drain();
  space.collector.started();
  return space;
}
