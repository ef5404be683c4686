import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';

/** Where something was told: a message in a channel, or a ticket. */
export interface ToldRef {
  /** The Slack message's `ts`, or the ticket's key. */
  readonly ref: string;
  /** The Slack channel id, or the Jira project key. */
  readonly place: string;
  /** What went otherwise than configured, for the reader, e.g. an assignee who does not exist. */
  readonly notes?: readonly string[] | undefined;
}

/** How a call to a channel ended. */
export type SendResult<Value = undefined> =
  | { readonly kind: 'done'; readonly value: Value }
  /** Not done, certainly; to be tried again, not before `seconds` from now. */
  | { readonly kind: 'later'; readonly seconds: number; readonly why: string }
  /** It may have been done: look before repeating. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** What was told is not there any more (deleted, or not editable): tell anew. */
  | { readonly kind: 'gone'; readonly why: string }
  /** Not done, and repeating will not help until a person mends it. */
  | { readonly kind: 'refused'; readonly why: string };

/** A way to tell people. Every method ends within its own time limit and never throws for what the service answers. */
export interface Channel {
  readonly name: 'slack' | 'jira';
  /** Some of what is said brings a file, which the first message does not: that is said all the same. */
  readonly attaches?: true;
  /** For how many milliseconds after an unknown outcome `find` may still miss what was told. */
  readonly grace: number;
  /** Tells for the first time. `marker` is unique to this incident and destination, and `find` looks for it. */
  open(destination: Recipient, announcement: Announcement, marker: string): Promise<SendResult<ToldRef>>;
  /** What was told under `marker`, looking back to `since` (milliseconds since the epoch). */
  find(destination: Recipient, marker: string, since: number): Promise<SendResult<ToldRef | undefined>>;
  /** Brings what was told up to date. Harmless to repeat. */
  change(told: ToldRef, announcement: Announcement): Promise<SendResult>;
  /** Says a milestone where it was told, so that people notice it; carries `milestone.id`. */
  say(told: ToldRef, announcement: Announcement, milestone: Milestone): Promise<SendResult>;
  /** The ids of the milestones that were said there already. */
  said(told: ToldRef): Promise<SendResult<readonly string[]>>;
  /**
   * Moves a ticket to done; `left-open` when its workflow offers no way there, so that a person has to. Nothing to do for
   * messages. Harmless to repeat.
   */
  finish(told: ToldRef, announcement: Announcement): Promise<SendResult<'done' | 'left-open'>>;
}

/** Who is to be told. */
export type Recipient =
  | {
      readonly channel: 'slack';
      /** As configured: `#channel`, user name, e-mail or id. */ readonly to: string;
    }
  | {
      readonly channel: 'jira';
      readonly project: string;
      readonly assignee?: string | undefined;
      readonly parentTicket?: string | undefined;
    };

/** The name of a destination: equal for equal destinations, usable as part of a key. */
export function recipientKey(destination: Recipient): string {
  return destination.channel === 'slack'
    ? `slack|${destination.to}`
    : ['jira', destination.project, destination.assignee ?? '', destination.parentTicket ?? ''].join('|');
}
