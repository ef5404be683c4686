/** Whether something holds; `maybe` when that cannot be determined. */
export type Truth = 'yes' | 'no' | 'maybe';

/** A known truth value as a `Truth`. */
export function truthOf(holds: boolean): Truth {
  return holds ? 'yes' : 'no';
}

/** Whether all of `parts` hold; `yes` for an empty list. */
export function allOf(parts: readonly Truth[]): Truth {
  if (parts.includes('no')) return 'no';
  return parts.includes('maybe') ? 'maybe' : 'yes';
}

/** Whether at least one of `parts` holds; `no` for an empty list. */
export function anyOf(parts: readonly Truth[]): Truth {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('maybe') ? 'maybe' : 'no';
}

/** The negation; `maybe` stays `maybe`. */
export function not(part: Truth): Truth {
  return part === 'maybe' ? 'maybe' : truthOf(part === 'no');
}

/** The value that all `possible` cases agree on; `maybe` when they disagree. */
export function inEvery(possible: readonly Truth[]): Truth {
  const [first = 'maybe'] = possible;
  return possible.every((truth) => truth === first) ? first : 'maybe';
}
