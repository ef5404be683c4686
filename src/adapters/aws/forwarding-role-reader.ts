import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { AccountId } from '#domain/values/account-id.ts';
import type { ReadForwardingRole } from '#ports/forwarding.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { digestOf } from './digest-of.ts';
import { sight } from './refusals.ts';

/** What decides whether the forwarding role may send; policies by name. */
export interface RoleContent {
  readonly trust: unknown;
  readonly policies: Readonly<Record<string, unknown>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly boundary?: string | undefined;
}

/** The digest of a role's content; in its trust and boundary, the own account's id stands as `${AWS::AccountId}`. */
export function digestOfRole(
  { trust, boundary, ...content }: RoleContent,
  account: AccountId | undefined,
): string {
  const text = JSON.stringify({ trust, boundary });
  const anywhere = account === undefined ? text : text.replaceAll(account, '${AWS::AccountId}');
  return digestOf({ ...(JSON.parse(anywhere) as object), ...content });
}

/** IAM returns policy documents URL-encoded (RFC 3986; IAM API reference, GetRolePolicy). */
function document(encoded: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(encoded ?? 'null'));
  } catch {
    return undefined; // None of our documents: the digest differs from every deployed one.
  }
}

async function contentOf(iam: IAMClient, RoleName: string): Promise<RoleContent> {
  const [{ Role }, { PolicyNames = [] }, { AttachedPolicies = [] }] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName })),
    iam.send(new ListRolePoliciesCommand({ RoleName })),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
  ]);
  const policies = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const answer = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, document(answer.PolicyDocument)] as const;
    }),
  );
  return {
    trust: document(Role?.AssumeRolePolicyDocument),
    policies: Object.fromEntries(policies),
    attached: AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn),
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
  };
}

/** Reads the forwarding role of accounts through their read role: four calls of IAM, which is global. */
export function forwardingRoleReader(parts: {
  assume: AssumeReadRole;
  region: string;
  role: string;
}): ReadForwardingRole {
  const { requestHandler } = new IAMClient(clientDefaults).config;
  return async (account) => {
    const assumed = await sight('sts:AssumeRole', () => parts.assume(account));
    if (assumed.kind === 'unreadable') return assumed;
    const { region } = parts;
    const iam = new IAMClient({ ...clientDefaults, requestHandler, credentials: assumed.value, region });
    const read = await sight('iam:GetRole', () => contentOf(iam, parts.role));
    if (read.kind === 'seen') return { kind: 'seen', value: digestOfRole(read.value, account) };
    return read.why.code.startsWith('NoSuchEntity') ? { kind: 'seen', value: 'gone' } : read;
  };
}
