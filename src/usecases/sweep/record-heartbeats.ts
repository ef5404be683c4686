import type { Directory } from '#ports/directory.ts';
import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';

/** The store of heartbeats, and the list of watched accounts. */
export interface HeartbeatParts {
  readonly heartbeats: Heartbeats;
  readonly directory: Pick<Directory, 'listAccounts'>;
}

/** The account and Region of a heartbeat as one key; one heartbeat is stored per key. */
export const heartbeatPlace = ({ account, region }: Heartbeat): string => `${account}#${region}`;

/** Stores the latest of these heartbeats of one place; those of accounts that are not watched are ignored. */
export function recordHeartbeats(
  parts: HeartbeatParts,
): (beats: readonly [Heartbeat, ...Heartbeat[]]) => Promise<void> {
  return async (beats) => {
    const latest = beats.reduce((one, other) => (other.at > one.at ? other : one));
    if (!(await parts.directory.listAccounts()).has(latest.account)) return;
    await parts.heartbeats.keepHeartbeat(latest);
  };
}
