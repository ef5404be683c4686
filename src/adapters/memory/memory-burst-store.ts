import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import { actorName, burstId, burstLasts, burstWithin } from '#domain/issues/burst.ts';
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
      return [...own.values()].filter((one) => Math.abs(timeOf(one) - timeOf(trigger)) <= burstWithin);
    },
    async claimBurst(account, calls) {
      const [first] = calls;
      const key = keyOf(account, first);
      const held = claims.get(key);
      if (held && timeOf(first) <= held.since + burstLasts) return held.id;
      const id = burstId(newId());
      claims.set(key, { id, since: timeOf(first) });
      bursts.set(id, { id, account, calls });
      return id;
    },
    readBurst: async (id) => bursts.get(id),
  };
}
