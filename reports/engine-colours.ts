// One colour an engine, the same in every chart and table of a page: classes c0 to c7, which the style sheet gives a light and a
// dark value. Colour is never the only sign: every mark stands beside its engine's name.
export const COLOURS = 8;

export type ColourOf = (engine: string) => string;

/** By place in the list; the ninth begins anew. */
export function coloursOf(engines: readonly string[]): ColourOf {
  const places = new Map(engines.map((id, i) => [id, i % COLOURS]));
  return (engine) => `c${places.get(engine) ?? COLOURS - 1}`;
}
