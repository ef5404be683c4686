import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import { iso } from '#domain/values/instant.ts';
import { document, paragraph, text, type AdfDocument } from './adf.ts';
import { blocksOf } from './description-blocks.ts';
import { clip, oneLine } from './plain-text.ts';
import { inline } from './spans.ts';

/** Jira's limit for a summary, in characters. */
const summaryLimit = 255;
/** Characters of a comment; Jira's own limit is 32,767. */
const commentTextLimit = 2000;

/** The ticket's title: one line of at most 255 characters, never empty. */
export function renderSummary({ headline }: Pick<Announcement, 'headline'>): string {
  const line = oneLine(headline).replace(/ {2,}/gu, ' ').trim();
  return clip(line === '' ? 'Trouble with CloudTrail logging' : line, summaryLimit);
}

/** The UTC date by which action is due, as YYYY-MM-DD; undefined when none is known. */
export function renderDueDate({ dueAt }: Pick<Announcement, 'dueAt'>): string | undefined {
  return dueAt === undefined ? undefined : iso(dueAt).slice(0, 10);
}

/**
 * The ticket's description. `textLimit` limits the characters of the serialized document, the strictest way to count.
 * What does not fit is omitted, the least needed first: names, rows of the table, then long texts, notes and facts.
 */
export function renderDescription(
  announcement: Announcement,
  { notes = [], textLimit }: { readonly notes?: readonly string[] | undefined; readonly textLimit: number },
): AdfDocument {
  const fits = (whole: AdfDocument) => JSON.stringify(whole).length <= textLimit;
  for (const plan of plans(announcement.affected.length)) {
    const whole = document(blocksOf(announcement, notes, plan));
    if (fits(whole)) return whole;
  }
  return bareDescription(announcement, textLimit);
}

/** The ticket's labels, without spaces, each once; the marker first. */
export function renderLabels(announcement: Announcement, more: readonly string[]): readonly string[] {
  const state = announcement.status === 'whitelisted' ? ['whitelisted'] : [];
  const all = [...more, ...announcement.labels, ...state].map((label) =>
    oneLine(label).replace(/\s/gu, '-').slice(0, summaryLimit),
  );
  return [...new Set(all.filter((label) => label !== ''))];
}

/** A milestone as a comment. */
export function renderComment({ words }: Pick<Milestone, 'words'>): AdfDocument {
  return document([paragraph(inline(words, commentTextLimit))]);
}

/** Remarks as a comment, one paragraph each. */
export function renderRemarks(remarks: readonly string[]): AdfDocument {
  return document(remarks.map((remark) => paragraph(text(clip(oneLine(remark), commentTextLimit)))));
}

function plans(rows: number) {
  const shorter = [200, 120, 80, 50, 30, 20, 10, 5].filter((count) => count < rows);
  const whole = { rows, text: 2000, commands: 12_000, facts: 40, notes: 20, extras: true };
  const little = { names: 0, text: 120, commands: 2000 };
  return [
    ...[20_000, 6000, 2000, 500].map((names) => ({ ...whole, names })),
    ...shorter.map((count) => ({ ...whole, rows: count, names: 500 })),
    { rows: 5, text: 300, commands: 6000, names: 200, facts: 20, notes: 10, extras: true },
    { rows: 0, text: 300, commands: 6000, names: 0, facts: 12, notes: 5, extras: true },
    { ...little, rows: 0, facts: 8, notes: 0, extras: true },
    { ...little, rows: 0, facts: 3, notes: 0, extras: false },
  ];
}

function bareDescription({ headline }: Announcement, textLimit: number): AdfDocument {
  const bare = (limit: number) => document([paragraph(text(clip(oneLine(headline), limit)))]);
  // JSON escapes take more than one character, so the text is shortened until the document fits.
  let limit = Math.min(headline.length, textLimit);
  while (limit > 0 && JSON.stringify(bare(limit)).length > textLimit) limit = Math.floor(limit * 0.8);
  return bare(limit);
}
