import { expect, test } from 'vitest';
import { attacksMarkdown } from '#cli/docs/attacks-markdown.ts';
import { organizationStories, stories } from '#local/attacks/attack-stories.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { otherAttacks } from '#local/attacks/other-attacks.ts';

test('docs/attacks.md is what is played, and what is not', async () => {
  const page = attacksMarkdown([...stories, ...organizationStories], blindingStories, otherAttacks);
  await expect(page).toMatchFileSnapshot('../../docs/attacks.md');
});
