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

/** The caller of an operation: account, ARN, the role behind a session, and CloudTrail's userIdentity. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  readonly roleArn?: string | undefined;
  readonly userIdentity: Fields;
  readonly sourceIpAddress?: string | undefined;
}

interface Known {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly attributes: Fields;
}

/** How AWS names `identity` in `accountId`, and how CloudTrail records it when it uses `accessKeyId`. */
export function callerOf(
  accountId: string,
  identity: Identity,
  accessKeyId: string,
  firstSeen: number,
): Caller {
  const attributes = {
    creationDate: seconds(identity.sessionStarted ?? firstSeen),
    mfaAuthenticated: String(identity.mfa ?? false),
  };
  const known = { accountId, accessKeyId, attributes };
  return { ...named(identity, known), sourceIpAddress: identity.sourceIpAddress };
}

function named(identity: Identity, known: Known): Caller {
  switch (identity.kind) {
    case 'root':
      return root(known);
    case 'iam-user':
      return user(known, identity.name, identity.mfa === true);
    case 'federated':
      return federated(known, identity.name, identity.issuer);
    case 'role':
      return session(known, identity.role, identity.session);
    case 'identity-center': {
      const suffix = createHash('sha256')
        .update(`${known.accountId}${identity.permissionSet}`)
        .digest('hex')
        .slice(0, 16);
      const role = `aws-reserved/sso.amazonaws.com/AWSReservedSSO_${identity.permissionSet}_${suffix}`;
      return session(known, role, identity.user);
    }
  }
}

function root({ accountId, accessKeyId, attributes }: Known): Caller {
  const arn = `arn:aws:iam::${accountId}:root`;
  const sessionContext = { attributes };
  const userIdentity = { type: 'Root', principalId: accountId, arn, accountId, accessKeyId, sessionContext };
  return { accountId, arn, userIdentity };
}

function user({ accountId, accessKeyId, attributes }: Known, name: string, hasSession: boolean): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  const who = { type: 'IAMUser', principalId: uniqueId('AIDA', arn), arn, accountId, accessKeyId };
  const userIdentity = {
    ...who,
    userName: lastPart(name),
    ...(hasSession && { sessionContext: { attributes } }),
  };
  return { accountId, arn, userIdentity };
}

function federated({ accountId, accessKeyId, attributes }: Known, name: string, issuer: string): Caller {
  const arn = `arn:aws:sts::${accountId}:federated-user/${name}`;
  const issuerArn = `arn:aws:iam::${accountId}:user/${issuer}`;
  const issuerId = uniqueId('AIDA', issuerArn);
  const sessionIssuer = {
    type: 'IAMUser',
    principalId: issuerId,
    arn: issuerArn,
    accountId,
    userName: lastPart(issuer),
  };
  const who = { type: 'FederatedUser', principalId: `${accountId}:${name}`, arn, accountId, accessKeyId };
  return { accountId, arn, userIdentity: { ...who, sessionContext: { sessionIssuer, attributes } } };
}

function session({ accountId, accessKeyId, attributes }: Known, role: string, name: string): Caller {
  const roleArn = `arn:aws:iam::${accountId}:role/${role}`;
  const roleName = lastPart(role);
  const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${name}`;
  const roleId = uniqueId('AROA', roleArn);
  const sessionIssuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: roleName };
  const who = { type: 'AssumedRole', principalId: `${roleId}:${name}`, arn, accountId, accessKeyId };
  return { accountId, arn, roleArn, userIdentity: { ...who, sessionContext: { sessionIssuer, attributes } } };
}

/** The identity of a user's, root's or role session's ARN; undefined for any other ARN. */
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

/** An id in IAM's form (`AROA…`, `AKIA…`), equal for equal texts. */
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

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path;
}
