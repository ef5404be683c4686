import * as z from 'zod';
import { AwsError } from './aws-error.ts';
import { depart, memberOf, noPermission, organizationOf } from './organizations-access.ts';
import { parametersOf } from './parameters.ts';
import type { Operation } from './service.ts';
import type { Fields, State } from './state.ts';

type ServiceEvent = (account: string, eventName: string, details: Fields) => void;

const Invited = z.object({ Target: z.object({ Id: z.string(), Type: z.literal('ACCOUNT') }) });
const OfHandshake = z.object({ HandshakeId: z.string() });
/** Handshakes of other organizations begin with this; an account that accepts one leaves this organization for that. */
const elsewhere = 'h-elsewhere';

/** Invitations, by which accounts join; an account can move straight into another organization. */
export function handshakes(state: State, serviceEvent: ServiceEvent): Readonly<Record<string, Operation>> {
  const invited = new Map<string, string>();
  return {
    InviteAccountToOrganization: {
      access: 'write',
      run: (request) => {
        const organization = organizationOf(state, request);
        if (request.caller.accountId !== organization.managementAccountId) throw noPermission();
        const { Id } = parametersOf(request, Invited).Target;
        invited.set(`h-${Id}`, Id);
        return { Handshake: { Id: `h-${Id}`, State: 'OPEN', Action: 'INVITE' } };
      },
    },
    AcceptHandshake: {
      access: 'write',
      run: (request) => {
        const { HandshakeId } = parametersOf(request, OfHandshake);
        const { accountId } = request.caller;
        const [account, { organization }] = [state.accounts.get(accountId), state];
        if (
          !account ||
          !organization ||
          (invited.get(HandshakeId) !== accountId && !HandshakeId.startsWith(elsewhere))
        )
          throw new AwsError('HandshakeNotFoundException', 'There is no handshake with that id.');
        const joins = !HandshakeId.startsWith(elsewhere);
        const moment = new Date(request.now).toISOString();
        if (joins) account.member = true;
        else depart(organization, memberOf(state, accountId));
        const [name, details] = joins
          ? ['AccountJoinedOrganization', { joinedMethod: 'Invited', joinedTimestamp: moment }]
          : ['AccountDepartedOrganization', { departureMethod: 'LEFT', departureTime: moment }];
        serviceEvent(organization.managementAccountId, name, { accountId, ...details });
        return { Handshake: { Id: HandshakeId, State: 'ACCEPTED', Action: 'INVITE' } };
      },
    },
  };
}
