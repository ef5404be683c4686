import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Sight, TrailSight, Unreadable } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { LookResult } from '#ports/issue-store.ts';
import { account, arn, frankfurt, home, later, noon, region, shop, trail, trigger } from './shop.ts';
import { memoryStores } from './stores.ts';
import type { AccountParts } from '#usecases/evaluate/evaluate-account.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';

export const management = account('111111111111');
export const archive = account('222222222222');
export const virginia = region('us-east-1');
export const everywhere = [home, frankfurt, virginia];
export const organizationTrail = arn(`arn:aws:cloudtrail:eu-west-1:${management}:trail/everything`);
export const denied: Unreadable = { operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no' };

/** A trail with its state; a state can be refused. */
export interface WorldTrail {
  trail: Trail;
  status: TrailStatus | 'denied';
}

/** Three accounts in memory, whose trails can be changed, and everything that an evaluation needs. */
export async function evaluationWorld() {
  const clock = settableClock(noon);
  const stored = await memoryStores();
  /** Every finding that a look stored because it moved, in order. */
  const moved: (TrackedFinding & Place)[] = [];
  const stores = {
    ...stored,
    issues: {
      ...stored.issues,
      async saveLook(look: LookResult) {
        const outcome = await stored.issues.saveLook(look);
        const { account: who, region: where } = look;
        if (outcome === 'applied')
          moved.push(...look.changed.map((one) => ({ ...one, account: who, region: where })));
        return outcome;
      },
    },
  };
  const followUps = memoryFollowUps();
  const attempts = memoryAttemptLog();
  const [destinations, inspections] = [memoryDestinations(), memoryInspections()];
  const exemptions: Exemption[] = [];
  const trails = new Map<string, WorldTrail>();
  const closed = new Map<AccountId, Unreadable>();
  const looks: string[] = [];

  const sees = (who: AccountId, where: Region, { trail: one }: WorldTrail): boolean =>
    (one.owner === who || one.organization) && (one.multiRegion || one.homeRegion === where);
  const sightOf = ({ trail: one, status }: WorldTrail): TrailSight => ({
    trail: one,
    status:
      status === 'denied' ? { kind: 'unreadable', why: denied } : ({ kind: 'seen', value: status } as const),
    secondHand: false,
  });
  const observer = memoryTrailObserver(clock, (who) => {
    const why = closed.get(who);
    const unreadable = why && ({ kind: 'unreadable', why } as const);
    return {
      regions: unreadable ?? { kind: 'seen', value: everywhere },
      trails: (where): Sight<readonly TrailSight[]> => {
        looks.push(`${who} ${where}`);
        const all = [...trails.values()].filter((one) => sees(who, where, one));
        return unreadable ?? { kind: 'seen', value: all.map(sightOf) };
      },
    };
  });
  const parts: AccountParts = {
    ...stores,
    clock,
    observer,
    followUps,
    attempts,
    destinations,
    inspections,
    directory: memoryDirectory([
      [management, 'management'],
      [archive, 'log archive'],
      [shop, 'shop'],
    ]),
    exemptions: () => exemptions,
    expected: undefined,
    readOrganization: async () => ({ organization: undefined, trustedAccess: undefined }),
    regions: { only: undefined, fallback: [home, virginia] },
  };
  const put = (changes: Partial<Trail>, status: TrailStatus | 'denied' = { logging: true }): void => {
    const one = trail(changes);
    trails.set(one.arn, { trail: one, status });
  };
  const evaluate = (request: Partial<EvaluationRequest> = {}, other: Partial<AccountParts> = {}) =>
    evaluateAccount({ ...parts, ...other })({
      account: shop,
      regions: 'all',
      why: 'sweep',
      triggers: [],
      ...request,
    });
  /** What is open; that a Region never had a trail is no part of these stories. */
  const open = async (who: AccountId = shop) =>
    (await stores.issues.listUnclosed(who))
      .flatMap((issue) => [...issue.findings.values()].map((one) => ({ region: issue.region, ...one })))
      .filter(({ state, rule }) => state === 'open' && rule !== 'no-trail');
  return {
    clock,
    stores,
    moved,
    followUps,
    attempts,
    exemptions,
    trails,
    closed,
    looks,
    parts,
    destinations,
    inspections,
    put,
    evaluate,
    open,
  };
}

/** A StopLogging on `name`, a few seconds after noon. */
export function stopOf(name: string, changes: Parameters<typeof trigger>[0] = {}) {
  return trigger({
    accountId: shop,
    at: later(noon, 60),
    trail: { kind: 'arn', arn: arn(name) },
    actor: { kind: 'assumed-role', person: 'mallory', sessionKey: 'AKIA|mallory' },
    ...changes,
  });
}
