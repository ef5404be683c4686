import { expect, test } from 'vitest';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { recipientKey } from '#ports/channel.ts';
import { seeded } from '#local/harness/seeded.ts';
import type { ScopeOfDay } from '#usecases/day/reconcile-day.ts';
import { reconcileDay } from '#usecases/day/reconcile-day.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { denied, evaluationWorld, everywhere } from '#test/given/evaluation-world.ts';
import { arn, home, manyAccounts } from '#test/given/shop.ts';
import { memoryStores } from '#test/given/stores.ts';
import { security } from '#test/given/telling-world.ts';

const days = 365;
const hour = 3600;
const all = manyAccounts(12);

/** Accounts whose trails are stopped, deleted, weakened, hidden and accepted, that come and go; and the whole of a day. */
async function yearWorld(seed: number) {
  const tables = memoryTables();
  const stores = await memoryStores(tables);
  const world = await evaluationWorld();
  const { clock, followUps } = world;
  const random = seeded(seed);
  const present = new Set<AccountId>(all.slice(0, 8));
  const directory: Directory = {
    listAccounts: async () => new Map([...present].map((one) => [one, 'one'] as const)),
    listMembers: async () => new Map([...present].map((one) => [one, 'one'] as const)),
  };
  let looks = 0;
  const evaluate = async (request: EvaluationRequest): Promise<void> => {
    looks += 1;
    await world.evaluate(request, { ...stores, directory });
  };
  const put = (owner: AccountId, is: 'logging' | 'stopped' | 'weaker'): void =>
    world.put(
      {
        arn: arn(`arn:aws:cloudtrail:${home}:${owner}:trail/main`),
        owner,
        multiRegion: true,
        logFileValidation: is !== 'weaker',
      },
      is === 'stopped'
        ? { logging: false, startedAt: instant(clock.now() - 86_400_000), stoppedAt: clock.now() }
        : { logging: true, startedAt: clock.now() },
    );
  for (const one of present) put(one, 'logging');
  return { tables, stores, world, clock, followUps, random, present, evaluate, put, looks: () => looks };
}

test('a year of accounts that come, go, fail, heal, are accepted and expire leaves nothing behind', async () => {
  const year = await yearWorld(20261125);
  const { tables, stores, world, clock, followUps, random, present, evaluate, put } = year;
  const queues = { slack: memoryReportQueue(clock), jira: memoryReportQueue(clock) };
  const watch = watchOpen({ open: stores.open, followUps, clock, everyMinutes: 5, enabled: true });
  const reconcile = reconcileDay({
    ...stores,
    clock,
    overMilestones,
    endInherited: async () => true,
    ownersOf: () => [security],
    isTicketed: () => true,
    queues,
  });

  /** Minutes of the watch, as long as something is open or asked for; later ones are an hour apart. */
  async function pass(minutes: number, each: number): Promise<void> {
    for (let step = 0; step < minutes; step += 1) {
      clock.pass(each);
      await watch();
      const due = [
        ...followUps.sent.laterLooks.splice(0).map(({ request }) => request),
        ...followUps.sent.fannedOut.splice(0),
      ].filter(({ why }) => why !== 'find-cause');
      if (due.length === 0 && (await stores.open.listOpenPlaces()).length === 0) {
        clock.pass(each * (minutes - step - 1));
        return;
      }
      for (const request of due) await evaluate(request);
    }
  }

  async function tellEverybody(): Promise<void> {
    for (const id of await stores.living.listLiving()) {
      const view = await stores.incidents.readIncident(id);
      if (!view || !isTold(view)) continue;
      const receipt = await stores.receipts.readReceipt(id, recipientKey(security));
      const said = [...new Set([...receipt.said, ...overMilestones(view)])];
      await stores.receipts.writeReceipt({
        ...receipt,
        told: receipt.told ?? { ref: '1', place: 'C', at: clock.now() },
        said,
      });
    }
  }

  async function dayOf(begun: Instant): Promise<void> {
    for (const account of present) await evaluate({ account, regions: 'all', why: 'sweep', triggers: [] });
    followUps.sent.swept.length = 0;
    await pass(5, 61);
    await tellEverybody();
    const scope: ScopeOfDay = { watched: present, existing: new Set(present), sweep: undefined };
    await reconcile(instant(Infinity), scope);
    clock.pass(Math.max(0, (begun + 86_400_000 - clock.now()) / 1000));
  }

  const acts: readonly ((one: AccountId) => void)[] = [
    (one) => put(one, 'stopped'),
    (one) => put(one, 'weaker'),
    (one) => put(one, 'logging'),
    (one) => put(one, 'logging'),
    (one) => void world.trails.delete(`arn:aws:cloudtrail:${home}:${one}:trail/main`),
    (one) => void world.closed.set(one, denied),
    (one) => void world.closed.delete(one),
    (one) => void present.delete(one),
    (one) => {
      present.add(one);
      put(one, 'logging');
    },
    (one) =>
      void world.exemptions.push({
        accountId: one,
        reason: 'known',
        expires: instant(clock.now() + 5 * 86_400_000),
      }),
  ];

  const rowsAt: number[] = [];
  const sizes: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const begun = clock.now();
    if (random() < 0.6) {
      const one = all[Math.floor(random() * all.length)]!;
      acts[Math.floor(random() * acts.length)]!(one);
      if (present.has(one)) await evaluate({ account: one, regions: [home], why: 'event', triggers: [] });
      await pass(12, 61);
      await pass(4, 2 * hour);
    }
    await dayOf(begun);
    rowsAt.push(tables.members.size + tables.incidents.size + tables.events.size + tables.causes.size);
    sizes.push(...[...tables.items.values()].map(({ issue }) => JSON.stringify([...issue.findings]).length));
  }

  // Everything heals.
  world.closed.clear();
  world.exemptions.length = 0;
  for (const one of all) {
    present.add(one);
    put(one, 'logging');
  }
  for (let day = 0; day < 4; day += 1) {
    const begun = clock.now();
    await pass(5, 61);
    await dayOf(begun);
  }

  const ongoing = [...tables.items.values()].filter(({ issue }) => issue.status === 'open');
  expect(ongoing.map(({ issue }) => [...issue.findings.keys()])).toEqual([]);
  expect(await stores.living.listLiving()).toEqual([]);
  expect(await stores.open.listOpenPlaces()).toEqual([]);
  expect(followUps.sent.laterLooks.filter(({ request }) => request.why !== 'find-cause')).toEqual([]);
  expect(tables.items.size).toBeLessThanOrEqual(all.length * everywhere.length);
  expect(Math.max(...sizes)).toBeLessThan(20_000);

  // Rows of what was closed 90 days ago are gone, so the last quarter holds no more than an earlier one.
  const most = (from: number, to: number): number => Math.max(...rowsAt.slice(from, to));
  expect(most(275, 365)).toBeLessThan(2 * most(95, 185));

  // Quiet days: nothing is looked at but by the sweep.
  const before = year.looks();
  for (let day = 0; day < 3; day += 1) await dayOf(clock.now());
  expect(year.looks() - before).toBe(3 * present.size);
});
