// Files that a reader finds whole or not at all: written beside, then put in place, so that a full disk or a kill leaves what was there before.
// What took long to find and cannot be written where it was wanted is kept elsewhere.
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Throws what writing throws, with nothing left behind. A device or a pipe is written to as it is. */
export function writeWhole(file: string, data: string | Uint8Array): void {
  const path = resolve(file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) {
    writeFileSync(path, data);
    return;
  }
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    writeFileSync(beside, data, stat === undefined ? {} : { mode: stat.mode });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** As `writeWhole`; answers nothing, or what went wrong and where the data are now, for people. */
export function writeOrKeepElsewhere(file: string, data: string, ifNowhere: string): string | undefined {
  try {
    writeWhole(file, data);
    return undefined;
  } catch (error) {
    const why = `cannot write ${file}: ${(error as Error).message}`;
    try {
      const saved = join(mkdtempSync(join(tmpdir(), 'lab-result-')), basename(file));
      writeFileSync(saved, data);
      return `${why}; the result is in ${saved}`;
    } catch {
      return `${why}; ${ifNowhere}`;
    }
  }
}

/** Why a file cannot be written, as far as can be told before there is anything to write. */
export function unwritable(file: string): string | undefined {
  const path = resolve(file);
  const folder = dirname(path);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return 'it is a folder; name a file in it';
  if (!existsSync(folder)) return `the folder ${folder} does not exist; make it first`;
  try {
    accessSync(stat ? path : folder, constants.W_OK);
    if (stat === undefined || stat.isFile()) {
      const beside = join(folder, `.${basename(path)}.${process.pid}.part`);
      writeFileSync(beside, '');
      rmSync(beside, { force: true });
    }
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
