// What a start-up snapshot is bound to, beside the bundle that is in it: V8 takes one only of its own version and on a processor with the
// features of the one it was made on. Written by the build beside each snapshot and compared before a child starts, because the host's
// refusal is a line on the program's stderr.
import { closeSync, openSync, readSync } from 'node:fs';
import { cpus } from 'node:os';

/** More than one processor's entry of /proc/cpuinfo. */
const ENTRY_BYTES = 8192;

function processor(): string {
  if (process.platform !== 'linux') return cpus()[0]?.model ?? '';
  const entry = Buffer.alloc(ENTRY_BYTES);
  const fd = openSync('/proc/cpuinfo', 'r');
  // The kernel writes as far as it is read: not the entries of all processors.
  const length = readSync(fd, entry);
  closeSync(fd);
  const text = entry.toString('latin1', 0, length);
  return /^(?:flags|Features)\s*:.*$/m.exec(text)?.[0] ?? '';
}

/** `node`: its version. */
export function snapshotHost(node: string): string {
  return `node ${node} ${process.platform} ${process.arch}\n${processor()}\n`;
}
