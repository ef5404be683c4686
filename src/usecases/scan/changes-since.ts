import type { ScanReport } from './scan-report.ts';

/**
 * `report` with what changed since `before`: findings that are new, and those of then that are over. What was not read this
 * time is neither: not seeing a finding does not end it.
 */
export function withChangesSince(report: ScanReport, before: ScanReport): ScanReport {
  const was = new Set(before.findings.map(({ id }) => id));
  const is = new Set([...report.findings, ...report.accepted].map(({ id }) => id));
  const read = new Set(
    report.places
      .filter(({ state }) => state !== 'unread')
      .map(({ account, region }) => `${account} ${region}`),
  );
  const gone = before.findings.filter(({ id }) => !is.has(id));
  const wasRead = ({ account, region }: { account: string; region: string }): boolean =>
    read.has(`${account} ${region}`);
  const changes = {
    since: before.startedAt,
    fresh: report.findings.filter(({ id }) => !was.has(id)).map(({ id }) => id),
    over: gone.filter(wasRead),
    unknown: gone.filter((finding) => !wasRead(finding)),
  };
  return { ...report, changes };
}
