// The native modules by name. A module is made when it is first imported; adding one is a file and a row here.
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { weakrefModule } from './_weakref.ts';
import { itertoolsModule } from './itertools/index.ts';
import { cmathModule } from './cmath.ts';
import { mathModule } from './math.ts';
import { collectionsModule } from './_collections.ts';
import { gcModule } from './gc.ts';
import { queueModule } from './_queue.ts';
import { signalModule } from './_signal.ts';
import { socketModule } from './_socket.ts';
import { selectModule } from './select.ts';
import { threadModule } from './_thread.ts';
import { timeModule } from './time.ts';
import { contextvarsModule } from './_contextvars.ts';
import { atexitModule } from './atexit.ts';
import { errnoModule } from './errno.ts';
import { codecsModule } from './_codecs/index.ts';
import { SYSCONFIG_DATA_NAME, sysconfigDataModule } from './sysconfigdata.ts';
import { tokenizeModule } from './_tokenize.ts';
import { fcntlModule } from './fcntl.ts';
import { grpModule, pwdModule } from './pwd.ts';
import { impModule } from './_imp.ts';
import { marshalModule } from './marshal.ts';
import { posixSubprocessModule } from './_posixsubprocess.ts';
import { ioModule } from './_io/index.ts';
import { posixModule } from './posix/index.ts';
import { statModule } from './_stat.ts';
import { stringModule } from './_string.ts';
import { typesModule } from './_types.ts';
import { astModule } from './_ast.ts';
import { warningsModule } from './_warnings.ts';
import { testcapiModule, testinternalcapiModule } from './_testcapi.ts';
import { typingModule } from './_typing.ts';
import { opcodeModule } from './_opcode.ts';
import { ctypesModule } from './applevel/_ctypes.ts';
import { faulthandlerModule } from './applevel/faulthandler.ts';
import { lsprofModule } from './applevel/_lsprof.ts';
import { remoteDebuggingModule } from './applevel/_remote_debugging.ts';
import { zoneinfoModule } from './applevel/_zoneinfo.ts';
import { ACCELERATORS } from './accelerators.ts';
import { makeModule } from './module-definition.ts';
import type { ModuleDefinition } from './module-definition.ts';

const DEFINITIONS: readonly ModuleDefinition[] = [
  queueModule,
  signalModule,
  socketModule,
  selectModule,
  threadModule,
  timeModule,
  collectionsModule,
  weakrefModule,
  gcModule,
  itertoolsModule,
  cmathModule,
  mathModule,
  codecsModule,
  fcntlModule,
  grpModule,
  impModule,
  ioModule,
  marshalModule,
  posixSubprocessModule,
  sysconfigDataModule,
  tokenizeModule,
  pwdModule,
  opcodeModule,
  posixModule,
  statModule,
  warningsModule,
  astModule,
  stringModule,
  typesModule,
  errnoModule,
  atexitModule,
  contextvarsModule,
  ...ACCELERATORS,
  testcapiModule,
  testinternalcapiModule,
  typingModule,
  ctypesModule,
  faulthandlerModule,
  lsprofModule,
  remoteDebuggingModule,
  zoneinfoModule,
];

/** Modules that the engine makes at its start. */
const AT_START = ['sys', 'builtins'];

const BY_NAME = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));

/** `sys.builtin_module_names`. */
export const NATIVE_MODULE_NAMES: readonly string[] = [...AT_START, ...BY_NAME.keys()]
  .filter((name) => name !== SYSCONFIG_DATA_NAME && !name.startsWith('_test'))
  .sort();

export const isNative = (name: string): boolean => BY_NAME.has(name) || AT_START.includes(name);

/** The part of a native module that is written in Python; null: there is none. */
export const pythonPartOf = (name: string): string | null => BY_NAME.get(name)?.python ?? null;

const made = new WeakMap<Space, Map<string, W>>();

/** The module object, the same one each time; null: no such native module. */
export function nativeModule(space: Space, name: string): W | null {
  let known = made.get(space);
  if (known === undefined) {
    const modules = (known = new Map<string, W>());
    made.set(space, modules);
    space.roots.push((visit) => modules.forEach((w) => visit(w)));
  }
  const w_known =
    known.get(name) ?? (AT_START.includes(name) ? space.dictgetstr(space.w_modules, name) : undefined);
  if (w_known !== undefined) return w_known;
  const definition = BY_NAME.get(name);
  if (definition === undefined) return null;
  const w_module = makeModule(space, definition);
  known.set(name, space.own(w_module));
  return w_module;
}
