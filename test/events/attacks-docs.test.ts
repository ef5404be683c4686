import { expect, test } from 'vitest';
import { attacksMarkdown } from '#cli/docs/attacks-markdown.ts';
import { organizationStories, stories } from '#test/journeys/attack-stories.ts';
import { blindingStories } from '#test/journeys/blinding-stories.ts';
import { otherAttacks } from '#test/journeys/other-attacks.ts';

test('docs/attacks.md is what is played, and what is not', async () => {
  const page = attacksMarkdown([...stories, ...organizationStories], blindingStories, otherAttacks);
  await expect(page).toMatchFileSnapshot('../../docs/attacks.md');
});
