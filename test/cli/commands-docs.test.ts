import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandMarkdown, commandsMarkdown, commandsWithPage } from '#cli/docs/commands-markdown.ts';
import { wholeProgram } from '#test/house/commands.ts';

test('every command has its page in docs/commands, made from its help, and docs/commands.md leads to it', async () => {
  const program = await wholeProgram();
  const commands = commandsWithPage(program);
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands)
    await expect(commandMarkdown(command)).toMatchFileSnapshot(`../../docs/commands/${command.name()}.md`);
  await expect(commandsMarkdown(program)).toMatchFileSnapshot('../../docs/commands.md');
  const pages = readdirSync(new URL('../../docs/commands', import.meta.url));
  expect(pages.toSorted()).toEqual(commands.map((command) => `${command.name()}.md`).toSorted());
});
