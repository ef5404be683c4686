import type { AnswerKind, Answer } from '#domain/issues/answer.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** What people answered to incidents; incidents are read with their answers. */
export interface Answers {
  /** Keeps an answer, once: `known` when one with its id was kept before. */
  keepAnswer(incident: IncidentId, answer: Answer): Promise<'new' | 'known'>;
  /** Claims the one reply to a press, which Slack and queues may hand over twice: `known` when it is taken. */
  claimReply(press: Press): Promise<'new' | 'known'>;
  /** Gives the claim back, because the reply could not be shown: the next attempt shows it. */
  releaseReply(press: Press): Promise<void>;
}

/** What a press of a button asks for: an answer, or the form in which reason and end of an acceptance are given. */
export type PressAction = Exclude<AnswerKind, 'accepted' | 'taken-back'> | 'accept' | 'accept-form';

/** The actions by their names in messages. */
export const pressActions = [
  'on-it',
  'was-me',
  'was-not-me',
  'recheck',
  'accept',
  'accept-form',
] as const satisfies readonly PressAction[];

/** A press of a button in Slack, whose signature was verified. Texts are the person's. */
export interface Press {
  readonly action: PressAction;
  readonly incident: IncidentId;
  readonly person: { readonly id: string; readonly name: string };
  readonly at: Instant;
  /** The id of the channel or direct message in which it was pressed. */
  readonly channel: string;
  /** Of the form: for how many days it is accepted, and why. */
  readonly days?: number | undefined;
  readonly reason?: string | undefined;
}

/** Slack, as far as people who press buttons are answered there. */
export interface AnswerDesk {
  /** Shows the form for an acceptance to the person alone; `about` is the incident's headline. Untrusted text. */
  askForReason(press: Press, about: string): Promise<void>;
  /** Says something to the person alone. */
  sayTo(press: Press, text: string): Promise<void>;
  /** Whether the person is one of these, each named by Slack id or e-mail address. */
  isAmong(person: string, named: readonly string[]): Promise<boolean>;
}
