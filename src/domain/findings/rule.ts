import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { Claim } from '#domain/facts/claim.ts';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import type { LakeSight } from '#domain/facts/lake.ts';
import type { Memory, Sight, TrailSight } from '#domain/facts/observation.ts';
import type { TrustedAccess } from '#domain/facts/trusted-access.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { Coverage } from './coverage.ts';
import type { CauseKey, Evidence, Finding, FindingKey, Harm, Severity, Subject } from './finding.ts';
import type { RuleId } from './rule-id.ts';

/** What is remembered of a finding from earlier looks, as far as a judge needs it. */
export interface KnownFinding {
  readonly state: 'open' | 'whitelisted' | 'resolved';
  readonly since: Instant;
  readonly resolvedAt?: Instant | undefined;
  readonly evidence: Evidence;
}

/** Where logs are meant to go, as configured; an empty list says nothing. */
export interface ExpectedTargets {
  readonly buckets: readonly string[];
  /** Key ARNs. */
  readonly keys: readonly string[];
  /** Accounts that may own keys. */
  readonly accounts: readonly AccountId[];
  /** Log files must be kept so many days at least; left out, or 0: nobody minds. */
  readonly keptDays?: number | undefined;
}

/** Everything a judge may know of one account and Region. */
export interface Look {
  readonly account: AccountId;
  readonly region: Region;
  /** When the first read was sent. */
  readonly at: Instant;
  readonly trails: Sight<readonly TrailSight[]>;
  /** What was remembered before this look. */
  readonly memory: Memory | undefined;
  /** What successful calls say they did here. */
  readonly claims: readonly Claim[];
  /** What was found before this look; a finding that stands knows what it compares with. */
  readonly known?: ReadonlyMap<FindingKey, KnownFinding> | undefined;
  /** Where logs are meant to go, where that is configured. */
  readonly expected?: ExpectedTargets | undefined;
  /** As it was last read; undefined where nobody may read it, or nobody asked. */
  readonly trustedAccess?: TrustedAccess | undefined;
  /** What the part that carries events on lacks here; undefined when it was not looked at. */
  readonly forwarding?: readonly DatedGap[] | undefined;
  /** The claims are about parts of the detector itself, and nothing else is judged. */
  readonly ownParts?: boolean | undefined;
  /** What the trails at home here deliver to, as it was last found; by `destinationKey`. */
  readonly destinations?: ReadonlyMap<string, LogDestinationSight> | undefined;
  /** The event data stores here, as all looks so far know them; undefined: there never was one, or nobody looked. */
  readonly lake?: LakeSight | undefined;
}

/** What a look is held against that is the same in every Region. */
export type SharedFacts = Pick<Look, 'expected' | 'trustedAccess'>;

/** A look whose trails could be listed, with the coverage they give together. */
export interface SeenLook extends Look {
  readonly sights: readonly TrailSight[];
  readonly coverage: Coverage;
}

/** What a rule says about one subject. A subject it does not mention is none of its business. */
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
  /** `deliveredAt` proves a delivery; `endedAt` is when the harm ended, where the state tells. */
  | {
      readonly verdict: 'healthy';
      readonly subject: Subject;
      readonly deliveredAt?: Instant | undefined;
      readonly endedAt?: Instant | undefined;
    }
  | { readonly verdict: 'cannot-tell'; readonly subject: Subject };

/**
 * What an operator is told to do; `command` is for copying, with placeholders filled from the finding: the repair, or
 * the first look where the repair depends on what it shows.
 */
export interface Remedy {
  readonly words: string;
  readonly command?: string | undefined;
}

/** One thing that can be wrong. A rule is a value in a list: it needs neither the time nor AWS. */
export interface Rule<Id extends RuleId = RuleId> {
  readonly id: Id;
  readonly harm: Harm;
  /** How heavy it can be, worst first; `low` is a weakening: other trails record what this one does not. */
  readonly severities: readonly [Severity, ...Severity[]];
  /** A few plain words, e.g. `Logging is stopped`. */
  readonly title: string;
  /** What it means for the reader, in one or two sentences. */
  readonly meaning: string;
  /** Calls that can cause it. */
  readonly causedBy: readonly string[];
  /** Calls that can repair it. */
  readonly repairedBy: readonly string[];
  /** MITRE ATT&CK technique ids, the old and the new one. */
  readonly mitre: readonly [string, ...string[]];
  /** When it fires although nobody did wrong. */
  readonly falseAlarms: string;
  /** What proves that it is over: a look that shows it, or a delivery newer than the last look that did not. */
  readonly proof: 'state' | 'delivery';
  remedy(finding: Finding): Remedy;
  judge(look: SeenLook): readonly Judgement[];
}

/** The technique that all rules detect: disabling cloud logs (ATT&CK before and since version 19). */
export const disableCloudLogs = ['T1562.008', 'T1685.002'] as const;
