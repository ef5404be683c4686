import { afterEach, expect, test } from 'vitest';
import { startLive } from '#console/live.ts';
import type { IncidentLine, Update } from '#console/model.ts';
import type { WatchReads } from '#console/watch.ts';
import { mapView, startWatching } from '#console/watch.ts';
import type { FindingKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { instant } from '#domain/values/instant.ts';
import type { OpenPlace } from '#ports/open-places.ts';
import { mapOf } from '#usecases/see/see-organization.ts';
import { accountIds, issue, outcome, sweep } from '#test/given/days.ts';
import { finding, healed, incidentId, region } from '#test/given/incidents.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { placeStateOf } from '#domain/reports/place-state.ts';

const [first, second] = accountIds(2) as [
  ReturnType<typeof accountIds>[number],
  ReturnType<typeof accountIds>[number],
];
const here = region('eu-west-1');
const outcomes = [outcome(first), outcome(second)];
const swept = sweepResult(sweep([first, second]), outcomes, instant(0));
const id = incidentId('i-1');

/** A world of two accounts whose issues the test changes. */
function world() {
  const state = {
    issues: [] as Issue[],
    living: [] as IncidentId[],
    wholes: 0,
    broken: false,
    looks: 0,
    ticks: 0,
  };
  const line = (): IncidentLine => ({
    id,
    headline: 'CRITICAL: CloudTrail logging is stopped',
    status: state.issues.some(({ status }) => status === 'open') ? 'open' : 'resolved',
    severity: 'critical',
    openedAt: 1,
    accounts: 1,
    told: true,
  });
  const reads: WatchReads = {
    readWhole: async () => {
      state.wholes += 1;
      return {
        map: mapOf({
          names: new Map([
            [first, 'one'],
            [second, 'two'],
          ]),
          sweep: swept,
          issues: state.issues,
        }),
        health: {
          lead: [],
          remarks: [],
          heartbeats: { places: 0, lastAt: undefined },
          looks: { accounts: 0, oldestAt: undefined },
          queues: [],
        },
        letters: [],
        acceptances: [],
      };
    },
    listOpenPlaces: async (): Promise<readonly OpenPlace[]> => {
      if (state.broken) throw new Error('AccessDenied');
      return state.issues
        .filter(({ status }) => status === 'open')
        .map(({ account, region: where }) => ({
          account,
          region: where,
          keys: ['k' as FindingKey],
          blind: true,
        }));
    },
    seePlaces: async (places) =>
      places.map((place) => {
        state.looks += 1;
        const own = state.issues.find((one) => one.account === place.account && one.region === place.region);
        const last = outcomes.find(({ account }) => account === place.account);
        return {
          ...place,
          issue: own,
          state: placeStateOf({ region: place.region, issue: own, outcome: last }),
        };
      }),
    listLiving: async () => state.living,
    readLine: async () => line(),
    // The last read of a tick.
    listDecisions: async () => {
      state.ticks += 1;
      return [{ id: 'event-1', at: instant(5), decision: 'ignore', reason: 'only reads' }];
    },
    now: () => instant(Date.now()),
  };
  return { state, reads };
}

let stop: () => void = () => undefined;
afterEach(() => stop());

/** Watches until `enough` says so. */
async function watched(reads: WatchReads) {
  const live = startLive();
  const updates: Update[] = [];
  live.watch((update) => updates.push(update));
  stop = startWatching(reads, live, { tickMs: 5, wholeMs: 3600_000 }).stop;
  const until = (enough: () => boolean): Promise<void> => expect.poll(enough, { interval: 5 }).toBe(true);
  const kinds = () => updates.map(({ kind }) => kind);
  await until(() => kinds().includes('events'));
  return { live, updates, until, kinds };
}

test('the map is read whole once, and each event is shown once', async () => {
  const { state, reads } = world();
  const { live, kinds, until } = await watched(reads);
  expect(live.map).toEqual(mapView((await reads.readWhole()).map));
  await until(() => state.ticks >= 4);
  expect(kinds().filter((kind) => kind === 'map')).toHaveLength(1);
  expect(kinds().filter((kind) => kind === 'events')).toHaveLength(1);
});

test('a place that opens, and one that heals, change alone; the incident is told with them', async () => {
  const { state, reads } = world();
  const { live, updates, until } = await watched(reads);
  const column = live.map!.regions.indexOf('eu-west-1');
  const stateThere = () => live.map!.legend[Number(live.map!.rows[1]![column])]?.state;
  expect(stateThere()).toBe('recorded');
  const wholes = state.wholes;
  state.living = [id];
  state.issues = [issue(second, here, finding())];
  await until(() => stateThere() === 'not-recorded');
  await until(() => updates.some((one) => one.kind === 'incidents' && one.incidents[0]?.status === 'open'));
  state.issues = [issue(second, here, finding(healed))];
  await until(() => stateThere() === 'recorded');
  await until(() =>
    updates.some((one) => one.kind === 'incidents' && one.incidents[0]?.status === 'resolved'),
  );
  expect(state.wholes).toBe(wholes);
  state.living = [];
  await until(() => updates.some((one) => one.kind === 'incidents' && one.incidents.length === 0));
});

test('what cannot be read is said, and said to be over', async () => {
  const { state, reads } = world();
  const { updates, until } = await watched(reads);
  state.broken = true;
  await until(() => updates.some((one) => one.kind === 'trouble' && one.words === 'Error: AccessDenied'));
});

test('nothing is read while no page is open', async () => {
  const { state, reads } = world();
  const live = startLive();
  stop = startWatching(reads, live, { tickMs: 5, wholeMs: 1 }).stop;
  await expect.poll(() => state.wholes, { interval: 5 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(state.wholes).toBe(1);
});
