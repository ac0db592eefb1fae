// Why a file could not be read, as a sentence for the person who named it: Node's own errors, and what to do about those it words for programmers.

const TOO_LARGE = ['ERR_STRING_TOO_LONG', 'ERR_FS_FILE_TOO_LARGE'];

export function unreadable(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EISDIR'
        ? 'it is a folder'
        : code === 'EACCES'
          ? 'this user may not read it (EACCES)'
          : TOO_LARGE.includes(code ?? '')
            ? 'it is too large to be read in one piece (512 MiB); a result that large is better made in parts, with fewer workloads each'
            : (code ?? message);
  return `cannot read ${file}: ${why}`;
}
