import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from '#console/build-page.ts';
import { startLive } from '#console/live.ts';
import type { IncidentDetail } from '#console/model.ts';
import type { RunningConsole } from '#console/server.ts';
import { startConsole } from '#console/server.ts';
import { lineOf } from '#console/reads.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { timelineOf } from '#domain/announcements/timeline.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { incidentId } from '#test/given/incidents.ts';
import { placeStates, placeStateWords } from '#domain/reports/place-state.ts';
import { placeWords } from '#domain/reports/place-words.ts';
import { hostileStories } from '#local/gallery/stories-hostile.ts';
import { endBrowserAfterAll, expectQuiet, expectText, openPage } from './browser.ts';

const tricks =
  '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202e"\'`${7*7}{{7*7}}';
const account = '111122223333';

/** Every moment of the gallery's hostile stories, as the page gets it. */
const details: readonly IncidentDetail[] = hostileStories.flatMap(({ names, moments }) =>
  moments.map(({ at, members, calls = [] }, index): IncidentDetail => {
    const id = incidentId(`i-${index}`);
    const events = new Map(calls.map((call) => [call.eventId, call]));
    const view = {
      incident: { id, cause: causeKey('not-recording', tricks), openedAt: at },
      members,
      events,
    };
    const announcement = announcementOf(view, { accounts: names, now: at });
    const timeline = timelineOf(view, [{ at, channel: 'slack', to: tricks }], names);
    const seen = { announcement, timeline, causes: calls, openedAt: at, accounts: 1, told: true };
    return { ...lineOf(seen), announcement, timeline, causes: calls };
  }),
);

const live = startLive();
let incidentsRead = 0;
let running: RunningConsole;
endBrowserAfterAll();
beforeAll(async () => {
  const title = tricks;
  live.publish({
    kind: 'about',
    about: { title, stage: title, version: title, acts: ['accept'], playground: true },
  });
  live.publish({
    kind: 'map',
    map: {
      accounts: [[account, tricks]],
      regions: [tricks],
      rows: ['0'],
      legend: placeStates.map((state) => ({ state, ...placeStateWords[state] })),
    },
  });
  live.publish({ kind: 'incidents', incidents: details });
  live.publish({
    kind: 'events',
    events: [
      { id: '1', at: 1 as never, decision: 'ignore', reason: tricks, eventName: tricks, accountId: tricks },
    ],
  });
  live.publish({
    kind: 'dead-letters',
    letters: [{ queue: tricks, messages: 1, words: [{ kind: 'code', text: tricks }] }],
  });
  live.publish({
    kind: 'sheets',
    sheets: [
      {
        id: '1',
        app: 'slack',
        where: tricks,
        at: 1,
        pieces: [{ kind: 'text', inks: [{ text: tricks, link: 'javascript:document.title=3' }] }],
      },
    ],
  });
  live.publish({ kind: 'trouble', words: tricks });
  running = await startConsole(
    {
      live,
      readPlace: async () => ({
        ...placeWords({
          account: account as never,
          region: 'r' as never,
          names: new Map([[account as never, tricks]]),
          memory: undefined,
          issue: undefined,
          outcome: undefined,
        }),
        account,
        region: 'r',
        incidents: details,
      }),
      readIncident: async (id) => {
        incidentsRead += 1;
        return details.find((one) => one.id === id);
      },
      act: async () => ({ done: false, words: tricks }),
    },
    await buildPage(),
  );
});
afterAll(() => running.close());

test('there is something hostile to show', () => {
  expect(details.length).toBeGreaterThan(0);
  expect(JSON.stringify(details)).toMatch(/<|\\u202e|javascript/);
});

test('names, texts and addresses of attackers are shown as text, and nothing of them runs', async () => {
  const opened = await openPage(running.url);
  const { page } = opened;
  const panel = page.locator('#opened');
  // What the server has comes part by part: the last one is there when the others are.
  await page.locator('.trouble').waitFor();
  const buttons = await page.locator('#incidents .incident').all();
  expect(buttons).toHaveLength(details.length);
  for (const button of buttons) {
    await button.click();
    await panel.getByText('Timeline').waitFor();
    await panel.locator('summary').evaluateAll((all) => {
      for (const one of all) (one as HTMLElement).click();
    });
    // Else the next one's heading would be found in this one.
    await panel.locator('.close').click();
    await panel.waitFor({ state: 'detached' });
  }
  await page.locator('.map-scroller').focus();
  await page.keyboard.press('Enter');
  await page.locator('#opened').getByText('Trails seen there').waitFor();
  expect(await page.title()).toBe('Trailwarden console');
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.locator('img:not([src="icon.svg"]), iframe, object, embed, svg script').count()).toBe(0);
  const links = await page
    .locator('a')
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  expect(links.filter((one) => !/^https:|#map$/.test(one))).toEqual([]);
  await expectText(page.locator('body')).toContain('<img src=x onerror=');
  expectQuiet(opened, running.url);
});

test('what is open is read anew whenever everything is: that Slack was told since moves no list and no map', async () => {
  const { page } = await openPage(running.url);
  await page.locator('#incidents .incident').first().click();
  await page.locator('#opened').getByText('Timeline').waitFor();
  const before = incidentsRead;
  const none = { lead: [], remarks: [], queues: [] };
  const heartbeats = { places: 0, lastAt: undefined };
  live.publish({
    kind: 'health',
    health: { ...none, heartbeats, looks: { accounts: 0, oldestAt: undefined } },
  });
  await expect.poll(() => incidentsRead).toBeGreaterThan(before);
  await page.context().close();
});
