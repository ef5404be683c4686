import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { isForwarded } from '#local/rehearsal/member-rules.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import { busMoment, jiraMoment, slackMoment, startMoments, type Moment, type Moments } from './moments.ts';
import { demoWorld, watched } from './world.ts';

/** The output of the demo: lines of a timeline, and pictures of Slack messages and tickets. */
export interface Screen {
  moment(moment: Moment): void;
  /** An action of a person or of the demo itself, at `at` on the local cloud's clock. */
  deed(place: string, text: string, at: number): void;
  picture(title: string, text: string): void;
}

/** The greeting, the first message, which says that the detector works; it belongs to no incident. */
const greeting = 'Trailwarden now watches';

/** The next ten o'clock (UTC): the demo must not run into the daily sweep and report, whenever it is started. */
function tenOClock(): number {
  const day = 24 * 3600_000;
  return Math.ceil((Date.now() - 10 * 3600_000) / day) * day + 10 * 3600_000;
}

/** The parts that the steps of the demo use. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly moments: Moments;
  readonly screen: Screen;
  /** The latest message about an incident, and how many there are. */
  message(): SlackMessage;
  messages(): number;
  /** Whether the greeting was posted to the channel. */
  greeted(): boolean;
  ticket(): JiraIssue;
  tickets(): number;
  /** The status of an account's issue item in every Region of the world; `none` where there is no item. */
  statuses(account: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

function documents() {
  const aws = {
    main_account_id: centralAccount,
    region: 'eu-west-1',
    role_name_identification: 'trailwarden-read',
    accounts: { [centralAccount]: 'security', ...watched },
  };
  const table = 'hammer-cloudtrails';
  const accounts = Object.keys(watched);
  return {
    config: { aws, cloudtrails: { enabled: true, reporting: true, 'ddb.table_name': table, accounts } },
  };
}

async function statusIn(
  { cloud }: Rehearsal,
  account: string,
  region: string,
): Promise<readonly [string, string]> {
  const Key = { account_id: { S: account }, issue_id: { S: region } };
  const { Item } = await cloud.tables.send(
    new GetItemCommand({ TableName: cloud.nameOf('IssuesTable'), Key, ConsistentRead: true }),
  );
  return [region, Item?.['status']?.S ?? 'none'];
}

function last<Item>(items: readonly Item[], what: string): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error(`there is no ${what}`);
  return item;
}

async function warmed({ cloud, stop }: Rehearsal): Promise<void> {
  await cloud.functions.warm().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
}

/**
 * Builds the demo's world, starts everything (on a DynamoDB Local that runs, if one is given) and loads every function
 * once. Throws a message for people without Java.
 */
export async function setStage(screen: Screen, dynamoDb?: string): Promise<Stage> {
  requireJava();
  const late: { moments?: Moments } = {};
  const rehearsal = await startRehearsal({
    world: demoWorld,
    documents: documents(),
    cloud: {
      ...(dynamoDb !== undefined && { dynamoDb }),
      startAt: tenOClock(),
      forward: (event) => {
        const isOurs = isForwarded(event);
        if (isOurs) late.moments?.note(busMoment(event, watched[event.account] ?? event.account));
        return isOurs;
      },
    },
  });
  const { cloud, slack, jira } = rehearsal;
  const moments = startMoments(() => cloud.clock.now(), screen.moment);
  late.moments = moments;
  slack.hook = (call) => (moments.note(slackMoment(call)), 'serve');
  jira.hook = (call) => (moments.note(jiraMoment(call)), 'serve');
  await warmed(rehearsal);
  const { messages } = slack.channel('cloudtrail');
  const told = () => messages.filter(({ text }) => !text.includes(greeting));
  return {
    rehearsal,
    moments,
    screen,
    message: () => last(told(), 'message'),
    messages: () => told().length,
    greeted: () => messages.some(({ text }) => text.includes(greeting)),
    ticket: () => last(jira.issues, 'ticket'),
    tickets: () => jira.issues.length,
    statuses: async (account) =>
      Object.fromEntries(
        await Promise.all(demoWorld.regions.map((one) => statusIn(rehearsal, account, one))),
      ),
    stop: () => rehearsal.stop(),
  };
}
