// The module `_suggestions`: the nearest of a list of names, for traceback.py. Models CPython's Modules/_suggestions.c.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { nearest } from '../suggestions.ts';
import type { ModuleDefinition } from './module-definition.ts';

export const suggestionsModule: ModuleDefinition = {
  name: '_suggestions',
  functions: [
    leaf(
      '_generate_suggestions',
      'candidates, item: str, /',
      (space: Space, w_candidates: W, item: string) => {
        if (space.type(w_candidates) !== space.types.list)
          throw raise(space, 'TypeError', 'candidates must be a list');
        const names = space.listitems(w_candidates).map((w) => {
          if (space.type(w).isSubtype(space.types.str)) return space.str_w(w);
          throw raise(space, 'TypeError', "all elements in 'candidates' must be strings");
        });
        const found = nearest(item, names);
        return found === null ? space.w_None : space.newstr(found);
      },
    ),
  ],
};
