import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { Memory, Observation, RememberedTrail } from './observation.ts';
import { rememberTrails } from './remember-trails.ts';

/** What decides about a trail; times of deliveries are left out, because they change all the time. */
function essence({ trail, status, recorded }: RememberedTrail): unknown {
  const { logging, startedAt, stoppedAt, deliveryError, logsError, digestError, notificationError } =
    status ?? {};
  const times = [logging, startedAt, stoppedAt];
  return { trail, recorded, times, errors: [deliveryError, logsError, digestError, notificationError] };
}

/** Whether the trails of an account's own that live in the observed Region differ from what is remembered of them. */
export function haveTrailsMoved(memory: Memory, observation: Observation): boolean {
  if (observation.trails.kind === 'unreadable') return false;
  const atHome = ({ trails, account, region }: Memory): readonly RememberedTrail[] =>
    trails.filter(
      ({ trail, goneAt }) => trail.owner === account && trail.homeRegion === region && goneAt === undefined,
    );
  const now = rememberTrails(memory, observation, () => false);
  const [before, after] = [atHome(memory), now ? atHome(now) : []];
  return (
    before.length !== after.length ||
    before.some((one) => {
      const other = after.find(({ trail }) => trail.arn === one.trail.arn);
      return other === undefined || !isDeepEqual(essence(one), essence(other));
    })
  );
}
