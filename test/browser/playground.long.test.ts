import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { organizationStories, stories } from '#local/attacks/attack-stories.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { runPlayground, type RunningPlayground } from '#local/playground/run-playground.ts';
import { endBrowserAfterAll, expectQuiet, expectText, openPage, textOf, type OpenedPage } from './browser.ts';
import { keepPicture } from './pictures.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let ground: RunningPlayground;
let opened: OpenedPage;
let page: Page;
endBrowserAfterAll();
beforeAll(async () => {
  ground = await runPlayground({ members: 30, version: '0.0.0', dynamoDb: inject('dynamoDb') });
  await ground.ready;
  opened = await openPage(ground.url);
  ({ page } = opened);
});
afterAll(() => ground.close());

const deed = (title: string) => page.locator('.deed', { hasText: title }).first();
const attack = (title: string) =>
  deed(title)
    .getByRole('button', { name: /^Attack/ })
    .click();
const repair = (title: string) =>
  deed(title)
    .getByRole('button', { name: /^Repair/ })
    .click();

/** The number of places in a state, as its chip says it: a state that no place is in has none. */
const places = async (title: string): Promise<number> =>
  Number((await textOf(page.locator('.chip', { hasText: title }).locator('b'))).replaceAll(',', ''));
const expectPlaces = (title: string) => expect.poll(() => places(title), { timeout: 120_000 });

/** Findings of axe-core that keep people out. */
async function seriousFindings(of: Page): Promise<string[]> {
  await of.evaluate(axe);
  const { violations } = await of.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

describe('a trail that is stopped with a click', () => {
  const title = 'The trail is stopped';

  test('changes the map, and is told in Slack and in Jira', async () => {
    const before = await places('Not recorded');
    await attack(title);
    await page.locator('#slack .sheet', { hasText: 'altair' }).waitFor();
    await page.locator('#jira .sheet', { hasText: 'altair' }).waitFor();
    await expectPlaces('Not recorded').toBe(before + 4);
    await expectText(page.locator('#slack .sheet').first()).toMatch(/CRITICAL.*stopped/s);
    await expectText(page.locator('#slack .after').first()).toMatch(/s after the click/);
    await expectText(deed(title)).toMatch(/Slack (?:\d+ min )?[\d.]+ s · Jira (?:\d+ min )?[\d.]+ s/);
  });

  test('is an incident with what to do, its course and its evidence', async () => {
    await page.locator('#incidents .incident').first().click();
    const panel = page.locator('#opened');
    await panel.getByText('aws cloudtrail start-logging').waitFor();
    await expectText(panel).toContain('StopLogging');
    await expectText(panel).toContain('mallory@example.com');
    await expectText(panel).toMatch(/Told in Slack: #cloudtrail/);
    await panel.locator('summary', { hasText: 'StopLogging' }).click();
    await expectText(panel).toContain('"sourceIp": "203.0.113.7"');
  });

  test('stands among the events that came in, with the reason', async () => {
    const row = page.locator('.events li', { hasText: 'StopLogging' }).first();
    await expectText(row).toMatch(/look now/);
    await expectText(row).toContain('harms the trail');
    await keepPicture(page, 'attacked');
  });

  test('is over on both boards, in the map and among the incidents when it is started again', async () => {
    await repair(title);
    await page.locator('#jira .sheet', { hasText: 'altair' }).locator('.lozenge.done').waitFor();
    await page
      .locator('#slack .sheet', { hasText: 'altair' })
      .getByText(/RESOLVED/)
      .first()
      .waitFor();
    await expectPlaces('Not recorded').toBe(0);
    await page.locator('#incidents .badge.resolved').first().waitFor();
    await expectText(deed(title)).toMatch(/over in Slack/);
    await expectText(deed(title)).toMatch(/over in Jira/);
  });
});

test('an attack that nothing is said of is shown as that', async () => {
  await attack('Proof of integrity is turned off');
  await expectPlaces('Weaker').toBeGreaterThan(0);
  await expectText(deed('Proof of integrity is turned off')).toContain('no message');
});

test('the guard that is blinded first is told of, and put back', async () => {
  const title = 'Only the rule for trails is disabled';
  await attack(title);
  await page.locator('#slack .sheet', { hasText: 'guarded-02' }).first().waitFor();
  await expectText(page.locator('#slack')).toMatch(/Trailwarden itself was changed/);
  await repair(title);
  await page.locator('.deed.repaired', { hasText: title }).waitFor();
  await expect.poll(() => textOf(page.locator('.clock [role=status]')), { timeout: 300_000 }).toBe('');
  await expectPlaces('Not recorded').toBe(0);
});

test('every attack that the tests play is a button', async () => {
  const texts = await page.locator('.deed-words > b').allInnerTexts();
  const titles = [...stories, ...organizationStories, ...blindingStories].map((story) => story.title);
  expect(texts).toEqual(expect.arrayContaining(titles));
  expect(texts).toHaveLength(titles.length + 1);
});

describe('with the keyboard alone', () => {
  test('a place is found, opened, read and closed', async () => {
    const own = await openPage(ground.url);
    const keys = own.page.keyboard;
    const focus = () => own.page.evaluate(() => document.activeElement?.getAttribute('role'));
    const focused = () => own.page.evaluate(() => document.activeElement?.id);
    for (let tabs = 0; (await focus()) !== 'grid' && tabs < 300; tabs += 1) await keys.press('Tab');
    expect(await focus()).toBe('grid');
    await keys.press('ArrowDown');
    await keys.press('ArrowRight');
    await keys.press('End');
    await expectText(own.page.locator('#active-cell')).toMatch(/^\S.* \d{12}, us-east-1: \w/);
    await keys.press('Enter');
    await own.page.locator('#opened', { hasText: 'us-east-1' }).getByText('Trails seen there').waitFor();
    await expect.poll(focused).toBe('opened-title');
    await keys.press('Escape');
    await own.page.locator('#opened').waitFor({ state: 'detached' });
    await expect.poll(focus).toBe('grid');
    expectQuiet(own, ground.url);
    await own.page.context().close();
  });

  test('a trail is stopped', async () => {
    const own = await openPage(ground.url);
    const button = own.page.getByRole('button', { name: 'Attack: Only reads are recorded' });
    await button.focus();
    await own.page.keyboard.press('Enter');
    await own.page.locator('#slack .sheet', { hasText: 'polaris' }).first().waitFor();
    await own.page.context().close();
  });
});

describe('an incident that is known', () => {
  const ofPolaris = () => page.locator('#incidents .incident', { hasText: 'polaris' });
  const panel = () => page.locator('#opened');

  test('is looked at again on request', async () => {
    await ofPolaris().first().click();
    // Until then another incident is open, which has the same button.
    await panel().locator('h2', { hasText: 'polaris' }).waitFor();
    await panel().getByRole('button', { name: 'Check again' }).click();
    await panel().getByText('1 account will be looked at now.').waitFor();
  });

  test('is accepted with a reason, which changes the map and is listed', async () => {
    await expectPlaces('Not recorded').toBeGreaterThan(0);
    const before = await places('Not recorded');
    await panel().locator('summary', { hasText: 'Accept it as known' }).click();
    await panel().getByLabel('Because').fill('the trail is being moved');
    await panel().getByRole('button', { name: 'Accept', exact: true }).click();
    await expectPlaces('Accepted').toBeGreaterThan(0);
    await expectPlaces('Not recorded').toBeLessThan(before);
    await page.locator('#acceptances li', { hasText: 'the trail is being moved' }).first().waitFor();
    await ofPolaris().locator('.badge.whitelisted').first().waitFor();
  });

  test('is taken back', async () => {
    await page.locator('#acceptances').getByRole('button', { name: 'Take back' }).first().click();
    await page
      .locator('#acceptances')
      .getByText(/Taken back/)
      .waitFor();
    await expectPlaces('Not recorded').toBeGreaterThan(0);
  });
});

test('a dead letter is shown, and replayed', async () => {
  const look = { account: '410000000001', regions: ['eu-west-1'], why: 'look-again', triggers: [] };
  await ground.stage.cloud.sendMessage('EventsDeadLetters', JSON.stringify(look));
  // It stands in the page when everything is read again, once a minute.
  const letter = page.locator('#dead-letters li').first();
  await letter.getByText(/1 message/).waitFor({ timeout: 300_000 });
  await letter.getByRole('button', { name: 'Replay' }).click();
  await expect
    .poll(async () => (await ground.stage.cloud.queue('EventsDeadLetters')).visible, { timeout: 120_000 })
    .toEqual([]);
  await page.locator('#dead-letters', { hasText: 'None.' }).waitFor({ timeout: 300_000 });
});

describe.each([
  ['light, at a desk', 1500, 'light'],
  ['dark, at a desk', 1500, 'dark'],
  ['light, on a phone', 400, 'light'],
  ['dark, on a phone', 400, 'dark'],
] as const)('%s', (name, width, colorScheme) => {
  // The page's own policy keeps axe-core out as it does every other script; here it is let in.
  const options = { viewport: { width, height: 900 }, colorScheme, bypassCSP: true };

  test('nobody is kept out, and nothing is cut off', async () => {
    const own = await openPage(ground.url, options);
    await own.page.locator('#incidents .incident').first().click();
    await own.page.locator('#opened').getByText('Timeline').waitFor();
    expect(await seriousFindings(own.page)).toEqual([]);
    const { wide, seen } = await own.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      seen: document.documentElement.clientWidth,
    }));
    expect(wide).toBeLessThanOrEqual(seen);
    if (colorScheme === 'dark') await keepPicture(own.page, name.replaceAll(/[^a-z]+/g, '-'));
    await own.page.context().close();
  });
});

test('nothing went wrong in the page, and it asked nobody else', () => {
  expectQuiet(opened, ground.url);
});
