// `list.extend`, `any` and `all` of lists as plain calls of host functions, which look at the storage itself (direct-residuals.ts says what such a call may do).
import * as lists from '../list-strategy.ts';
import { EMPTY, OBJECTS } from '../list-strategy.ts';
import { unwrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { BuiltinRecorder } from './builtin-recorders.ts';
import { quickCallee } from './direct-residuals.ts';
import { listPlaces, ofType } from './layout.ts';
import { known } from './record-values.ts';

const isList = (space: PypySpace, o: Raw | undefined): o is W_Object =>
  typeof o === 'object' && o.type === space.types.list;

/** Storage of one kind is copied as it is. */
function extendByList(list: W_Object, source: W_Object): void {
  const from = source.v as Raw[];
  const count = from.length;
  if (count === 0) return;
  if (list.strategy === EMPTY || list.strategy === source.strategy) {
    list.strategy = source.strategy;
    const to = list.v as Raw[];
    for (let i = 0; i < count; i++) to.push(from[i]);
    return;
  }
  for (let i = 0; i < count; i++) lists.append(list, lists.getItem(source, i));
}

export const extend: BuiltinRecorder = (r, args, values) => {
  const { space } = r;
  const [list, source] = values;
  if (args.length !== 2 || !isList(space, list) || !isList(space, source)) return undefined;
  const operands = args.map((ref) => r.asClass(ref, ofType(space.types.list)));
  const run = (): typeof extendByList => extendByList;
  const callee = quickCallee(space, 'extend by list', run, '-', { effect: 'writes' });
  r.emit('call', operands, { ...callee, writes: listPlaces }, '-');
  return known(unwrap(space.w_None));
};

/** Whether one of the items has this truth: 1, 0; -1: some item is to be asked by Python code. */
const finder = (space: PypySpace, wanted: boolean) => (list: W_Object) => {
  const items = list.v as (Raw | number)[];
  const w_True = unwrap(space.w_True);
  const w_False = unwrap(space.w_False);
  const w_None = unwrap(space.w_None);
  const areObjects = list.strategy === OBJECTS;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    let truth: boolean;
    if (typeof item === 'number') truth = item !== 0;
    else if (typeof item === 'string') truth = item !== '';
    else if (areObjects && item === w_True) truth = true;
    else if (areObjects && (item === w_False || item === w_None)) truth = false;
    else return -1;
    if (truth === wanted) return 1;
  }
  return 0;
};

/** `any`, which looks for what is true, and `all`, for what is not. */
const ofTruths =
  (name: string, wanted: boolean): BuiltinRecorder =>
  (r, args, [list]) => {
    const { space } = r;
    if (args.length !== 1 || !isList(space, list)) return undefined;
    const callee = quickCallee(space, name, () => finder(space, wanted), 'i', { range: [-1, 1] });
    if ((callee.run as unknown as (list: W_Object) => number)(list) < 0) return undefined;
    const found = r.emit('call', [r.asClass(args[0], ofType(space.types.list))], callee, 'i');
    r.guard(r.emit('int_ge', [found, r.int(0)]), true);
    return r.emit(wanted ? 'int_ne' : 'int_eq', [found, r.int(0)]);
  };
export const any = ofTruths('any of list', true);
export const all = ofTruths('all of list', false);
