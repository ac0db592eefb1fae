// The modules `pwd` and `grp`: users and groups, as the files /etc/passwd and /etc/group of the program's file system tell them. Model CPython's
// Modules/pwdmodule.c and grpmodule.c; other sources of names (NSS) are left out.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newStructSequence, structSequenceType } from '../types/structseq.ts';
import type { ModuleDefinition } from './module-definition.ts';

function entries(space: Space, path: string, count: number): string[][] {
  const bytes = space.host.readFile(path);
  if (bytes === null) return [];
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= count);
}

function newUser(space: Space, [name, password, uid, gid, gecos, home, shell]: string[]): W {
  const text = (value: string): W => space.newstr(value);
  return newStructSequence(space, 'pwd.struct_passwd', [
    text(name),
    text(password),
    space.newint(Number(uid)),
    space.newint(Number(gid)),
    text(gecos),
    text(home),
    text(shell),
  ]);
}

function newGroup(space: Space, [name, password, gid, members]: string[]): W {
  const names = members === '' ? [] : members.split(',');
  return newStructSequence(space, 'grp.struct_group', [
    space.newstr(name),
    space.newstr(password),
    space.newint(Number(gid)),
    space.newlist(names.map((member) => space.newstr(member))),
  ]);
}

const users = (space: Space): string[][] => entries(space, '/etc/passwd', 7);
const groups = (space: Space): string[][] => entries(space, '/etc/group', 4);

function repr(space: Space, w: W): string {
  return space.str_w(space.types.str.slots.repr!(space, w));
}

/** `getpwuid` and its like: the entry whose field `i` is the argument. */
function found(space: Space, all: string[][], i: number, key: string, complaint: string): string[] {
  const entry = all.find((fields) => fields[i] === key);
  if (entry === undefined) throw raise(space, 'KeyError', complaint);
  return entry;
}

export const pwdModule: ModuleDefinition = {
  name: 'pwd',
  types: [
    structSequenceType({
      name: 'pwd.struct_passwd',
      fields: ['pw_name', 'pw_passwd', 'pw_uid', 'pw_gid', 'pw_gecos', 'pw_dir', 'pw_shell'],
      canBeMade: true,
    }),
  ],
  functions: [
    leaf('getpwuid', 'uid: int, /', (space: Space, uid: number | bigint) =>
      newUser(space, found(space, users(space), 2, String(uid), `getpwuid(): uid not found: ${uid}`)),
    ),
    leaf('getpwnam', 'name: str, /', (space: Space, name: string) => {
      if (name.includes('\0')) throw raise(space, 'ValueError', 'embedded null byte');
      const shown = repr(space, space.newstr(name));
      return newUser(space, found(space, users(space), 0, name, `getpwnam(): name not found: ${shown}`));
    }),
    leaf('getpwall', '', (space: Space) => space.newlist(users(space).map((entry) => newUser(space, entry)))),
  ],
};

export const grpModule: ModuleDefinition = {
  name: 'grp',
  types: [
    structSequenceType({
      name: 'grp.struct_group',
      fields: ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem'],
      canBeMade: true,
    }),
  ],
  functions: [
    leaf('getgrgid', 'id: int', (space: Space, gid: number | bigint) =>
      newGroup(space, found(space, groups(space), 2, String(gid), `getgrgid(): gid not found: ${gid}`)),
    ),
    leaf('getgrnam', 'name: str', (space: Space, name: string) => {
      if (name.includes('\0')) throw raise(space, 'ValueError', 'embedded null byte');
      const shown = repr(space, space.newstr(name));
      return newGroup(space, found(space, groups(space), 0, name, `getgrnam(): name not found: ${shown}`));
    }),
    leaf('getgrall', '', (space: Space) =>
      space.newlist(groups(space).map((entry) => newGroup(space, entry))),
    ),
  ],
};
