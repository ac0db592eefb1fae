// The module `posix`, the system under `os`. Models CPython's Modules/posixmodule.c on Linux, over the host's file system and operating system.
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import { CONFIGURATION_NAMES, HAVE_FUNCTIONS, POSIX_CONSTANTS } from './constants.ts';
import { descriptorFunctions } from './descriptor-functions.ts';
import { fileFunctions } from './file-functions.ts';
import { newEnviron, processFunctions, processTypes } from './process-functions.ts';
import { dirEntryType, scandirIteratorType } from './scandir.ts';
import { statusTypes } from './status.ts';

export const posixModule: ModuleDefinition = {
  name: 'posix',
  doc: 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.',
  functions: [...fileFunctions, ...descriptorFunctions, ...processFunctions],
  types: [...statusTypes, ...processTypes, dirEntryType, scandirIteratorType],
  hidden: ['posix.ScandirIterator'],
  values: (space: Space) => {
    const values: Record<string, W> = {};
    for (const [name, value] of Object.entries(POSIX_CONSTANTS)) values[name] = space.newint(value);
    const w_names = space.newdict();
    for (const [name, value] of Object.entries(CONFIGURATION_NAMES))
      space.dictsetstr(w_names, name, space.newint(value));
    return {
      ...values,
      sysconf_names: w_names,
      environ: newEnviron(space),
      error: space.types.OSError.w_self,
      _have_functions: space.newlist(HAVE_FUNCTIONS.map((name) => space.newstr(name))),
    };
  },
};
