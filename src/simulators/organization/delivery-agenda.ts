import type { Clock } from '#simulators/wire.ts';

import { deliveryPeriod, nextAttempt } from './delivery.ts';
import type { State, Trail } from './state.ts';

/** The moments of the first delivery attempts after a change; later attempts with an unchanged outcome are left out. */
export interface DeliveryAgenda {
  readonly trailChanged: (trail: Trail) => void;
  readonly bucketChanged: (bucket: string) => void;
  readonly keyChanged: (keyArn: string) => void;
  readonly nextDue: () => number | undefined;
  readonly runDue: (now: number) => void;
}

/** An empty agenda over `state`. */
export function deliveryAgenda(state: State, clock: Clock): DeliveryAgenda {
  const due = new Set<number>();
  const trailChanged = (trail: Trail): void => {
    if (!trail.logging) return;
    const now = clock.now();
    due.add(nextAttempt(trail, { account: trail.owner, region: trail.homeRegion }, now));
    // By then every copy, in all Regions, has made one attempt.
    if (trail.multiRegion) due.add(now + deliveryPeriod);
  };
  const eachTrail = (isMeant: (trail: Trail) => boolean): void => {
    for (const history of state.trails.values()) {
      const trail = history.latest();
      if (trail && isMeant(trail)) trailChanged(trail);
    }
  };
  return {
    trailChanged,
    bucketChanged: (bucket) => eachTrail((trail) => trail.bucket === bucket),
    keyChanged: (keyArn) => eachTrail((trail) => trail.kmsKeyId === keyArn),
    nextDue: () => (due.size === 0 ? undefined : Math.min(...due)),
    runDue: (now) => {
      for (const moment of due) if (moment <= now) due.delete(moment);
    },
  };
}
