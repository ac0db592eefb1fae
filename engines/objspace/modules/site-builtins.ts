// What the module `site` adds to `builtins` in an ordinary start of Python: `exit`, `quit`, `copyright`, `credits`, `license`, `help`. Models the
// classes of the library's _sitebuiltins.py; native here, so that a start does not import it.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { defineTypes } from './module-definition.ts';

class SiteBuiltin extends Payload {
  readonly name: string;
  readonly text: string;
  constructor(name: string, text: string) {
    super();
    this.name = name;
    this.text = text;
  }
  traverse(): void {}
  forget(): void {}
}

const of = (space: Space, w: W): SiteBuiltin => space.data(w) as SiteBuiltin;

const END_OF_FILE = 'Ctrl-D (i.e. EOF)';

const quitterType: TypeDefinition = {
  name: '_sitebuiltins.Quitter',
  slots: {
    repr: (space, w) => space.newstr(`Use ${of(space, w).name}() or ${END_OF_FILE} to exit`),
    call: (space, _w, args_w) => {
      throw raiseWith(space, 'SystemExit', [args_w[0] ?? space.w_None]);
    },
  },
  getset: {
    name: { get: (space, w) => space.newstr(of(space, w).name) },
    eof: { get: (space) => space.newstr(END_OF_FILE) },
  },
};

const printerType: TypeDefinition = {
  name: '_sitebuiltins._Printer',
  slots: {
    repr: (space, w) => space.newstr(of(space, w).text),
    call: (space, w) => call(space, space.builtin('print'), [space.newstr(of(space, w).text)]),
  },
};

const helperType: TypeDefinition = {
  name: '_sitebuiltins._Helper',
  slots: {
    repr: (space) => space.newstr('Type help() for interactive help, or help(object) for help about object.'),
    call: (space, _w, args_w, names) => {
      const caller = space.top;
      const w_names = space.newtuple([space.newstr('help')]);
      return andThen(space, caller, space.importname('pydoc', space.newdict(), w_names, 0), (w_pydoc) =>
        andThen(space, caller, space.getattr(w_pydoc, 'help'), (w_help) =>
          call(space, w_help, args_w, names),
        ),
      );
    },
  },
};

const COPYRIGHT = [
  'Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.',
  'Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.',
  'Copyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.',
  'Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.',
].join('\n\n');
const CREDITS =
  'Thanks to CWI, CNRI, BeOpen, Zope Corporation, the Python Software Foundation,\n' +
  'and a cast of thousands for supporting Python development.  See www.python.org\n' +
  'for more information.';
const LICENSE = 'See https://www.python.org/psf/license/';

export const SITE_BUILTINS = ['quit', 'exit', 'copyright', 'credits', 'license', 'help'] as const;

/** Puts them into `builtins`, borrowed. */
export function siteBuiltins(space: Space): Readonly<Record<(typeof SITE_BUILTINS)[number], W>> {
  defineTypes(space, [quitterType, printerType, helperType]);
  const make = (
    type: '_sitebuiltins.Quitter' | '_sitebuiltins._Printer' | '_sitebuiltins._Helper',
    name: string,
    text: string,
  ): W => space.newobj(space.types[type], new SiteBuiltin(name, text));
  return {
    quit: make('_sitebuiltins.Quitter', 'quit', ''),
    exit: make('_sitebuiltins.Quitter', 'exit', ''),
    copyright: make('_sitebuiltins._Printer', 'copyright', COPYRIGHT),
    credits: make('_sitebuiltins._Printer', 'credits', CREDITS),
    license: make('_sitebuiltins._Printer', 'license', LICENSE),
    help: make('_sitebuiltins._Helper', 'help', ''),
  };
}
