import { folded, accountLabel, placesLabel, regionsLabel, trailLabel } from './fold.ts';
import type { ScanFinding, ScanReport } from '#usecases/scan/scan-report.ts';
import { summaryLine } from './table.ts';

/** Text that is shown as it is: Markdown's marks, HTML and table bars are escaped. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~>@:]/g, (mark) => `\\${mark}`)
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** A command as a block of code, fenced longer than any run of backticks in it. */
function codeBlock(command: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${command}\n${fence}`;
}

function entry(first: ScanFinding, all: readonly ScanFinding[], fresh: ReadonlySet<string>): string {
  const isNew = all.some(({ id }) => fresh.has(id)) ? ' (new)' : '';
  const trail = trailLabel(first);
  const heading = `### ${first.severity.toUpperCase()}: ${escaped(first.title)}${trail === '' ? '' : `, ${escaped(trail)}`}${isNew}`;
  const detail = first.detail === '' ? [] : [escaped(first.detail)];
  const commands = [...new Set(all.flatMap(({ command }) => command ?? []))].slice(0, 5);
  return [
    heading,
    '',
    `${escaped(placesLabel(all, 10))}. Since ${escaped(first.since)}.`,
    '',
    ...detail.flatMap((line) => [line, '']),
    `${escaped(first.meaning)} ${escaped(first.remedy)}`,
    '',
    ...commands.flatMap((command) => [codeBlock(command), '']),
  ].join('\n');
}

/** The report for a ticket or a repository: findings with their repair, coverage by trail, what could not be read. */
export function markdownFormat(report: ScanReport): string {
  const fresh = new Set(report.changes?.fresh ?? []);
  const over = folded(report.changes?.over ?? []).map(
    ({ first, all }) => `- ${escaped(first.title)}: ${escaped(placesLabel(all, 10))}`,
  );
  const unread = report.unread.map(
    ({ account, accountName, regions, permission, what, why, remedy }) =>
      `| ${[accountLabel(account, accountName), regionsLabel(regions), permission ?? '', `${what}: ${why}`, remedy].map(escaped).join(' | ')} |`,
  );
  const trails = report.trails.map(
    ({ name, account, home, logging, records, bucket, places, accounts }) =>
      `| ${[name, account, home, logging === null ? 'unknown' : logging ? 'yes' : 'NO', records, bucket ?? '', `${accounts} / ${places}`].map(escaped).join(' | ')} |`,
  );
  const table = (title: string, head: readonly string[], rows: readonly string[]) =>
    rows.length === 0
      ? []
      : [`## ${title}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows, ''];
  return [
    '# CloudTrail scan',
    '',
    `${escaped(report.startedAt)}, by ${escaped(report.caller)}, with Trailwarden ${report.tool}. ${escaped(summaryLine(report))}`,
    '',
    ...(over.length === 0 ? [] : ['## Over since the earlier scan', '', ...over, '']),
    ...(report.findings.length === 0 ? [] : ['## Findings', '']),
    ...folded(report.findings).map(({ first, all }) => entry(first, all, fresh)),
    ...table('Trails', ['trail', 'owner', 'home', 'logs', 'records', 'bucket', 'accounts / places'], trails),
    ...table('Not read', ['account', 'Regions', 'permission', 'what', 'remedy'], unread),
  ].join('\n');
}
