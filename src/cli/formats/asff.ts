import { clipped } from '#domain/announcements/wording.ts';
import type { Severity } from '#domain/findings/finding.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { ScanFinding, ScanReport } from '#usecases/scan/scan-report.ts';

const labels: Readonly<Record<Severity, string>> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
};

/** The finding's trail, or the account where there is none. */
function resourceOf({ trail, account, region }: ScanFinding) {
  const Partition = partitionOf(region);
  if (trail === null)
    return { Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Partition, Region: region };
  return { Type: 'AwsCloudTrailTrail', Id: trail, Partition, Region: region };
}

// The greatest lengths are those of the service's documentation of each field (Security Hub API reference).
function findingOf(finding: ScanFinding, report: ScanReport) {
  const { account, region, rule, title, detail, meaning, remedy, command, since, severity, accepted } =
    finding;
  const product = `arn:${partitionOf(region)}:securityhub:${region}:${account}:product/${account}/default`;
  const words = [detail, meaning].filter((part) => part !== '').join('. ');
  const advice = command === null ? remedy : `${remedy} ${command}`;
  return {
    SchemaVersion: '2018-10-08',
    Id: clipped(`trailwarden/${finding.id}`, 512),
    ProductArn: product,
    ProductName: 'Trailwarden',
    CompanyName: 'Trailwarden',
    Region: region,
    GeneratorId: `trailwarden/${rule}`,
    AwsAccountId: account,
    Types: ['Software and Configuration Checks/AWS Security Best Practices', 'TTPs/Defense Evasion'],
    FirstObservedAt: since,
    LastObservedAt: report.startedAt,
    CreatedAt: since,
    UpdatedAt: report.startedAt,
    Severity: { Label: labels[severity], Original: severity },
    Title: clipped(title, 256),
    Description: clipped(words, 1024),
    Remediation: { Recommendation: { Text: clipped(advice, 512) } },
    ProductFields: { 'trailwarden/rule': rule, 'trailwarden/version': report.tool },
    Resources: [resourceOf(finding)],
    Compliance: { Status: 'FAILED' },
    Workflow: { Status: accepted === null ? 'NEW' : 'SUPPRESSED' },
    RecordState: 'ACTIVE',
  };
}

/**
 * The findings as AWS Security Finding Format, one JSON list: `aws securityhub batch-import-findings` takes a hundred of
 * one account and Region at a time. Findings of an earlier scan that are over are archived.
 */
export function asffFormat(report: ScanReport): string {
  const open = [...report.findings, ...report.accepted].map((finding) => findingOf(finding, report));
  const over = (report.changes?.over ?? []).map((finding) => {
    const one = findingOf(finding, report);
    return {
      ...one,
      RecordState: 'ARCHIVED',
      Compliance: { Status: 'PASSED' },
      Workflow: { Status: 'RESOLVED' },
    };
  });
  return `${JSON.stringify([...open, ...over], null, 2)}\n`;
}
