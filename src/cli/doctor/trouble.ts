/** `broken`: nothing, or no one, is told; `wrong`: some of it; `note`: it works, and is worth knowing. */
export type Level = 'broken' | 'wrong' | 'note';

/** One thing that is not as it should be, and what mends it. */
export interface Trouble {
  readonly level: Level;
  readonly what: string;
  readonly remedy: string;
}

/** A trouble. */
export function trouble(level: Level, what: string, remedy: string): Trouble {
  return { level, what, remedy };
}
