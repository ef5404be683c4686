import { account } from './account.ts';
import { cloudFormation } from './cloudformation.ts';
import { cloudTrail } from './cloudtrail.ts';
import type { CredentialDesk } from './credentials.ts';
import type { DeliveryAgenda } from './delivery-agenda.ts';
import type { EventHistory } from './event-history.ts';
import type { EventDesk } from './events.ts';
import { eventBridge } from './eventbridge.ts';
import type { FaultState } from './faults.ts';
import type { ForwardingState } from './forwarding.ts';
import { iam } from './iam.ts';
import type { Caller } from './identities.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations.ts';
import { isTrusted } from './role-rights.ts';
import { s3 } from './s3.ts';
import type { Service } from './service.ts';
import { sqs } from './sqs.ts';
import type { State } from './state.ts';
import { sts } from './sts.ts';

/** The state and parts that all services share. */
export interface Foundation {
  readonly state: State;
  readonly faults: FaultState;
  readonly agenda: DeliveryAgenda;
  readonly credentials: CredentialDesk;
  readonly events: EventDesk;
  readonly history: EventHistory;
  readonly forwarding: ForwardingState;
  readonly readRoleName: string;
  readonly unknownOperations: string[];
}

/** All services of the simulated organization. */
export function simulatedServices(foundation: Foundation): readonly Service[] {
  const { state, faults, agenda, credentials, events, history, readRoleName, unknownOperations } = foundation;
  return [
    cloudTrail({ state, history, delay: () => faults.delay, changed: agenda.trailChanged }),
    organizations({
      state,
      serviceEvent: (id, eventName, details) =>
        events.serviceEvent(id, { source: 'organizations', eventName, details }),
      hasEmptyPages: () => faults.hasEmptyPages,
      forwarding: foundation.forwarding,
      denied: (id) => faults.unreadable.set(id, 'scp'),
    }),
    account(state, events.regionSwitched),
    sts({
      state,
      desk: credentials,
      readRoleName,
      isRoleMissing: (id, caller) =>
        faults.unreadable.get(id) === 'no-role' || !letsIn(foundation, id, caller),
    }),
    kms(state, agenda.keyChanged),
    eventBridge(foundation.forwarding),
    iam(foundation.forwarding),
    cloudFormation(foundation.forwarding),
    sqs(foundation.forwarding),
    s3({ state, changed: agenda.bucketChanged, unknown: (what) => unknownOperations.push(what) }),
  ];
}

/** Whether the account's read role, where roles are deployed, exists and trusts the caller. */
function letsIn({ forwarding, state, readRoleName }: Foundation, account: string, caller: Caller): boolean {
  if (forwarding.stacks === undefined || state.accounts.get(account)?.forwarding !== true) return true;
  const role = forwarding.roles(account).find(({ name }) => name === readRoleName);
  const arn = caller.roleArn ?? caller.arn;
  const context = {
    'aws:principalarn': arn,
    'aws:principalaccount': caller.accountId,
    'aws:principalorgid': state.organization?.id ?? '',
  };
  return role !== undefined && isTrusted(role, { account: caller.accountId, arn }, context);
}
