import type { AccountId } from '#domain/values/account-id.ts';
import type { AnsweredSelectors } from '#domain/facts/answered-selectors.ts';
import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { Brand } from '#domain/values/brand.ts';
import type { RuleId } from './rule-id.ts';

/** Severities, worst first: nothing is recorded; logs are at risk; part of them is at risk; protection is weaker. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
/** One of `severities`. */
export type Severity = (typeof severities)[number];

/** The worse of two severities. */
export function worseSeverity(left: Severity, right: Severity): Severity {
  return severities.indexOf(left) <= severities.indexOf(right) ? left : right;
}

/** The kinds of harm; findings of one kind about one trail share their cause. */
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

/** `<rule>#<subject>`, unique within one account and Region. */
export type FindingKey = Brand<string, 'FindingKey'>;

/** Findings with the same cause key belong to one incident. */
export type CauseKey = Brand<string, 'CauseKey'>;

/** The settings of a trail that are compared with their former values. */
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
  | 'insights'
>;

/** The former settings of a trail, as far as they are known. */
export interface FormerSettings extends Partial<Settings> {
  readonly recorded?: RecordedEvents | undefined;
  /** Its selectors, to put them back; undefined when they are not known to the place of the finding. */
  readonly answeredSelectors?: AnsweredSelectors | undefined;
}

/**
 * What still records the events of a trail that no longer does: `covered`, the same events, by trails that the caller
 * could not have arranged; `own`, the same events, by older trails of the account that deliver to known destinations;
 * `less`, some of them only; `doubtful`, trails that cannot be relied upon; `unknown`, trails that could not be read;
 * `nothing`, none.
 */
export const leftKinds = ['covered', 'own', 'less', 'doubtful', 'unknown', 'nothing'] as const;
/** One of `leftKinds`. */
export type LeftKind = (typeof leftKinds)[number];
/** Members of an organization that a bucket's policy shuts out: the first of them, and the count of all. */
export interface RefusedMembers {
  readonly accounts: readonly AccountId[];
  readonly count: number;
}

/** The facts shown with a finding. Absent: not part of this finding, or unknown. */
export interface Evidence {
  readonly trailName?: string | undefined;
  /** Of the trail; of an account as a whole, where its trail is, or belongs that is to be created. */
  readonly homeRegion?: Region | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly organization?: boolean | undefined;
  readonly recorded?: 'All' | 'ReadOnly' | 'WriteOnly' | 'None' | undefined;
  readonly stoppedAt?: Instant | undefined;
  readonly startedAt?: Instant | undefined;
  /** The error text of AWS: of a delivery, or of a refused read. */
  readonly error?: string | undefined;
  /** The affected destination or event data store, or the refused operation. */
  readonly resource?: string | undefined;
  readonly deliveredAt?: Instant | undefined;
  /** Trails that still record the same events in this account and Region; the first few of them. */
  readonly coveredBy?: readonly TrailArn[] | undefined;
  /** What still records the events; undefined for findings that are not about recording. */
  readonly left?: LeftKind | undefined;
  /** Since when the trails in `coveredBy` have done so. */
  readonly coveredSince?: Instant | undefined;
  /** The events that are no longer recorded, in words, when others still are. Untrusted text. */
  readonly missing?: readonly string[] | undefined;
  /** Why a trail that still records is not relied upon, in words. Untrusted text. */
  readonly doubt?: string | undefined;
  /** A trail of the same place that delivers to an unknown bucket, in words. Untrusted text. */
  readonly beside?: string | undefined;
  /** The settings that the finding compares with, kept here because memory holds only those of the last look. */
  readonly was?: FormerSettings | undefined;
  /** The deadline for the repair. */
  readonly dueAt?: Instant | undefined;
  /** The values before and after in a few words. Untrusted text: it may contain names chosen by a caller. */
  readonly change?: string | undefined;
  /** The member accounts whose files are refused, some of them and how many there are. */
  readonly refused?: RefusedMembers | undefined;
  /** The state of the organization trail was read in a member account, not in its owner's account. */
  readonly secondHand?: boolean | undefined;
}

/** A harm in one account and Region, as a rule judged it at one look. */
export interface Finding {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly harm: Harm;
  readonly severity: Severity;
  /** Coverage is whole in spite of it: the finding is kept and listed, but sends no message of its own. */
  readonly weakening: boolean;
  readonly cause: CauseKey;
  /** When the harm began, as precisely as that is known. */
  readonly since: Instant;
  /** When the harm ended, if it had ended before the look. */
  readonly until?: Instant | undefined;
  readonly evidence: Evidence;
}

/** The key of a finding of `rule` about `subject`. */
export function findingKey(rule: RuleId, subject: Subject): FindingKey {
  return `${rule}#${subject}` as FindingKey;
}

/** The subject in a finding's key. */
export function subjectOfKey(key: FindingKey): string {
  return key.slice(key.indexOf('#') + 1);
}

/** The cause key of a harm to `about`: a trail, a destination (its ARN or name) or a whole account. */
export function causeKey(harm: Harm, about: string): CauseKey {
  return `${harm}|${about}` as CauseKey;
}
