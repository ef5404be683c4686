import { Command } from '@commander-js/extra-typings';
import { directoryOption, examples } from '#cli/habits/options.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { deployFaults } from '#adapters/cloudformation/deploy-faults.ts';
import type { ConfigTexts } from '#config/load.ts';
import { parseConfig, readConfigTexts } from '#config/load.ts';
import { whereIs } from '#config/document.ts';
import type { DocumentName, Fault, Path, Warning } from '#config/fault.ts';
import { describeFault, printPath } from '#config/fault.ts';
import { expiredEntries } from '#config/whitelist.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** The result of a check, with its exit code: 0 usable, 1 not. */
export interface ConfigReport {
  readonly exitCode: 0 | 1;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  /** For people. */
  readonly text: string;
}

/** Checks the three documents as they are at `now`. */
export function checkConfig(texts: ConfigTexts, now: Instant): ConfigReport {
  const parsed = parseConfig(texts);
  const faults = parsed.ok ? deployFaults(parsed.config) : parsed.faults;
  if (!parsed.ok || faults.length > 0)
    return { exitCode: 1, faults, warnings: [], text: faultText(faults, texts) };
  const warnings = [...parsed.warnings, ...expiredEntries(parsed.config.exemptions, now)];
  const { accounts } = parsed.config;
  const scope =
    parsed.config.organization.mode === 'organization'
      ? 'all accounts of AWS Organizations'
      : count(accounts.size, 'account');
  const verdict = `The configuration can be used: ${scope}, ${count(warnings.length, 'warning')}.\n`;
  return { exitCode: 0, faults: [], warnings, text: warningText(warnings, texts) + verdict };
}

/** `trailwarden config check`: every fault at once, with place and remedy; exit code 1 where there is one. */
export const configCheckCommand = new Command('check')
  .description('Checks the three documents and names every fault at once, with its place and what mends it.')
  .addOption(directoryOption())
  .option('--json', 'print {ok, faults, warnings} as JSON', false)
  .addHelpText('after', examples(['trailwarden config check --directory config', 'before every deploy']))
  .action(({ directory, json }) => {
    const report = checkConfig(readConfigTexts(configDirectory(directory)), instant(Date.now()));
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
