import { expect, test } from 'vitest';
import { listenedMarkdown } from '#cli/docs/listened-markdown.ts';

test('docs/events.md is what the table says', async () => {
  await expect(listenedMarkdown()).toMatchFileSnapshot('../../docs/events.md');
});
