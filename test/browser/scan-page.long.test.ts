import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { htmlFormat } from '#cli/formats/html-page.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { findingOf, reportOf } from '#test/cli/scan-given.ts';
import { endBrowserAfterAll, expectText, newPage } from './browser.ts';

const { path: folder, remove } = ownDirectory('scan-page-');
afterAll(remove);
endBrowserAfterAll();

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The report as a person has it: one file, opened from the disk. */
async function opened(report: ScanReport, width = 1200, colorScheme: 'light' | 'dark' = 'light') {
  const file = join(folder, `${width}-${colorScheme}-${report.places.length}.html`);
  writeFileSync(file, htmlFormat(report));
  const page = await newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: false });
  const [faults, requests]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => faults.push(message.text()));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, faults, requests, file };
}

/** Fifty accounts in seventeen Regions, some of them not read. */
function large(): ScanReport {
  const regions = Array.from({ length: 17 }, (_, index) => `eu-west-${index + 1}`);
  const ids = Array.from({ length: 50 }, (_, index) => String(500_000_000_000 + index));
  const states = ['recorded', 'critical', 'high', 'medium', 'low', 'unread'] as const;
  const places = ids.flatMap((account, row) =>
    regions.map((region, column) => ({
      account,
      region,
      state: states[(row * column) % states.length] ?? 'recorded',
      records: 'all' as const,
    })),
  );
  const findings = Array.from({ length: 120 }, (_, index) => findingOf(index));
  return reportOf({ places, findings, accounts: ids.map((id) => ({ id, name: `account ${id}` })) });
}

it('the page opens from the disk, runs nothing, asks for nothing, and shows names of attackers as text', async () => {
  const { page, faults, requests, file } = await opened(reportOf());
  expect(faults).toEqual([]);
  expect(requests).toEqual([pathToFileURL(file).href]);
  expect(await page.locator('script').count()).toBe(0);
  await expectText(page.locator('body')).toContain('<script>alert(1)</script>');
  const headings = await page.locator('h2').allInnerTexts();
  expect(headings).toEqual(['Accounts and Regions', 'Findings', 'Accepted', 'Trails', 'Not read']);
  await page.context().close();
});

it.each([
  [1200, 'light'],
  [1200, 'dark'],
  [400, 'light'],
] as const)(
  'fifty accounts in seventeen Regions, %i pixels wide, %s: nothing is cut off, and nobody is kept out',
  async (width, scheme) => {
    const { page } = await opened(large(), width, scheme);
    // Tables that are wider scroll by themselves; the page does not.
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth'),
    ).toBeLessThanOrEqual(0);
    expect(await page.locator('.map tbody tr').count()).toBe(50);
    expect(await page.locator('.map tbody td').count()).toBe(50 * 17);
    const cell = page.locator('.map tbody td span').first();
    expect(await cell.getAttribute('title')).toMatch(/^\d{12} eu-west-\d+: \w+/);
    // The page forbids scripts; the debugger may run one all the same.
    const session = await page.context().newCDPSession(page);
    const run = async (expression: string) =>
      (await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result
        .value as unknown;
    await run(axe);
    const violations = await run(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))`,
    );
    expect(violations).toEqual([]);
    await page.context().close();
  },
);

it('prints: a PDF with every finding, none of them cut in two, with its colours', async () => {
  const { page } = await opened(large());
  await page.emulateMedia({ media: 'print' });
  expect(
    await page
      .locator('article')
      .first()
      .evaluate((one) => getComputedStyle(one).breakInside),
  ).toBe('avoid');
  expect(
    await page
      .locator('.mark')
      .first()
      .evaluate((one) => getComputedStyle(one).printColorAdjust),
  ).toBe('exact');
  // What scrolls on the screen is laid out whole on paper.
  expect(
    await page
      .locator('.scroll')
      .first()
      .evaluate((one) => getComputedStyle(one).overflowX),
  ).toBe('visible');
  const pdf = await page.pdf({ format: 'A4', landscape: true, printBackground: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(3);
  await page.context().close();
});
