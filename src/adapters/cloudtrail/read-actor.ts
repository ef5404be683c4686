import { toolOf, type Actor, type ActorKind } from '#domain/facts/actor.ts';
import type { CloudTrailRecord, Identity } from './cloudtrail-record.ts';
import { capped } from './tolerant.ts';

const kinds: Readonly<Partial<Record<string, ActorKind>>> = {
  Root: 'root',
  IAMUser: 'iam-user',
  AssumedRole: 'assumed-role',
  Role: 'assumed-role',
  IdentityCenterUser: 'identity-center',
  SAMLUser: 'saml',
  WebIdentityUser: 'web-identity',
  FederatedUser: 'federated',
  Directory: 'directory',
  AWSAccount: 'aws-account',
  AWSService: 'service',
};

/** The actor of a record's call. Never throws; the kind is `unknown` when the record does not tell it. */
export function readActor(record: CloudTrailRecord): Actor {
  const identity: Identity = record.userIdentity ?? {};
  const session = identity.sessionContext;
  const role = roleOf(identity);
  const kind = kindOf(identity, role);
  const userAgent = record.userAgent ?? '';
  return {
    kind,
    person: personOf(identity, kind),
    role,
    roleArn: roleArnOf(session?.sessionIssuer),
    accountId: identity.accountId,
    arn: identity.arn,
    invokedBy: identity.invokedBy,
    sessionKey: sessionKeyOf(identity),
    rootSession: session?.assumedRoot === true ? (identity.accessKeyId ?? 'unknown') : undefined,
    delegate: identity.invokedByDelegate?.accountId,
    workload: identity.inScopeOf?.credentialsIssuedTo ?? identity.inScopeOf?.sourceArn,
    mfa: session?.attributes?.mfaAuthenticated,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent === undefined ? undefined : capped(record.userAgent),
    tool: toolOf(
      identity.invokedBy === undefined ? userAgent : `${userAgent} ${identity.invokedBy}`,
      record.sessionCredentialFromConsole === true,
    ),
  };
}

function kindOf(identity: Identity, role: string | undefined): ActorKind {
  // Object.hasOwn, because a type called "constructor" would find an inherited property.
  const type = identity.type ?? '';
  const known = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (known === 'assumed-role' && role?.startsWith('AWSReservedSSO_')) return 'identity-center';
  if (known) return known;
  if (role !== undefined && identity.type === undefined) return 'assumed-role';
  return identity.type === undefined && identity.invokedBy !== undefined ? 'service' : 'unknown';
}

function roleOf(identity: Identity): string | undefined {
  const issuer = identity.sessionContext?.sessionIssuer?.userName;
  if (issuer !== undefined && identity.type !== 'FederatedUser') return issuer;
  return /:assumed-role\/([^/]+)\//.exec(identity.arn ?? '')?.[1];
}

/** The ARN of the session issuer, when it is a role; undefined when it is so long that it may have been cut. */
function roleArnOf(issuer: { readonly arn?: string | undefined } | undefined): string | undefined {
  if ((issuer?.arn?.length ?? 0) > 255) return undefined;
  return issuer?.arn !== undefined && /^arn:[^:]+:iam::\d{12}:role\//.test(issuer.arn)
    ? issuer.arn
    : undefined;
}

/** The person's name; for a role the session name: after the colon of the principal id, else at the end of the ARN. */
function personOf(identity: Identity, kind: ActorKind): string | undefined {
  const named = identity.sessionContext?.sourceIdentity ?? identity.userName;
  if (named !== undefined || kind === 'root' || kind === 'service') return named;
  if (identity.onBehalfOf?.userId !== undefined) return identity.onBehalfOf.userId;
  const afterColon = /^[^:]*:(.+)$/s.exec(identity.principalId ?? '')?.[1];
  return afterColon ?? /:(?:assumed-role\/[^/]+|federated-user|user)\/(.+)$/s.exec(identity.arn ?? '')?.[1];
}

function sessionKeyOf(identity: Identity): string | undefined {
  const principal = identity.principalId ?? identity.arn;
  if (principal === undefined) return undefined;
  const key = identity.accessKeyId ?? identity.credentialId;
  if (key !== undefined) return capped(`${principal}/${key}`, 520);
  const since = identity.sessionContext?.attributes?.creationDate;
  return since === undefined ? undefined : capped(`${principal}@${since}`, 520);
}
