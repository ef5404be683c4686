import { availableParallelism } from 'node:os';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { count } from '#domain/announcements/wording.ts';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import type { BenchReport, Measurement } from './bench.ts';
import { defaultRegions, organizationTrail, type StormWorld } from './storm-world.ts';

/** The counts at the end of a storm. */
export interface StormOutcome {
  /** Issue records of the organization's accounts in this state. */
  readonly records: number;
  /** Messages about the trail that say so many accounts, by channel. */
  readonly messages: readonly string[];
  readonly tickets: readonly string[];
  readonly edits: number;
  /** Methods of Slack and of HTTP that were answered with 429 since the storm began. */
  readonly limited: readonly string[];
  readonly deadLetters: number;
}

/** The result of one storm. */
export interface Storm {
  readonly accounts: number;
  readonly twice: boolean;
  /** From the event on the bus to the first request to Slack, in milliseconds. */
  readonly first: number;
  /** The same for events of other accounts during the storm. */
  readonly others: readonly number[];
  /** How long such an event and an answer of the database took before the storm, in milliseconds. */
  readonly quiet: { readonly other: number; readonly database: number };
  /** How long an answer of the database took in the storm, in milliseconds. */
  readonly database: number;
  readonly seconds: number;
  readonly open: StormOutcome;
  readonly over: StormOutcome;
}

async function records({ cloud }: Rehearsal, accounts: ReadonlySet<string>, status: string): Promise<number> {
  let count = 0;
  let from: Record<string, never> | undefined;
  do {
    const page = await cloud.tables.send(
      new ScanCommand({
        TableName: cloud.nameOf('IssuesTable'),
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    const items = (page.Items ?? []).map((item) => unmarshall(item));
    count += items.filter(
      (item) => accounts.has(String(item['account_id'])) && item['status'] === status,
    ).length;
    from = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (from !== undefined);
  return count;
}

/** How many requests had come to Slack and Jira at a moment. */
export interface RequestCounts {
  readonly slack: number;
  readonly jira: number;
}

const isLimited = ({ status }: { status?: number }): boolean => status === 429;

/** What Slack, Jira and the issue table show now. */
export async function outcomeOf(
  stage: Rehearsal & StormWorld,
  { status, since }: { readonly status: string; readonly since: RequestCounts },
): Promise<StormOutcome> {
  const { slack, jira, cloud } = stage;
  const messages = ['cloudtrail', 'team-blue'].flatMap((name) =>
    slack
      .channel(name)
      .messages.filter(({ threadTs }) => threadTs === undefined)
      .map((message) => ({ edits: message.edits.length, text: renderMessage(message, { width: 500 }) }))
      .filter(({ text }) => text.includes(`trail ${organizationTrail}`))
      .map(({ edits, text }) => ({ edits, line: `#${name} ${text.split('\n')[0] ?? ''}` })),
  );
  const tickets = jira.issues
    .map((issue) => renderTicket(issue, { width: 500 }))
    .filter((text) => text.includes(`trail ${organizationTrail}`))
    .map((text) => text.split('\n').slice(0, 2).join(' '));
  const dead = await Promise.all(
    ['EventsDeadLetters', 'SweepDeadLetters', 'SlackDeadLetters', 'JiraDeadLetters'].map((name) =>
      cloud.queue(name),
    ),
  );
  return {
    records: await records(stage, new Set(stage.accounts), status),
    messages: messages.map(({ line }) => line),
    tickets,
    edits: messages.reduce((sum, { edits }) => sum + edits, 0),
    limited: [...slack.requests.slice(since.slack), ...jira.requests.slice(since.jira)]
      .filter(isLimited)
      .map(({ method }) => method),
    deadLetters: dead.reduce((sum, { visible }) => sum + visible.length, 0),
  };
}

function figuresOf(storm: Storm): Measurement[] {
  const { accounts, twice, first, others, quiet, database, seconds, open, over } = storm;
  const subject = `${accounts} accounts${twice ? ', twice and shuffled' : ''}`;
  const places = accounts * defaultRegions.length;
  const one = (figure: string, value: number, goal?: number): Measurement => ({
    subject,
    figure,
    value,
    unit: '',
    ...(goal !== undefined && { goal }),
  });
  return [
    { subject, figure: 'first message', value: first, unit: 'ms', goal: 2000 },
    {
      subject,
      figure: 'an unrelated event, the slowest',
      value: Math.max(...others),
      unit: 'ms',
      goal: 1200,
    },
    { subject, figure: 'before the storm', value: quiet.other, unit: 'ms' },
    { subject, figure: 'the database', value: database, unit: 'ms' },
    { subject, figure: 'to the last word', value: seconds * 1000, unit: 'ms' },
    one('issue records missing', places - open.records, 1),
    one('records not resolved', places - over.records, 1),
    one('messages', open.messages.length),
    one('tickets', open.tickets.length),
    one('edits', open.edits),
    one('429', over.limited.length, 1),
    one('dead letters', over.deadLetters, 1),
  ];
}

/** The note on how to read figures of a machine with few cores. */
function limitsOf({ quiet, database }: Storm): string {
  const cores = availableParallelism();
  return [
    'At full concurrency (serverless.yml) twenty batches of events and ten members are looked at, and each reporter reads',
    'ten lanes of the stream, every process with processor time of its own. Here a fifth of them shares',
    `${count(cores, 'core')} with the database, whose answer took ${quiet.database.toFixed(0)} ms before the storm and`,
    `${database.toFixed(0)} ms in it; an unrelated event is told after a dozen of them one after another.`,
  ].join(' ');
}

/** The storms in figures. */
export function stormReport(storms: readonly Storm[]): BenchReport {
  return {
    measurements: storms.flatMap(figuresOf),
    notes: storms.flatMap((storm) => {
      const { open, over } = storm;
      return [
        limitsOf(storm),
        `Unrelated events, one after another: ${storm.others.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}.`,
        ...open.messages,
        ...open.tickets,
        ...over.messages,
        ...over.tickets,
        ...(over.limited.length > 0 ? [`429: ${over.limited.join(' ')}`] : []),
      ];
    }),
  };
}
