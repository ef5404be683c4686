import { conditionKeys } from '#domain/policies/condition-keys.ts';

/** The page docs/condition-keys.md: what CloudTrail's calls carry, generated from the table of the judge. */
export function conditionKeysMarkdown(): string {
  const rows = conditionKeys.map(({ key, in: kind, sent, source }) => `| \`${key}\` | ${kind} | ${sent} | ${source}. |`);
  return `${introduction}\n\n| condition key | call | sent | source |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

const introduction = `# Condition keys of CloudTrail's deliveries

Generated from \`src/domain/policies/condition-keys.ts\`; do not edit it by hand. Renew it with
\`npx vitest run test/domain/policies/condition-keys-docs.test.ts --update\`.

A policy of a bucket or key is judged by the calls that CloudTrail makes to deliver. Where a key is sent *sometimes*, the
verdict has to be the same with and without it. A condition on a key that is not listed leaves the verdict open: it is
*cannot tell*, which never alarms. Rows further down replace those above for their kind of call. Fifty policies of guides,
landing zones and bug reports, with verdicts from outside, are in \`test/fixtures/policies\`.`;
