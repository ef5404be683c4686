import type { Sentence } from '#domain/announcements/announcement.ts';

/** Lines about one thing; only so many are told, the others are counted. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Sentence[];
  /** How many lines are left out. */
  readonly leftOut: number;
}

/** What people read of a whole organization, or of their part of it. */
export interface Report {
  /** How it stands, for one sign before the title. */
  readonly mood: 'quiet' | 'attention' | 'bad' | 'off';
  /** One plain line. */
  readonly title: string;
  /** What is said first, a sentence or two. */
  readonly lead: readonly Sentence[];
  readonly sections: readonly Section[];
  /** Where more is to be found. */
  readonly closing: readonly Sentence[];
}

/** A section of at most `max` of `lines`; none when there is nothing to tell. */
export function section(title: string, lines: readonly Sentence[], max = 8): Section[] {
  if (lines.length === 0) return [];
  // One line more costs no more than the words that it is left out.
  const shown = lines.length === max + 1 ? lines.length : max;
  return [{ title, lines: lines.slice(0, shown), leftOut: Math.max(0, lines.length - shown) }];
}
