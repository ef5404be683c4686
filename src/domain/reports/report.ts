import type { Sentence } from '#domain/announcements/announcement.ts';
import type { HeatMap } from './heat-map.ts';

/** A titled list of lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Sentence[];
  /** Number of lines left out. */
  readonly leftOut: number;
}

/** Something for a person to do today, with the command for it where there is one. */
export interface ToDo {
  readonly words: Sentence;
  readonly command?: string | undefined;
}

/** A report on all accounts or on some, before a channel renders it. */
export interface Report {
  /** The state that the sign before the title shows. */
  readonly mood: 'quiet' | 'attention' | 'bad' | 'off';
  /** One line without markup. */
  readonly title: string;
  /** What was looked at, in a few sentences. */
  readonly lead: readonly Sentence[];
  /** At most three things to do, the most urgent first. */
  readonly todo: readonly ToDo[];
  /** Number of further things to do, which the sections name. */
  readonly todoLeftOut: number;
  readonly picture?: HeatMap | undefined;
  /** Everything in detail, for the thread. */
  readonly sections: readonly Section[];
  /** The last sentences, which say where more is found. */
  readonly closing: readonly Sentence[];
}

/** A section with the first `max` of `lines`; no section when there are no lines. */
export function section(title: string, lines: readonly Sentence[], max = 8): Section[] {
  if (lines.length === 0) return [];
  // A single line too many is shown: saying that it is left out would take a line as well.
  const shown = lines.length === max + 1 ? lines.length : max;
  return [{ title, lines: lines.slice(0, shown), leftOut: Math.max(0, lines.length - shown) }];
}
