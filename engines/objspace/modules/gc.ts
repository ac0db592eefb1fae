// The module `gc`: Python's view of the engine's collector (`space.controls.collector`). Models CPython's Modules/gcmodule.c.
import { leaf, resumable } from '../gateway.ts';
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Collector } from '../controls.ts';
import { moduleOf } from '../types/module.ts';
import { nativeModule } from './index.ts';
import type { ModuleDefinition } from './module-definition.ts';

const collectorOf = (space: Space): Collector => space.controls.collector;
const none = { result: 'none' } as const;

/** Tells `gc.callbacks` that a collection starts or has stopped. */
function notify(space: Space, phase: 'start' | 'stop', generation: number, collected: number): W {
  const { w_dict } = moduleOf(space, nativeModule(space, 'gc')!);
  const w_callbacks = space.dictgetstr(w_dict, 'callbacks');
  if (w_callbacks === undefined || !space.type(w_callbacks).isSubtype(space.types.list)) return space.w_None;
  const callbacks_w = space.listitems(w_callbacks);
  const w_info = space.newdict();
  space.dictsetstr(w_info, 'generation', space.newint(generation));
  space.dictsetstr(w_info, 'collected', space.newint(collected));
  space.dictsetstr(w_info, 'uncollectable', space.newint(0));
  const caller = space.top;
  const run = (i: number): W => {
    if (i === callbacks_w.length) return space.w_None;
    return andThen(space, caller, call(space, callbacks_w[i], [space.newstr(phase), w_info]), () =>
      run(i + 1),
    );
  };
  return run(0);
}

const collect = resumable('collect', 'generation: index = 2', (space: Space, generation: number) => {
  if (generation < 0 || generation > 2) throw raise(space, 'ValueError', 'invalid generation');
  const caller = space.top;
  return andThen(space, caller, notify(space, 'start', generation, 0), () => {
    const collector = collectorOf(space);
    const before = collector.stats()[generation].collected;
    const collected = collector.collect(generation as 0 | 1 | 2);
    const found = collected ?? collector.stats()[generation].collected - before;
    return andThen(space, caller, notify(space, 'stop', generation, found), () =>
      collected === null ? space.w_None : space.newint(collected),
    );
  });
});

const numbers = (space: Space, values: readonly number[]): W =>
  space.newtuple(values.map((value) => space.newint(value)));

/** `gc.garbage`: the collector keeps it, whatever the name stands for later. */
function garbageList(space: Space): W {
  const w_list = space.newlist([]);
  collectorOf(space).w_garbage = space.own(w_list);
  space.atFinish.push(() => {
    collectorOf(space).w_garbage = null;
    space.drop(w_list);
  });
  return w_list;
}

export const gcModule: ModuleDefinition = {
  name: 'gc',
  functions: [
    collect,
    leaf('enable', '', (space: Space) => void (collectorOf(space).isEnabled = true), none),
    leaf('disable', '', (space: Space) => void (collectorOf(space).isEnabled = false), none),
    leaf('isenabled', '', (space: Space) => collectorOf(space).isEnabled, { result: 'bool' }),
    leaf('get_debug', '', (space: Space) => collectorOf(space).debug, { result: 'int' }),
    leaf(
      'set_debug',
      'flags: index, /',
      (space: Space, flags: number) => void (collectorOf(space).debug = flags),
      none,
    ),
    leaf('get_threshold', '', (space: Space) => numbers(space, collectorOf(space).threshold)),
    leaf(
      'set_threshold',
      'threshold0: index = NULL, threshold1: index = NULL, threshold2: index = NULL, /',
      (space: Space, first?: number, second?: number, third?: number) => {
        if (first === undefined) {
          throw raise(space, 'TypeError', 'gc.set_threshold requires 1 to 3 arguments');
        }
        const collector = collectorOf(space);
        const [, oldSecond, oldThird] = collector.threshold;
        collector.threshold = [first, second ?? oldSecond, third ?? oldThird];
      },
      none,
    ),
    leaf('get_count', '', (space: Space) => numbers(space, collectorOf(space).counts())),
    leaf('get_stats', '', (space: Space) =>
      space.newlist(
        collectorOf(space)
          .stats()
          .map((stats) => {
            const w_dict = space.newdict();
            for (const [name, value] of Object.entries(stats))
              space.dictsetstr(w_dict, name, space.newint(value));
            return w_dict;
          }),
      ),
    ),
    leaf('get_objects', 'generation=None', (space: Space, w_generation: W) => {
      if (space.is(w_generation, space.w_None)) return space.newlist(collectorOf(space).objects(null));
      if (!space.type(w_generation).isSubtype(space.types.int)) {
        throw raise(space, 'TypeError', `argument must be int or None, not ${space.type(w_generation).name}`);
      }
      const generation = Number(space.int_w(w_generation));
      if (generation >= 3) {
        throw raise(
          space,
          'ValueError',
          'generation parameter must be less than the number of available generations (3)',
        );
      }
      if (generation < 0) throw raise(space, 'ValueError', 'generation parameter cannot be negative');
      return space.newlist(collectorOf(space).objects(generation));
    }),
    leaf('is_tracked', 'obj, /', (space: Space, w: W) => collectorOf(space).isTracked(w), { result: 'bool' }),
    leaf('is_finalized', 'obj, /', (space: Space, w: W) => collectorOf(space).isFinalized(w), {
      result: 'bool',
    }),
    leaf('get_referents', '*objs', (space: Space, args_w: W[]) =>
      space.newlist(args_w.flatMap((w) => collectorOf(space).referents(w))),
    ),
    leaf('get_referrers', '*objs', (space: Space, args_w: W[]) => {
      const collector = collectorOf(space);
      const found_w = collector
        .objects(null)
        .filter((w_object) =>
          collector.referents(w_object).some((w) => args_w.some((w_wanted) => space.is(w, w_wanted))),
        );
      return space.newlist(found_w);
    }),
    leaf('freeze', '', (space: Space) => collectorOf(space).freeze(), none),
    leaf('unfreeze', '', (space: Space) => collectorOf(space).unfreeze(), none),
    leaf('get_freeze_count', '', (space: Space) => collectorOf(space).freezeCount(), { result: 'int' }),
  ],
  values: (space) => ({
    garbage: garbageList(space),
    callbacks: space.newlist([]),
    DEBUG_STATS: space.newint(1),
    DEBUG_COLLECTABLE: space.newint(2),
    DEBUG_UNCOLLECTABLE: space.newint(4),
    DEBUG_SAVEALL: space.newint(32),
    DEBUG_LEAK: space.newint(38),
  }),
};
