import type { Severity } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentStatus } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/**
 * One piece of a sentence. Plain texts are ours or were written by strangers, the renderer escapes both alike;
 * `code` is to be shown verbatim; `time` is rendered in UTC, and in the reader's zone where that is possible.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** `clockOnly`: the day was told just before; `zoneLater`: the next time says UTC for both. */
  | {
      readonly kind: 'time';
      readonly at: Instant;
      readonly clockOnly?: boolean;
      readonly zoneLater?: boolean;
    }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** A sentence or a short paragraph. */
export type Sentence = readonly Span[];

/** A label and what belongs to it, e.g. `Who` and the actor. */
export interface Fact {
  readonly label: string;
  readonly value: Sentence;
}

/** A line of the table of what is affected: all accounts in one state in the same Regions. */
export interface AffectedRow {
  readonly account: string;
  /** The other accounts of the line. */
  readonly others?: readonly string[];
  readonly regions: string;
  readonly state: string;
}

/** Something that a person must notice, said once: a reply in the thread, a comment on the ticket. */
export interface Milestone {
  /** Stable id: the same milestone is never said twice in one place. */
  readonly id: string;
  readonly words: Sentence;
  /** It is the moment for the list of all accounts, where there is one. */
  readonly withAccounts?: true;
}

/** What people are told of one incident, as it is now; rendered by each channel in its own way. */
export interface Announcement {
  readonly incident: IncidentId;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** One plain line: what happened, where, how bad. No markup; at most 140 characters. */
  readonly headline: string;
  /** What is no longer recorded, or was not for a while, in one or two sentences. */
  readonly loss: readonly Sentence[];
  readonly facts: readonly Fact[];
  readonly affected: readonly AffectedRow[];
  /** How many rows are left out of `affected`. */
  readonly affectedLeftOut: number;
  /** All accounts and their Regions as CSV, where they are too many to be named. */
  readonly accountList?: string | undefined;
  readonly remedy: { readonly words: Sentence; readonly command?: string | undefined };
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** The ticket of the incident that this one returns from. */
  readonly previousTicket?: string | undefined;
  /** What the reader should know about how sure this is. */
  readonly notes: readonly Sentence[];
  readonly milestones: readonly Milestone[];
  /** By when somebody has to act, where that is known. */
  readonly dueAt?: Instant | undefined;
  /** A word of our own for filtering, e.g. the rule ids, safe as a label. */
  readonly labels: readonly string[];
  /** It is not followed any more, and nobody has seen it repaired. */
  readonly outOfScope?: boolean;
  /** Whether the ticket is to be moved to done: everything is over and needs nobody. */
  readonly done: boolean;
}
