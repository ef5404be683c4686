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

/** The page of all commands, made from their help. */
export function commandsMarkdown(program: CommandUnknownOpts): string {
  const all = leaves(program).filter((command) => command.name() !== 'help');
  const sections = all.flatMap((command) => [
    `## ${calledName(command)}`,
    '',
    '```text',
    helpOf(command),
    '```',
    '',
  ]);
  return [
    '# Commands',
    '',
    'Generated from the help of each command; do not edit it by hand. Renew it with',
    '`npx vitest run test/cli/commands-docs.test.ts --update`. In a checkout every command begins with `npm run -s cli --`.',
    '',
    'Exit codes of all commands: 0 fine; 1 findings or faults; 2 wrong use or unreadable input; 3 not everything could be seen or',
    'done. `--profile`, `--region` and the `AWS_*` variables work as for the AWS CLI.',
    '',
    ...sections,
  ].join('\n');
}
