import { expect, it } from 'vitest';
import { anonymous } from '#local/harness/anonymous.ts';
import { plainText, window } from '#domain/announcements/wording.ts';
import { inlines } from '#adapters/slack/rich-text.ts';
import { at, prod } from '#test/given/incidents.ts';
import { plusSeconds } from '#domain/values/instant.ts';

it.each([
  ['of an account', `account ${prod}, ticket AWSSEC-12`, 'account ACCOUNT, ticket TICKET'],
  ['times and lengths', 'from 2026-11-21 12:00:08 UTC (7 min 41 s)', 'from TIME (LONG )'],
  ['a column that a longer length moves', 'a    b', 'a  b'],
])('two runs read the same %s', (_, text, same) => {
  expect(anonymous(text, prod)).toBe(same);
});

it('a run that crosses midnight reads the same as one of a single day', () => {
  const noon = at('12:00:08');
  const midnight = at('23:59:08');
  const words = [noon, midnight].map((since) => {
    const span = window(since, plusSeconds(since, 461));
    const shown = inlines(span, 'utc and local')
      .map((run) => ('text' in run ? run.text : 'fallback' in run ? run.fallback : ''))
      .join('');
    return [plainText(span), shown].map((text) => anonymous(text, prod));
  });
  expect(words[1]).toEqual(words[0]);
});
