import { createHash } from 'node:crypto';

import type { Fields } from './state.ts';

interface Session {
  /** Milliseconds since the epoch; default: when the credentials were first asked for. */
  readonly sessionStarted?: number;
  readonly mfa?: boolean;
}

interface Origin {
  readonly sourceIpAddress?: string;
}

/** A person or machine that calls AWS, by the kind of identity CloudTrail records. */
export type Identity = Origin &
  (
    | ({ readonly kind: 'iam-user'; readonly name: string } & Session)
    | ({ readonly kind: 'role'; readonly role: string; readonly session: string } & Session)
    | ({ readonly kind: 'identity-center'; readonly permissionSet: string; readonly user: string } & Session)
    | ({ readonly kind: 'federated'; readonly name: string; readonly issuer: string } & Session)
    | ({ readonly kind: 'root' } & Session)
  );

/** Who makes a call: account, ARN, the role behind a session, and how CloudTrail writes it down. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  readonly roleArn?: string | undefined;
  readonly userIdentity: Fields;
  readonly sourceIpAddress?: string | undefined;
}

/** How AWS names `identity` in `accountId`, and how CloudTrail records it when it uses `accessKeyId`. */
export function callerOf(
  accountId: string,
  identity: Identity,
  accessKeyId: string,
  firstSeen: number,
): Caller {
  const { sourceIpAddress } = identity;
  const attributes = {
    creationDate: seconds(identity.sessionStarted ?? firstSeen),
    mfaAuthenticated: String(identity.mfa ?? false),
  };
  const common = { accountId, accessKeyId };
  switch (identity.kind) {
    case 'root': {
      const arn = `arn:aws:iam::${accountId}:root`;
      const userIdentity = {
        type: 'Root',
        principalId: accountId,
        arn,
        ...common,
        sessionContext: { attributes },
      };
      return { accountId, arn, userIdentity, sourceIpAddress };
    }
    case 'iam-user': {
      const arn = `arn:aws:iam::${accountId}:user/${identity.name}`;
      const session = identity.mfa === true && { sessionContext: { attributes } };
      const principalId = uniqueId('AIDA', arn);
      const userIdentity = {
        type: 'IAMUser',
        principalId,
        arn,
        ...common,
        userName: lastPart(identity.name),
        ...session,
      };
      return { accountId, arn, userIdentity, sourceIpAddress };
    }
    case 'federated': {
      const arn = `arn:aws:sts::${accountId}:federated-user/${identity.name}`;
      const issuer = `arn:aws:iam::${accountId}:user/${identity.issuer}`;
      const sessionIssuer = issuerOf('IAMUser', uniqueId('AIDA', issuer), issuer, lastPart(identity.issuer));
      const principalId = `${accountId}:${identity.name}`;
      const sessionContext = { sessionIssuer, attributes };
      return {
        accountId,
        arn,
        userIdentity: { type: 'FederatedUser', principalId, arn, ...common, sessionContext },
        sourceIpAddress,
      };
    }
    case 'role':
      return { ...session(identity.role, identity.session), sourceIpAddress };
    case 'identity-center': {
      const suffix = digest(`${accountId}${identity.permissionSet}`).slice(0, 16);
      const role = `aws-reserved/sso.amazonaws.com/AWSReservedSSO_${identity.permissionSet}_${suffix}`;
      return { ...session(role, identity.user), sourceIpAddress };
    }
  }

  function session(role: string, name: string): Caller {
    const roleArn = `arn:aws:iam::${accountId}:role/${role}`;
    const roleName = lastPart(role);
    const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${name}`;
    const roleId = uniqueId('AROA', roleArn);
    const sessionContext = { sessionIssuer: issuerOf('Role', roleId, roleArn, roleName), attributes };
    const userIdentity = {
      type: 'AssumedRole',
      principalId: `${roleId}:${name}`,
      arn,
      ...common,
      sessionContext,
    };
    return { accountId, arn, roleArn, userIdentity };
  }

  function issuerOf(type: string, principalId: string, arn: string, userName: string): Fields {
    return { type, principalId, arn, accountId, userName };
  }
}

/** The identity an ARN of a user, root or role session names; undefined for any other ARN. */
export function identityOf(
  arn: string,
): { readonly accountId: string; readonly identity: Identity } | undefined {
  const match =
    /^arn:aws:(?:iam|sts)::(\d{12}):(root$|user\/|assumed-role\/|role\/)(?:([^/]+)(?:\/(.+))?)?$/.exec(arn);
  if (!match) return undefined;
  const [, accountId = '', kind, name = '', session] = match;
  if (kind === 'root') return { accountId, identity: { kind: 'root' } };
  if (kind === 'user/') {
    return {
      accountId,
      identity: { kind: 'iam-user', name: session === undefined ? name : `${name}/${session}` },
    };
  }
  return { accountId, identity: { kind: 'role', role: name, session: session ?? 'session' } };
}

/** An id as IAM makes them (`AROA…`, `AKIA…`): always the same for the same text. */
export function uniqueId(prefix: string, text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256')
    .update(text)
    .digest()
    .subarray(0, 20 - prefix.length);
  return prefix + [...bytes].map((byte) => letters[byte % 32] ?? 'A').join('');
}

/** ISO 8601 in whole seconds, as CloudTrail writes moments. */
export function seconds(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path;
}
