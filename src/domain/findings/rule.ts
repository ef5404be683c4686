import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { ServiceLinkedChannel } from '#domain/facts/channel.ts';
import type { Claim } from '#domain/facts/claim.ts';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import type { LakeSight } from '#domain/facts/lake.ts';
import type { Memory, Sight, TrailSight } from '#domain/facts/observation.ts';
import type { TrustedAccess } from '#domain/facts/trusted-access.ts';
import type { OrganizationFacts } from '#domain/policies/trail-delivery.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';
import type { Coverage } from './coverage.ts';
import type { CauseKey, Evidence, Finding, FindingKey, Harm, Severity, Subject } from './finding.ts';
import type { RuleId } from './rule-id.ts';

/** A finding of earlier looks, reduced to what rules use. */
export interface KnownFinding {
  readonly state: 'open' | 'whitelisted' | 'resolved';
  readonly since: Instant;
  readonly resolvedAt?: Instant | undefined;
  /** Whether the last look that showed it found coverage whole in spite of it. */
  readonly weakening?: boolean | undefined;
  readonly evidence: Evidence;
}

/** The configured destinations of log files; an empty list of `buckets` or `keys` allows any. */
export interface ExpectedTargets {
  readonly buckets: readonly string[];
  /** Key ARNs. */
  readonly keys: readonly string[];
  /** Buckets and key ARNs that are known in addition, as a vendor's; they exclude no others. */
  readonly known: readonly string[];
  /** Accounts that are allowed to own buckets and keys. */
  readonly accounts: readonly AccountId[];
  /** The minimum retention of log files in days; 0: no minimum. */
  readonly keptDays: number;
  /** The Region in which a new trail is created, that of the central account; undefined without a configuration. */
  readonly home?: Region | undefined;
}

/** What rules know of one account and Region. Every field is stated, so that no caller forgets one. */
export interface Look {
  readonly account: AccountId;
  readonly region: Region;
  /** When the first read was sent. */
  readonly at: Instant;
  readonly trails: Sight<readonly TrailSight[]>;
  /** The channels through which AWS records without a trail. */
  readonly channels: readonly ServiceLinkedChannel[] | undefined;
  /** What was remembered from earlier looks. */
  readonly memory: Memory | undefined;
  /** What successful calls are recorded to have done here. */
  readonly claims: readonly Claim[];
  /** The findings of earlier looks; their evidence keeps the former settings they compare with. */
  readonly known: ReadonlyMap<FindingKey, KnownFinding>;
  /** The configured destinations of log files. */
  readonly expected: ExpectedTargets | undefined;
  /** As it was last read; undefined where it was not or could not be read. */
  readonly trustedAccess: TrustedAccess | undefined;
  /** The organization of the watched accounts; undefined without one, and before the first sweep. */
  readonly organization: OrganizationFacts | undefined;
  /** The gaps of the forwarding rules here; undefined when they were not read. */
  readonly forwarding: readonly DatedGap[] | undefined;
  /** When a read here was first refused, on a look that confirms it. */
  readonly refusedSince: Instant | undefined;
  /** The claims are about the detector's own resources, and nothing else is judged. */
  readonly ownParts: boolean;
  /** The last inspections of the destinations of trails at home here, by `logDestinationKey`. */
  readonly destinations: ReadonlyMap<string, LogDestinationSight>;
  /** The event data stores here, as known from all looks so far; undefined: there never was one, or none was read. */
  readonly lake: LakeSight | undefined;
}

/** The facts of a look that are the same in every Region. */
export type SharedFacts = Pick<Look, 'expected' | 'trustedAccess' | 'organization'>;

/** A look whose trails could be listed, with their joint coverage. */
export interface SeenLook extends Look {
  readonly sights: readonly TrailSight[];
  readonly coverage: Coverage;
}

/** The verdict of a rule on one subject. Subjects without a judgement are left as they are. */
export type Judgement =
  | {
      readonly verdict: 'stands';
      readonly subject: Subject;
      readonly severity: Severity;
      readonly weakening: boolean;
      readonly cause: CauseKey;
      readonly since: Instant;
      readonly until?: Instant | undefined;
      readonly evidence: Evidence;
    }
  /** `deliveredAt` is the last proven delivery; `endedAt` is when the harm ended, where the state shows it. */
  | {
      readonly verdict: 'healthy';
      readonly subject: Subject;
      readonly deliveredAt?: Instant | undefined;
      readonly endedAt?: Instant | undefined;
    }
  | { readonly verdict: 'cannot-tell'; readonly subject: Subject };

/**
 * The advice to an operator; `command` can be copied, with its options filled from the finding. It is the repair, or a
 * command that shows the state where the repair depends on it.
 */
export interface Remedy {
  readonly words: string;
  /** One command on each line; the first is the most urgent. */
  readonly command?: string | undefined;
  /** The account whose credentials the command needs, or `ofBucket`; undefined: the trail's owner, or the finding's account. */
  readonly account?: string | undefined;
}

/** The account that owns the finding's bucket, which a finding does not know: often one for the logs of all accounts. */
export const ofBucket = "the bucket's account";

/** A kind of harm that is detected: its texts and its judgement. Rules are pure: they read neither clock nor AWS. */
export interface Rule<Id extends RuleId = RuleId> {
  readonly id: Id;
  readonly harm: Harm;
  /** The possible severities of its findings, worst first. */
  readonly severities: readonly [Severity, ...Severity[]];
  /** A short headline, e.g. `Logging is stopped`. */
  readonly title: string;
  /** The consequence for the reader, in one or two sentences. */
  readonly meaning: string;
  /** The names of calls that can cause the harm. */
  readonly causedBy: readonly string[];
  /** The names of calls that can repair the harm. */
  readonly repairedBy: readonly string[];
  /** MITRE ATT&CK technique ids, the old and the new one. */
  readonly mitre: readonly [string, ...string[]];
  /** Legitimate changes that this rule reports too. */
  readonly falseAlarms: string;
  /** The same for one finding, where it depends on AWS's error; absent: `falseAlarms` fits all. */
  falseAlarmsOf?(finding: Finding): string;
  /** What proves the end of the harm: the state at a look, or a delivery newer than the last look that found it. */
  readonly proof: 'state' | 'delivery';
  /** The advice on a finding; `place` is one place where it stands, for commands that need a Region. */
  remedy(finding: Finding, place?: Place): Remedy;
  /** The judgements on the subjects of `look`; `rule` is this rule itself. */
  judge(look: SeenLook, rule: Rule): readonly Judgement[];
}

/** The MITRE technique that all rules detect, disabling cloud logs: its ids before and since ATT&CK version 19. */
export const disableCloudLogs = ['T1562.008', 'T1685.002'] as const;
