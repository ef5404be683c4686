import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';

/** A message or ticket that was created. */
export interface ToldRef {
  /** The Slack message's `ts`, or the ticket's key. */
  readonly ref: string;
  /** The Slack channel id, or the Jira project key. */
  readonly place: string;
  /** Deviations from the configuration, for the reader, e.g. an assignee that does not exist. */
  readonly notes?: readonly string[] | undefined;
}

/** The outcome of a call to a channel. */
export type SendResult<Value = undefined> =
  | { readonly kind: 'done'; readonly value: Value }
  /** Certainly not done; to be repeated, at the earliest in `seconds`. */
  | { readonly kind: 'later'; readonly seconds: number; readonly why: string }
  /** May have been done; the caller has to look with `find` or `said` before it repeats. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** The message or ticket was deleted or cannot be edited any more; to be opened anew. */
  | { readonly kind: 'gone'; readonly why: string }
  /** Not done until a person repairs the cause: reported to one, and tried again. */
  | { readonly kind: 'refused'; readonly why: string };

/** Slack or Jira. Every method ends within its own time limit and never throws for an answer of the service. */
export interface Channel {
  readonly name: 'slack' | 'jira';
  /** Whether milestones can bring a file; such a milestone is posted even when the first message implies it. */
  readonly attaches?: true;
  /** How long after an unknown outcome `find` may still miss the message or ticket, in milliseconds. */
  readonly grace: number;
  /**
   * Whether `open` makes a few calls only; false while the recipient has to be searched for in lists of many pages, which a
   * stream's batch does not wait for. By default it does.
   */
  readonly isQuick?: (recipient: Recipient) => boolean;
  /** Creates the message or ticket. `marker` is unique to this incident and recipient; `find` searches for it. */
  open(recipient: Recipient, announcement: Announcement, marker: string): Promise<SendResult<ToldRef>>;
  /** The message or ticket created with `marker`, at or after `since` (milliseconds since the epoch). */
  find(recipient: Recipient, marker: string, since: number): Promise<SendResult<ToldRef | undefined>>;
  /** Updates the message or ticket to `announcement`. Idempotent. */
  change(told: ToldRef, announcement: Announcement): Promise<SendResult>;
  /** Posts a milestone as a reply or comment that carries `milestone.id`. Not idempotent: `said` tells what was posted. */
  say(told: ToldRef, announcement: Announcement, milestone: Milestone): Promise<SendResult>;
  /** The ids of the milestones that were already posted there. */
  said(told: ToldRef): Promise<SendResult<readonly string[]>>;
  /**
   * Moves a ticket to done; `left-open` when its workflow offers no transition there, so that a person has to. Does
   * nothing for messages. Idempotent.
   */
  finish(told: ToldRef, announcement: Announcement): Promise<SendResult<'done' | 'left-open'>>;
}

/** A recipient of reports: a Slack channel or user, or a Jira project with assignee and parent ticket. */
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

/** A key for a recipient: equal for equal recipients, usable as part of a stored key. */
export function recipientKey(recipient: Recipient): string {
  return recipient.channel === 'slack'
    ? `slack|${recipient.to}`
    : ['jira', recipient.project, recipient.assignee ?? '', recipient.parentTicket ?? ''].join('|');
}
