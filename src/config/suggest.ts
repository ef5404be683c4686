import { closest, distance } from 'fastest-levenshtein';

/** The one of `candidates` that `text` was probably meant to be, or undefined when none is near. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || text.length > 200) return undefined;
  const lower = text.toLowerCase();
  const best = closest(lower, candidates);
  return distance(lower, best) <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}

/** ` Did you mean "x"?` with a leading space, or nothing. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const best = nearest(text, candidates);
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}
