import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Organization } from '#ports/organization.ts';
import type { AccountCredentials, AssumeReadRole } from './assumed-roles.ts';
import { awsOrganization } from './aws-organization.ts';
import { clientDefaults } from './clients.ts';

/** A person's own credentials: whose they are, and the credentials themselves, renewed as the SDK renews them. */
export interface OwnCredentials {
  readonly account: AccountId;
  /** The caller's ARN. */
  readonly arn: string;
  readonly current: () => Promise<AccountCredentials>;
  readonly organization: (clock: Clock) => Organization;
}

/** The Region that the environment or the profile names; `us-east-1`, where the global endpoints are, if neither does. */
export async function namedRegion(profile?: string): Promise<string> {
  try {
    return await new STSClient({
      ...clientDefaults,
      ...(profile !== undefined && { profile }),
    }).config.region();
  } catch {
    return 'us-east-1'; // Nothing names one; no service whose data is regional is asked through this client.
  }
}

/** The credentials that the SDK finds in the environment or in `profile`. Throws the SDK's error where there are none. */
export async function ownCredentials(region: string, profile?: string): Promise<OwnCredentials> {
  const settings = { ...clientDefaults, region, ...(profile !== undefined && { profile }) };
  const client = new STSClient(settings);
  const { Account, Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  const account = parseAccountId(Account);
  if (account === undefined) throw new Error(`sts:GetCallerIdentity names no account: ${String(Account)}`);
  return {
    account,
    arn: Arn,
    async current() {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await client.config.credentials();
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
        ...(expiration !== undefined && { expiration }),
      };
    },
    organization: (clock) =>
      awsOrganization({ client: new OrganizationsClient({ ...settings, maxAttempts: 8 }), clock }),
  };
}

/** Reads accounts with a person's own credentials where there are some, else through the role that `assume` takes on. */
export function ownOrAssumed(own: readonly OwnCredentials[], assume: AssumeReadRole): AssumeReadRole {
  const byAccount = new Map(own.map((one) => [one.account, one]));
  return (account, notAccepted) => byAccount.get(account)?.current() ?? assume(account, notAccepted);
}
