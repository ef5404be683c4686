import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** How the page is built at present: each panel with the kinds of elements in it, whatever they say. */
function outlineOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const kinds = (panel: Element): string[] =>
      [...panel.querySelectorAll('*')].map((element) => {
        // What the state of one run decides is no part of how the page is built.
        const [own = ''] = (element.getAttribute('class') ?? '').split(' ');
        const varies = ['badge', 'deed', 'mark', 'lozenge', 'box', 'unseen'].includes(own);
        return varies || own === ''
          ? element.tagName.toLowerCase()
          : `${element.tagName.toLowerCase()}.${own}`;
      });
    return [...document.querySelectorAll('.panel')]
      .map((panel) => `${panel.id}: ${[...new Set(kinds(panel))].sort().join(' ')}\n`)
      .join('');
  });
}

/**
 * Keeps a picture of the page in docs/console, with an outline of how the page is built beside it. The picture is fresh as
 * long as the outline is the same; it is made anew when it is not, whatever the pixels are, and the test fails until the new
 * outline is accepted with `--update`.
 */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const directory = new URL('../../docs/console/', import.meta.url);
  mkdirSync(directory, { recursive: true });
  const [picture, kept] = [new URL(`${name}.png`, directory), new URL(`${name}.txt`, directory)];
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = false;
    document.querySelector('.opened')?.scrollTo(0, 0);
    scrollTo(0, 0);
  });
  const outline = await outlineOf(page);
  const known = existsSync(kept) ? readFileSync(kept, 'utf8') : '';
  if (!existsSync(picture) || known !== outline) writeFileSync(picture, await page.screenshot());
  await expect(outline).toMatchFileSnapshot(kept.pathname);
}
