// The module `_io`: files and streams. Models CPython's Modules/_io/_iomodule.c.
import type { Space } from '../../space.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import { bufferedTypes } from './buffered-types.ts';
import { bytesIoType } from './bytes-io.ts';
import { fileIoType } from './file-io.ts';
import { DEFAULT_BUFFER_SIZE, ioBaseTypes } from './io-base.ts';
import { memoryExportType } from './memory-export.ts';
import { newlineDecoderType } from './newline-decoder.ts';
import { openCodeRow, openRow, textEncodingRow } from './open.ts';
import { stringIoType } from './string-io.ts';
import { textIoWrapperType } from './text-io-wrapper.ts';

export const ioModule: ModuleDefinition = {
  name: '_io',
  doc: 'The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.',
  functions: [openRow, openCodeRow, textEncodingRow],
  types: [
    ...ioBaseTypes,
    fileIoType,
    memoryExportType,
    bytesIoType,
    stringIoType,
    newlineDecoderType,
    ...bufferedTypes,
    textIoWrapperType,
  ],
  values: (space: Space) => ({
    DEFAULT_BUFFER_SIZE: space.newint(DEFAULT_BUFFER_SIZE),
    BlockingIOError: space.types.BlockingIOError.w_self,
  }),
};
