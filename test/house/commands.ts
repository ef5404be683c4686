import { readFileSync } from 'node:fs';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { anywhere } from '#cli/anywhere.ts';
import { inCheckout } from '#cli/in-checkout.ts';
import { calledName, programOf } from '#cli/habits/program.ts';
import { withCompletion } from '#cli/with-completion.ts';

/** A command that a document shows, with the place. */
export interface ShownCommand {
  /** `README.md:12` */
  readonly place: string;
  readonly words: readonly string[];
}

/** Every piece of code in a Markdown text with its line: inline, indented or fenced, without comments at its end. */
function codeIn(text: string): readonly { readonly line: number; readonly code: string }[] {
  let fenced = false;
  let written = '';
  return text.split('\n').flatMap((line, index) => {
    if (line.trimStart().startsWith('```')) fenced = !fenced;
    const whole = fenced || /^( {4}|\t)/.test(line);
    const inline = [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    // A backslash at the end of a line goes on in the next one.
    const joined = whole ? written + line.trim() : '';
    written = joined.endsWith('\\') ? joined.slice(0, -1) : '';
    const codes = whole ? (written === '' ? [joined] : []) : inline;
    return codes.map((code) => ({ line: index + 1, code: code.replace(/\s+# .*$/, '') }));
  });
}

/** The commands in a document that begin with `start`, such as `npm run`, up to what ends a command in a shell. */
export function commandsIn(file: string, start: RegExp): readonly ShownCommand[] {
  return codeIn(readFileSync(file, 'utf8')).flatMap(({ line, code }) =>
    code
      .split(/&&|\|\||[|;>)]|\$\(/)
      .map((one) => one.trim())
      .filter((one) => start.test(one))
      .map((one) => ({ place: `${file}:${line}`, words: one.split(/\s+/) })),
  );
}

let program: Promise<CommandUnknownOpts> | undefined;

/** The whole command line of a checkout, with every command loaded; made once, as commands belong to one program. */
export const wholeProgram = (): Promise<CommandUnknownOpts> =>
  (program ??= programOf({ entries: withCompletion({ ...anywhere, ...inCheckout }), version: '0' }, 'all'));

/** The command that `words` begin with, as deep as they go, and what follows it. */
function commandIn(
  command: CommandUnknownOpts,
  words: readonly string[],
): { readonly command: CommandUnknownOpts; readonly rest: readonly string[] } {
  const [first = '', ...rest] = words;
  const below = command.commands.find((one) => one.name() === first);
  return below === undefined ? { command, rest: words } : commandIn(below, rest);
}

/** What is wrong with a call of our command line: a command or an option that it does not have. Undefined: nothing. */
export async function cliFault(words: readonly string[]): Promise<string | undefined> {
  // `COMMAND` and `...` stand for any.
  if (/^(|\.\.\.|[A-Z]+|-.*)$/.test(words[0] ?? '')) return undefined;
  const { command, rest } = commandIn(await wholeProgram(), words);
  if (command.parent === null || (command.commands.length > 0 && rest.length > 0))
    return `there is no command ${words.slice(0, 2).join(' ').trim()}`;
  const shown = rest
    .map((word) => word.replace(/^\[/, '').replace(/[\]=].*$/, ''))
    .filter((word) => /^--?[a-z]/.test(word));
  const known = ['--help', ...command.options.flatMap(({ long }) => long ?? [])];
  const unknown = shown.find((word) => !known.includes(word));
  return unknown === undefined ? undefined : `${calledName(command)} has no option ${unknown}`;
}
