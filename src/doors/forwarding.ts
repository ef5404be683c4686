import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import { awsForwardingObserver } from '#adapters/aws/forwarding-observer.ts';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames, suffixOfBus } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import { partitionOf } from '#domain/facts/read-claims.ts';
import type { Clock } from '#ports/clock.ts';
import type { ForwardingLog } from '#ports/forwarding.ts';
import type { CheckForwarding } from '#usecases/check-forwarding.ts';
import { checkForwarding } from '#usecases/check-forwarding.ts';

/** The daily check of the rules in accounts: what they should be comes from where the member template does. */
export function forwardingCheck(parts: {
  config: Pick<Config, 'mainAccountId'>;
  region: string;
  busName: string;
  forwarding: ForwardingLog;
  assume: AssumeReadRole;
  clock: Clock;
}): CheckForwarding {
  const { config, region, busName, forwarding, assume, clock } = parts;
  const names = sharedNames(suffixOfBus(busName));
  const bus = `arn:${partitionOf(region)}:events:${region}:${config.mainAccountId}:event-bus/${busName}`;
  return checkForwarding({
    observer: awsForwardingObserver({
      assume,
      names: { ...names, bus, role: names.forwardingRole },
    }),
    log: forwarding,
    expected: forwardedPatterns().map((named) => ({ ...named, name: names.rule(named.name) })),
    clock,
  });
}
