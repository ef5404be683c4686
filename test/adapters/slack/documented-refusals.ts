import { readFileSync } from 'node:fs';
import * as z from 'zod';

const documented = z
  .object({
    common: z.array(z.string()),
    methods: z.record(z.string(), z.object({ page: z.url(), codes: z.array(z.string()) })),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../fixtures/slack-refusals/refusals.json', import.meta.url), 'utf8')),
  );

/** The methods whose codes are in the fixture. */
export const documentedMethods: readonly string[] = Object.keys(documented.methods);

/** The codes that Slack documents for every method. */
export const commonRefusals: readonly string[] = documented.common;

/** The codes that Slack documents for `method` and not for every one. */
export function ownRefusals(method: string): readonly string[] {
  const found = documented.methods[method];
  if (found === undefined) throw new Error(`no codes of ${method} in test/fixtures/slack-refusals`);
  return found.codes;
}
