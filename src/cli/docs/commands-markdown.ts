import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { calledName, leaves } from '#cli/habits/program.ts';

/** The help of a command as a person sees it. */
export function helpOf(command: CommandUnknownOpts): string {
  let text = '';
  const before = command.configureOutput();
  command.configureOutput({ writeOut: (part) => void (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  command.configureOutput(before);
  return text.trim();
}

const renewed = 'Generated from the help of each command; `npx vitest run test/cli/commands-docs.test.ts --update` renews it.';

/** The page of one command and those below it, made from their help. */
export function commandMarkdown(command: CommandUnknownOpts): string {
  const sections = leaves(command).flatMap((leaf) => [
    ...(leaf === command ? [] : [`## ${calledName(leaf)}`, '']),
    '```text',
    helpOf(leaf),
    '```',
    '',
  ]);
  return [`# ${calledName(command)}`, '', `${renewed} [All commands](../commands.md)`, '', ...sections].join('\n');
}

/** The commands that have a page of their own. */
export function commandsWithPage(program: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return program.commands.filter((command) => command.name() !== 'help');
}

/** The page that leads to the page of every command. */
export function commandsMarkdown(program: CommandUnknownOpts): string {
  const rows = commandsWithPage(program).map((command) => {
    const below = leaves(command).filter((leaf) => leaf !== command);
    const names = below.length === 0 ? '' : `: ${below.map((leaf) => leaf.name()).join(', ')}`;
    return `| [\`${command.name()}\`](commands/${command.name()}.md)${names} | ${command.summary() || command.description()} |`;
  });
  return [
    '# Commands',
    '',
    renewed,
    'In a checkout every command begins with `npm run -s cli --`.',
    '',
    'Exit codes of all commands: 0 fine; 1 findings or faults; 2 wrong use or unreadable input; 3 not everything could be seen or',
    'done. `--profile`, `--region` and the `AWS_*` variables work as for the AWS CLI.',
    '',
    '| command | what it does |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
