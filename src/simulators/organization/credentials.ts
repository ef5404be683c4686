import { createHash } from 'node:crypto';

import type { AwsCall, Clock } from '#simulators/wire.ts';

import { AwsError } from './aws-error.ts';
import type { Caller, Identity } from './identities.ts';
import { callerOf, identityOf, uniqueId } from './identities.ts';

/** The credentials of an AWS SDK client. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The access keys of all identities, each with its caller. */
export interface CredentialDesk {
  /** Credentials of a person; equal for the same person and session. */
  issue(who: { readonly accountId: string; readonly identity: Identity }): Credentials;
  /** Temporary credentials of a role session, valid until `expires` (milliseconds since the epoch). */
  assume(accountId: string, identity: Identity, expires: number): Credentials;
  /** The caller of a request. Throws AwsError for unknown and expired keys. */
  identify(call: AwsCall): Caller;
}

interface Holder {
  readonly caller: Caller;
  readonly expires: number;
}

const mostHolders = 50_000;

/** Credentials without keys yet; an unknown key's caller is taken from the gateway's header x-local-caller-arn. */
export function credentialDesk(clock: Clock): CredentialDesk {
  const holders = new Map<string, Holder>();
  let issued = 0;

  function register(accountId: string, identity: Identity, key: string, expires: number): Credentials {
    const temporary = identity.kind !== 'iam-user' || identity.mfa === true;
    const accessKeyId = uniqueId(temporary ? 'ASIA' : 'AKIA', key);
    if (!holders.has(accessKeyId)) {
      forgetOldest(holders);
      holders.set(accessKeyId, { caller: callerOf(accountId, identity, accessKeyId, clock.now()), expires });
    }
    const secretAccessKey = createHash('sha256').update(key).digest('base64').slice(0, 40);
    return { accessKeyId, secretAccessKey, ...(temporary && { sessionToken: `session-${accessKeyId}` }) };
  }

  return {
    issue: ({ accountId, identity }) =>
      register(accountId, identity, JSON.stringify([accountId, identity]), Infinity),
    assume: (accountId, identity, expires) => {
      issued += 1;
      return register(accountId, identity, JSON.stringify([accountId, identity, expires, issued]), expires);
    },
    identify: (call) => {
      const holder = holders.get(call.accessKeyId);
      if (holder && holder.expires > clock.now()) return holder.caller;
      if (holder)
        throw new AwsError(
          'ExpiredTokenException',
          'The security token included in the request is expired',
          403,
        );
      const named = identityOf(call.headers['x-local-caller-arn'] ?? '');
      if (named) return callerOf(named.accountId, named.identity, call.accessKeyId, clock.now());
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        403,
      );
    },
  };
}

function forgetOldest(holders: Map<string, Holder>): void {
  if (holders.size < mostHolders) return;
  const temporary = holders.entries().find(([, { expires }]) => expires < Infinity);
  if (temporary) holders.delete(temporary[0]);
}
