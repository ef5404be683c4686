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

/** The reads of Organizations; pages hold up to 20 entries, with additional empty pages if that fault is on. */
export function organizationReads(
  state: State,
  hasEmptyPages: () => boolean,
): Readonly<Record<string, Operation>> {
  const page = (request: Request, name: string, all: readonly unknown[]): Fields =>
    pageOf(parametersOf(request, Paged), { name, all, limit: 20, hasEmptyPages: hasEmptyPages() });
  return {
    DescribeOrganization: {
      access: 'read',
      run: (request) => ({ Organization: organizationFields(organizationOf(state, request)) }),
    },
    ListAccounts: privileged(state, (organization, request) => {
      const members = [...state.accounts.values()].filter(({ member }) => member);
      return page(
        request,
        'Accounts',
        members.map((account) => accountFields(organization, account)),
      );
    }),
    DescribeAccount: privileged(state, (organization, request) => {
      const account = state.accounts.get(parametersOf(request, OfAccount).AccountId);
      if (account?.member) return { Account: accountFields(organization, account) };
      throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
    }),
    ListAWSServiceAccessForOrganization: privileged(state, ({ trustedAccess }, request) => {
      const services = [...trustedAccess].map((ServicePrincipal) => ({
        ServicePrincipal,
        DateEnabled: joined,
      }));
      return page(request, 'EnabledServicePrincipals', services);
    }),
    ListDelegatedAdministrators: privileged(state, (organization, request) =>
      page(request, 'DelegatedAdministrators', delegates(state, organization, request)),
    ),
  };
}

/** A read for the management account and delegated administrators of any service only. */
function privileged(state: State, run: (organization: Organization, request: Request) => Fields): Operation {
  return {
    access: 'read',
    run: (request) => {
      const organization = organizationOf(state, request);
      const { accountId } = request.caller;
      const isDelegate = organization.delegatedAdministrators.values().some((set) => set.has(accountId));
      if (accountId !== organization.managementAccountId && !isDelegate) throw noPermission();
      return run(organization, request);
    },
  };
}

function delegates(state: State, organization: Organization, request: Request): Fields[] {
  const { ServicePrincipal } = parametersOf(request, OfService);
  const sets = [...organization.delegatedAdministrators].filter(
    ([name]) => name === (ServicePrincipal ?? name),
  );
  const ids = new Set(sets.flatMap(([, set]) => [...set]));
  const accounts = [...ids].flatMap((id) => state.accounts.get(id) ?? []);
  return accounts.map((account) => ({
    ...accountFields(organization, account),
    DelegationEnabledDate: joined,
  }));
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
