// The types through which a program sees its own execution (modules, code, frames, tracebacks, generators, weak references), as one
// list for setup-types.ts, and the operations of `space.ts` that they bind.
import { importFrom, importName } from './imports.ts';
import type { Space } from './space.ts';
import type { TypeDefinition } from './typedef.ts';
import {
  codeOf,
  codeType,
  constantsOf,
  lineIteratorType,
  newCode,
  positionsIteratorType,
} from './types/code.ts';
import { exceptionGroupTypes } from './types/exception-group.ts';
import { frameLocalsProxyType, frameObject, frameType } from './types/frame.ts';
import * as asyncGenerators from './types/async-generator.ts';
import * as generators from './types/generator.ts';
import { moduleType } from './types/module.ts';
import { moduleSpecType, namespaceType } from './types/namespace.ts';
import * as weakrefs from './types/weakref.ts';
import { newTraceback, tracebackType } from './types/traceback.ts';

export const runtimeTypes: readonly TypeDefinition[] = [
  ...exceptionGroupTypes,
  moduleType,
  codeType,
  lineIteratorType,
  positionsIteratorType,
  frameType,
  frameLocalsProxyType,
  tracebackType,
  generators.generatorType,
  generators.coroutineType,
  generators.coroutineWrapperType,
  asyncGenerators.asyncGeneratorType,
  asyncGenerators.asyncGeneratorWrappedValueType,
  asyncGenerators.asyncGeneratorAsendType,
  asyncGenerators.asyncGeneratorAthrowType,
  namespaceType,
  moduleSpecType,
  weakrefs.weakrefType,
  weakrefs.weakProxyType,
  weakrefs.weakCallableProxyType,
];

export function bindRuntime(space: Space): void {
  space.newcode = (code) => newCode(space, code);
  space.constsOf = (w_code) => constantsOf(space, codeOf(space, w_code));
  space.frameobject = (frame) => frameObject(space, frame);
  space.newtraceback = (w_next, w_frame, lasti, lineno) =>
    newTraceback(space, w_next, w_frame, lasti, lineno);
  space.newgenerator = (frame, name, qualname) => generators.newGenerator(space, frame, name, qualname);
  space.asyncgenwrap = (w_value) => asyncGenerators.wrapAsyncYield(space, w_value);
  space.clearweakrefs = (w) => weakrefs.clearWeakrefs(space, w);
  space.importname = (name, w_globals, w_fromlist, level) =>
    importName(space, name, w_globals, w_fromlist, level);
  space.importfrom = (w_module, name) => importFrom(space, w_module, name);
  space.awaititer = (w_x) => generators.getAwaitable(space, w_x);
}
