import type { PageFiles } from '#console/page-files.ts';

/** Where the page comes from: a checkout builds it, the installed tool brings it along. */
export interface PageSource {
  readonly files: () => Promise<PageFiles>;
  /** The package.json whose version the page shows. */
  readonly manifest: URL;
}

let source: PageSource | undefined;

/** Says where the page comes from; called once by the entry of the command line. */
export function providePage(from: PageSource): void {
  source = from;
}

/** Where the page comes from. Throws when the entry did not say. */
export function pageSource(): PageSource {
  if (!source) throw new Error('the entry of the command line provides no page');
  return source;
}
