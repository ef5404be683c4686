import { Command, Help, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { useAwsSettings } from './aws-settings.ts';
import type { CommandEntries } from './command-entry.ts';

/** The parts of the command line. */
export interface Tool {
  readonly entries: CommandEntries;
  readonly version: string;
}

const exits =
  'Exit codes: 0 fine; 1 findings or faults; 2 wrong use or unreadable input; 3 not everything could be seen or done.';

/** The name by which a person calls a command. */
export function calledName(command: CommandUnknownOpts): string {
  const above = command.parent;
  return above === null ? command.name() : `${calledName(above)} ${command.name()}`;
}

/** The command and all below it that do something themselves. */
export function leaves(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

const help = new Help();
/** The description of an option; that a switch is off by default goes without saying. */
const optionDescription: Help['optionDescription'] = (option) =>
  help.optionDescription(option).replace(' (default: false)', '');

function settle(command: CommandUnknownOpts, above: CommandUnknownOpts): void {
  command.copyInheritedSettings(above).configureHelp({ optionDescription });
  for (const below of command.commands) settle(below, command);
  const name = calledName(command);
  command.showHelpAfterError(`\nUsage: ${name} ${command.usage()}\n${name} --help says more.`);
  // A command that was loaded before is settled already.
  const isSettled = command.options.some(({ long }) => long === '--verbose');
  if (command.commands.length === 0 && !isSettled)
    command.option('--verbose', 'show where an error comes from');
}

function stub(name: string): CommandUnknownOpts {
  return new Command(name);
}

/**
 * The command line. Commands that `wanted` does not name are there with their line in the list only, so that their
 * code is not loaded; `all` loads every one.
 */
export async function programOf(tool: Tool, wanted: readonly string[] | 'all'): Promise<CommandUnknownOpts> {
  const program = new Command('trailwarden')
    .description('Finds out where and why CloudTrail does not record, and who did it.')
    .version(tool.version, '-V, --version', 'print the version')
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', `\n${exits}`)
    .hook('preAction', (_, command) => useAwsSettings(command));
  for (const [name, { summary, hidden = false, load }] of Object.entries(tool.entries)) {
    const command = wanted === 'all' || wanted.includes(name) ? await load() : stub(name);
    command.summary(summary);
    program.addCommand(command, { hidden });
    settle(command, program);
  }
  program.showHelpAfterError('\nUsage: trailwarden COMMAND\ntrailwarden --help lists the commands.');
  return program;
}
