// The host of an interpreter that is made before its run is known (EngineModule.prepare): what `sys` and `builtins` are made with until
// `setSysOfRun` and `setBuiltinsOfRun` know better. Whoever asks it for anything of the machine is making something too early.
import type { FileSystem } from './file-system.ts';
import { DEFAULT_FLAGS } from './host.ts';
import type { Host, OperatingSystem } from './host.ts';
import type { MachineCodecs } from './machine-codecs.ts';
import type { CodeCache } from './machine/code-cache.ts';

function tooEarly(what: string): never {
  throw new Error(`${what} is asked for before there is a run`);
}

export class HostAhead implements Host {
  readonly argv = [];
  readonly path = [];
  readonly executable = '';
  readonly flags = DEFAULT_FLAGS;
  readonly warnOptions = [];
  readonly xOptions = {};
  readonly platform = '';
  readonly libraryZip = null;
  readonly unbuffered = false;
  readonly implementation: Host['implementation'];
  readonly implementationVersion: Host['implementationVersion'];

  constructor(implementation: Host['implementation'], version: Host['implementationVersion']) {
    this.implementation = implementation;
    this.implementationVersion = version;
  }

  get files(): FileSystem {
    return tooEarly('the file system');
  }
  get system(): OperatingSystem {
    return tooEarly('the operating system');
  }
  get codecs(): MachineCodecs {
    return tooEarly('compression');
  }
  get codeCache(): CodeCache {
    return tooEarly('the compiled library');
  }
  get environment(): Host['environment'] {
    return tooEarly('the environment');
  }
  readInput(): never {
    return tooEarly('input');
  }
  readFile(): never {
    return tooEarly('a file');
  }
  kindOf(): never {
    return tooEarly('a file');
  }
  listDirectory(): never {
    return tooEarly('a directory');
  }
  currentDirectory(): never {
    return tooEarly('the current directory');
  }
  now(): never {
    return tooEarly('the time');
  }
  monotonic(): never {
    return tooEarly('a clock');
  }
  processTime(): never {
    return tooEarly('a clock');
  }
}
