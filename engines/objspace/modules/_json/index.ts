// The module `_json`: what makes the library's json package fast. Models CPython's Modules/_json.c.
import type { ModuleDefinition } from '../module-definition.ts';
import { encodeBasestring, encodeBasestringAscii, encoderType } from './encoder.ts';
import { scannerType, scanstring } from './scanner.ts';

export const jsonModule: ModuleDefinition = {
  name: '_json',
  doc: 'json speedups\n',
  functions: [encodeBasestringAscii, encodeBasestring, scanstring],
  types: [scannerType, encoderType],
  hidden: ['_json.Scanner', '_json.Encoder'],
  values: (space) => ({
    make_scanner: space.types['_json.Scanner'].w_self,
    make_encoder: space.types['_json.Encoder'].w_self,
  }),
};
