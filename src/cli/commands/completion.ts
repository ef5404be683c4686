import { Argument, Command } from '@commander-js/extra-typings';
import type { CommandEntries } from '#cli/habits/command-entry.ts';
import { completionScripts } from '#cli/completion/scripts.ts';
import { completionWords } from '#cli/completion/words.ts';
import { examples } from '#cli/habits/options.ts';
import { programOf } from '#cli/habits/program.ts';

/** `trailwarden completion bash|zsh|fish`, of all commands in `entries`. */
export function completionCommand(entries: CommandEntries) {
  return new Command('completion')
    .description('Prints what a shell needs to complete commands, options and their values.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText(
      'after',
      examples(
        ['source <(trailwarden completion bash)', 'in ~/.bashrc'],
        ['source <(trailwarden completion zsh)', 'in ~/.zshrc, after compinit'],
        ['trailwarden completion fish | source', 'in ~/.config/fish/config.fish'],
      ),
    )
    .action(async (shell) => {
      const program = await programOf({ entries, version: '' }, 'all');
      process.stdout.write(completionScripts[shell](completionWords(program)));
    });
}
