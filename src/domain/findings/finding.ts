import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { Brand } from '#domain/values/brand.ts';
import type { RuleId } from './rule-id.ts';

/** How bad it is, worst first: nothing recorded; logs at risk; a part at risk; weaker than it was. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
/** One of `severities`. */
export type Severity = (typeof severities)[number];

/** The worse of two severities. */
export function worseSeverity(left: Severity, right: Severity): Severity {
  return severities.indexOf(left) <= severities.indexOf(right) ? left : right;
}

/** The kinds of harm; findings of one trail and one kind have one cause. */
export type Harm =
  | 'not-recording'
  | 'recording-less'
  | 'redirected'
  | 'undeliverable'
  | 'expiring'
  | 'unprotected'
  | 'unreadable'
  | 'unwatched';

/** What a finding is about: a trail, or `-` for the account and Region as a whole. */
export type Subject = TrailArn | '-';

/** `<rule>#<subject>`: at most one finding of a rule about a subject in one account and Region. */
export type FindingKey = Brand<string, 'FindingKey'>;

/** Two findings with the same key share one cause and so one incident. */
export type CauseKey = Brand<string, 'CauseKey'>;

/** Settings of a trail that are held against how they were before. */
export type Settings = Pick<
  Trail,
  | 'multiRegion'
  | 'organization'
  | 'globalServiceEvents'
  | 'logFileValidation'
  | 'bucket'
  | 'prefix'
  | 'kmsKey'
  | 'logGroup'
  | 'logsRole'
  | 'topic'
>;

/** How a trail was set before, as far as it is known. */
export interface FormerSettings extends Partial<Settings> {
  readonly recorded?: RecordedEvents | undefined;
}

/** The seen facts that words are made of. Absent means: not part of this finding, or not known. */
export interface Evidence {
  readonly trailName?: string | undefined;
  readonly homeRegion?: Region | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly organization?: boolean | undefined;
  readonly recorded?: 'All' | 'ReadOnly' | 'WriteOnly' | 'None' | undefined;
  readonly stoppedAt?: Instant | undefined;
  readonly startedAt?: Instant | undefined;
  /** The error text of AWS, for deliveries and unreadable accounts. */
  readonly error?: string | undefined;
  /** What could not be reached or read: a bucket, log group, topic, or the refused operation. */
  readonly resource?: string | undefined;
  readonly deliveredAt?: Instant | undefined;
  /** Healthy trails that still record management events here. */
  readonly coveredBy?: readonly TrailArn[] | undefined;
  /** What the finding compares with: what a look saw last is overwritten by the next one, a finding keeps it. */
  readonly was?: FormerSettings | undefined;
  /** By when somebody has to act. */
  readonly dueAt?: Instant | undefined;
  /** Before and after in a few words, with names that anybody may have chosen. */
  readonly change?: string | undefined;
  /** The state of an organization trail was told by a member, not by its owner. */
  readonly secondHand?: boolean | undefined;
}

/** Something wrong in one account and Region, as the judge sees it at one look. */
export interface Finding {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly harm: Harm;
  readonly severity: Severity;
  /** Coverage is whole in spite of it: kept and listed, but no message of its own. */
  readonly weakening: boolean;
  readonly cause: CauseKey;
  /** When the harm began, as well as can be known. */
  readonly since: Instant;
  /** Set when it was over already when it was seen. */
  readonly until?: Instant | undefined;
  readonly evidence: Evidence;
}

/** The key of a finding of `rule` about `subject`. */
export function findingKey(rule: RuleId, subject: Subject): FindingKey {
  return `${rule}#${subject}` as FindingKey;
}

/** The cause of a harm to a trail, a destination (its ARN or name) or an account as a whole. */
export function causeKey(harm: Harm, about: string): CauseKey {
  return `${harm}|${about}` as CauseKey;
}
