import { Command } from '@commander-js/extra-typings';
import { directoryOption, examples } from '#cli/habits/options.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { deployFaults } from '#adapters/cloudformation/deploy-faults.ts';
import type { LambdaRoom } from '#adapters/aws/lambda-room.ts';
import { noRoomForAnswers } from '#adapters/cloudformation/room-for-answers.ts';
import type { ConfigTexts } from '#config/load.ts';
import { parseConfig, readConfigTexts } from '#config/load.ts';
import { whereIs } from '#config/document.ts';
import type { Config } from '#config/config.ts';
import type { DocumentName, Fault, Path, Warning } from '#config/fault.ts';
import { describeFault, printPath } from '#config/fault.ts';
import { expiredEntries } from '#config/whitelist.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';
import { undeclaredDestinations } from '#domain/sweeps/undeclared-destinations.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** Accounts that a warning names; the others are counted. */
const namedAccounts = 5;

/** The result of a check, with its exit code: 0 usable, 1 not. */
export interface ConfigReport {
  readonly exitCode: 0 | 1;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  /** For people. */
  readonly text: string;
}

/** The warnings about buckets and keys that trails of the last sweep use and the baseline does not name. */
function undeclared({ baseline }: Config, outcomes: readonly AccountOutcome[]): readonly Warning[] {
  const declared = { buckets: baseline?.buckets ?? [], keys: baseline?.keys ?? [] };
  return undeclaredDestinations(outcomes, declared).map(({ kind, id, accounts }) => ({
    file: 'config.json',
    path: ['baseline', kind === 'bucket' ? 'buckets' : 'keys'],
    text: `Does not name the ${kind} ${id}, which trails of ${count(accounts.length, 'account')} used in the last sweep (${accounts.slice(0, namedAccounts).join(', ')}): each would be told as redirected. Name it, or move the trails first.`,
  }));
}

function faultsOf(config: Config, room: LambdaRoom | undefined): readonly Fault[] {
  const noRoom = room && noRoomForAnswers(config, room);
  return [...deployFaults(config), ...(noRoom ? [noRoom] : [])];
}

/**
 * Checks the three documents as they are at `now`, and against what the last sweep saw and what the central account's limits
 * leave room for, where these were read.
 */
export function checkConfig(
  texts: ConfigTexts,
  now: Instant,
  lastSweep: readonly AccountOutcome[] = [],
  room?: LambdaRoom,
): ConfigReport {
  const parsed = parseConfig(texts);
  const faults = parsed.ok ? faultsOf(parsed.config, room) : parsed.faults;
  if (!parsed.ok || faults.length > 0)
    return { exitCode: 1, faults, warnings: [], text: faultText(faults, texts) };
  const warnings = [
    ...parsed.warnings,
    ...expiredEntries(parsed.config.exemptions, now),
    ...undeclared(parsed.config, lastSweep),
  ];
  const { accounts } = parsed.config;
  const scope =
    parsed.config.organization.mode === 'organization'
      ? 'all accounts of AWS Organizations'
      : count(accounts.size, 'account');
  const verdict = `The configuration can be used: ${scope}, ${count(warnings.length, 'warning')}.\n`;
  return { exitCode: 0, faults: [], warnings, text: warningText(warnings, texts) + verdict };
}

async function lastSweepOf(config: Config, stage: string): Promise<readonly AccountOutcome[]> {
  // Only this option needs the SDK, which takes half a second to load.
  const { readLastSweep } = await import('#cli/input/last-sweep.ts');
  return (await readLastSweep(config, stage)) ?? [];
}

async function roomOf(config: Config, stage: string): Promise<LambdaRoom> {
  const { readRoomForAnswers } = await import('#cli/input/room-for-answers.ts');
  return readRoomForAnswers(config, stage);
}

/** `trailwarden config check`: every fault at once, with place and remedy; exit code 1 where there is one. */
export const configCheckCommand = new Command('check')
  .description('Checks the three documents and names every fault at once, with its place and what mends it.')
  .addOption(directoryOption())
  .option('--json', 'print {ok, faults, warnings} as JSON', false)
  .option(
    '--last-sweep',
    'also read the last sweep, to warn of trails that the baseline would make redirected',
    false,
  )
  .option(
    '--account',
    'also ask the central account whether its limit of concurrent executions leaves room for answers in Slack',
    false,
  )
  .option('--stage <stage>', 'with --last-sweep and --account: the stage that is deployed', 'prod')
  .addHelpText('after', examples(['trailwarden config check --directory config', 'before every deploy']))
  .action(async ({ directory, json, lastSweep: isAsked, account, stage }) => {
    const texts = readConfigTexts(configDirectory(directory));
    const parsed = parseConfig(texts);
    const lastSweep = isAsked && parsed.ok ? await lastSweepOf(parsed.config, stage) : [];
    const room = account && parsed.ok ? await roomOf(parsed.config, stage) : undefined;
    const report = checkConfig(texts, instant(Date.now()), lastSweep, room);
    process.stdout.write(json ? printJson(report) : report.text);
    process.exitCode = report.exitCode;
  });

function printJson({ exitCode, faults, warnings }: ConfigReport): string {
  const plain = <Item extends { readonly path: Path }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, path: printPath(item.path) }));
  return `${JSON.stringify({ ok: exitCode === 0, faults: plain(faults), warnings: plain(warnings) }, null, 2)}\n`;
}

function faultText(faults: readonly Fault[], texts: ConfigTexts): string {
  const lines = faults.map((fault) => describeFault(fault, place(fault.file, fault.path, texts)));
  return `${lines.join('\n')}\nThe configuration cannot be used: ${count(faults.length, 'fault')}.\n`;
}

function warningText(warnings: readonly Warning[], texts: ConfigTexts): string {
  return warnings.map(({ file, path, text }) => `${place(file, path, texts)}: warning: ${text}\n`).join('');
}

function place(file: DocumentName, path: Path, texts: ConfigTexts): string {
  const byName: Readonly<Record<DocumentName, string | undefined>> = {
    'config.json': texts.config,
    'whitelist.json': texts.whitelist,
    'ticket_owners.json': texts.ticketOwners,
  };
  const text = byName[file];
  return path.length === 0 || text === undefined
    ? file
    : `${file}, ${whereIs(text, path)}: ${printPath(path)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
