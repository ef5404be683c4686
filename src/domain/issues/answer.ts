import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** What people can answer to an incident; what is accepted, taken back or looked at again is answered, too. */
export const answerKinds = ['on-it', 'was-me', 'was-not-me', 'accepted', 'taken-back', 'recheck'] as const;
/** One of `answerKinds`. */
export type AnswerKind = (typeof answerKinds)[number];

/** What a person answered to an incident: who, what and when. */
export interface Answer {
  /** Unique within the incident: a second press of the same button by the same person has the same id. */
  readonly id: string;
  readonly kind: AnswerKind;
  readonly at: Instant;
  /** The person, in words. Untrusted text. */
  readonly by: string;
  /** What the person wrote, e.g. why it is accepted. Untrusted text. */
  readonly text?: string | undefined;
}

/** Most answers of an incident that are kept on an issue. */
export const mostAnswersNoted = 20;
/** Answers of these kinds are one a minute, as they may be given again. */
const repeatable: ReadonlySet<AnswerKind> = new Set(['recheck', 'accepted', 'taken-back']);

/** The id of a person's answer. */
export function answerId(kind: AnswerKind, person: string, at: Instant): string {
  const who = person
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  const minute = instant(at / 60_000);
  return repeatable.has(kind) ? `${kind}-${who}-${minute}` : `${kind}-${who}`;
}
