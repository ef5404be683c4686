import type { Buses } from './bus.ts';
import type { VirtualClock } from './clock.ts';
import type { LocalCloud, LocalCloudOptions } from './local-cloud.ts';
import type { CallRecord } from './gateway.ts';
import type { Stack } from './stack.ts';

interface ForwardingParts {
  readonly stack: Stack;
  readonly buses: Buses;
  readonly calls: CallRecord[];
  readonly clock: VirtualClock;
  readonly options: LocalCloudOptions;
}

/** Simulates the rule that the members' stack set puts on every default bus; its target is the stack's own bus. */
export function forwarder({ stack, buses, calls, clock, options }: ForwardingParts): LocalCloud['deliver'] {
  const { accountId, region, partition } = stack.place;
  return (event, from) => {
    // The central account's own default bus is part of this stack, with the rules of the template.
    if (from.account === accountId && from.region === region) buses.put('default', event);
    if (options.forward && !options.forward(event, from)) return 'not matched';
    const [central] = buses.names;
    if (central === undefined) throw new Error('the template has no event bus');
    const arn = `arn:${partition}:iam::${from.account}:role/${options.forwardingRole ?? 'forwarding'}`;
    const context = {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': from.account,
      'aws:PrincipalOrgID': options.organizationId ?? 'o-exampleorgid',
      'aws:PrincipalType': 'AssumedRole',
      'events:source': event.source,
    };
    const own = options.forwardingRoleMay?.('events:PutEvents', buses.arn(central), from.account) ?? true;
    // Within one account the role's own policy is sufficient.
    const admitted =
      from.account === accountId ||
      buses.allows(central, { accountId: from.account, arn, roleArn: arn }, context);
    const allowed = own && admitted;
    calls.push({
      at: clock.now(),
      principalArn: arn,
      service: 'events',
      operation: 'PutEvents',
      action: 'events:PutEvents',
      resource: buses.arn(central),
      region: from.region,
      ms: 0,
      status: allowed ? 200 : 403,
      ...(allowed ? {} : { refused: `the ${own ? 'bus' : 'role'} policy does not let ${arn} put events` }),
    });
    if (!allowed) return 'refused';
    buses.put(central, event);
    return 'forwarded';
  };
}
