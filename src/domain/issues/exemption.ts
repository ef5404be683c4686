import type { Subject } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A decision of a person that findings are known and accepted. What is left out does not narrow it. */
export interface Exemption {
  readonly accountId: AccountId;
  readonly region?: Region | undefined;
  readonly trail?: TrailArn | undefined;
  /** Ids of the rules it is about; undefined means all of them, an empty list none. */
  readonly rules?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** Who answers for it, in the words of the one who wrote it. */
  readonly owner?: string | undefined;
  /** The first moment at which it no longer holds; undefined means that it holds for ever. */
  readonly expires?: Instant | undefined;
}

/** The place of a finding, as far as an exemption looks at it. */
export interface ExemptionScope {
  readonly accountId: AccountId;
  readonly region: Region;
  readonly rule: string;
  readonly subject: Subject;
}

/** Whether `exemption` has run out at `now`; the moment of expiry itself counts as run out. */
export function hasExpired(exemption: Exemption, now: Instant): boolean {
  return exemption.expires !== undefined && now >= exemption.expires;
}

/** Whether `exemption` covers a finding in `scope` at `now`: in exactly its scope, until its expiry. */
export function exempts(exemption: Exemption, scope: ExemptionScope, now: Instant): boolean {
  const { accountId, region, trail, rules } = exemption;
  return (
    accountId === scope.accountId &&
    (region === undefined || region === scope.region) &&
    (trail === undefined || trail === scope.subject) &&
    (rules === undefined || rules.includes(scope.rule)) &&
    !hasExpired(exemption, now)
  );
}
