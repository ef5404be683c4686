import type { Instant } from '#domain/values/instant.ts';
import type { Claim } from './claim.ts';

/** Whether CloudTrail has trusted access to the organization (AWS Organizations), and when that was read. */
export interface TrustedAccess {
  readonly on: boolean;
  readonly at: Instant;
}

const cloudTrail = 'cloudtrail.amazonaws.com';

/** False when `claim` is a call on the trusted access of another service than CloudTrail. */
export function maySpeakOfCloudTrail({ requested }: Claim): boolean {
  const principal = requested?.['servicePrincipal'];
  return principal === undefined || principal === cloudTrail;
}

const says: Readonly<Partial<Record<string, boolean>>> = {
  EnableAWSServiceAccess: true,
  DisableAWSServiceAccess: false,
};

/** The latest known trusted access: from the newest of `readings` and of the successful calls among `claims`. */
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
