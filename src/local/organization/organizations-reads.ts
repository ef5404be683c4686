import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { noPermission, organizationOf } from './organizations-access.ts';
import { pageOf, Paged } from './pages.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { Account, Fields, Organization, State } from './state.ts';

const joined = Date.UTC(2021, 0, 1) / 1000;
const OfAccount = z.object({ AccountId: z.string() });
const OfService = Paged.extend({ ServicePrincipal: z.string().nullish() });

/** What Organizations answers about itself; pages hold up to 20, and empty ones in between where asked for. */
export function organizationReads(
  state: State,
  hasEmptyPages: () => boolean,
): Readonly<Record<string, Operation>> {
  const read = (run: (organization: Organization, request: Request) => Fields): Operation => ({
    access: 'read',
    run: (request) => run(organizationOf(state, request), request),
  });
  const privileged = (run: (organization: Organization, request: Request) => Fields): Operation =>
    read((organization, request) => {
      const delegated = organization.delegatedAdministrators
        .values()
        .some((set) => set.has(request.caller.accountId));
      if (request.caller.accountId !== organization.managementAccountId && !delegated) throw noPermission();
      return run(organization, request);
    });
  const page = (request: Request, name: string, all: readonly unknown[]): Fields =>
    pageOf(parametersOf(request, Paged), { name, all, limit: 20, hasEmptyPages: hasEmptyPages() });
  return {
    DescribeOrganization: read((organization) => ({ Organization: organizationFields(organization) })),
    ListAccounts: privileged((organization, request) => {
      const members = [...state.accounts.values()].filter(({ member }) => member);
      return page(
        request,
        'Accounts',
        members.map((account) => accountFields(organization, account)),
      );
    }),
    DescribeAccount: privileged((organization, request) => {
      const account = state.accounts.get(parametersOf(request, OfAccount).AccountId);
      if (account?.member) return { Account: accountFields(organization, account) };
      throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
    }),
    ListAWSServiceAccessForOrganization: privileged(({ trustedAccess }, request) =>
      page(
        request,
        'EnabledServicePrincipals',
        [...trustedAccess].map((ServicePrincipal) => ({ ServicePrincipal, DateEnabled: joined })),
      ),
    ),
    ListDelegatedAdministrators: privileged((organization, request) => {
      const { ServicePrincipal } = parametersOf(request, OfService);
      const sets = [...organization.delegatedAdministrators].filter(
        ([name]) => name === (ServicePrincipal ?? name),
      );
      const ids = new Set(sets.flatMap(([, set]) => [...set]));
      const accounts = [...ids].flatMap((id) => state.accounts.get(id) ?? []);
      const fields = accounts.map((account) => ({
        ...accountFields(organization, account),
        DelegationEnabledDate: joined,
      }));
      return page(request, 'DelegatedAdministrators', fields);
    }),
  };
}

function organizationFields({ id, managementAccountId }: Organization): Fields {
  return {
    Id: id,
    Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
    FeatureSet: 'ALL',
    MasterAccountArn: `arn:aws:organizations::${managementAccountId}:account/${id}/${managementAccountId}`,
    MasterAccountId: managementAccountId,
    MasterAccountEmail: `aws+${managementAccountId}@example.com`,
  };
}

/** `State` only: AWS retired `Status` on 2026-09-09. */
function accountFields({ id, managementAccountId }: Organization, account: Account): Fields {
  return {
    Id: account.id,
    Arn: `arn:aws:organizations::${managementAccountId}:account/${id}/${account.id}`,
    Email: `aws+${account.id}@example.com`,
    Name: account.name,
    State: account.state,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: joined,
  };
}
