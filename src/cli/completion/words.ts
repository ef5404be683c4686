import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { calledName } from '#cli/habits/program.ts';

/** What may follow a command: its commands, its options, and the values of options that take one of a list. */
export interface CompletionWords {
  /** The command as a person calls it, such as `trailwarden config check`. */
  readonly command: string;
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
}

function wordsOf(command: CommandUnknownOpts): CompletionWords {
  const below = command.commands.map((one) => one.name());
  const options = command.options.filter(({ hidden }) => !hidden);
  const chosen = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  return {
    command: calledName(command),
    words: [...below, ...chosen, ...options.flatMap(({ long }) => long ?? []), '--help'],
    values: Object.fromEntries(
      options.flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices] as const] : [])),
    ),
  };
}

/** What may follow each command of the tree below `program`, itself first. */
export function completionWords(program: CommandUnknownOpts): readonly CompletionWords[] {
  return [wordsOf(program), ...program.commands.flatMap(completionWords)];
}
