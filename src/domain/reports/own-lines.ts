import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import type { DayFacts, ReportRemark } from './day-facts.ts';

/** The heading for incidents that are weakenings only; harmful ones may be open besides. */
export const weakenedTitle = 'Weakened: no event is lost by it';

/** The sentences of `remarks`. */
export const sentencesOf = (remarks: readonly ReportRemark[]): Sentence[] =>
  remarks.map((remark) => remark.words);

/** The first sentence of a report while detection is switched off; empty while it is on. */
export function offWords({ enabled }: DayFacts): Sentence[] {
  if (enabled) return [];
  return [
    say(
      { kind: 'strong', text: 'Detection is switched off' },
      ' (cloudtrails.enabled is false): no account is read any more, and what follows is as it was before.',
    ),
  ];
}

/** Messages and tickets that could not be sent, and dead-letter queues with the command to process them again. */
export function notTold(facts: DayFacts): Sentence[] {
  const letters = facts.deadLetters.map(({ queue, messages, replay }) =>
    say(
      `${count(messages, 'message')} in the dead-letter queue `,
      code(queue, 80),
      '. To have them tried again: ',
      code(replay, 300),
    ),
  );
  return [...sentencesOf(facts.untold), ...letters];
}
