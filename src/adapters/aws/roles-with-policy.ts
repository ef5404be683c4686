import { IAMClient, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import type { ListRolesWithPolicy } from '#ports/roles-with-policy.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { sight } from './refusals.ts';

/** Roles read at most; what else has the policy is found by the looks of the day. */
const maxRoles = 1000;

/** Lists the roles that have a managed policy, through the read role of their account; IAM is global. */
export function rolesWithPolicy(parts: { assume: AssumeReadRole; region: string }): ListRolesWithPolicy {
  return async (account, PolicyArn) => {
    const role = await sight('sts:AssumeRole', () => parts.assume(account));
    if (role.kind === 'unreadable') return role;
    const client = new IAMClient({ ...clientDefaults, region: parts.region, credentials: role.value });
    return sight('iam:ListEntitiesForPolicy', async () => {
      const names: string[] = [];
      // Without PolicyUsageFilter the answer has the policy's uses as a permissions boundary, too (IAM API reference).
      for await (const { PolicyRoles = [] } of paginateListEntitiesForPolicy(
        { client },
        { PolicyArn, EntityFilter: 'Role' },
      )) {
        names.push(...PolicyRoles.flatMap(({ RoleName }) => RoleName ?? []));
        if (names.length >= maxRoles) break;
      }
      return names.slice(0, maxRoles);
    });
  };
}
