import type { LambdaRoom } from '#adapters/aws/lambda-room.ts';
import type { Config } from '#config/config.ts';
import type { Fault } from '#config/fault.ts';
import { reservedForAnswers } from './answer-address.ts';

/** What Lambda keeps for functions without reserved concurrency (Lambda developer guide, configuration-concurrency). */
const keptUnreserved = 100;

/**
 * The fault of a configuration with answers for an account whose limit leaves no room for the reserved concurrency of their
 * function: without it a flood of requests would take processes from the functions that detect and tell, so there are
 * no answers there. `room` as Lambda says it; undefined when there is no such fault.
 */
export function noRoomForAnswers(
  {
    slack,
    mainAccountId,
    region,
  }: Pick<Config, 'mainAccountId' | 'region'> & {
    readonly slack: Pick<Config['slack'], 'answers'>;
  },
  { limit, unreserved, reserved }: LambdaRoom,
): Fault | undefined {
  if (!slack.answers.enabled || reserved >= reservedForAnswers) return undefined;
  // Accounts with a lower limit than 100, as new ones have, must keep all of it (seen as "minimum value of [10]").
  const kept = Math.min(keptUnreserved, limit);
  if (unreserved + reserved - reservedForAnswers >= kept) return undefined;
  return {
    file: 'config.json',
    path: ['slack', 'answers', 'enabled'],
    found: `true, where Lambda allows account ${mainAccountId} in ${region} ${limit} executions at once, ${unreserved} of them unreserved`,
    expected: `at least ${kept + reservedForAnswers} unreserved, as ${reservedForAnswers} are reserved for the public address and Lambda keeps ${kept}`,
    remedy: `Have the quota raised (aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${region}), or set it to false: everything but the buttons works without it.`,
  };
}
