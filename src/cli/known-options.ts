import type { ArgsDef, CommandContext, CommandDef } from 'citty';

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

/**
 * The first option of `rawArgs` that `args` does not know, or a word where none is expected; undefined when all are known.
 * Values of options are skipped.
 */
export function unknownOption(rawArgs: readonly string[], args: ArgsDef): string | undefined {
  const options = Object.entries(args).filter(([, { type }]) => type !== 'positional');
  const valued = new Set(options.flatMap(([name, { type }]) => (type === 'boolean' ? [] : [dashed(name)])));
  const known = new Set(options.flatMap(([name]) => [dashed(name), `--no-${name}`]));
  const takesWords = options.length < Object.keys(args).length;
  for (let index = 0; index < rawArgs.length; index += 1) {
    const word = rawArgs[index] ?? '';
    const [option = '', value] = word.split('=', 2);
    if (word === '--') return undefined;
    if (valued.has(option) && value === undefined) index += 1;
    else if (/^--?[a-z]/i.test(word) ? !known.has(option) : !takesWords) return option;
  }
  return undefined;
}

/**
 * The command, made to refuse unknown options (exit code 2), because citty ignores them: a mistyped one must not go
 * unnoticed.
 */
export function withKnownOptions<Args extends ArgsDef>(command: CommandDef<Args>): CommandDef<Args> {
  return {
    ...command,
    run: async (context: CommandContext<Args>) => {
      // Ours are all plain objects; citty would take promises and functions as well.
      const args = (command.args ?? {}) as Args;
      const unknown = unknownOption(context.rawArgs, args);
      if (unknown === undefined) {
        await command.run?.(context);
        return;
      }
      const options = Object.entries(args).filter(([, { type }]) => type !== 'positional');
      const list = options.map(([name]) => dashed(name)).join(', ');
      process.stderr.write(
        `${unknown.startsWith('-') ? `There is no option ${unknown}` : `${unknown} is not understood`}. ${list === '' ? 'This command takes no options' : `The options are: ${list}`}.\n`,
      );
      process.exitCode = 2;
    },
  };
}
