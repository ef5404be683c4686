import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import { actorName, burstId, burstLasts, burstSize, burstWithin } from '#domain/issues/burst.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { BurstStore } from '#ports/burst-store.ts';

const timeOf = ({ at }: Trigger): number => at ?? 0;

/** Failed calls and the bursts made of them, in memory. A claim is atomic, like one conditional write. */
export function memoryBurstStore(newId: () => IncidentId): BurstStore {
  const counted = new Map<string, Map<string, Trigger>>();
  const claims = new Map<string, { readonly id: IncidentId; readonly since: number }>();
  const bursts = new Map<IncidentId, Burst>();
  const keyOf = (account: AccountId, { actor }: Trigger): string => `${account} ${actorName(actor)}`;
  return {
    async countFailedCall(account, trigger) {
      const key = keyOf(account, trigger);
      const own = counted.get(key) ?? new Map<string, Trigger>();
      counted.set(key, own.set(`${timeOf(trigger)} ${trigger.sameAs}`, trigger));
      const near = [...own.values()]
        .filter((one) => Math.abs(timeOf(one) - timeOf(trigger)) <= burstWithin)
        .sort((one, other) => timeOf(one) - timeOf(other));
      const index = near.findIndex(({ sameAs }) => sameAs === trigger.sameAs);
      return near.slice(Math.max(0, index - burstSize + 1), index + burstSize);
    },
    async claimBurst(account, calls) {
      const [first] = calls;
      const key = keyOf(account, first);
      const held = claims.get(key);
      const known = held && timeOf(first) <= held.since + burstLasts ? bursts.get(held.id) : undefined;
      if (known) return known;
      const burst = { id: burstId(newId()), account, calls };
      claims.set(key, { id: burst.id, since: timeOf(first) });
      bursts.set(burst.id, burst);
      return burst;
    },
    readBurst: async (id) => bursts.get(id),
  };
}
