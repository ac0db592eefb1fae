// `sys.monitoring` (PEP 669): tools, their events and callbacks are kept as programs set them, so that the library's bdb, trace and coverage
// tools import and ask. Models Python/instrumentation.c. Left out: the events themselves, which no engine fires yet.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newNamespace } from '../types/namespace.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Events that can be set alone, then the pair that is set as one. */
const EVENTS = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH_LEFT',
  'BRANCH_RIGHT',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
  'BRANCH',
];
const TOOLS = 6;
/** Not for a single code object: RAISE to RERAISE. */
const LOCAL_EVENTS = (1 << 11) - 1;
const ALL_EVENTS = (1 << EVENTS.length) - 1;

class Tool {
  name: W | null = null;
  events = 0;
  readonly callbacks = new Map<number, W>();
  local = new WeakMap<object, number>();
}

const toolsOf = new WeakMap<Space, Tool[]>();

function tools(space: Space): Tool[] {
  let known = toolsOf.get(space);
  if (known === undefined) {
    const made = (known = Array.from({ length: TOOLS }, () => new Tool()));
    toolsOf.set(space, made);
    space.atFinish.push(() => made.forEach((tool) => free(space, tool)));
    space.roots.push((visit) => {
      for (const { name, callbacks } of made) {
        if (name !== null) visit(name);
        callbacks.forEach(visit);
      }
    });
  }
  return known;
}

function toolAt(space: Space, id: number): Tool {
  if (id >= 0 && id < TOOLS) return tools(space)[id];
  throw raise(space, 'ValueError', `invalid tool ${id} (must be between 0 and 5)`);
}

function toolInUse(space: Space, id: number): Tool {
  const tool = toolAt(space, id);
  if (tool.name === null) throw raise(space, 'ValueError', `tool ${id} is not in use`);
  return tool;
}

function clear(space: Space, tool: Tool): void {
  tool.events = 0;
  tool.local = new WeakMap();
  for (const w of tool.callbacks.values()) space.drop(w);
  tool.callbacks.clear();
}

function free(space: Space, tool: Tool): void {
  clear(space, tool);
  if (tool.name !== null) space.drop(tool.name);
  tool.name = null;
}

function checkedEvents(space: Space, events: number): number {
  if (events < 0 || events > ALL_EVENTS) {
    const hex = events < 0 ? `-0x${(-events).toString(16)}` : `0x${events.toString(16)}`;
    throw raise(space, 'ValueError', `invalid event set ${hex}`);
  }
  return events;
}

function codeIdentity(space: Space, w_code: W): object {
  if (space.type(w_code) === space.types.code) return space.data(w_code);
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
        if (tool.name !== null) throw raise(space, 'ValueError', `tool ${id} is already in use`);
        tool.name = space.own(w_name);
      },
      none,
    ),
    leaf('clear_tool_id', 'tool_id: index, /', (space: Space, id: number) => clear(space, toolAt(space, id)), none),
    leaf('free_tool_id', 'tool_id: index, /', (space: Space, id: number) => free(space, toolAt(space, id)), none),
    leaf('get_tool', 'tool_id: index, /', (space: Space, id: number) => toolAt(space, id).name ?? space.w_None),
    leaf(
      'register_callback',
      'tool_id: index, event: index, func, /',
      (space: Space, id: number, event: number, w_function: W) => {
        const { callbacks } = toolAt(space, id);
        if (event <= 0 || (event & (event - 1)) !== 0) {
          throw raise(space, 'ValueError', 'The callback can only be set for one event at a time');
        }
        checkedEvents(space, event);
        const w_old = callbacks.get(event);
        if (space.is(w_function, space.w_None)) callbacks.delete(event);
        else callbacks.set(event, space.own(w_function));
        if (w_old === undefined) return space.w_None;
        space.drop(w_old);
        return w_old;
      },
    ),
    leaf('get_events', 'tool_id: index, /', (space: Space, id: number) => toolInUse(space, id).events, {
      result: 'int',
    }),
    leaf(
      'set_events',
      'tool_id: index, event_set: index, /',
      (space: Space, id: number, events: number) => {
        toolAt(space, id);
        checkedEvents(space, events);
        toolInUse(space, id).events = events;
      },
      none,
    ),
    leaf(
      'get_local_events',
      'tool_id: index, code, /',
      (space: Space, id: number, w_code: W) => {
        const code = codeIdentity(space, w_code);
        return toolInUse(space, id).local.get(code) ?? 0;
      },
      { result: 'int' },
    ),
    leaf(
      'set_local_events',
      'tool_id: index, code, event_set: index, /',
      (space: Space, id: number, w_code: W, events: number) => {
        const code = codeIdentity(space, w_code);
        const tool = toolInUse(space, id);
        if (events < 0 || (events & ~(LOCAL_EVENTS | (1 << 18))) !== 0) {
          throw raise(space, 'ValueError', `invalid local event set 0x${events.toString(16)}`);
        }
        tool.local.set(code, events);
      },
      none,
    ),
    leaf('restart_events', '', () => undefined, none),
    leaf('_all_events', '', (space: Space) => {
      const w_dict = space.newdict();
      EVENTS.forEach((name, i) => {
        let users = 0;
        tools(space).forEach((tool, id) => {
          if ((tool.events & (1 << i)) !== 0) users |= 1 << id;
        });
        if (users !== 0) space.dictsetstr(w_dict, name, space.newint(users));
      });
      return w_dict;
    }),
  ],
  values: (space) => ({
    events: newNamespace(space, {
      ...Object.fromEntries(EVENTS.map((name, i) => [name, space.newint(2 ** i)])),
      NO_EVENTS: space.newint(0),
    }),
    DEBUGGER_ID: space.newint(0),
    COVERAGE_ID: space.newint(1),
    PROFILER_ID: space.newint(2),
    OPTIMIZER_ID: space.newint(5),
    DISABLE: space.newinstance(space.types.object),
    MISSING: space.newinstance(space.types.object),
  }),
};
