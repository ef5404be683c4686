import type { AwsSecurityFinding, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { BatchImportFindingsCommand } from '@aws-sdk/client-securityhub';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import type { IncidentListener } from '#ports/incident-listeners.ts';

/** The client, and the account and Region of the centre, whose own findings all are. */
export interface SecurityHubParts {
  readonly client: SecurityHubClient;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Limits of ASFF (Security Hub user guide, required and optional top-level attributes). */
const longest = { title: 256, description: 1024, remediation: 512, resources: 32, productField: 2048 };

const defenseEvasion = 'TTPs/Defense Evasion/T1562.008-Disable or Modify Cloud Logs';

/** Labels of ASFF by our severities. */
const labels = { critical: 'CRITICAL', high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const;

function resourcesOf({ incident }: IncidentEvent, { partition, region }: SecurityHubParts) {
  const accounts = incident.accounts.map(({ id }) => ({ Type: 'AwsAccount', Id: `AWS::::Account:${id}` }));
  const trails = incident.trails.map((Id) => ({
    Type: 'AwsCloudTrailTrail',
    Id,
    Region: Id.split(':')[3] ?? region,
  }));
  return [...trails, ...accounts]
    .slice(0, longest.resources)
    .map((resource) => ({ Region: region, Partition: partition as 'aws', ...resource }));
}

function productFieldsOf({ incident, causes }: IncidentEvent): Record<string, string> {
  const { accounts, rules, trails } = incident;
  const fields = {
    incident: incident.id,
    status: incident.status,
    accounts: accounts.map(({ id }) => id).join(' '),
    regions: [...new Set(accounts.flatMap(({ regions }) => regions))].join(' '),
    rules: rules.join(' '),
    trails: trails.join(' '),
    who: causes.map(({ who }) => who.arn ?? who.name ?? who.kind).join(' '),
  };
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return Object.fromEntries(
    given.map(([name, value]) => [`trailwarden/${name}`, value.slice(0, longest.productField)]),
  );
}

/**
 * One incident as a finding in ASFF. It belongs to the centre's account, as BatchImportFindings takes findings of the
 * calling account only; the watched accounts and trails are its resources. Severity and types stand in
 * FindingProviderFields, as AWS asks of those who update findings.
 */
export function findingOf(event: IncidentEvent, parts: SecurityHubParts): AwsSecurityFinding {
  const { partition, region, accountId } = parts;
  const { incident, sentAt, links } = event;
  const isOver = incident.status !== 'open';
  const [account] = incident.accounts;
  const url = links.find((link) => link.text.startsWith('Ticket'))?.url ?? links[0]?.url;
  return {
    SchemaVersion: '2018-10-08',
    Id: `trailwarden/${incident.id}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'Trailwarden',
    GeneratorId: `trailwarden/${incident.rules[0] ?? 'incident'}`,
    AwsAccountId: accountId,
    CreatedAt: incident.openedAt,
    // An update that is not newer than what is stored is passed over.
    UpdatedAt: sentAt,
    FirstObservedAt: incident.openedAt,
    Title: incident.headline.slice(0, longest.title),
    Description: (incident.description || incident.headline).slice(0, longest.description),
    FindingProviderFields: { Severity: { Label: labels[incident.severity] }, Types: [defenseEvasion] },
    Remediation: {
      Recommendation: {
        Text: incident.remedy.slice(0, longest.remediation),
        ...(url === undefined ? {} : { Url: url }),
      },
    },
    ProductFields: productFieldsOf(event),
    Resources:
      account === undefined
        ? [{ Type: 'AwsAccount', Id: `AWS::::Account:${accountId}`, Region: region }]
        : resourcesOf(event, parts),
    RecordState: isOver ? 'ARCHIVED' : 'ACTIVE',
  };
}

/** Imports incidents as findings of the central account's Security Hub: one each, updated in place, archived when over. */
export function securityHub(parts: SecurityHubParts): IncidentListener {
  return {
    name: 'security-hub',
    async sendEvents(events) {
      const latest = events.at(-1);
      if (!latest) return;
      const Findings = [findingOf(latest, parts)];
      const answer = await parts.client.send(new BatchImportFindingsCommand({ Findings }));
      const [failed] = answer.FailedFindings ?? [];
      if (failed) throw new Error(`Security Hub did not take it: ${failed.ErrorCode} ${failed.ErrorMessage}`);
    },
  };
}
