// The module `itertools`. Models CPython's Modules/itertoolsmodule.c. Left out: pickling, which 3.14 has removed.
import type { ModuleDefinition } from '../module-definition.ts';
import { combinations, combinationsWithReplacement, permutations, product } from './combinatorics.ts';
import { count, cycle, repeat } from './endless.ts';
import { groupby, grouper } from './groupby.ts';
import { compress, dropwhile, filterfalse, islice, takewhile } from './selecting.ts';
import { linkType, tee, teeObject } from './tee.ts';
import { accumulate, batched, chain, pairwise, starmap, zipLongest } from './transforming.ts';

export const itertoolsModule: ModuleDefinition = {
  name: 'itertools',
  functions: [tee],
  types: [
    accumulate,
    batched,
    chain,
    combinations,
    combinationsWithReplacement,
    compress,
    count,
    cycle,
    dropwhile,
    filterfalse,
    groupby,
    grouper,
    islice,
    pairwise,
    permutations,
    product,
    repeat,
    starmap,
    takewhile,
    teeObject,
    linkType,
    zipLongest,
  ],
};
