import { allRules, ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';

/** The sentences of a rule's cases: when it fires and with which severity, when it is silent, when it is blind. */
export interface CaseWords {
  readonly fires: readonly { readonly when: string; readonly severity: string }[];
  readonly silent: readonly { readonly when: string }[];
  readonly blind: readonly { readonly when: string }[];
}

/** The page docs/rules.md: every rule with its cases, generated from the rules themselves. */
export function rulesMarkdown(cases: Readonly<Record<RuleId, CaseWords>>): string {
  const sections = ruleIds.map((id) => section(id, cases[id]));
  return `${[introduction, table(), ...sections].join('\n\n')}\n`;
}

const introduction = `# What is judged

Generated from \`src/domain/findings/rules/\` and the cases in \`test/rules/cases.ts\`; do not edit it by hand. Renew it
with \`npx vitest run test/rules/cases.test.ts --update\`.

All rules judge what was read in an account and Region, never an event. A trail is held against what it was at the last
look and, where one is declared, against the baseline (\`baseline\` in \`config.json\`). Which trail still records what
is worked out over all trails together: what others record as well is a *weakening* (low), kept and listed, but no message
of its own. What cannot be read is neither wrong nor healthy, so it opens nothing and resolves nothing. A failed call
changes nothing for any rule.`;

function table(): string {
  const head = '| rule | what | severity | harm |\n| --- | --- | --- | --- |';
  const rows = ruleIds.map((id) => {
    const { title, severities, harm } = ruleOf(id);
    return `| [\`${id}\`](#${id}) | ${title} | ${severities.join(', ')} | ${harm} |`;
  });
  return [head, ...rows].join('\n');
}

const names = (calls: readonly string[], none: string): string => (calls.length === 0 ? none : calls.join(', '));
const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const proofs = {
  state: 'a look that shows it repaired (with the repairing call at once, without it a second look a minute later)',
  delivery: 'a delivery that is newer than the last look that showed it',
} as const;

function section(id: RuleId, { fires, silent, blind }: CaseWords): string {
  const rule = allRules[id];
  const seen = [
    ...fires.map(({ when, severity }) => `**fires** (${severity}) when ${when}`),
    ...silent.map(({ when }) => `is silent when ${when}`),
    ...blind.map(({ when }) => `cannot see when ${when}`),
  ];
  return [
    `## ${id}`,
    `${rule.title}. ${rule.meaning}`,
    list(seen),
    list([
      `Caused by: ${names(rule.causedBy, 'no call that is known; the state shows it')}`,
      `Repaired by: ${names(rule.repairedBy, 'no call')}; over when there is ${proofs[rule.proof]}`,
      `Can be harmless: ${rule.falseAlarms}`,
      `MITRE ATT&CK: ${rule.mitre.join(', ')}`,
    ]),
  ].join('\n\n');
}
