import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';

/** A rehearsal that notes when each account's first event was on the bus, and when Slack was asked to tell of it. */
export interface SweepStage extends Rehearsal {
  readonly events: ReadonlyMap<string, number>;
  readonly told: ReadonlyMap<string, number>;
}

/** Alerts that are measured, and those before them that only start processes. */
const measured = 100;
const warmUp = 10;
/** The time after which an alert counts as lost, in milliseconds. */
const limit = 20_000;
const identity = { kind: 'identity-center', permissionSet: 'Administrator', user: 'mallory' } as const;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Stops trails of `accounts` one after another while the sweep runs, at random phases of polling. Answers the time of
 * each from the event on the bus to the request to Slack, in milliseconds.
 */
export async function stopDuringSweep(
  { cloud, organization, events, told }: SweepStage,
  accounts: readonly string[],
): Promise<readonly number[]> {
  const stopped = accounts.slice(0, warmUp + measured);
  for (const accountId of stopped) {
    const credentials = organization.credentials({ accountId, identity });
    const client = new CloudTrailClient({ region: 'eu-west-1', endpoint: cloud.endpoint, credentials });
    await client.send(new StopLoggingCommand({ Name: 'main' }));
    const since = performance.now();
    while (!told.has(accountId) && performance.now() - since < limit) await pause(20);
    await pause(500 + Math.random() * 500);
  }
  return stopped.slice(warmUp).map((account) => (told.get(account) ?? Infinity) - (events.get(account) ?? 0));
}
