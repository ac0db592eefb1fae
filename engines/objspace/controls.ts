// What `sys` and `gc` ask of the engine itself: limits, counts, its collector. An engine sets `space.controls`
// before the first import. Without counts or a collector of its own it answers what PyPy would.
import type { Int } from '../kernels/int.ts';
import type { OperationError } from './error.ts';
import type { W } from './object.ts';

export interface Collector {
  isEnabled: boolean;
  threshold: [number, number, number];
  debug: number;
  /** `gc.garbage`, owned by the module `gc`; null until that is imported. */
  w_garbage: W | null;
  /** Runs a collection; answers the number of unreachable objects, null where nobody counts. May answer later calls of finalisers itself. */
  collect(generation: 0 | 1 | 2): number | null;
  counts(): [number, number, number];
  stats(): readonly { collections: number; collected: number; uncollectable: number }[];
  /** Tracked objects, all or those of a generation. */
  objects(generation: number | null): W[];
  isTracked(w: W): boolean;
  isFinalized(w: W): boolean;
  /** What an object refers to. */
  referents(w: W): W[];
  freeze(): void;
  unfreeze(): void;
  freezeCount(): number;
}

/** Where a block of memory was asked for: the innermost frames, the last call first, and how many there were. */
export interface AllocationSite {
  readonly frames: readonly { readonly filename: string; readonly line: number }[];
  readonly depth: number;
}

/** Who remembers where objects were made (`tracemalloc`). */
export interface Allocations {
  readonly isOn: boolean;
  /** Frames that are kept of each site. */
  readonly limit: number;
  start(limit: number): void;
  stop(): void;
  clear(): void;
  /** Bytes of what is traced and alive, and the most that they have been. */
  traced(): [current: number, peak: number];
  resetPeak(): void;
  /** Bytes of the traces themselves. */
  ownSize(): number;
  /** Every block that is alive. */
  eachBlock(visit: (size: number, site: AllocationSite) => void): void;
  siteOf(w: W): AllocationSite | null;
  /** Runs what makes objects that are not to be traced. */
  untraced<T>(run: () => T): T;
}

export interface EngineControls {
  /** Names that native modules have on CPython and not on what this engine models, by module. */
  absentNames?: Readonly<Record<string, readonly string[]>>;
  recursionLimit: number;
  /** Frames on the stack: a limit below that is refused. */
  recursionDepth(): number;
  /** `sys.getrefcount` of a borrowed value, without the argument's own count. */
  refcount(w: W): Int;
  /** Bytes in front of the object that the collector uses. */
  collectorHeader(w: W): number;
  intern(w: W): W;
  isInterned(w: W): boolean;
  isImmortal(w: W): boolean;
  allocatedBlocks(): number;
  isFinalizing(): boolean;
  /** Called for an exception that nobody catches in a thread or at the end: nothing by default. */
  reportUncaught?(error: OperationError): void;
  collector: Collector;
  /** Missing where nobody traces allocations. */
  allocations?: Allocations;
  /** Nothing is told of an object's death: true where no references are counted. */
  diesUnseen?: boolean;
  isGilEnabled: boolean;
}
