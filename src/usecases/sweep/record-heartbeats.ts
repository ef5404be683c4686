import type { Directory } from '#ports/directory.ts';
import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';

/** What recording heartbeats needs. */
export interface HeartbeatParts {
  readonly heartbeats: Heartbeats;
  readonly directory: Pick<Directory, 'listAccounts'>;
}

/** Where a heartbeat comes from, as one text; beats of one place are kept as one. */
export const heartbeatPlace = ({ account, region }: Heartbeat): string => `${account}#${region}`;

/** Keeps the latest of these beats of one place; those of accounts that are not watched are passed over. */
export function recordHeartbeats(
  parts: HeartbeatParts,
): (beats: readonly [Heartbeat, ...Heartbeat[]]) => Promise<void> {
  return async (beats) => {
    const latest = beats.reduce((one, other) => (other.at > one.at ? other : one));
    if (!(await parts.directory.listAccounts()).has(latest.account)) return;
    await parts.heartbeats.keepHeartbeat(latest);
  };
}
