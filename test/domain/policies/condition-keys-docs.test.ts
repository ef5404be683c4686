import { expect, test } from 'vitest';
import { conditionKeysMarkdown } from '#cli/docs/condition-keys-markdown.ts';
import { conditionKeys } from '#domain/policies/condition-keys.ts';
import { encrypted, organization, single } from './policies.ts';

test('docs/condition-keys.md is what the table says', async () => {
  await expect(conditionKeysMarkdown()).toMatchFileSnapshot('../../../docs/condition-keys.md');
});

test.each(conditionKeys.filter(({ sent }) => sent === 'never'))('$key is never sent in $in', ({ values }) => {
  for (const delivery of [single, encrypted, organization]) expect(values(delivery)).toEqual([undefined]);
});

test.each(conditionKeys.filter(({ sent }) => sent === 'always'))(
  '$key is always sent in $in',
  ({ values }) => {
    for (const delivery of [single, encrypted, organization])
      expect(values(delivery)).not.toContain(undefined);
  },
);
