import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { inject, onTestFailed } from 'vitest';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import type { QueueReport } from '#simulators/aws-cloud/queues.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import type { Identity } from '#simulators/organization/identities.ts';
import type { Rehearsal, RehearsalOptions } from '#local/rehearsal/rehearsal.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { withConsumer } from './consumer.ts';
import { home, mallory } from './worlds.ts';

/** An item of the issue table, as anybody would read it. */
export interface Item {
  readonly account_id: string;
  readonly issue_id: string;
  readonly status: string;
  readonly timestamps: Readonly<Record<string, string>>;
  readonly issue_details: {
    readonly disabled: boolean;
    readonly delivery_errors: Readonly<Record<string, unknown>>;
  };
  readonly jira_details?: { readonly ticket?: string };
  readonly findings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A rehearsal with what journeys ask of it again and again. */
export interface Stage extends Rehearsal {
  /** CloudTrail, called by a user of `account`: Mallory by default. */
  cloudTrail(account: string, region?: string, identity?: Identity): CloudTrailClient;
  /** S3 in the home Region, called by Mallory in `account`. */
  s3(account: string): S3Client;
  /** Lets `milliseconds` pass: when nothing is said, enough for a message that failed once to be tried again. */
  later(milliseconds?: number): Promise<void>;
  /** An hour, with the looks at the detector's parts in every account. */
  hour(): Promise<void>;
  /** The daily sweep, to its end. */
  sweep(): Promise<void>;
  /** Minutes, with the look at open issues that each of them brings. */
  watch(minutes: number): Promise<void>;
  /** Minutes, until no item of `account` (of any account, when none is named) is open any more; half an hour at most. */
  watchUntilOver(account?: string): Promise<void>;
  /** The daily reconciliation, to its end. */
  reconcile(): Promise<void>;
  /** Every item of the issue table; of one account only when it is named. */
  items(account?: string): Promise<readonly Item[]>;
  /** What Slack shows of `account` in `channel`, with threads, as a person sees it. */
  messages(account: string, channel?: string): readonly string[];
  /** The tickets of `account`, oldest first. */
  tickets(account: string): readonly JiraIssue[];
  /** What a consumer of the bus of incidents got of `account`. */
  heard(account: string): Promise<readonly IncidentEvent[]>;
  /** What lies in all dead-letter queues. */
  deadLetters(): Promise<readonly string[]>;
  /** How often the trails of `account` were listed so far. */
  looksAt(account: string): number;
  /** The road from the members' buses: what took it so far, and whether it is open. */
  readonly road: Road;
  /** Sends an event that took the road once more. */
  again(event: BusEvent): void;
  /** Deploys with this `whitelist.json`: every function starts anew. */
  redeploy(whitelist: Readonly<Record<string, unknown>>): void;
}

/** What the members' rules sent on; while it is not open, events are only noted. */
export interface Road {
  readonly taken: BusEvent[];
  open: boolean;
}

const minute = 60_000;

async function scan({ cloud }: Rehearsal): Promise<Item[]> {
  const table = { TableName: cloud.nameOf('IssuesTable'), ConsistentRead: true };
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: cloud.tables }, table))
    items.push(...Items.map((item) => unmarshall(item) as Item));
  return items.sort((a, b) => a.issue_id.localeCompare(b.issue_id));
}

const bodies = ({ visible, delayed, held }: QueueReport): string[] =>
  [...visible, ...delayed, ...held].map(({ body }) => body);

const deadLetterQueues = [
  'Events',
  'Inspect',
  'Parts',
  'Sweep',
  'Slack',
  'Jira',
  'Milestones',
  'Answers',
].map((name) => `${name}DeadLetters`);

function deeds(rehearsal: Rehearsal) {
  const { cloud, organization } = rehearsal;
  const fire = async (logicalId: string): Promise<void> => {
    cloud.runSchedule(cloud.nameOf(logicalId));
    await cloud.settle();
  };
  const watchOnce = async (): Promise<void> => {
    await fire('WatchOpenLambdaFunction');
    await cloud.advance(minute);
  };
  return {
    cloudTrail: (account: string, region = home, identity: Identity = mallory): CloudTrailClient => {
      const credentials = organization.credentials({ accountId: account, identity });
      return new CloudTrailClient({ region, endpoint: cloud.endpoint, credentials, maxAttempts: 1 });
    },
    s3: (account: string) =>
      new S3Client({
        region: home,
        endpoint: cloud.endpoint,
        credentials: organization.credentials({ accountId: account, identity: mallory }),
        forcePathStyle: true,
        maxAttempts: 1,
      }),
    later: (milliseconds = 7 * minute) => cloud.advance(milliseconds),
    sweep: () => fire('SweepLambdaFunction'),
    reconcile: () => fire('ReconcileDayLambdaFunction'),
    hour: async () => {
      for (let passed = 0; passed < 60; passed += 5) {
        await cloud.advance(5 * minute);
        await fire('LookAtPartsLambdaFunction');
      }
      await cloud.advance(3 * minute);
    },
    watch: async (minutes: number) => {
      for (let passed = 0; passed < minutes; passed += 1) await watchOnce();
    },
    watchUntilOver: async (account?: string) => {
      const isOpen = async () =>
        (await scan(rehearsal)).some(
          ({ account_id, status }) => status === 'open' && (account ?? account_id) === account_id,
        );
      for (let passed = 0; passed < 30 && (await isOpen()); passed += 1) await watchOnce();
      await cloud.advance(minute);
    },
    again: (event: BusEvent) => void cloud.deliver(event, event),
  };
}

function sights(rehearsal: Rehearsal) {
  const { cloud, slack, jira, organization } = rehearsal;
  return {
    items: async (account?: string) =>
      (await scan(rehearsal)).filter(({ account_id }) => account === undefined || account === account_id),
    messages: (account: string, channel = 'cloudtrail') =>
      slack
        .channel(channel)
        .messages.filter(({ threadTs }) => threadTs === undefined)
        .map((message) => renderMessage(message, { width: 500 }))
        .filter((text) => text.includes(account)),
    tickets: (account: string) => jira.issues.filter((issue) => renderTicket(issue).includes(account)),
    heard: async (account: string) =>
      bodies(await cloud.queue('ConsumerQueue'))
        .map((body) => (JSON.parse(body) as BusEvent).detail as IncidentEvent)
        .filter(({ incident }) => incident.accounts.some(({ id }) => id === account)),
    deadLetters: async () =>
      (await Promise.all(deadLetterQueues.map((name) => cloud.queue(name)))).flatMap(bodies),
    looksAt: (account: string) =>
      organization.calls.filter(
        ({ accountId, operation }) => accountId === account && operation === 'DescribeTrails',
      ).length,
  };
}

/** Starts a stage on the packages as they are: schedules fire only when a journey fires them. */
export async function startStage(options: RehearsalOptions): Promise<Stage> {
  const { templateEdit } = options.cloud ?? {};
  const road: Road = { taken: [], open: true };
  const rehearsal = await startRehearsal({
    ...options,
    cloud: {
      schedules: false,
      dynamoDb: inject('dynamoDb'),
      // Enough to race each other; every further one would only take its turn on two cores.
      processes: 2,
      ...options.cloud,
      templateEdit: (template) => withConsumer(templateEdit?.(template) ?? template),
      forward: (event) => {
        road.taken.push(event);
        return road.open;
      },
    },
  });
  const { cloud, configuration } = rehearsal;
  return {
    ...rehearsal,
    ...deeds(rehearsal),
    ...sights(rehearsal),
    road,
    redeploy: (whitelist) => {
      writeFileSync(join(configuration, 'whitelist.json'), JSON.stringify(whitelist));
      cloud.functions.stop();
    },
  };
}

/** When this test fails, shows what the functions complained about. */
export function explainFailure({ cloud }: Rehearsal): void {
  onTestFailed(() => {
    const lines = cloud.functions.names.flatMap((name) => cloud.functions.logs(name).map(({ text }) => text));
    console.error(
      lines
        .filter((text) => /"level":"(?:ERROR|WARN)"|Error/.test(text))
        .slice(-10)
        .join('\n'),
    );
  });
}
