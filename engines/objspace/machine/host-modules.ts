// Modules of the host that few programs need, loaded at their first use: node:crypto alone would cost every start of an engine 8 ms.
import type * as childProcess from 'node:child_process';
import type * as crypto from 'node:crypto';
import type * as zlib from 'node:zlib';

export const hostModules = {
  get childProcess(): typeof childProcess {
    return process.getBuiltinModule('node:child_process');
  },
  get crypto(): typeof crypto {
    return process.getBuiltinModule('node:crypto');
  },
  /** Undefined before Node 22.13, whose declarations we use. */
  get sqlite(): unknown {
    return process.getBuiltinModule('node:sqlite');
  },
  get zlib(): typeof zlib {
    return process.getBuiltinModule('node:zlib');
  },
};
