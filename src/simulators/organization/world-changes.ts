import type { Clock } from '#simulators/wire.ts';
import { AwsError } from './aws-error.ts';
import type { DeliveryAgenda } from './delivery-agenda.ts';
import type { EventDesk } from './events.ts';
import type { Faults } from './faults.ts';
import type { State } from './state.ts';
import type { DeliveryErrors } from './world.ts';

interface Changing {
  readonly state: State;
  readonly clock: Clock;
  readonly agenda: DeliveryAgenda;
  readonly events: EventDesk;
}

type Changes = Pick<Faults, 'memberView' | 'deliveryErrors' | 'expireKeyMaterial' | 'endTelemetry'>;

/** Changes of the world that no call makes. */
export function worldChanges(parts: Changing): Changes {
  const { state } = parts;
  return {
    memberView: (view) => {
      if (state.organization) state.organization.memberView = view;
    },
    deliveryErrors: (arn, errors) => {
      putDeliveryErrors(parts, arn, errors);
    },
    expireKeyMaterial: (arn) => {
      expireKeyMaterial(parts, arn);
    },
    endTelemetry: (account) => {
      for (const arn of state.channels.keys()) if (arn.includes(`:${account}:`)) state.channels.delete(arn);
    },
  };
}

function expireKeyMaterial({ state, clock, agenda, events }: Changing, arn: string): void {
  const history = state.keys.get(arn);
  const key = history?.latest();
  if (!history || !key) throw new AwsError('NotFoundException', `no key ${arn} in this world`);
  history.write(clock.now(), { ...key, state: 'PendingImport' });
  agenda.keyChanged(arn);
  const [, , , region = '', accountId = '', resource = ''] = arn.split(':');
  events.serviceEvent(accountId, {
    source: 'kms',
    eventName: 'DeleteExpiredKeyMaterial',
    details: { keyId: resource.slice('key/'.length) },
    region,
    // As recorded in the KMS developer guide, "DeleteExpiredKeyMaterial".
    members: {
      userIdentity: { accountId, invokedBy: 'AWS Internal' },
      resources: [{ accountId, type: 'AWS::KMS::Key', ARN: arn }],
    },
  });
}

function putDeliveryErrors(
  { state, clock, agenda }: Changing,
  arn: string,
  deliveryErrors: DeliveryErrors,
): void {
  const history = state.trails.get(arn);
  const trail = history?.latest();
  if (!history || !trail) throw new AwsError('TrailNotFoundException', `no trail ${arn} in this world`);
  history.write(clock.now(), { ...trail, deliveryErrors });
  agenda.trailChanged(trail);
}
