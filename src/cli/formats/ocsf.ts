import type { Severity } from '#domain/findings/finding.ts';
import type { ScanFinding, ScanReport } from '#usecases/scan/scan-report.ts';

/** The version of the schema that the events are written in (schema.ocsf.io). */
export const ocsfVersion = '1.4.0';

const severityIds: Readonly<Record<Severity, number>> = { critical: 5, high: 4, medium: 3, low: 2 };
const captions: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

function resourceOf({ trail, account, region, accountName }: ScanFinding) {
  const cloud = { cloud_partition: 'aws', region };
  if (trail === null) return { ...cloud, uid: account, type: 'AwsAccount', name: accountName || account };
  return { ...cloud, uid: trail, type: 'AwsCloudTrailTrail', name: trail.slice(trail.indexOf('/') + 1) };
}

/** Whether the finding is new, still there, or over. */
type Activity = 'Create' | 'Update' | 'Close';
const activities: Readonly<Record<Activity, number>> = { Create: 1, Update: 2, Close: 3 };
const complianceFinding = 2003;

function statusOf({ accepted }: ScanFinding, activity: Activity) {
  if (activity === 'Close') return { status_id: 4, status: 'Resolved' };
  return accepted === null ? { status_id: 1, status: 'New' } : { status_id: 3, status: 'Suppressed' };
}

function infoOf({ id, title, detail, meaning, since }: ScanFinding, report: ScanReport) {
  const first = Date.parse(since);
  return {
    uid: id,
    title,
    desc: [detail, meaning].filter((part) => part !== '').join('. '),
    created_time: first,
    first_seen_time: first,
    last_seen_time: Date.parse(report.startedAt),
    types: ['CloudTrail logging'],
  };
}

function eventOf(finding: ScanFinding, activity: Activity, report: ScanReport) {
  const { rule, title, severity, account, accountName, region, remedy, command } = finding;
  return {
    activity_id: activities[activity],
    activity_name: activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: complianceFinding,
    class_name: 'Compliance Finding',
    type_uid: complianceFinding * 100 + activities[activity],
    type_name: `Compliance Finding: ${activity}`,
    ...statusOf(finding, activity),
    severity_id: severityIds[severity],
    severity: captions[severity],
    time: Date.parse(report.startedAt),
    message: title,
    metadata: {
      version: ocsfVersion,
      profiles: ['cloud'],
      product: { name: 'Trailwarden', vendor_name: 'Trailwarden', version: report.tool },
    },
    cloud: {
      provider: 'AWS',
      region,
      account: { uid: account, name: accountName || account, type: 'AWS Account', type_id: 10 },
    },
    finding_info: infoOf(finding, report),
    compliance: {
      control: rule,
      standards: ['Trailwarden'],
      status: activity === 'Close' ? 'Pass' : 'Fail',
      status_id: activity === 'Close' ? 1 : 3,
    },
    remediation: { desc: command === null ? remedy : `${remedy} ${command}` },
    resources: [resourceOf(finding)],
  };
}

/** The findings as Compliance Findings of the Open Cybersecurity Schema Framework, one JSON list. */
export function ocsfFormat(report: ScanReport): string {
  const fresh = new Set(report.changes?.fresh ?? report.findings.map(({ id }) => id));
  const open = [...report.findings, ...report.accepted].map((finding) =>
    eventOf(finding, report.changes === null || fresh.has(finding.id) ? 'Create' : 'Update', report),
  );
  const over = (report.changes?.over ?? []).map((finding) => eventOf(finding, 'Close', report));
  return `${JSON.stringify([...open, ...over], null, 2)}\n`;
}
