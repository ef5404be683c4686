import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

/** `--directory`: where the three documents are. */
export const directoryOption = () =>
  new Option(
    '--directory <dir>',
    'where config.json, whitelist.json and ticket_owners.json are (default: config)',
  );

/** `--stage`: the deployed stage that is meant. */
export const stageOption = () => new Option('--stage <stage>', 'the stage that is deployed').default('prod');

/** `--profile` and `--region`, as the AWS CLI has them; every command that asks AWS has both. */
export const profileOption = () =>
  new Option('--profile <name>', 'the AWS profile to use (default: AWS_PROFILE)');
/** See `profileOption`. */
export const regionOption = () =>
  new Option('--region <code>', 'the AWS Region to ask (default: AWS_REGION)');

/** A whole number from `least` on, as an option takes it. */
export function wholeNumberFrom(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !Number.isInteger(number) || number < least)
      throw new InvalidArgumentError(`It is a whole number from ${least} on.`);
    return number;
  };
}

/** The examples at the end of a command's help: each a command line and what it does. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return ['', 'Examples:', ...lines.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`)].join(
    '\n',
  );
}

/** A list with commas between, as an option takes it; empty items are left out. */
export function listOf(text: string): readonly string[] {
  return text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
}

/** `--port`: where a page is served on loopback. */
export const portOption = () => new Option('--port <port>', 'the port on loopback (default: a free one)');
