import Table from 'cli-table3';
import type { Severity } from '#domain/findings/finding.ts';
import { count, listed } from '#domain/announcements/wording.ts';
import type { Paint } from '#cli/output/terminal.ts';
import { printable } from '#cli/output/printable.ts';
import { accountLabel, folded, placesLabel, regionsLabel, trailLabel } from './fold.ts';
import type { ScanFinding, ScanReport, ScanUnread } from '#usecases/scan/scan-report.ts';

/** How a table is drawn: its width in characters, and colours. */
export interface TableLook {
  readonly width: number;
  readonly paint: Paint;
}

const colours: Readonly<Record<Severity, Parameters<Paint>[0]>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
};

const lines = { 'top-mid': '', 'mid-mid': '', 'bottom-mid': '', left: '', right: '', middle: ' ' } as const;
const none = [
  'top',
  'top-left',
  'top-right',
  'bottom',
  'bottom-left',
  'bottom-right',
  'left-mid',
  'mid',
  'right-mid',
];

/** A table without frames, whose columns take `widths`. */
function drawn(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const table = new Table({
    head: [...head],
    colWidths: [...widths],
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
    chars: { ...Object.fromEntries(none.map((name) => [name, ''])), ...lines },
  });
  table.push(...rows.map((row) => row.map(printable)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const day = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

function whatWords(finding: ScanFinding): string {
  const trail = trailLabel(finding);
  const weaker = finding.weakening ? ', others still record' : '';
  const detail = finding.detail === '' ? '' : `: ${finding.detail}`;
  return `${finding.title}${trail === '' ? '' : ` (${trail})`}${weaker}${detail}`;
}

function findingRows(
  findings: readonly ScanFinding[],
  fresh: ReadonlySet<string>,
): readonly (readonly string[])[] {
  return folded(findings).map(({ first, all }) => {
    const since = all.map((one) => one.since).toSorted()[0] ?? first.since;
    const mark = all.some(({ id }) => fresh.has(id)) ? 'NEW ' : '';
    return [first.severity.toUpperCase(), mark + whatWords(first), placesLabel(all), day(since)];
  });
}

/** Findings as a table, worst first, with their places folded; `fresh` are marked as new. */
export function findingsTable(
  findings: readonly ScanFinding[],
  fresh: ReadonlySet<string>,
  { width, paint }: TableLook,
): string {
  const [severity, since] = [10, 17];
  const rest = width - severity - since - 3;
  const what = Math.floor(rest * 0.55);
  const head = ['SEVERITY', 'WHAT', 'WHERE', 'SINCE (UTC)'];
  return coloured(drawn(head, findingRows(findings, fresh), [severity, what, rest - what, since]), paint);
}

function unreadRows(unread: readonly ScanUnread[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(unread, ({ permission, what, why }) =>
    [permission, what, why.split(':')[0]].join('|'),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const accounts = group.map(({ account, accountName }) => accountLabel(account, accountName));
    const regions = regionsLabel([...new Set(group.flatMap((one) => one.regions))]);
    const who = accounts.length === 1 ? accounts.join('') : count(accounts.length, 'account');
    const where = regions === '' ? who : `${who}; ${regions}`;
    return [[first.permission ?? '-', `${first.what}: ${first.why}. ${first.remedy}`, where]];
  });
}

function coloured(text: string, paint: Paint): string {
  return text.replaceAll(/^(CRITICAL|HIGH|MEDIUM|LOW)\b/gm, (word) =>
    paint(colours[word.toLowerCase() as Severity], word),
  );
}

/** How many findings there are of each severity, and in how many accounts and Regions. */
export function summaryLine(report: ScanReport): string {
  const { accounts, places, findings, accepted, unread, endedEarly } = report;
  const bySeverity = Map.groupBy(findings, ({ severity }) => severity);
  const kinds = (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) => {
    const number = bySeverity.get(severity)?.length ?? 0;
    return number === 0 ? [] : [`${number} ${severity}`];
  });
  const seen = `${count(accounts.length, 'account')}, ${count(places.length, 'place')} (account and Region)`;
  const found =
    kinds.length === 0 ? 'nothing found' : `${count(findings.length, 'finding')}: ${listed(kinds)}`;
  const more = [
    accepted.length > 0 ? `${accepted.length} accepted by the whitelist` : '',
    unread.length > 0 ? `${unread.length} things could not be read` : '',
    endedEarly === null ? '' : endedEarly,
  ].filter((part) => part !== '');
  return [`${seen}: ${found}`, ...more].join('; ').replace(/\.?$/, '.');
}

function changeLines({ changes }: ScanReport): readonly string[] {
  if (changes === null) return [];
  const { since, fresh, over, unknown } = changes;
  const unsure = unknown.length === 0 ? '' : `, ${unknown.length} not read this time`;
  const ended = folded(over).map(({ first, all }) => `  over: ${first.title}, ${placesLabel(all)}`);
  return [
    `Since ${day(since)} UTC: ${fresh.length} new, ${over.length} over${unsure}.`,
    ...ended.map(printable),
    '',
  ];
}

/** The report for a terminal: what changed, findings worst first with their places folded, what could not be read, counts. */
export function tableText(report: ScanReport, look: TableLook): string {
  const { width, paint } = look;
  const blocks = [...changeLines(report)];
  const isFound = report.findings.length > 0;
  if (isFound) blocks.push(findingsTable(report.findings, new Set(report.changes?.fresh ?? []), look), '');
  const unread = unreadRows(report.unread);
  if (unread.length > 0) {
    const permission = Math.min(34, Math.floor(width / 4));
    const where = Math.floor((width - permission) * 0.35);
    const widths = [permission, width - permission - where - 2, where];
    blocks.push(
      paint('bold', 'NOT READ'),
      drawn(['PERMISSION', 'WHAT AND WHY', 'WHERE'], unread, widths),
      '',
    );
  }
  blocks.push(summaryLine(report));
  if (isFound) blocks.push('The repair of each: --format markdown, or --format html --output report.html.');
  return `${blocks.join('\n')}\n`;
}
