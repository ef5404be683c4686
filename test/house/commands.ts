import { existsSync, readdirSync, readFileSync } from 'node:fs';

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

interface Command {
  readonly args?: Readonly<Record<string, { readonly type?: string }>>;
}

const directory = 'src/cli/commands';
const wiring = readdirSync('src/cli', { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => readFileSync(`src/cli/${name}`, 'utf8'))
  .join('\n');

/** The command in a file of src/cli/commands; undefined when there is none, or when nothing loads it. */
async function commandOf(name: string): Promise<Command | undefined> {
  const file = `${directory}/${name}.ts`;
  if (!existsSync(file) || !wiring.includes(`./commands/${name}.ts`)) return undefined;
  const exported = (await import(`#cli/commands/${name}.ts`)) as Readonly<Record<string, unknown>>;
  const [, command] = Object.entries(exported).find(([key]) => key.endsWith('Command')) ?? [];
  return command as Command | undefined;
}

/** What is wrong with a call of our command line: a command or an option that it does not have. Undefined: nothing. */
export async function cliFault(words: readonly string[]): Promise<string | undefined> {
  const [first = '', second = ''] = words;
  // `COMMAND` and `...` stand for any.
  if (/^(|\.\.\.|[A-Z]+|-.*)$/.test(first)) return undefined;
  // `config check` is in config-check.ts.
  const [name, rest] = existsSync(`${directory}/${first}.ts`)
    ? [first, words.slice(1)]
    : [`${first}-${second}`, words.slice(2)];
  const command = await commandOf(name);
  if (command === undefined) return `there is no command ${[first, second].join(' ').trim()}`;
  const shown = rest
    .map((word) => word.replace(/^\[/, '').replace(/[\]=].*$/, ''))
    .filter((word) => /^--?[a-z]/.test(word));
  const known = Object.keys(command.args ?? {});
  const unknown = shown.find((word) => !known.includes(word.replace(/^--?(no-)?/, '')));
  return unknown === undefined ? undefined : `${name} has no option ${unknown}`;
}
