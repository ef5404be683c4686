import { AwsError } from './aws-error.ts';
import type { Request } from './service.ts';
import type { Organization, State } from './state.ts';

/** The organization the caller is in. Throws AWSOrganizationsNotInUseException for accounts outside. */
export function organizationOf(state: State, { caller }: Request): Organization {
  const { organization } = state;
  if (organization && state.accounts.get(caller.accountId)?.member) return organization;
  throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

/** AWS's error for accounts without the right to call Organizations. */
export function noPermission(): AwsError {
  return new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
}
