import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';

/**
 * The names of the roles of `account` that have the managed policy of this ARN, as a policy or as their permissions
 * boundary. Unreadable where the read role may not ask; lasting throttling and faults of AWS are thrown.
 */
export type ListRolesWithPolicy = (
  account: AccountId,
  policyArn: string,
) => Promise<Sight<readonly string[]>>;
