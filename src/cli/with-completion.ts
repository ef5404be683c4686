import type { CommandEntries } from './habits/command-entry.ts';

/** `entries`, and the command that completes them in a shell. */
export function withCompletion(entries: CommandEntries): CommandEntries {
  const all: CommandEntries = {
    ...entries,
    completion: {
      summary: 'print what a shell needs to complete the commands',
      load: async () => (await import('./commands/completion.ts')).completionCommand(all),
    },
  };
  return all;
}
