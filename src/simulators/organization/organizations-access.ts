import { AwsError } from './aws-error.ts';
import type { Request } from './service.ts';
import type { Account, Organization, State } from './state.ts';

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

/** Takes an account out of its organization. */
export function depart(organization: Organization, account: Account): void {
  if (account.id === organization.managementAccountId) {
    throw new AwsError(
      'MasterCannotLeaveOrganizationException',
      'The management account cannot leave its organization.',
    );
  }
  account.member = false;
  for (const set of organization.delegatedAdministrators.values()) set.delete(account.id);
}

/** The member with this id. Throws AccountNotFoundException. */
export function memberOf(state: State, id: string): Account {
  const account = state.accounts.get(id);
  if (account?.member) return account;
  throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
}
