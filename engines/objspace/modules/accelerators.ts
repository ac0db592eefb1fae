// The native modules on which the library's pure-Python ones stand, or which make them fast. One line each.
import type { ModuleDefinition } from './module-definition.ts';
import { zstdModule } from './_zstd.ts';
import { abcModule } from './_abc.ts';
import { bisectModule } from './_bisect.ts';
import { bz2Module } from './_bz2.ts';
import { csvModule } from './_csv.ts';
import { datetimeModule } from './_datetime/index.ts';
import { decimalModule } from './_decimal/index.ts';
import { functoolsModule } from './_functools.ts';
import { heapqModule } from './_heapq.ts';
import { jsonModule } from './_json/index.ts';
import { lzmaModule } from './_lzma.ts';
import { CJK_MODULES } from './_multibytecodec.ts';
import { operatorModule } from './_operator.ts';
import { pickleModule } from './_pickle/index.ts';
import { randomModule } from './_random.ts';
import { sqliteModule } from './_sqlite3.ts';
import { sreModule } from './_sre/index.ts';
import { structModule } from './_struct.ts';
import { tracemallocModule } from './_tracemalloc.ts';
import { arrayModule } from './array.ts';
import { binasciiModule } from './binascii.ts';
import { DIGEST_MODULES } from './digests.ts';
import { mmapModule } from './mmap.ts';
import { pyexpatModule } from './pyexpat.ts';
import { resourceModule } from './resource.ts';
import { suggestionsModule } from './_suggestions.ts';
import { symtableModule } from './_symtable.ts';
import { termiosModule } from './termios.ts';
import { unicodedataModule } from './unicodedata.ts';
import { zlibModule } from './zlib.ts';

export const ACCELERATORS: readonly ModuleDefinition[] = [
  abcModule,
  bisectModule,
  bz2Module,
  csvModule,
  datetimeModule,
  decimalModule,
  functoolsModule,
  heapqModule,
  jsonModule,
  lzmaModule,
  operatorModule,
  pickleModule,
  randomModule,
  sqliteModule,
  sreModule,
  structModule,
  tracemallocModule,
  arrayModule,
  binasciiModule,
  mmapModule,
  pyexpatModule,
  resourceModule,
  suggestionsModule,
  symtableModule,
  termiosModule,
  unicodedataModule,
  zlibModule,
  zstdModule,
  ...CJK_MODULES,
  ...DIGEST_MODULES,
];
