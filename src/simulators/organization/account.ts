import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { Paged, pageOf } from './pages.ts';
import { parametersOf } from './parameters.ts';
import { answerJson, decodeRestJson, refuseJson } from './protocol-json.ts';
import type { Operation, Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';
import type { Account, Fields, State } from './state.ts';
import { globalRegion } from './state.ts';

const Listed = Paged.extend({
  AccountId: z.string().nullish(),
  RegionOptStatusContains: z.array(z.string()).nullish(),
});
const OfRegion = z.object({ RegionName: z.string(), AccountId: z.string().nullish() });

/** Sends the event of a Region's opt-in or opt-out to the account's bus. */
export type RegionSwitched = (account: string, region: string, status: 'ENABLED' | 'DISABLED') => void;

/** Account Management over REST JSON; its events are in us-east-1, whatever Region is called. */
export function account(state: State, switched: RegionSwitched): Service {
  const contentType = 'application/json';
  return {
    name: 'account',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDenied',
      throttled: 'TooManyRequestsException',
    },
    operations: operations(state, switched),
    decode: decodeRestJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId, contentType),
    refuse: (error, requestId) => refuseJson(error, requestId, contentType),
    shape: (operation, request) => ({
      eventName: operation,
      region: globalRegion,
      requestParameters: lowerCamel(request.parameters),
    }),
    response: lowerCamel,
  };
}

function operations(state: State, switched: RegionSwitched): Readonly<Record<string, Operation>> {
  const change = (status: 'ENABLED' | 'DISABLED'): Operation => ({
    access: 'write',
    run: (request) => {
      const { RegionName, AccountId } = parametersOf(request, OfRegion);
      const target = targetOf(state, request, AccountId);
      if (!state.regions.includes(RegionName))
        throw new AwsError('ValidationException', `Unknown Region ${RegionName}`);
      const others = [...target.regions].filter((region) => region !== RegionName);
      target.regions = new Set(status === 'ENABLED' ? [...others, RegionName] : others);
      switched(target.id, RegionName, status);
      return {};
    },
  });
  return {
    EnableRegion: change('ENABLED'),
    DisableRegion: change('DISABLED'),
    GetRegionOptStatus: {
      access: 'read',
      run: (request) => {
        const { RegionName, AccountId } = parametersOf(request, OfRegion);
        return regionFields(targetOf(state, request, AccountId), RegionName);
      },
    },
    ListRegions: {
      access: 'read',
      run: (request) => {
        const asked = parametersOf(request, Listed);
        const target = targetOf(state, request, asked.AccountId);
        const all = state.regions.map((region) => regionFields(target, region));
        const wanted = asked.RegionOptStatusContains ?? undefined;
        const some = all.filter(({ RegionOptStatus }) => wanted?.includes(String(RegionOptStatus)) ?? true);
        return pageOf(asked, { name: 'Regions', all: some, limit: 50 });
      },
    },
  };
}

/** Regions launched before 2019-03-20 are enabled by default; in a world without a list, all enabled Regions. */
const optIn = /^(af-|ap-east|ap-south-2|ap-southeast-[3-9]|ca-west|eu-south|eu-central-2|il-|me-|mx-)/;

function regionFields(account: Account, region: string): Fields {
  const enabled = optIn.test(region) ? 'ENABLED' : 'ENABLED_BY_DEFAULT';
  return { RegionName: region, RegionOptStatus: account.regions.has(region) ? enabled : 'DISABLED' };
}

function targetOf(state: State, { caller }: Request, asked: string | null | undefined): Account {
  const target = state.accounts.get(asked ?? caller.accountId);
  if (target && (!asked || (target.member && mayAskFor(state, caller.accountId, asked)))) return target;
  const message = `User: ${caller.arn} is not authorized to perform: account:ListRegions (The specified account cannot be asked for from here)`;
  throw new AwsError('AccessDeniedException', message, 403);
}

/** The management account (which must leave its own id out) or a delegated administrator, with trusted access. */
function mayAskFor({ organization }: State, caller: string, asked: string): boolean {
  if (!organization?.trustedAccess.has('account.amazonaws.com')) return false;
  const { managementAccountId, delegatedAdministrators } = organization;
  const isDelegate = delegatedAdministrators.get('account.amazonaws.com')?.has(caller) === true;
  return (caller === managementAccountId || isDelegate) && asked !== managementAccountId;
}
