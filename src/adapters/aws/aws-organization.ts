import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  paginateListAccounts,
  paginateListAWSServiceAccessForOrganization,
  paginateListDelegatedAdministrators,
} from '@aws-sdk/client-organizations';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { Organization, OrganizationIdentity } from '#ports/organization.ts';
import { sight } from './refusals.ts';

/** `State` first, because AWS retired `Status` on 2026-09-09; older responses have only `Status`. */
function isActive({ State, Status }: Account): boolean {
  return (State ?? Status) === 'ACTIVE';
}

const cloudTrail = 'cloudtrail.amazonaws.com';

/** Whether CloudTrail has trusted access; undefined when AWS denies the call, which does not fail the roll. */
async function hasTrustedAccess(client: OrganizationsClient): Promise<boolean | undefined> {
  const asked = await sight('organizations:ListAWSServiceAccessForOrganization', async () => {
    for await (const { EnabledServicePrincipals = [] } of paginateListAWSServiceAccessForOrganization(
      { client },
      {},
    )) {
      if (EnabledServicePrincipals.some(({ ServicePrincipal: name }) => name === cloudTrail)) return true;
    }
    return false;
  });
  return asked.kind === 'seen' ? asked.value : undefined;
}

/** CloudTrail's delegated administrators; undefined when AWS denies the call, which does not fail the roll. */
async function delegatesOf(client: OrganizationsClient): Promise<readonly AccountId[] | undefined> {
  const asked = await sight('organizations:ListDelegatedAdministrators', async () => {
    const delegates: AccountId[] = [];
    const pages = paginateListDelegatedAdministrators({ client }, { ServicePrincipal: cloudTrail });
    for await (const { DelegatedAdministrators = [] } of pages)
      delegates.push(...DelegatedAdministrators.flatMap(({ Id }) => parseAccountId(Id) ?? []));
    return delegates;
  });
  return asked.kind === 'seen' ? asked.value : undefined;
}

/** AWS's answer in an account that belongs to no organization. */
const noOrganization = 'AWSOrganizationsNotInUseException';

async function describe(client: OrganizationsClient): Promise<Sight<OrganizationIdentity>> {
  const described = await sight('organizations:DescribeOrganization', () =>
    client.send(new DescribeOrganizationCommand({})),
  );
  if (described.kind === 'seen') {
    const { Id: id, MasterAccountId } = described.value.Organization ?? {};
    return { kind: 'seen', value: { id, management: parseAccountId(MasterAccountId) } };
  }
  return described.why.code === noOrganization
    ? { kind: 'seen', value: { id: undefined, management: undefined } }
    : described;
}

/**
 * How long the accounts are listed, in milliseconds. A page has 20 (Organizations API reference, ListAccounts): 5,000
 * accounts are 250 pages, one after the other, which take some 40 s where AWS throttles nothing.
 */
export const listsForMs = 150_000;

function tookTooLong(): Error {
  const error = new Error(`The accounts were not listed within ${listsForMs / 1000} s.`);
  return Object.assign(error, { name: 'ListTookTooLong' });
}

/** Reads AWS Organizations; its accounts only from the management account or a delegated administrator. */
export function awsOrganization(parts: { client: OrganizationsClient; clock: Clock }): Organization {
  const { client, clock } = parts;
  return {
    fetchIdentity: () => describe(client),
    async fetchMembership(account) {
      const asked = await sight('organizations:DescribeAccount', () =>
        client.send(new DescribeAccountCommand({ AccountId: account })),
      );
      if (asked.kind === 'unreadable')
        return asked.why.code === 'AccountNotFoundException' ? 'leaving' : 'unknown';
      const { Account: found } = asked.value;
      return found === undefined || isActive(found) ? 'member' : 'leaving';
    },
    async fetchRoll() {
      const at = clock.now();
      const identity = await describe(client);
      if (identity.kind === 'unreadable') return identity;
      const listed = await sight('organizations:ListAccounts', async () => {
        const active = new Map<AccountId, string>();
        // Pages may be empty and still not be the last (Organizations API reference, ListAccounts).
        for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
          if (clock.now() - at > listsForMs) throw tookTooLong();
          for (const account of Accounts.filter(isActive)) {
            const id = parseAccountId(account.Id);
            if (id) active.set(id, account.Name ?? '');
          }
        }
        return active;
      });
      if (listed.kind === 'unreadable') return listed;
      const { id, management } = identity.value;
      const [trustedAccess, delegates] = await Promise.all([hasTrustedAccess(client), delegatesOf(client)]);
      return { kind: 'seen', value: { at, active: listed.value, id, management, trustedAccess, delegates } };
    },
  };
}
