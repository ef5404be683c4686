import { expect, test } from 'vitest';
import { eventsMarkdown } from '#cli/docs/events-markdown.ts';

test('docs/events.md is what the table says', async () => {
  await expect(eventsMarkdown()).toMatchFileSnapshot('../../docs/events.md');
});
