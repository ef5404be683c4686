import type { Severity } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import type { Instant } from '#domain/values/instant.ts';

/**
 * One piece of a sentence. Text may come from untrusted sources; renderers escape all of it. `code` is shown verbatim;
 * `time` is rendered in UTC, or in the reader's time zone where the channel can.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** `clockOnly`: without the day, which stands just before; `zoneLater`: without the zone, which follows. */
  | {
      readonly kind: 'time';
      readonly at: Instant;
      readonly clockOnly?: boolean;
      readonly zoneLater?: boolean;
    }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** A sentence or a short paragraph. */
export type Sentence = readonly Span[];

/** A label and its value, e.g. `Who` and the actor. */
export interface Fact {
  readonly label: string;
  readonly value: Sentence;
}

/** A row of the table of affected accounts: all accounts with the same state and Regions. */
export interface AffectedRow {
  readonly account: string;
  /** The other accounts of the row. */
  readonly others?: readonly string[];
  readonly regions: string;
  readonly state: string;
}

/** A change that readers must notice, posted once as a reply in the thread and a comment on the ticket. */
export interface Milestone {
  /** Stable id; a destination posts each id once. */
  readonly id: string;
  readonly words: Sentence;
  /** The account list, where there is one, is attached with this milestone. */
  readonly withAccounts?: true;
  /** Only said in the thread and on the ticket: not shown in the channel as well. */
  readonly quiet?: true;
}

/** The buttons of a message, where people can answer in Slack. */
export interface AnswerButtons {
  /** Whether it may be accepted by a button. */
  readonly accept: boolean;
  /** The people who are asked *Was this you?*; none: it is not asked. */
  readonly asked: readonly string[];
}

/** The content of messages and tickets about one incident in its current state; each channel renders it. */
export interface Announcement {
  readonly incident: IncidentId;
  readonly status: IssueStatus;
  readonly severity: Severity;
  /** One plain line: what happened, where, how bad. No markup; at most 140 characters. */
  readonly headline: string;
  /** Which events are or were not recorded, and when; the first sentence is the most important one. */
  readonly loss: readonly Sentence[];
  /** What a person on call needs first: who, how, until when. Place and time are in the headline and the loss. */
  readonly facts: readonly Fact[];
  /** What helps to look further: the kind of trail, Regions, AWS's error. */
  readonly details: readonly Fact[];
  /** What identifies the incident elsewhere: its id, its earlier ticket, the technique. */
  readonly references: readonly Fact[];
  readonly affected: readonly AffectedRow[];
  /** Number of rows left out of `affected`. */
  readonly affectedLeftOut: number;
  /** All accounts and their Regions as CSV; only when they are too many for the message. */
  readonly accountList?: string | undefined;
  readonly remedy: { readonly words: Sentence; readonly command?: string | undefined };
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** The ticket of the earlier incident of the same finding. */
  readonly previousTicket?: string | undefined;
  /** What the reader should know about how sure this is. */
  readonly notes: readonly Sentence[];
  readonly milestones: readonly Milestone[];
  /** The deadline for action, where one is known, e.g. the deletion date of a key. */
  readonly dueAt?: Instant | undefined;
  /** What to add to the whitelist to accept it, as JSON; only where a ticket shows it. */
  readonly acceptSnippet?: string | undefined;
  /** The buttons, while it is open and people can answer. */
  readonly answers?: AnswerButtons | undefined;
  /** Words for filtering, such as rule ids; each is valid as a Jira label. */
  readonly labels: readonly string[];
  /** Whether it is no longer tracked although no repair was seen. */
  readonly outOfScope?: boolean;
  /** Whether the ticket is to be moved to done: no action is left. */
  readonly done: boolean;
}
