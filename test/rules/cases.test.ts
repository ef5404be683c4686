import { describe, expect, test } from 'vitest';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { rulesMarkdown } from '#cli/docs/rules-markdown.ts';
import type { Seen } from '#test/given/looks.ts';
import { look } from '#test/given/looks.ts';
import { home, shop } from '#test/given/shop.ts';
import { ruleCases } from './cases.ts';

/** What all rules together make of a look: the findings of the one asked for, and what it could not tell. */
function judged(id: (typeof ruleIds)[number], seen: Seen) {
  const assessment = assess(look(seen));
  return {
    found: [...assessment.findings.values()].filter(({ rule }) => rule === id),
    hidden:
      seen.sights === 'unreadable' ||
      [...assessment.cleared].some(
        ([key, { verdict }]) => key.startsWith(`${id}#`) && verdict === 'cannot-tell',
      ),
  };
}

const only = (found: readonly Finding[]): Finding => {
  const [finding, ...more] = found;
  if (finding === undefined || more.length > 0) throw new Error(`${found.length} findings`);
  return finding;
};

/** Calls that are the same in every Region: of buckets by name, of roles, and of the organization. */
const withoutRegion = /^aws (?:s3api|iam|organizations) /;

describe.each(ruleIds)('%s', (id) => {
  const rule = ruleOf(id);
  const { fires, silent, blind } = ruleCases[id];

  test.each(fires)('fires when $when, as $severity', ({ seen, severity }) => {
    const finding = only(judged(id, seen).found);
    expect(finding).toMatchObject({ severity, weakening: severity === 'low', harm: rule.harm });
    const { words, command } = rule.remedy(finding, { account: shop, region: home });
    expect(words).toMatch(/^[A-Z].{30,}\.$/s);
    expect(command, 'a command to copy').toMatch(/^aws [a-z0-9-]+ [a-z-]+/);
    const unplaced = (command ?? '')
      .split('\n')
      .filter((line) => !/ --region [a-z]/.test(line) && !withoutRegion.test(line));
    expect(unplaced, 'each with its Region').toEqual([]);
  });

  test.each(silent)('is silent when $when', ({ seen }) => {
    expect(judged(id, seen).found).toEqual([]);
  });

  test.each(blind)('cannot see when $when', ({ seen }) => {
    expect(judged(id, seen)).toEqual({ found: [], hidden: true });
  });

  test('names every weight it can have, worst first, and each is shown', () => {
    const named = [...rule.severities];
    expect(named).toEqual(severities.filter((severity) => named.includes(severity)));
    expect([...new Set(fires.map(({ severity }) => severity))].toSorted()).toEqual(named.toSorted());
  });

  test('says what it means, when it is harmless, and which technique it is', () => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.meaning).toMatch(/^[A-Z].*\.$/s);
    expect(rule.falseAlarms).toMatch(/^[A-Z].*\.$/s);
    expect(rule.mitre).toEqual(expect.arrayContaining(['T1562.008', 'T1685.002']));
  });
});

test('docs/rules.md is what the rules say', async () => {
  await expect(rulesMarkdown(ruleCases)).toMatchFileSnapshot('../../docs/rules.md');
});
