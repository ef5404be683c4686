import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import type { DayFacts, ReportRemark } from './day-facts.ts';

/** The heading of incidents that harm no recording. It is about those only: others may be open beside them. */
export const weakenedTitle = 'Weakened, without any event lost by it';

/** The sentences of `remarks`. */
export const words = (remarks: readonly ReportRemark[]): Sentence[] => remarks.map((remark) => remark.words);

/** What is said first while detection is switched off; nothing while it is on. */
export function offWords({ enabled }: DayFacts): Sentence[] {
  if (enabled) return [];
  return [
    say(
      { kind: 'strong', text: 'Detection is switched off' },
      ' (cloudtrails.enabled is false): no account is read any more, and what follows is as it was before.',
    ),
  ];
}

/** What did not reach the people or systems that it was meant for, and how to have it tried again. */
export function notTold(facts: DayFacts): Sentence[] {
  const letters = facts.deadLetters.map(({ queue, messages, replay }) =>
    say(
      `${count(messages, 'message')} in the dead-letter queue `,
      code(queue, 80),
      '. To have them tried again: ',
      code(replay, 300),
    ),
  );
  return [...words(facts.untold), ...letters];
}
