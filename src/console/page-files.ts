import { readFileSync } from 'node:fs';
import { html, icon } from './page-html.ts';

/** The files of the page, as they are sent to the browser. */
export interface PageFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

/** The page with its built script and style sheet. */
export function pageOf(script: string, style: string): PageFiles {
  return { html, script, style, icon };
}

/** The page as the packed tool brings it along, in `directory`. */
export function shippedPage(directory: URL): PageFiles {
  const text = (name: string): string => readFileSync(new URL(name, directory), 'utf8');
  return pageOf(text('app.js'), text('app.css'));
}
