import type { LeftKind, Subject } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A whitelist entry: findings that a person accepted as known. A field that is left out does not narrow it. */
export interface Exemption {
  readonly accountId: AccountId;
  readonly region?: Region | undefined;
  /** Several Regions, as findings accepted at run time have them. */
  readonly regions?: readonly Region[] | undefined;
  readonly trail?: TrailArn | undefined;
  /** Ids of the rules it covers; undefined: all rules, an empty list: none. */
  readonly rules?: readonly string[] | undefined;
  /**
   * The ARN of a role: then it covers only what sessions of this role are recorded to have done, and only while trails of
   * the account still record the events.
   */
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  /** The person who answers for it, as written in the whitelist. */
  readonly owner?: string | undefined;
  /** The first moment at which it no longer holds; undefined: it never expires. */
  readonly expires?: Instant | undefined;
}

/** The properties of a finding that exemptions are matched against. */
export interface ExemptionScope {
  readonly accountId: AccountId;
  readonly region: Region;
  readonly rule: string;
  readonly subject: Subject;
  /** The role whose session made the call that caused it; undefined while that is not known. */
  readonly callerRole: string | undefined;
  /** What still records the events. */
  readonly left: LeftKind | undefined;
}

/** Whether `exemption` has expired at `now`; at the moment of expiry itself it has. */
export function hasExpired(exemption: Exemption, now: Instant): boolean {
  return exemption.expires !== undefined && now >= exemption.expires;
}

/** Whether a role's change may be accepted beforehand: not while nothing else records, nor for parts of the detector. */
function isOfActor({ callerRole, left }: ExemptionScope, actor: string): boolean {
  return callerRole === actor && (left === 'own' || left === 'doubtful');
}

/** Whether `exemption` covers a finding in `scope` at `now`. */
export function exempts(exemption: Exemption, scope: ExemptionScope, now: Instant): boolean {
  const { accountId, region, regions, trail, rules, actor } = exemption;
  return (
    accountId === scope.accountId &&
    (region === undefined || region === scope.region) &&
    (regions === undefined || regions.includes(scope.region)) &&
    (trail === undefined || trail === scope.subject) &&
    (rules === undefined || rules.includes(scope.rule)) &&
    (actor === undefined || isOfActor(scope, actor)) &&
    !hasExpired(exemption, now)
  );
}
