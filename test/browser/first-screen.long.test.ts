import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { devices } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { endBrowserAfterAll, expectText, newPage } from './browser.ts';

const pages = new URL('../../docs/gallery/', import.meta.url);
/** The part of a phone's screen that is seen without a touch, in pixels. */
const firstScreen = 640;

/** The ten most severe kinds: nothing is recorded, log files are lost, or Trailwarden does not see. */
const kinds = [
  'stopped-trail',
  'organization-trail',
  'trail-deleted',
  'no-trail',
  'recording-less',
  'redirected',
  'bucket-gone',
  'key-deleted',
  'could-not-be-verified',
  'shut-out',
] as const;

endBrowserAfterAll();

async function open(slug: string, width: number, colorScheme: 'light' | 'dark') {
  const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.goto(new URL(`${slug}.html`, pages).href);
  return page;
}

/** How much wider the page is than the window, in pixels. */
function overflowOf(page: Page): Promise<number> {
  // Read in the page, where the names of browsers hold.
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}

/** Where the parts of the first message of a page end, in pixels from its top. */
async function measured(slug: string, width: number, colorScheme: 'light' | 'dark') {
  const page = await open(slug, width, colorScheme);
  try {
    const message = page.locator('section.slack').first();
    const top = (await message.boundingBox())?.y ?? Number.NaN;
    const part = async (selector: string) => {
      const one = message.locator(selector).first();
      const box = await one.boundingBox();
      return { text: await one.innerText(), ends: box === null ? Number.NaN : box.y + box.height - top };
    };
    return {
      headline: await part('h3'),
      loss: await part('h3 + p'),
      who: await part('.fields p:first-child'),
      command: await part('pre'),
      overflow: await overflowOf(page),
    };
  } finally {
    await page.close();
  }
}

describe.each(['light', 'dark'] as const)('on a phone of 400 pixels in a %s room', (scheme) => {
  it.each(kinds)('the first 640 pixels of %s say what, who, since when and the command', async (slug) => {
    const { headline, loss, who, command, overflow } = await measured(slug, 400, scheme);
    expect(headline.text).toMatch(/(?:CRITICAL|HIGH): .{20,}/);
    expect(loss.text).toMatch(/2026-11-21 0\d:\d\d:\d\d UTC/);
    expect(who.text).toMatch(/^Who\n.{3,}/);
    expect(command.text).toMatch(/^aws \w+/);
    const ends = { headline, loss, who, command };
    const below = Object.entries(ends).filter(([, part]) => !(part.ends <= firstScreen));
    expect(below.map(([name, part]) => `${name} ends at ${part.ends}`)).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

it('the first 640 pixels of every rule that is told by itself say what, since when, who and the command', async () => {
  const page = await open('every-rule', 400, 'dark');
  const rules = await page.locator('h2').allInnerTexts();
  expect(rules.length).toBeGreaterThan(25);
  const below: string[] = [];
  for (const [index, rule] of rules.entries()) {
    const message = page.locator('section.slack').nth(index);
    const top = (await message.boundingBox())?.y ?? Number.NaN;
    for (const selector of ['h3', 'h3 + p', '.fields p:first-child', 'pre']) {
      const one = message.locator(selector).first();
      // What is over when it is seen asks for no command.
      if ((await one.count()) === 0 && selector === 'pre' && rule === 'logging-interrupted') continue;
      const box = await one.boundingBox();
      const ends = box === null ? Number.NaN : box.y + box.height - top;
      if (!(ends <= firstScreen)) below.push(`${rule}: ${selector} ends at ${ends}`);
    }
  }
  expect(below).toEqual([]);
  await page.close();
});

describe('on a desk', () => {
  it.each(kinds)('%s stands in two columns and fits into the window', async (slug) => {
    const page = await open(slug, 900, 'light');
    const [who, how] = await page.locator('section.slack .fields').first().locator('p').all();
    const boxes = await Promise.all([who?.boundingBox(), how?.boundingBox()]);
    if (how !== undefined) expect(boxes[0]?.y).toBe(boxes[1]?.y);
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });

  it('the report of 500 accounts is one screen: counts, three things to do, the picture', async () => {
    const page = await open('report-500-accounts', 900, 'light');
    const message = page.locator('section.slack').first();
    const top = (await message.boundingBox())?.y ?? Number.NaN;
    const picture = await message.locator('img').first().boundingBox();
    expect(await message.locator('pre').count()).toBe(3);
    expect(await message.locator('img').first().getAttribute('alt')).toMatch(/^Heat map of 500 accounts/);
    expect((picture?.y ?? Number.NaN) + (picture?.height ?? Number.NaN) - top).toBeLessThanOrEqual(1024);
    await page.close();
  });
});

/**
 * How much of a message a phone shows at once, in pixels: of the current ones the pages' 400 pixels are as wide as the
 * iPhone 17 (402 x 874). Playwright's list has what Safari's bars leave of it, 681; Slack's (status, channel, the field to
 * write in) take about as much.
 */
const onePhone = devices['iPhone 17'].viewport.height;

it.each(['light', 'dark'] as const)(
  'the report of 500 accounts is one screen of a phone, too (%s)',
  async (scheme) => {
    const page = await open('report-500-accounts', 400, scheme);
    const message = page.locator('section.slack').first();
    const top = (await message.boundingBox())?.y ?? Number.NaN;
    const endOf = async (selector: string, index: number) => {
      const box = await message.locator(selector).nth(index).boundingBox();
      return box === null ? Number.NaN : box.y + box.height - top;
    };
    // Counts and all three things to do, with their commands, stand on the first 640 pixels.
    expect(await endOf('h3', 0)).toBeLessThanOrEqual(120);
    expect(await endOf('pre', 2)).toBeLessThanOrEqual(firstScreen);
    // The picture and where the rest is end with the screen; what follows is the thread.
    expect(onePhone).toBe(681);
    expect(await endOf('img', 0)).toBeLessThanOrEqual(onePhone);
    expect(await endOf('.note', 0)).toBeLessThanOrEqual(onePhone);
    await expectText(message.locator('.note').first()).toMatch(/^3 new\. .* in the thread\.$/);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.close();
  },
);

it('the pages are where the test looks', () => {
  expect(fileURLToPath(pages)).toMatch(/docs.gallery.$/);
});

/** The pictures of the README and of those who only look: name, page, part, width of the window, room. */
const pictures = [
  ['message-phone', 'stopped-trail', 'slack', 400, 'dark'],
  ['message-desk', 'stopped-trail', 'slack', 900, 'light'],
  ['ticket-desk', 'key-deleted', 'jira', 900, 'light'],
  ['ticket-phone', 'key-deleted', 'jira', 400, 'dark'],
  ['report-desk', 'report-bad-day', 'slack', 900, 'light'],
  ['report-phone', 'report-500-accounts', 'slack', 400, 'light'],
] as const;

it('the pictures show what the pages show now; they are made anew when a page has changed', async () => {
  const directory = new URL('pictures/', pages);
  mkdirSync(directory, { recursive: true });
  const kept = new URL('pages.txt', directory);
  const known = existsSync(kept) ? readFileSync(kept, 'utf8') : '';
  const lines: string[] = [];
  for (const [name, slug, part, width, scheme] of pictures) {
    const page = await open(slug, width, scheme);
    const shown = page.locator(`section.${part}`).first();
    const digest = createHash('sha256')
      .update(await shown.innerHTML())
      .digest('hex')
      .slice(0, 16);
    const line = `${name} ${digest}`;
    const picture = new URL(`${name}.png`, directory);
    if (!known.includes(line) || !existsSync(picture)) writeFileSync(picture, await shown.screenshot());
    lines.push(line);
    await page.close();
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(fileURLToPath(kept));
});
