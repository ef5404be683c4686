import { csvText } from '#domain/values/csv.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';

/** The columns of the file, in order; times are UTC in ISO 8601. */
export const scanColumns = [
  'kind',
  'severity',
  'rule',
  'title',
  'account_id',
  'account_name',
  'region',
  'trail',
  'since',
  'detail',
  'remedy',
  'command',
  'accepted',
] as const;

/** One row for each finding, also of accepted ones, and one for each thing that could not be read (`kind` is `unread`). */
export function csvFormat(report: ScanReport): string {
  const found = [...report.findings, ...report.accepted].map((one) => [
    ...['finding', one.severity, one.rule, one.title, one.account, one.accountName, one.region],
    ...[one.trail ?? '', one.since, one.detail, one.remedy, one.command ?? '', one.accepted ?? ''],
  ]);
  const unread = report.unread.map((one) => [
    ...['unread', '', '', one.what, one.account, one.accountName, one.regions.join(' ')],
    ...['', '', one.why, one.remedy, '', ''],
  ]);
  return csvText([scanColumns, ...found, ...unread]);
}
