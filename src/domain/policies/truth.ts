/** What can be said of a statement about AWS: it holds, it does not, or it cannot be told. */
export type Truth = 'yes' | 'no' | 'maybe';

/** `yes` or `no` for what is certain. */
export function truthOf(holds: boolean): Truth {
  return holds ? 'yes' : 'no';
}

/** Whether all of `parts` hold; of none at all: yes. */
export function allOf(parts: readonly Truth[]): Truth {
  if (parts.includes('no')) return 'no';
  return parts.includes('maybe') ? 'maybe' : 'yes';
}

/** Whether one of `parts` holds; of none at all: no. */
export function anyOf(parts: readonly Truth[]): Truth {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('maybe') ? 'maybe' : 'no';
}

/** The opposite; what cannot be told stays so. */
export function not(part: Truth): Truth {
  return part === 'maybe' ? 'maybe' : truthOf(part === 'no');
}

/** What holds in every one of the `possible` cases; cases that disagree: it cannot be told. */
export function inEvery(possible: readonly Truth[]): Truth {
  const [first = 'maybe'] = possible;
  return possible.every((truth) => truth === first) ? first : 'maybe';
}
