import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalCloudOptions } from '#simulators/aws-cloud/local-cloud.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import { project } from '#simulators/jira/project.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import type { Fixture } from './fixture.ts';
import { memberSide } from './members.ts';
import type { StoredRow } from './player.ts';
import { playerOf } from './player.ts';
import { spyOn } from './spy.ts';
import type { Stage } from './story.ts';
import { documents } from './world.ts';

/** A deploy takes so long, in milliseconds. */
const deploy = 5 * 60_000;

/** What a deploy finds, as far as it can be put back. */
export type Found = Omit<Fixture, 'accepted' | 'commit' | 'sent' | 'shapes' | 'names'>;

/** Starts the packages on the world of the fixture, five minutes after its moment, with its member templates; empty. */
export async function startAfter(found: Found, cloud: Partial<LocalCloudOptions> = {}): Promise<Stage> {
  const rehearsal = await startRehearsal({
    world: found.world,
    documents,
    members: memberSide(found),
    cloud: {
      startAt: found.at + deploy,
      schedules: false,
      processes: 2,
      ...cloud,
    },
  });
  return { rehearsal, player: playerOf(rehearsal), spy: spyOn(rehearsal.cloud) };
}

/** Writes rows as they were left; the stream tells of none of them, as it had told of them before. */
export async function putRows(
  { rehearsal: { cloud }, spy }: Stage,
  rows: Partial<Pick<Fixture, 'issues' | 'state'>>,
): Promise<void> {
  const { fate } = spy;
  spy.fate = ({ function: name }) => (name.startsWith('reportTo') ? 'pass over' : 'refuse');
  const { issues = [], state = [] } = rows;
  for (const Item of issues)
    await cloud.tables.send(new PutItemCommand({ TableName: cloud.nameOf('IssuesTable'), Item }));
  for (const Item of state)
    await cloud.tables.send(new PutItemCommand({ TableName: cloud.nameOf('StateTable'), Item }));
  await cloud.settle();
  spy.fate = fate;
}

/** Puts messages into the queues in which they lay. */
export async function putMessages({ rehearsal: { cloud } }: Stage, queues: Fixture['queues']): Promise<void> {
  for (const [name, bodies] of Object.entries(queues))
    for (const body of bodies) await cloud.sendMessage(name, body);
}

/** Slack and Jira hold what was told. */
export function remind({ rehearsal: { slack, jira } }: Stage, told: Pick<Fixture, 'slack' | 'jira'>): void {
  slack.channel('cloudtrail').messages.push(...told.slack);
  const home = project({ key: 'AWSSEC', issueTypes: ['Task', 'Bug'] }, 0);
  // The stand-in shows its own list, so what is put into it is there.
  (jira.issues as JiraIssue[]).push(...told.jira.map((issue) => ({ ...issue, project: home })));
}

/** A stream offers a batch again and again. */
const offers = 20;

/** Both reporters hear the records of the stream that they had not heard. */
export async function hear({ rehearsal: { cloud } }: Stage, Records: Fixture['stream']): Promise<void> {
  for (const reporter of ['reportToSlack', 'reportToJira']) {
    let answer: unknown;
    for (let offer = 0; offer < offers; offer += 1) {
      answer = await cloud.invoke(reporter, { Records });
      if (JSON.stringify(answer).includes('"batchItemFailures":[]')) break;
    }
    if (!JSON.stringify(answer).includes('"batchItemFailures":[]'))
      throw new Error(`${reporter} could not hear the stream: ${JSON.stringify(answer)}`);
  }
}

/** Everything that a deploy finds is there again, and the code that comes after it runs. */
export async function restore(stage: Stage, found: Found): Promise<void> {
  await putRows(stage, found);
  remind(stage, found);
  await hear(stage, found.stream);
  await putMessages(stage, found.queues);
}

/** All messages of the channel, replies beside their roots. */
export function everything({ rehearsal: { slack } }: Stage): readonly SlackMessage[] {
  return slack.channel('cloudtrail').messages.flatMap((root) => [root, ...root.replies]);
}

/** Marks that more than one message bears: each of them was told twice. */
export function toldTwice(stage: Stage): readonly string[] {
  const markers = everything(stage).flatMap(({ metadata }) => {
    const payload = metadata?.['event_payload'] as { readonly marker?: string } | undefined;
    return payload?.marker ?? [];
  });
  return markers.filter((marker, index) => markers.indexOf(marker) !== index);
}

/** What is open in the issue table, as `account Region incident`. */
export function openIn(issues: readonly StoredRow[]): readonly string[] {
  return issues.flatMap((row) => {
    const { account_id, issue_id, findings } = unmarshall(row);
    return Object.values(findings as Record<string, { state: string; incident_id: string }>)
      .filter(({ state }) => state === 'open')
      .map(({ incident_id }) => `${account_id} ${issue_id} ${incident_id}`);
  });
}
