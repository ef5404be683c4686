import { createIssue } from 'jira.js/cloud';
import { createClient } from 'jira.js/core';
import { jiraChannel } from '#adapters/jira/jira-channel.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { composer, digest } from '#doors/words.ts';
import { startJira, type JiraStandIn } from '#simulators/jira/start-jira.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import type { Channel, Recipient } from '#ports/channel.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import { announce } from '#usecases/report/announce.ts';
import { recipientsOf, type OwnersOf } from '#usecases/report/recipients.ts';
import { incidentId, prodTrail } from './figures.ts';
import { jiraSheet } from './jira-sheet.ts';
import type { Sheet } from './sheet.ts';
import { slackSheet } from './slack-sheet.ts';
import { everywhere, type Moment, type Story } from './story.ts';

/** What Slack and Jira show at one moment. */
export interface Picture {
  readonly moment: string;
  readonly sheets: readonly Sheet[];
}

export const channels = ['cloudtrail', 'team-blue'];
const site = 'https://example.atlassian.net';
const login = { email: 'trailwarden@example.com', apiToken: 'gallery' };
const jiraUsers = [
  { accountId: 'acc-bot', displayName: 'Trailwarden', emailAddress: login.email },
  { accountId: 'acc-dana', displayName: 'Dana Fixer', emailAddress: 'dana@example.com' },
];
const names = new Map(jiraUsers.map(({ accountId, displayName }) => [accountId, displayName]));
const earlier = incidentId('b2f0c6de-93a1-4a3b-8f1e-0c5d2a7e9f10');
const own = incidentId('60a103db-156c-4c10-994f-4fd00e779005');

/** The stand-ins of Slack and Jira, and what a reporter has besides. */
export interface Stage {
  readonly slack: SlackStandIn;
  readonly jira: JiraStandIn;
  readonly receipts: ReceiptStore;
  readonly clock: ReturnType<typeof settableClock>;
}

/** Slack with two channels and no rate limits, because a moment of a story takes no time. */
export async function openSlack(clock: Stage['clock']): Promise<SlackStandIn> {
  const slack = await startSlack({
    clock,
    token: 'xoxb-gallery',
    users: [],
    channels: channels.map((name, index) => ({ id: `C0000000${index + 1}`, name })),
  });
  slack.rates.on = false;
  return slack;
}

/** Opens Slack and Jira at a moment, without messages and tickets. */
export async function openStage(begins: number): Promise<Stage> {
  const clock = settableClock(begins);
  const slack = await openSlack(clock);
  const projects = ['AWSSEC', 'BLUE'].map((key) => ({ key, issueTypes: ['Task'] }));
  const jira = await startJira({ clock, projects, users: jiraUsers, auth: login });
  jira.rates.on = false;
  return { slack, jira, receipts: memoryReceiptStore(), clock };
}

async function tellEarlier({ jira, receipts, clock }: Stage): Promise<void> {
  const blank = await receipts.readReceipt(earlier, 'jira|AWSSEC||');
  const told = { ref: await earlierTicket(jira), place: 'AWSSEC', at: clock.now() };
  await receipts.writeReceipt({ ...blank, told });
}

/** Creates a ticket of last month as the target of a link; it is not shown. */
async function earlierTicket(jira: JiraStandIn): Promise<string> {
  const client = createClient({ host: jira.url, auth: { type: 'basic', ...login } });
  const fields = { project: { key: 'AWSSEC' }, issuetype: { name: 'Task' }, summary: 'An earlier incident' };
  return (await createIssue(client, { fields })).key;
}

function viewAt({ incident, returns }: Story, { members, calls = [], answers }: Moment): IncidentView {
  const [first] = members;
  return {
    incident: {
      id: own,
      cause: causeKey('not-recording', prodTrail),
      openedAt: first?.finding.openedAt ?? (0 as never),
      ...(returns === true && { previous: earlier }),
      ...incident,
    },
    members: members.map((member) => ({ ...member, finding: { ...member.finding, incident: own } })),
    events: new Map(calls.map((one) => [one.eventId, one])),
    answers,
  };
}

/** Slack and Jira as production code speaks to them. */
export function channelsOf({ slack, jira }: Stage): Record<'slack' | 'jira', Channel> {
  return {
    slack: slackChannel({
      token: async () => 'xoxb-gallery',
      defaultChannel: '#cloudtrail',
      apiUrl: slack.url,
      timeout: 20_000,
    }),
    jira: jiraChannel({
      host: jira.url,
      credentials: async () => login,
      issueType: 'Task',
      labels: [],
      linkType: 'Relates',
      done: [],
      textLimit: 32_767,
      timeLimit: 20_000,
      priorities: { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low' },
    }),
  };
}

async function tell(stage: Stage, story: Story, view: IncidentView, slackOnly: boolean): Promise<void> {
  const { receipts, clock } = stage;
  const all = channelsOf(stage);
  const ownersOf: OwnersOf = (account) => story.destinations?.(account) ?? everywhere;
  const directory = memoryDirectory([...story.names]);
  const answers = { enabled: story.hasButtons === true, mayAccept: ['jane@example.com'], people: new Map() };
  const config = { jira: { site, ticketsWhenStillRecorded: true }, slack: { answers } };
  const compose = composer({ config, receipts, directory, clock, ownersOf });
  const tellOne = async (recipient: Recipient): Promise<void> => {
    const channel = all[recipient.channel];
    const parts = {
      channel,
      receipts,
      clock,
      digest,
      compose,
      incidents: { readIncident: async () => view },
    };
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const outcome = await announce(parts)(view.incident.id, recipient);
      if (outcome.kind === 'told') return;
      if (outcome.kind === 'refused') throw new Error(outcome.why);
    }
    throw new Error(`${story.slug} is never told`);
  };
  const told = recipientsOf(view, ownersOf);
  // Slack comes first and last: the ticket's address is known only when there is one.
  const rounds = slackOnly ? ['slack'] : ['slack', 'jira', 'slack'];
  for (const round of rounds)
    for (const one of told.filter(({ channel }) => channel === round)) await tellOne(one);
}

/** Everything that Slack and Jira show. */
export function seen({ slack, jira }: Stage): Sheet[] {
  const messages = channels.flatMap((name) =>
    slack
      .channel(name)
      .messages.filter(({ threadTs }) => threadTs === undefined)
      .map((message) => slackSheet(`#${name}`, message)),
  );
  const tickets = jira.issues.filter(({ fields }) => fields.summary !== 'An earlier incident');
  return [...messages, ...tickets.map((issue) => jiraSheet(issue, names))];
}

/** A person took the ticket: what a run five minutes later stores. */
async function assign({ receipts }: Stage, assignee: string | undefined): Promise<void> {
  if (assignee === undefined) return;
  for (const { destination, told } of await receipts.listReceipts(own))
    if (destination.startsWith('jira|') && told) await receipts.noteAssignee(own, destination, assignee);
}

/** Plays a story; answers what Slack and Jira show at each of its moments. */
export async function play(story: Story): Promise<readonly Picture[]> {
  const stage = await openStage(story.moments[0]?.at ?? 0);
  try {
    if (story.returns === true) await tellEarlier(stage);
    const pictures: Picture[] = [];
    for (const moment of story.moments) {
      stage.clock.set(moment.at);
      moment.meanwhile?.(stage);
      await assign(stage, moment.assignee);
      await tell(stage, story, viewAt(story, moment), moment.slackOnly ?? false);
      pictures.push({ moment: moment.name, sheets: seen(stage) });
    }
    return pictures;
  } finally {
    await Promise.all([stage.slack.stop(), stage.jira.stop()]);
  }
}
