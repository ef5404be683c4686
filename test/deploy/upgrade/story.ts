import {
  CreateTrailCommand,
  DeleteTrailCommand,
  StartEventDataStoreIngestionCommand,
  StartLoggingCommand,
  StopEventDataStoreIngestionCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { standardBucketPolicy } from '#simulators/organization/bucket-policy-standard.ts';
import { checkWorld } from '#simulators/organization/world.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { BusEvent } from '#simulators/wire.ts';
import type { Player } from './player.ts';
import type { Fate, Invocation, Spy } from './spy.ts';
import { recordsIn } from './spy.ts';
import { eventDataStore, home, management, regions, separate, worldBefore } from './world.ts';

/** A rehearsal with everything the story needs. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly player: Player;
  readonly spy: Spy;
}

const day = 24 * 3600_000;
const minute = 60_000;
const main = { Name: 'main' };
const stop = ({ player }: Stage, account: string, Name = 'main') =>
  player.cloudTrail(account).send(new StopLoggingCommand({ Name }));
const start = ({ player }: Stage, account: string, Name = 'main') =>
  player.cloudTrail(account).send(new StartLoggingCommand({ Name }));

/** An event on the default bus of `account`. */
function put({ rehearsal }: Stage, event: Partial<BusEvent> & { account: string; region: string }): void {
  const time = new Date(rehearsal.cloud.clock.now()).toISOString().replace(/\.\d+Z/, 'Z');
  const whole = {
    version: '0',
    id: 'event',
    time,
    resources: [],
    detail: {},
    source: '',
    'detail-type': '',
    ...event,
  } as BusEvent;
  rehearsal.cloud.deliver(whole, event);
}

const beat = { source: 'trailwarden.heartbeat', 'detail-type': 'Trailwarden Heartbeat' };

function beats(stage: Stage): void {
  for (const { id: account } of worldBefore().accounts)
    for (const region of regions) put(stage, { ...beat, account, region });
}

/** The first sweep, and what it gathers from the time before. */
async function arrival(stage: Stage): Promise<void> {
  const { player, rehearsal } = stage;
  beats(stage);
  await player.sweep();
  await player.later();
  await rehearsal.cloud.invoke('reconcileDay', { task: 'go-on' });
  await player.later(minute);
}

/** An open item as Hammer wrote it, with the ticket that Hammer made. */
async function hammersItem({ rehearsal: { jira, cloud } }: Stage): Promise<void> {
  const authorization = `Basic ${Buffer.from('trailwarden@example.com:rehearsal').toString('base64')}`;
  const fields = { project: { key: 'AWSSEC' }, issuetype: { name: 'Task' }, summary: 'CloudTrail issue' };
  const created = await fetch(`${jira.url}/rest/api/3/issue`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ fields }),
  });
  const { key } = (await created.json()) as { readonly key: string };
  const identified = '2026-01-02T03:04:05.000000+00:00';
  const Item = marshall({
    account_id: separate.inherited,
    issue_id: home,
    status: 'open',
    seen_by: 'hammer',
    timestamps: { identified, updated: identified, reported: identified },
    issue_details: { disabled: true, delivery_errors: {} },
    jira_details: { ticket: key, business_unit: 'unit' },
  });
  await cloud.tables.send(new PutItemCommand({ TableName: cloud.nameOf('IssuesTable'), Item }));
}

/** Ten calls that AWS refuses, as a trail can only be stopped from its home Region. */
async function attempts({ player }: Stage): Promise<void> {
  const account = separate.attempts;
  const client = player.cloudTrail(account, 'us-east-1');
  const Name = `arn:aws:cloudtrail:${home}:${account}:trail/main`;
  for (let time = 0; time < 10; time += 1)
    await client.send(new StopLoggingCommand({ Name })).catch(() => undefined);
}

/** Everything that was told, and what became of it, before the day of the deploy. */
async function theDayBefore(stage: Stage): Promise<void> {
  const { player, rehearsal } = stage;
  await hammersItem(stage);
  const { accepted, healed, inherited, mended, stopped } = separate;
  for (const account of [accepted, healed, inherited, mended, stopped]) await stop(stage, account);
  await player.cloudTrail(separate.deleted).send(new DeleteTrailCommand(main));
  await stop(stage, separate.interrupted);
  await start(stage, separate.interrupted);
  await stop(stage, management, 'organization');
  const EventDataStore = eventDataStore;
  const lake = player.cloudTrail(separate.lake);
  await lake.send(new StopEventDataStoreIngestionCommand({ EventDataStore }));
  await attempts(stage);
  await player.later();
  await lake.send(new StartEventDataStoreIngestionCommand({ EventDataStore }));
  await start(stage, separate.healed);
  const s3 = player.s3(separate.attempts);
  const Bucket = 'logs-of-attempts';
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const arn = `arn:aws:cloudtrail:${home}:${separate.delivery}:trail/main`;
  rehearsal.organization.faults.deliveryErrors(arn, { s3: 'AccessDenied' });
  rehearsal.organization.faults.unreadable(separate.unreadable, 'no-role');
  await player.watch(3);
  await player.later(5 * minute);
  beats(stage);
  await player.sweep();
  await player.later(minute);
  await player.reconcile();
  await player.later(minute);
}

const isOf =
  (name: string) =>
  (invocation: Invocation): boolean =>
    invocation.function === name;
const isReporter = ({ function: name }: Invocation): boolean => name.startsWith('reportTo');
const reportersRest = (invocation: Invocation): Fate => (isReporter(invocation) ? 'refuse' : 'run');
const text = ({ event }: Invocation): string => JSON.stringify(event);

/** An answer that is lost: the message is there, and its writer does not know. The deploy comes before it looks. */
async function cutShort(stage: Stage): Promise<void> {
  const { rehearsal, spy } = stage;
  const { slack, jira } = rehearsal;
  let [posted, created] = [false, false];
  slack.hook = (call) => {
    if (posted || call.method !== 'chat.postMessage') return 'serve';
    posted = true;
    return 'drop-after';
  };
  jira.hook = (call) => {
    if (created || call.method !== 'POST' || !call.path.endsWith('/issue')) return 'serve';
    created = true;
    return 'drop-after';
  };
  const told = new Set<string>();
  // Once for each reporter: what comes after is for the code that comes after.
  spy.fate = (invocation) => {
    if (!isReporter(invocation)) return 'run';
    if (told.has(invocation.function)) return 'refuse';
    told.add(invocation.function);
    return 'run';
  };
  await stop(stage, separate.cut);
  await rehearsal.cloud.settle();
  slack.hook = () => 'serve';
  jira.hook = () => 'serve';
}

/** The day's round begins while Slack is away, so that its report waits. */
async function roundHalfDone({ rehearsal, player, spy }: Stage): Promise<void> {
  rehearsal.slack.hook = () => 'drop-before';
  spy.fate = reportersRest;
  await player.reconcile();
  rehearsal.slack.hook = () => 'serve';
}

/** AWS still shows a trail as it was before it was stopped, so another look is on its way. */
async function notShownYet(stage: Stage): Promise<void> {
  const { rehearsal } = stage;
  rehearsal.organization.faults.consistencyDelay(5 * minute);
  await stop(stage, separate.unshown);
  await rehearsal.cloud.settle();
  rehearsal.organization.faults.consistencyDelay(0);
}

/** What a deploy may cut in two: nothing is finished of what begins here. */
async function theDeploy(stage: Stage): Promise<void> {
  const { player, rehearsal, spy } = stage;
  const { clock } = rehearsal.cloud;
  await player.later(day - (clock.now() % day) + minute);
  await roundHalfDone(stage);
  await cutShort(stage);
  spy.fate = reportersRest;
  await stop(stage, separate.untold);
  await start(stage, separate.mended);
  // Two healthy looks a minute apart prove it.
  await player.watch(3);
  await notShownYet(stage);
  let swept = 0;
  const isSwept = (invocation: Invocation): boolean =>
    invocation.function === 'evaluate' && text(invocation).includes('\\"why\\":\\"sweep\\"');
  spy.fate = (invocation) => {
    if (isSwept(invocation)) return (swept += 1) > 6 ? 'refuse' : 'run';
    return isOf('sweep')(invocation) ? 'run' : 'refuse';
  };
  await player.sweep();
  spy.fate = (invocation) => (isOf('watchOpen')(invocation) ? 'run' : 'refuse');
  rehearsal.cloud.runSchedule(rehearsal.cloud.nameOf('WatchOpenLambdaFunction'));
  await rehearsal.cloud.settle();
  spy.fate = () => 'refuse';
  beats(stage);
  await stop(stage, separate.queued);
  put(stage, {
    source: 'aws.account',
    'detail-type': 'Region Opt-In Status Change',
    account: separate.stopped,
    region: home,
    detail: { accountId: separate.stopped, regionName: home, status: 'ENABLED' },
  });
  await rehearsal.cloud.settle();
}

/** Everything up to the moment of the deploy, after which nothing runs. */
export async function play(stage: Stage): Promise<void> {
  await arrival(stage);
  await theDayBefore(stage);
  await theDeploy(stage);
}

/** The baseline is accepted at the moment of the deploy; what that asks for is not served any more. */
export async function acceptBaseline({ rehearsal, spy }: Stage): Promise<void> {
  spy.fate = (invocation) => (isOf('sweep')(invocation) ? 'run' : 'refuse');
  await rehearsal.cloud.invoke('sweep', { task: 'accept-baseline' });
  spy.fate = () => 'refuse';
  await rehearsal.cloud.settle();
}

/** A deploy at another moment: what begins here is not finished either. */
export async function interrupt(stage: Stage): Promise<void> {
  const { rehearsal, spy } = stage;
  spy.fate = reportersRest;
  await stop(stage, separate.healed);
  await rehearsal.cloud.settle();
  spy.fate = (invocation) => (isOf('watchOpen')(invocation) ? 'run' : 'refuse');
  rehearsal.cloud.runSchedule(rehearsal.cloud.nameOf('WatchOpenLambdaFunction'));
  await stop(stage, separate.lake);
  await rehearsal.cloud.settle();
  spy.fate = () => 'refuse';
}

/** Mends everything that is broken at the moment of the deploy, and what `more` names. */
export async function repair(stage: Stage, more: readonly string[] = []): Promise<void> {
  const { player, rehearsal } = stage;
  const broken = [
    ...[...more, separate.accepted, separate.cut, separate.inherited, separate.queued],
    ...[separate.standing, separate.stopped, separate.unshown, separate.untold],
  ];
  for (const account of broken) await start(stage, account);
  await start(stage, management, 'organization');
  const Bucket = 'logs-of-deleted';
  // A world without the trail has a bucket that does not expect it.
  const Policy = JSON.stringify(standardBucketPolicy(checkWorld(worldBefore()), Bucket));
  await player.s3(separate.deleted).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const again = { ...main, S3BucketName: Bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
  await player.cloudTrail(separate.deleted).send(new CreateTrailCommand(again));
  await start(stage, separate.deleted);
  const arn = `arn:aws:cloudtrail:${home}:${separate.delivery}:trail/main`;
  rehearsal.organization.faults.deliveryErrors(arn, {});
  rehearsal.organization.faults.unreadable(separate.unreadable);
}

/** What runs after a deploy: what waited, the minute's look, a sweep, and the round that was cut short. */
export async function afterDeploy({ player, rehearsal, spy }: Stage): Promise<void> {
  spy.fate = () => 'run';
  await player.later();
  await player.watch(1);
  await player.sweep();
  await player.later();
  await rehearsal.cloud.invoke('reconcileDay', { task: 'go-on' });
  await player.reconcile();
  await player.later(2 * minute);
}

/** What runs after the repair, until all of it is proven and the next day's round has closed it. */
export async function afterRepair({ player, rehearsal: { cloud } }: Stage): Promise<void> {
  await player.watch(3);
  // A digest is written every hour, and it has to arrive as well.
  await player.later(65 * minute);
  const isOpen = async (): Promise<boolean> =>
    (await player.rows('IssuesTable')).some(({ status }) => status?.S === 'open');
  for (let minutes = 0; minutes < 30 && (await isOpen()); minutes += 1) await player.watch(1);
  await player.later(minute);
  await cloud.invoke('reconcileDay', { time: new Date(cloud.clock.now() + day).toISOString() });
  await player.later(2 * minute);
}

/** The records of the stream and the bodies of messages that were refused or only lie there, by function. */
export function streamRecords({ refused }: Spy): readonly Record<string, unknown>[] {
  const records = refused.filter(isReporter).flatMap(recordsIn);
  const ofStream = records.filter((record) => 'dynamodb' in record);
  const numbers = ofStream.map(({ dynamodb }) => (dynamodb as { SequenceNumber?: string }).SequenceNumber);
  return ofStream.filter((_record, index) => numbers.indexOf(numbers[index]) === index);
}
