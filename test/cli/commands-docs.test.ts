import { expect, test } from 'vitest';
import { commandsMarkdown } from '#cli/docs/commands-markdown.ts';
import { wholeProgram } from '#test/house/commands.ts';

test('docs/commands.md is the help of every command', async () => {
  await expect(commandsMarkdown(await wholeProgram())).toMatchFileSnapshot('../../docs/commands.md');
});
