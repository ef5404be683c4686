import { closest, distance } from 'fastest-levenshtein';

/** The candidate with the smallest edit distance to `text`; undefined when none is close. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || text.length > 200) return undefined;
  const lower = text.toLowerCase();
  const best = closest(lower, candidates);
  return distance(lower, best) <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}

/** ` Did you mean "x"?` with a leading space, or an empty text when no candidate is close. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const best = nearest(text, candidates);
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}
