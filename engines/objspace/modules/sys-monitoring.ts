// `sys.monitoring` (PEP 669) as programs see it; who listens is tracing/monitor.ts. Models the module's functions in CPython's Python/instrumentation.c.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import { instrumentRunning } from '../tracing/instrument.ts';
import { bitOf, clearTool, EVENTS, forgetTool, LOCAL_EVENTS, monitorOf, TOOLS } from '../tracing/monitor.ts';
import type { Tool } from '../tracing/monitor.ts';
import type { CodePayload } from '../types/function.ts';
import type { Space } from '../space.ts';
import { newNamespace } from '../types/namespace.ts';
import type { ModuleDefinition } from './module-definition.ts';

const ALL_EVENTS = (1 << EVENTS.length) - 1;
const C_EVENTS = bitOf('C_RETURN') | bitOf('C_RAISE');
const BRANCH = bitOf('BRANCH');
const BRANCHES = bitOf('BRANCH_LEFT') | bitOf('BRANCH_RIGHT');

function toolAt(space: Space, id: number): Tool {
  if (id >= 0 && id < TOOLS) return monitorOf(space).tools[id];
  throw raise(space, 'ValueError', `invalid tool ${id} (must be between 0 and 5)`);
}

function toolInUse(space: Space, id: number): Tool {
  const tool = toolAt(space, id);
  if (tool.w_name === null) throw raise(space, 'ValueError', `tool ${id} is not in use`);
  return tool;
}

function checkedEvents(space: Space, events: number): number {
  if (events < 0 || events > ALL_EVENTS) {
    const hex = events < 0 ? `-0x${(-events).toString(16)}` : `0x${events.toString(16)}`;
    throw raise(space, 'ValueError', `invalid event set ${hex}`);
  }
  return events;
}

function change(space: Space, how: () => void): void {
  how();
  const monitor = monitorOf(space);
  monitor.update(space);
  if (monitor.isOn) instrumentRunning(space);
}

/** The set as it is kept: BRANCH is both ways, and the ends of calls come with CALL. */
function normalized(space: Space, events: number): number {
  if ((events & C_EVENTS) !== 0) {
    const all = C_EVENTS | bitOf('CALL');
    if ((events & all) !== all)
      throw raise(space, 'ValueError', 'cannot set C_RETURN or C_RAISE events independently');
  }
  const plain = events & ~C_EVENTS;
  return (plain & BRANCH) !== 0 ? (plain & ~BRANCH) | BRANCHES : plain;
}
/** CALL brings the ends of calls. */
const listening = (events: number): number => ((events & bitOf('CALL')) !== 0 ? events | C_EVENTS : events);

function codeIdentity(space: Space, w_code: W): object {
  if (space.type(w_code) === space.types.code) return (space.data(w_code) as CodePayload).code;
  throw raise(space, 'TypeError', 'code must be a code object');
}

const none = { result: 'none' } as const;

export const sysMonitoringModule: ModuleDefinition = {
  name: 'sys.monitoring',
  functions: [
    leaf(
      'use_tool_id',
      'tool_id: index, name, /',
      (space: Space, id: number, w_name: W) => {
        const tool = toolAt(space, id);
        if (!space.type(w_name).isSubtype(space.types.str)) {
          throw raise(space, 'ValueError', 'tool name must be a str');
        }
        if (tool.w_name !== null) throw raise(space, 'ValueError', `tool ${id} is already in use`);
        tool.w_name = space.own(w_name);
      },
      none,
    ),
    leaf(
      'clear_tool_id',
      'tool_id: index, /',
      (space: Space, id: number) => change(space, () => clearTool(space, toolAt(space, id))),
      none,
    ),
    leaf(
      'free_tool_id',
      'tool_id: index, /',
      (space: Space, id: number) => change(space, () => forgetTool(space, toolAt(space, id))),
      none,
    ),
    leaf(
      'get_tool',
      'tool_id: index, /',
      (space: Space, id: number) => toolAt(space, id).w_name ?? space.w_None,
    ),
    leaf(
      'register_callback',
      'tool_id: index, event: index, func, /',
      (space: Space, id: number, event: number, w_function: W) => {
        const { callbacks } = toolAt(space, id);
        if (event <= 0 || (event & (event - 1)) !== 0) {
          throw raise(space, 'ValueError', 'The callback can only be set for one event at a time');
        }
        checkedEvents(space, event);
        let w_replaced = space.w_None;
        // BRANCH is both ways, as in set_events.
        for (const one of event === BRANCH ? [bitOf('BRANCH_LEFT'), bitOf('BRANCH_RIGHT')] : [event]) {
          const w_old = callbacks.get(one);
          if (space.is(w_function, space.w_None)) callbacks.delete(one);
          else callbacks.set(one, space.own(w_function));
          if (w_old === undefined) continue;
          w_replaced = w_old;
          space.drop(w_old);
        }
        return w_replaced;
      },
    ),
    leaf(
      'get_events',
      'tool_id: index, /',
      (space: Space, id: number) => toolAt(space, id).events & ~C_EVENTS,
      {
        result: 'int',
      },
    ),
    leaf(
      'set_events',
      'tool_id: index, event_set: index, /',
      (space: Space, id: number, events: number) => {
        toolAt(space, id);
        checkedEvents(space, events);
        const tool = toolInUse(space, id);
        const wanted = listening(normalized(space, events));
        change(space, () => (tool.events = wanted));
      },
      none,
    ),
    leaf(
      'get_local_events',
      'tool_id: index, code, /',
      (space: Space, id: number, w_code: W) => {
        const code = codeIdentity(space, w_code);
        return (toolAt(space, id).local.get(code) ?? 0) & ~C_EVENTS;
      },
      { result: 'int' },
    ),
    leaf(
      'set_local_events',
      'tool_id: index, code, event_set: index, /',
      (space: Space, id: number, w_code: W, events: number) => {
        const code = codeIdentity(space, w_code);
        const tool = toolInUse(space, id);
        if (events < 0 || (normalized(space, checkedEvents(space, events)) & ~LOCAL_EVENTS) !== 0) {
          throw raise(space, 'ValueError', `invalid local event set 0x${events.toString(16)}`);
        }
        change(space, () => {
          tool.local.set(code, listening(normalized(space, events)));
          tool.hasLocal = true;
        });
      },
      none,
    ),
    leaf(
      'restart_events',
      '',
      (space: Space) => monitorOf(space).tools.forEach((tool) => (tool.disabled = new WeakMap())),
      none,
    ),
    leaf('_all_events', '', (space: Space) => {
      const w_dict = space.newdict();
      EVENTS.forEach((name, i) => {
        let users = 0;
        monitorOf(space)
          .tools.slice(0, TOOLS)
          .forEach((tool, id) => {
            if ((tool.events & ~C_EVENTS & (1 << i)) !== 0) users |= 1 << id;
          });
        if (users !== 0) space.dictsetstr(w_dict, name, space.newint(users));
      });
      return w_dict;
    }),
  ],
  values: (space) => {
    const monitor = monitorOf(space);
    monitor.w_disable = space.newinstance(space.types.object);
    monitor.w_missing = space.newinstance(space.types.object);
    return {
      events: newNamespace(space, {
        ...Object.fromEntries(EVENTS.map((name, i) => [name, space.newint(2 ** i)])),
        NO_EVENTS: space.newint(0),
      }),
      DEBUGGER_ID: space.newint(0),
      COVERAGE_ID: space.newint(1),
      PROFILER_ID: space.newint(2),
      OPTIMIZER_ID: space.newint(5),
      DISABLE: monitor.w_disable,
      MISSING: monitor.w_missing,
    };
  },
};
