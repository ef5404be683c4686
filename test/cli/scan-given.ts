import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { ScanFinding, ScanReport } from '#usecases/scan/scan-report.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { severities } from '#domain/findings/finding.ts';

/** What a caller may name a thing to get into a page, a terminal or a spreadsheet. */
export const hostile = `=cmd|' /C calc'!A0"><script>alert(1)</script>&\u001b[31m\u202e,`;

const at = '2026-11-21T12:00:00.000Z';

/** A finding of the rule at `index`, on a trail of a hostile name where it is about a trail. */
export function findingOf(index: number, changes: Partial<ScanFinding> = {}): ScanFinding {
  const rule = ruleIds[index % ruleIds.length] ?? 'no-trail';
  const { title, meaning, mitre } = ruleOf(rule);
  const account = String(500_000_000_000 + (index % 7));
  const region = ['eu-west-1', 'us-east-1', 'ap-southeast-2'][index % 3] ?? '';
  const trail = rule === 'no-trail' ? null : `arn:aws:cloudtrail:eu-west-1:${account}:trail/main`;
  return {
    id: [account, region, rule, trail ?? '-'].join('/'),
    rule,
    title,
    severity: severities[index % 4] ?? 'low',
    weakening: index % 5 === 0,
    account,
    accountName: index % 2 === 0 ? hostile : 'shop',
    region,
    trail,
    since: at,
    detail: index % 3 === 0 ? hostile.repeat(40) : '',
    meaning,
    remedy: 'Start logging again.',
    command: index % 4 === 0 ? null : `aws cloudtrail start-logging --name main --region ${region}`,
    mitre,
    accepted: null,
    ...changes,
  };
}

/** A report with a finding of every rule, with what could not be read, and with what changed. */
export function reportOf(changes: Partial<ScanReport> = {}): ScanReport {
  const findings = ruleIds.map((_, index) => findingOf(index));
  const accounts = [...new Map(findings.map((one) => [one.account, one.accountName]))];
  return {
    format: 'trailwarden-scan/1',
    tool: '0.1.0',
    startedAt: at,
    endedAt: at,
    caller: 'arn:aws:sts::500000000000:assumed-role/Auditor/anna',
    organization: 'o-exampleorg',
    complete: false,
    endedEarly: null,
    accounts: accounts.map(([id, name]) => ({ id, name })),
    places: findings.map(({ account, region, severity }) => ({
      account,
      region,
      state: severity,
      records: 'writes',
    })),
    findings,
    accepted: [findingOf(1, { accepted: hostile })],
    trails: [
      {
        arn: 'arn:aws:cloudtrail:eu-west-1:500000000000:trail/main',
        name: hostile,
        account: '500000000000',
        home: 'eu-west-1',
        organization: true,
        multiRegion: true,
        logging: null,
        records: 'unknown',
        bucket: hostile,
        key: null,
        validation: false,
        delivered: null,
        deliveryError: hostile,
        places: 34,
        accounts: 2,
      },
    ],
    unread: [
      {
        account: '500000000001',
        accountName: hostile,
        regions: ['eu-west-1'],
        permission: 'cloudtrail:DescribeTrails',
        what: 'trails',
        why: `AccessDenied: ${hostile}`,
        remedy: 'Allow cloudtrail:DescribeTrails there.',
      },
    ],
    changes: null,
    ...changes,
  };
}

const schemaOf = (file: string): object =>
  JSON.parse(readFileSync(`test/fixtures/finding-schemas/${file}`, 'utf8')) as object;
const ajv = new Ajv.default({ strict: false, unicodeRegExp: false, allErrors: true });
const isAsff = ajv.compile(schemaOf('asff.json'));
const isOcsf = ajv.compile({ ...schemaOf('ocsf-1.4.0-compliance-finding.json') });

/** What AWS's schema has against a list of findings in ASFF. */
export function faultsOfAsff(list: unknown): readonly unknown[] {
  isAsff(list);
  return isAsff.errors ?? [];
}

/** What the schema of OCSF 1.4.0 has against one compliance finding. */
export function faultsOfOcsf(event: unknown): readonly unknown[] {
  isOcsf(event);
  return isOcsf.errors ?? [];
}
