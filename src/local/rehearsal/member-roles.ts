import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { suffixOf } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import type { Region } from '#domain/values/region.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import type { DeployedRole } from '#simulators/organization/forwarding.ts';
import { centralAccount, readRoleName } from './documents.ts';

/** Packages are made for the stage dev. */
const suffix = suffixOf('dev');
// Branded types are plain strings at run time, and of the organization the roles need only that it has no id.
const config = {
  mainAccountId: centralAccount as AccountId,
  region: 'eu-west-1' as Region,
  roleName: readRoleName,
  organization: {},
  deployment: {},
} as unknown as Config;

interface RoleProperties {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: object;
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: object }[];
}

/**
 * The roles of the member template as AWS has them in an account, where `operators` are the roles that may take on the
 * read role as well; made once, because every call asks for them.
 */
export function rolesAdmitting(operators: readonly string[]): (account: string) => readonly DeployedRole[] {
  const made = new Map<string, readonly DeployedRole[]>();
  return (account) => {
    const roles = made.get(account) ?? makeRoles(account, operators);
    made.set(account, roles);
    return roles;
  };
}

/** The roles of the member template as AWS has them in an account. */
export const rolesIn = rolesAdmitting([]);

function makeRoles(account: string, operators: readonly string[]): readonly DeployedRole[] {
  const side = { config: { ...config, operators: { roles: operators } }, suffix };
  const text = JSON.stringify(Object.values(memberRoles(side).Resources))
    .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
    .replaceAll('{"Ref":"AWS::AccountId"}', `"${account}"`)
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', account);
  const resources = JSON.parse(text) as readonly { readonly Properties: RoleProperties }[];
  return resources.map(({ Properties: { RoleName, AssumeRolePolicyDocument, Policies } }) => ({
    name: RoleName,
    trust: { ...AssumeRolePolicyDocument },
    policies: Object.fromEntries(
      Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, { ...PolicyDocument }]),
    ),
    attached: [],
  }));
}

const [reading] = rolesIn('*');

/** The read role's policy document, as it is in every watched account of a rehearsal. */
export const readRolePolicy: object = Object.values(reading?.policies ?? {})[0] ?? {};

/** Whether the read role that the member template deploys may do this in a watched account. */
export function readRoleMay(action: string, resource: string): boolean {
  return decide([readRolePolicy], { action, resource }) === 'allowed';
}
