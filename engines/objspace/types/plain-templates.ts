// `str.format` and `%` where every argument is a str, int or float and the template is the usual kind: nothing can call Python, so the whole text is
// made at once from a template that is parsed once. Everything else, errors among it, is left to str-formatting.ts, which begins anew.
import { formatFloat, formatInt, formatText } from '../../kernels/format.ts';
import { repr as floatText } from '../../kernels/float.ts';
import { toDecimal } from '../../kernels/int.ts';
import { fillFloat, fillInt, fillText, PercentParser, STAR } from '../../kernels/percent-format.ts';
import type { PercentField } from '../../kernels/percent-format.ts';
import { AutoNumber, parseFieldName, templatePieces } from '../../kernels/str-format.ts';
import type { Text } from '../../kernels/text.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';

/** Texts between the fields: one more than there are fields. */
interface Plan<Field> {
  literals: string[];
  fields: Field[];
}

interface ReplacementField {
  /** Position of the argument, or its name. */
  key: number | string;
  spec: string;
  /** `!s`: a str alone is what it is already. */
  isStr: boolean;
}

const PLANS_KEPT = 200;
const MOST_UNITS = 1000;

/** Plans by template; null: it is not of the usual kind. */
function kept<Field>(
  plans: Map<string, Plan<Field> | null>,
  template: string,
  plan: Plan<Field> | null,
): Plan<Field> | null {
  if (plans.size >= PLANS_KEPT) plans.clear();
  plans.set(template, plan);
  return plan;
}

/** Undefined: a text with characters beyond the host's units. */
const hostText = (text: Text): string | undefined => (typeof text === 'string' ? text : undefined);

// --- str.format

const formatPlans = new Map<string, Plan<ReplacementField> | null>();

function formatPlan(template: string): Plan<ReplacementField> | null {
  const pieces = templatePieces(template);
  const auto = new AutoNumber();
  const literals: string[] = [];
  const fields: ReplacementField[] = [];
  let literal = '';
  try {
    for (let piece = pieces.next(); piece !== null; piece = pieces.next()) {
      literal += piece.literal as string;
      const { field } = piece;
      if (field === null) continue;
      const { conversion } = field;
      if (field.nested || (conversion !== undefined && conversion !== 's')) return null;
      const { first, rest } = parseFieldName(field.name);
      if (rest.length > 0) return null;
      fields.push({
        key: auto.number(first) as number | string,
        spec: field.spec as string,
        isStr: conversion === 's',
      });
      literals.push(literal);
      literal = '';
    }
  } catch {
    return null;
  }
  literals.push(literal);
  return { literals, fields };
}

function formatted(space: Space, w: W, { spec, isStr }: ReplacementField): string | undefined {
  const type = space.type(w);
  const { str, int, float } = space.types;
  if (type === str) {
    const text = space.text_w(w);
    return hostText(spec === '' ? text : formatText(text, spec));
  }
  if (isStr) return undefined;
  if (type === int)
    return spec === '' ? toDecimal(space.int_w(w)) : hostText(formatInt(space.int_w(w), spec));
  if (type !== float) return undefined;
  return spec === '' ? floatText(space.float_w(w)) : hostText(formatFloat(space.float_w(w), spec));
}

/** `template.format(*args, **kwargs)`; undefined: not here. */
export function formatPlainly(
  space: Space,
  template: Text,
  args_w: readonly W[],
  w_kwargs: W,
): string | undefined {
  if (typeof template !== 'string' || template.length > MOST_UNITS) return undefined;
  const known = formatPlans.get(template);
  const plan = known === undefined ? kept(formatPlans, template, formatPlan(template)) : known;
  if (plan === null) return undefined;
  try {
    return fillFormat(space, plan, args_w, w_kwargs);
  } catch {
    // The general way comes to the same error, in the right order.
    return undefined;
  }
}

function fillFormat(
  space: Space,
  { literals, fields }: Plan<ReplacementField>,
  args_w: readonly W[],
  w_kwargs: W,
): string | undefined {
  let [text] = literals;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    const { key } = field;
    const w = typeof key === 'number' ? args_w[key] : space.dictgetstr(w_kwargs, key);
    if (w === undefined) return undefined;
    const part = formatted(space, w, field);
    if (part === undefined) return undefined;
    text += part + literals[i + 1];
  }
  return text;
}

// --- %

const percentPlans = new Map<string, Plan<PercentField> | null>();

function percentPlan(template: string): Plan<PercentField> | null {
  const parser = new PercentParser(template);
  const literals: string[] = [];
  const fields: PercentField[] = [];
  let literal = '';
  try {
    for (let piece = parser.next(); piece !== null; piece = parser.next()) {
      if (typeof piece === 'string') literal += piece;
      else {
        const field = piece as PercentField;
        if (field.key !== null || field.width === STAR || field.precision === STAR) return null;
        fields.push(field);
        literals.push(literal);
        literal = '';
      }
    }
  } catch {
    return null;
  }
  literals.push(literal);
  return { literals, fields };
}

function filled(space: Space, w: W, field: PercentField): string | undefined {
  const type = space.type(w);
  const { str, int, float } = space.types;
  switch (field.type) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return type === int ? fillInt(space.int_w(w), field) : undefined;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      if (type === float) return fillFloat(space.float_w(w), field);
      const value = type === int ? space.int_w(w) : undefined;
      return typeof value === 'number' ? fillFloat(value, field) : undefined;
    }
    case 's':
      if (type === str) return hostText(fillText(space.text_w(w), field));
      if (type === int) return hostText(fillText(toDecimal(space.int_w(w)), field));
      return type === float ? hostText(fillText(floatText(space.float_w(w)), field)) : undefined;
  }
  return undefined;
}

/** `template % values`; undefined: not here. */
export function percentPlainly(space: Space, template: Text, w_values: W): string | undefined {
  if (typeof template !== 'string' || template.length > MOST_UNITS) return undefined;
  const known = percentPlans.get(template);
  const plan = known === undefined ? kept(percentPlans, template, percentPlan(template)) : known;
  if (plan === null) return undefined;
  const type = space.type(w_values);
  const { tuple, str, int, float } = space.types;
  if (type !== tuple && type !== str && type !== int && type !== float) return undefined;
  const { fields } = plan;
  const items_w = type === tuple ? space.tuple_w(w_values) : null;
  if (fields.length !== (items_w === null ? 1 : items_w.length)) return undefined;
  try {
    return fillPercent(space, plan, items_w, w_values);
  } catch {
    return undefined;
  }
}

function fillPercent(
  space: Space,
  { literals, fields }: Plan<PercentField>,
  items_w: readonly W[] | null,
  w_values: W,
): string | undefined {
  let [text] = literals;
  for (let i = 0; i < fields.length; i++) {
    const part = filled(space, items_w === null ? w_values : items_w[i], fields[i]);
    if (part === undefined) return undefined;
    text += part + literals[i + 1];
  }
  return text;
}
