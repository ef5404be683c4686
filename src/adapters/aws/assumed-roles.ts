import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountId } from '#domain/values/account-id.ts';
import { clientDefaults } from './clients.ts';

/** Credentials with which one account is read. */
export interface AccountCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for a user's own keys, which have no session. */
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Returns the credentials of an account's read role; never `notAccepted`, which AWS did not accept any more, as after the
 * role was made anew. Throws the SDK's error when AWS refuses.
 */
export type AssumeReadRole = (
  account: AccountId,
  notAccepted?: AccountCredentials,
) => Promise<AccountCredentials>;

/** A session is renewed this long before it expires, in milliseconds: longer than any function runs. */
const renewBefore = 16 * 60 * 1000;

const lastsFor = ({ expiration }: AccountCredentials): number => (expiration?.getTime() ?? 0) - Date.now();

/** Assumes the role `roleName` in accounts, once per account until shortly before the session ends. */
export function assumedRoles(options: {
  region: string;
  partition: string;
  roleName: string;
}): AssumeReadRole {
  const client = new STSClient({ ...clientDefaults, region: options.region });
  const sessions = new Map<AccountId, Promise<AccountCredentials>>();

  async function assume(account: AccountId): Promise<AccountCredentials> {
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: `arn:${options.partition}:iam::${account}:role/${options.roleName}`,
        RoleSessionName: 'trailwarden',
        DurationSeconds: 3600,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new Error(`sts:AssumeRole gave no complete credentials for account ${account}`);
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  }

  function anew(account: AccountId): Promise<AccountCredentials> {
    const fresh = assume(account);
    sessions.set(account, fresh);
    // A refusal is not cached: the role may be deployed before the next call.
    fresh.catch(() => sessions.delete(account));
    return fresh;
  }

  return async (account, notAccepted) => {
    const held = sessions.get(account);
    // No await before the session is cached, so that concurrent callers share one session.
    if (!held) return anew(account);
    const cached = await held;
    if (cached !== notAccepted && lastsFor(cached) > renewBefore) return cached;
    const renewed = sessions.get(account);
    return renewed === undefined || renewed === held ? anew(account) : renewed;
  };
}
