import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import { readPartition } from '#adapters/aws/rows.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { anonymous } from './anonymous.ts';
import { consumer } from './consumer.ts';
import { heardOf } from './heard.ts';

/** The outcome of a journey, without values that differ from account to account: times, ids, ticket numbers. */
export interface Outcome {
  /** Every finding with its state, item by item. */
  readonly items: readonly string[];
  readonly incidents: readonly string[];
  /** Slack messages with their threads, and tickets with their comments, as people read them. */
  readonly messages: readonly string[];
  readonly tickets: readonly string[];
  /** The milestones that a consumer of the bus of incidents received, each id once. */
  readonly published: readonly string[];
  /** Findings in Security Hub, for journeys that have it switched on. */
  readonly findings: readonly string[];
  /** Messages in dead-letter queues. */
  readonly deadLetters: readonly string[];
  /** Messages still in queues after ample time. */
  readonly waiting: readonly string[];
}

const wide = { width: 1_000_000 };
const deadLetterQueues = ['Events', 'Inspect', 'Sweep', 'Slack', 'Jira', 'Milestones', 'Answers'].map(
  (name) => `${name}DeadLetters`,
);
const queues = ['Events', 'Sweep', 'FanOut', 'Slack', 'Jira', 'Milestones', 'Answers'].map(
  (name) => `${name}Queue`,
);

function items(issues: readonly Issue[], ordinal: (incident: string) => number): string[] {
  return issues.flatMap(({ region, status, disabled, timestamps, findings }) => [
    [region, status, disabled ? 'dark' : 'covered', timestamps.reported ? 'reported' : 'untold'].join(' '),
    ...[...findings.values()]
      .map(({ rule, state, severity, peak, harmful, causedBy, incident }) =>
        [region, rule, state, severity, peak, harmful, causedBy ? 'actor' : '-', ordinal(incident)].join(' '),
      )
      .sort(),
  ]);
}

async function issuesOf({ cloud }: Rehearsal, account: string): Promise<Issue[]> {
  const table = cloud.nameOf('IssuesTable');
  const rows = await readPartition(cloud.tables, table, { key: 'account_id', value: account });
  return rows.flatMap((row) => decodeIssue(row) ?? []);
}

async function incidents(
  { cloud }: Rehearsal,
  ids: readonly Issue['findings'][],
): Promise<Map<string, string>> {
  const store = dynamoIncidentStore({
    client: cloud.tables,
    stateTable: cloud.nameOf('StateTable'),
    newId: newIncidentId,
  });
  const found = new Set(ids.flatMap((findings) => [...findings.values()].map(({ incident }) => incident)));
  const views = await Promise.all([...found].map((id) => store.readIncident(id)));
  return new Map(
    views
      .filter((view) => view !== undefined)
      .sort((one, other) => one.incident.openedAt - other.incident.openedAt)
      .map(({ incident, members, events }) => {
        const each = members.map(
          ({ region, finding }) => `${region} ${finding.rule} ${finding.state} ${finding.severity}`,
        );
        return [
          incident.id,
          `${each.sort().join('; ')}; ${events.size} calls; previous: ${incident.previous !== undefined}`,
        ];
      }),
  );
}

async function left(
  { cloud }: Rehearsal,
  names: readonly string[],
  account: string,
): Promise<readonly string[]> {
  const reports = await Promise.all(names.map((name) => cloud.queue(name)));
  return reports.flatMap(({ visible, delayed, held }, index) =>
    [...visible, ...delayed, ...held].map(({ body }) => `${names[index] ?? ''}: ${anonymous(body, account)}`),
  );
}

function findingsOf({ cloud }: Rehearsal, account: string): readonly string[] {
  const own = [...cloud.securityHub.values()].filter(
    ({ ProductFields }) => ProductFields?.['trailwarden/accounts'] === account,
  );
  return own.map(({ RecordState, Title, FindingProviderFields: { Severity } }) =>
    anonymous(`${RecordState} ${Severity.Label} ${Title}`, account),
  );
}

/** The present outcome in `account`. */
export async function outcomeOf(rehearsal: Rehearsal, account: string): Promise<Outcome> {
  const issues = await issuesOf(rehearsal, account);
  const known = await incidents(
    rehearsal,
    issues.map(({ findings }) => findings),
  );
  const order = [...known.keys()];
  const messages = rehearsal.slack.channel('cloudtrail').messages.map((one) => renderMessage(one, wide));
  const tickets = rehearsal.jira.issues.map((one) => renderTicket(one, wide));
  const own = (texts: readonly string[]): string[] =>
    texts
      .filter((text) => text.includes(account))
      .map((text) => anonymous(text, account))
      .sort();
  const heard = (await rehearsal.cloud.queue(consumer)).visible.map(({ body }) => body);
  return {
    items: items(issues, (incident) => order.indexOf(incident)),
    incidents: [...known.values()],
    messages: own(messages),
    tickets: own(tickets),
    published: heardOf(heard, account)
      .map((text) => anonymous(text, account))
      .sort(),
    findings: findingsOf(rehearsal, account),
    deadLetters: await left(rehearsal, deadLetterQueues, account),
    waiting: await left(rehearsal, queues, account),
  };
}

const lines = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split('\n'));

/** What differs between two outcomes, line by line in words; empty when nothing does. */
export function differences(expected: Outcome, actual: Outcome): readonly string[] {
  return (Object.keys(expected) as (keyof Outcome)[]).flatMap((name) => {
    const [one, other] = [expected[name], actual[name]];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    const [before, after] = [lines(one), lines(other)];
    return [
      `${name}: ${other.length}, and ${one.length} after the undisturbed run`,
      ...before.filter((line) => !after.includes(line)).map((line) => `  missing: ${line}`),
      ...after.filter((line) => !before.includes(line)).map((line) => `  not expected: ${line}`),
    ];
  });
}
