// The module `_tracemalloc`: where memory was asked for, by an engine that remembers it (`space.controls.allocations`). Models CPython's
// Modules/_tracemalloc.c. Where nobody traces allocations the questions can be asked all the same, as in a CPython built without it; `start` says so by an
// error that a program can catch.
import type { AllocationSite, Allocations } from '../controls.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

const MOST_FRAMES = 65535;
/** DEFAULT_DOMAIN: that of objects. */
const DOMAIN = 0;

/** Null: nothing is traced. */
function tracingOf(space: Space): Allocations | null {
  const { allocations } = space.controls;
  return allocations?.isOn ? allocations : null;
}

/** Makes the tuples of sites, once each. */
class Sites {
  private readonly known = new Map<AllocationSite, W>();
  private readonly filenames = new Map<string, W>();
  private readonly space: Space;
  constructor(space: Space) {
    this.space = space;
  }

  tuple(site: AllocationSite): W {
    const { space, known } = this;
    let w = known.get(site);
    if (w === undefined) {
      w = space.newtuple(
        site.frames.map(({ filename, line }) => space.newtuple([this.name(filename), space.newint(line)])),
      );
      known.set(site, w);
    }
    return w;
  }
  private name(filename: string): W {
    let w = this.filenames.get(filename);
    if (w === undefined) this.filenames.set(filename, (w = this.space.newstr(filename)));
    return w;
  }
}

function traces(space: Space): W {
  const allocations = tracingOf(space);
  if (allocations === null) return space.newlist([]);
  return allocations.untraced(() => {
    const sites = new Sites(space);
    const w_domain = space.newint(DOMAIN);
    const all_w: W[] = [];
    allocations.eachBlock((size, site) =>
      all_w.push(space.newtuple([w_domain, space.newint(size), sites.tuple(site), space.newint(site.depth)])),
    );
    return space.newlist(all_w);
  });
}

function start(space: Space, frames: number): void {
  if (frames !== (frames | 0))
    throw raise(space, 'OverflowError', 'Python int too large to convert to C int');
  if (frames < 1 || frames > MOST_FRAMES)
    throw raise(space, 'ValueError', `the number of frames must be in range [1; ${MOST_FRAMES}]`);
  const { allocations } = space.controls;
  if (allocations === undefined)
    throw raise(space, 'RuntimeError', 'this implementation does not trace where memory was allocated');
  allocations.start(frames);
}

/** What is asked of a run by `-X tracemalloc[=N]` or PYTHONTRACEMALLOC (config_init_tracemalloc); answers why it cannot be. */
export function traceFromStart(space: Space): string | null {
  const { allocations } = space.controls;
  if (allocations === undefined) return null;
  const { xOptions, environment, flags } = space.host;
  const option = xOptions.tracemalloc;
  const variable = (flags.ignore_environment === 0 && environment.PYTHONTRACEMALLOC) || undefined;
  const asked = option ?? variable;
  if (asked === undefined) return null;
  const frames = asked === true ? 1 : /^\s*[+-]?\d+$/.test(asked) ? Number(asked) : -1;
  if (frames < 0 || frames > MOST_FRAMES) {
    const what = option === undefined ? 'PYTHONTRACEMALLOC' : '-X tracemalloc=NFRAME';
    return `config_init_tracemalloc: ${what}: invalid number of frames`;
  }
  if (frames > 0) allocations.start(frames);
  return null;
}

export const tracemallocModule: ModuleDefinition = {
  name: '_tracemalloc',
  doc: 'Debug module to trace memory blocks allocated by Python.',
  functions: [
    leaf('is_tracing', '', (space: Space) => tracingOf(space) !== null, { result: 'bool' }),
    leaf('clear_traces', '', (space: Space) => tracingOf(space)?.clear(), { result: 'none' }),
    leaf('_get_traces', '', traces),
    leaf('_get_object_traceback', 'obj, /', (space: Space, w: W) => {
      const site = tracingOf(space)?.siteOf(w) ?? null;
      return site === null ? space.w_None : new Sites(space).tuple(site);
    }),
    leaf('start', 'nframe: index = 1, /', start, { result: 'none' }),
    leaf('stop', '', (space: Space) => space.controls.allocations?.stop(), { result: 'none' }),
    leaf('get_traceback_limit', '', (space: Space) => space.controls.allocations?.limit ?? 1, {
      result: 'int',
    }),
    leaf('get_tracemalloc_memory', '', (space: Space) => tracingOf(space)?.ownSize() ?? 0, { result: 'int' }),
    leaf('get_traced_memory', '', (space: Space) =>
      space.newtuple((tracingOf(space)?.traced() ?? [0, 0]).map((bytes) => space.newint(bytes))),
    ),
    leaf('reset_peak', '', (space: Space) => tracingOf(space)?.resetPeak(), { result: 'none' }),
  ],
};
