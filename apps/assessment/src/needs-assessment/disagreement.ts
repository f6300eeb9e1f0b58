/** Levels of a scale from which on two sources disagree, as opposed to differ. */
export const disagreement = 2;

/** From the lowest to the highest of what was said, in levels of the scale. */
export function spreadOf(said: Iterable<number>, scale: readonly number[]): number {
  const places = [...said].map((level) => scale.indexOf(level));
  return places.length === 0 ? 0 : Math.max(...places) - Math.min(...places);
}
