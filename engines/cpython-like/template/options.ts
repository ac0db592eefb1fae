// The options of the template tier: `-X jit=0|1`, `-X jit=threshold=N`.
import type { EngineOption, RunRequest } from '../../engine.ts';
import { Unsupported } from '../../objspace/error.ts';
import { DEFAULT_THRESHOLD } from './tier.ts';
import type { TierOptions } from './tier.ts';

export const TEMPLATE_OPTIONS: readonly EngineOption[] = [
  {
    name: 'jit',
    values: '0, 1, threshold=N',
    default: '1',
    meaning:
      'hot functions and loops as JavaScript from a template for each instruction, after N calls and turns of loops',
  },
];

/** null: the eval loop alone. */
export function tierOptions(request: RunRequest): TierOptions | null {
  const { jit = '1', poison } = request.options;
  const isPoison = poison === '1';
  const base = { poison: isPoison, dump: null };
  if (jit === '0') return null;
  if (jit === '1') return { ...base, threshold: DEFAULT_THRESHOLD };
  const match = /^threshold=(\d+)$/.exec(jit);
  if (match === null) throw new Unsupported('option', `-X jit=${jit}: 0, 1 or threshold=N`);
  return { ...base, threshold: Number(match[1]) };
}
