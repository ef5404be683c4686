import { existsSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { executablePath } from './executable-path.ts';

/** Chromium as Debian packages it; it calls home to nobody. */
const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

let starting: Promise<Browser> | undefined;

/** How long a browser is waited for, in milliseconds: Playwright's own half a minute is enough on a quiet machine only. */
const patience = 180_000;

/** The browser that the tests of a file share; it ends with them. */
function theBrowser(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error('Chromium is missing. On Debian: sudo apt-get install -y chromium');
  starting ??= chromium.launch({ executablePath, args: quiet, timeout: patience });
  return starting;
}

/** Ends the browser after the tests of this file. */
export function endBrowserAfterAll(): void {
  afterAll(async () => {
    await (await starting)?.close();
    starting = undefined;
  });
}

/** A page that was opened, with what went wrong in it and what it asked for. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, and messages of the console such as violations of the content security policy. */
  readonly faults: string[];
  /** The address of every request that it made. */
  readonly requests: string[];
}

/** An empty page in a context of its own, which ends with it. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await theBrowser()).newPage(options);
  page.setDefaultTimeout(patience);
  return page;
}

/** Opens `url` in a context of its own. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const page = await newPage({ viewport: { width: 1500, height: 1000 }, ...options });
  const [faults, requests]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  await page.waitForSelector('.legend');
  return { page, faults, requests };
}

/** All text of what `locator` finds at one moment, empty where it finds nothing: it never waits. */
export async function textOf(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n');
}

/** What `locator` finds comes to say what is expected: a page that lives is never read only once. */
export const expectText = (locator: Locator) => expect.poll(() => textOf(locator), { timeout: 120_000 });

/** Nothing went wrong, and nothing was asked of any other address. */
export function expectQuiet({ faults, requests }: OpenedPage, url: string): void {
  expect(faults).toEqual([]);
  const { origin } = new URL(url);
  expect(requests.filter((one) => !one.startsWith(origin) && !one.startsWith('data:'))).toEqual([]);
  expect(requests.length).toBeGreaterThan(3);
}
