import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import { awsForwardingObserver } from '#adapters/aws/forwarding-observer.ts';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames, suffixOfBus } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { Clock } from '#ports/clock.ts';
import type { ForwardingLog } from '#ports/forwarding.ts';
import type { CheckForwarding, ForwardingParts } from '#usecases/sweep/check-forwarding.ts';
import { checkForwarding } from '#usecases/sweep/check-forwarding.ts';

/** The observer of forwarding rules, and the rules expected: the patterns that the member template is made of. */
export function forwardingLook(parts: {
  config: Pick<Config, 'mainAccountId'>;
  region: string;
  busName: string;
  assume: AssumeReadRole;
}): Pick<ForwardingParts, 'observer' | 'expected'> {
  const { config, region, busName, assume } = parts;
  const names = sharedNames(suffixOfBus(busName));
  const bus = `arn:${partitionOf(region)}:events:${region}:${config.mainAccountId}:event-bus/${busName}`;
  return {
    observer: awsForwardingObserver({
      assume,
      names: { ...names, bus, role: names.forwardingRole },
    }),
    expected: forwardedPatterns().map((named) => ({ ...named, name: names.rule(named.name) })),
  };
}

/** The check of an account's forwarding rules on sweeps. */
export function forwardingCheck(
  parts: Parameters<typeof forwardingLook>[0] & { forwarding: ForwardingLog; clock: Clock },
): CheckForwarding {
  return checkForwarding({ ...forwardingLook(parts), log: parts.forwarding, clock: parts.clock });
}
