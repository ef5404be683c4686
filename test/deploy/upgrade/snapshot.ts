import { GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { QueueReport } from '#simulators/aws-cloud/queues.ts';
import type { World } from '#simulators/organization/world.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import type { Fixture } from './fixture.ts';
import { messageKind } from './kinds.ts';
import type { StoredRow } from './player.ts';
import { rowKey } from './player.ts';
import { shapesOfMessages, shapesOfRows } from './shapes.ts';
import type { Spy } from './spy.ts';
import { recordsIn } from './spy.ts';
import type { Stage } from './story.ts';
import { streamRecords } from './story.ts';
import { separate, worldBefore } from './world.ts';

const bodies = ({ visible, held, delayed }: QueueReport): string[] =>
  [...visible, ...held, ...delayed].map(({ body }) => body);

/** What lies in every queue, by logical id. */
export async function queuesOf({ rehearsal: { cloud } }: Stage): Promise<Fixture['queues']> {
  const names = cloud.stack.of('AWS::SQS::Queue').map(({ logicalId }) => logicalId);
  const filled = await Promise.all(
    names.map(async (name) => [name, bodies(await cloud.queue(name))] as const),
  );
  return Object.fromEntries(filled.filter(([, lying]) => lying.length > 0));
}

/** So many examples of one kind of message are kept. */
const examples = 2;

/** Some bodies of every kind that a queue handed to a function, by function. */
export function sentOf({ seen }: Spy): Fixture['sent'] {
  const sent: Record<string, string[]> = {};
  const kinds = new Map<string, number>();
  for (const invocation of seen) {
    for (const { body } of recordsIn(invocation)) {
      if (typeof body !== 'string') continue;
      const kind = `${invocation.function} ${messageKind(invocation.function, JSON.parse(body))}`;
      const known = kinds.get(kind) ?? 0;
      kinds.set(kind, known + 1);
      if (known < examples) (sent[invocation.function] ??= []).push(body);
    }
  }
  return sent;
}

/** The world as it is now, such that a rehearsal can begin with it. */
export async function worldNow({ player }: Stage): Promise<World> {
  const before = worldBefore();
  const trails = (before.trails ?? []).map(async (trail) => {
    const { accountId, name } = trail;
    if (accountId === separate.deleted) return [];
    const asked = player.cloudTrail(accountId).send(new GetTrailStatusCommand({ Name: name }));
    const { IsLogging, StartLoggingTime, StopLoggingTime } = await asked;
    const failing = accountId === separate.delivery ? { deliveryErrors: { s3: 'AccessDenied' } } : {};
    const stoppedAt = StopLoggingTime?.getTime();
    return [
      {
        ...trail,
        ...failing,
        logging: IsLogging === true,
        ...(StartLoggingTime && { startedAt: StartLoggingTime.getTime() }),
        ...(stoppedAt !== undefined && { stoppedAt }),
      },
    ];
  });
  const accounts = before.accounts.map((one) => ({ ...one, readRole: one.id !== separate.unreadable }));
  return { ...before, accounts, trails: (await Promise.all(trails)).flat() };
}

/** Messages without what is not asked for again: earlier contents, and the bytes of files. */
function messages({ rehearsal: { slack } }: Stage): readonly SlackMessage[] {
  const bare = (message: SlackMessage): SlackMessage => ({
    ...message,
    edits: [],
    replies: message.replies.map(bare),
    files: message.files.map((file) => ({ ...file, content: Buffer.from('') })),
  });
  return slack.channel('cloudtrail').messages.map(bare);
}

/** Jira numbers everything from 10,001 on; what is loaded into another Jira must not meet its numbers. */
const lowered = (id: string): string => String(Number(id) - 9_000);

function tickets({ rehearsal: { jira } }: Stage): Fixture['jira'] {
  return jira.issues.map((issue) => ({
    ...issue,
    id: lowered(issue.id),
    project: issue.project.key,
    versions: issue.versions.slice(-1),
    comments: issue.comments.map((comment) => ({ ...comment, id: lowered(comment.id) })),
    links: issue.links.map((link) => ({ ...link, id: lowered(link.id) })),
  }));
}

function names({ rehearsal: { cloud } }: Stage): Fixture['names'] {
  const types = [
    ...(['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Lambda::Function'] as const),
    ...(['AWS::Events::EventBus', 'AWS::IAM::Role', 'AWS::SNS::Topic'] as const),
  ];
  const all = types.flatMap((type) =>
    cloud.stack.of(type).map(({ logicalId, name }) => [logicalId, { type, name }] as const),
  );
  return Object.fromEntries(all);
}

/** Every field and word of what is stored now and of what was sent so far. */
export async function allShapes({ player, spy }: Stage): Promise<ReadonlySet<string>> {
  const issues = await player.rows('IssuesTable');
  const state = await player.rows('StateTable');
  return new Set([...shapesOfRows({ issues, state }), ...shapesOfMessages(spy)]);
}

/** Everything that a deploy finds. */
export async function snapshot(
  stage: Stage,
): Promise<Omit<Fixture, 'accepted' | 'commit' | 'members' | 'shapes'>> {
  const { player, rehearsal, spy } = stage;
  return {
    at: rehearsal.cloud.clock.now(),
    world: await worldNow(stage),
    issues: await player.rows('IssuesTable'),
    state: await player.rows('StateTable'),
    queues: await queuesOf(stage),
    stream: streamRecords(spy),
    sent: sentOf(spy),
    slack: messages(stage),
    jira: tickets(stage),
    names: names(stage),
  };
}

/** The rows of `after` that are not as they were, and the bodies that did not lie there. */
export function changes(
  before: Pick<Fixture, 'state' | 'queues'>,
  after: Pick<Fixture, 'state' | 'queues'>,
): Fixture['accepted'] {
  const known = new Map(before.state.map((row) => [rowKey(row), JSON.stringify(row)]));
  const changed = (row: StoredRow): boolean => known.get(rowKey(row)) !== JSON.stringify(row);
  const added = Object.entries(after.queues).map(([name, lying]) => {
    const left = [...(before.queues[name] ?? [])];
    const more = lying.filter((body) => {
      const index = left.indexOf(body);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
    return [name, more] as const;
  });
  return {
    state: after.state.filter(changed),
    queues: Object.fromEntries(added.filter(([, more]) => more.length > 0)),
  };
}
