import type { Instant } from '#domain/values/instant.ts';
import type { Claim } from './claim.ts';

/** Whether CloudTrail may work in the whole organization (Organizations, "trusted access"), and when that was read. */
export interface TrustedAccess {
  readonly on: boolean;
  readonly at: Instant;
}

const cloudTrail = 'cloudtrail.amazonaws.com';

/** Whether `claim` is no call on trusted access at all, or one on that of CloudTrail. */
export function maySpeakOfCloudTrail({ requested }: Claim): boolean {
  const principal = requested?.['servicePrincipal'];
  return principal === undefined || principal === cloudTrail;
}

const says: Readonly<Partial<Record<string, boolean>>> = {
  EnableAWSServiceAccess: true,
  DisableAWSServiceAccess: false,
};

/** What is known last: by the readings that there are, or by a successful call that is newer. */
export function latestAccess(
  readings: readonly (TrustedAccess | undefined)[],
  claims: readonly Claim[],
): TrustedAccess | undefined {
  const calls = claims
    .filter((claim) => claim.requested?.['servicePrincipal'] === cloudTrail)
    .flatMap(({ eventName, at }) => {
      const on = says[eventName];
      return on === undefined ? [] : [{ on, at }];
    });
  return [...readings, ...calls].reduce(
    (latest, said) => (latest === undefined || (said && said.at >= latest.at) ? said : latest),
    undefined,
  );
}
