import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Issue } from '#domain/issues/issue.ts';
import type { LocalCloudOptions } from '#simulators/aws-cloud/local-cloud.ts';
import type { World } from '#simulators/organization/world.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { isForwarded } from '#local/rehearsal/member-rules.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import { effects } from './effects.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { inOrder } from './recorded-event.ts';
import type { ReplayedFinding, ReplaySummary } from './summary.ts';
import { findingsSince, incidentsOf, percentile } from './summary.ts';

/** The input of a replay. */
export interface ReplayOptions {
  readonly events: readonly RecordedEvent[];
  /** The world before the first event; default: the accounts and Regions of the events, without trails. */
  readonly world?: World;
  readonly cloud?: Partial<LocalCloudOptions>;
  /** Called with each recorded call that could not be applied to the world, and the reason. */
  readonly onRemark?: (remark: string) => void;
}

const minute = 60_000;
/** How long time passes after the last event, for re-evaluations, confirmations and debounced edits. */
const afterwards = 20 * minute;

/** The accounts and Regions that the events name, with nothing in them. */
export function worldOf(events: readonly RecordedEvent[]): World {
  const accounts = [...new Set(events.map(({ account }) => account))].filter((id) => /^\d{12}$/.test(id));
  const regions = [...new Set(['us-east-1', ...events.map(({ record }) => record.awsRegion)])];
  return {
    regions: regions.filter((region) => /^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)),
    accounts: accounts.map((id) => ({ id, name: `account ${id}` })),
  };
}

async function issuesIn({ cloud }: Rehearsal): Promise<readonly Issue[]> {
  const found: Issue[] = [];
  const pages = paginateScan({ client: cloud.tables }, { TableName: cloud.nameOf('IssuesTable') });
  for await (const { Items = [] } of pages)
    found.push(...Items.flatMap((item) => decodeIssue(unmarshall(item)) ?? []));
  return found;
}

/** How long the baseline's sweep takes, in milliseconds: a large organization's is spread over a quarter of an hour. */
const sweepTime = ({ accounts }: World): number => (accounts.length > 100 ? 16 : 2) * minute;

async function baseline(rehearsal: Rehearsal, world: World): Promise<void> {
  rehearsal.cloud.runSchedule('sweep');
  await rehearsal.cloud.advance(sweepTime(world));
}

/** Replays one event: applies its effect, then delivers it. Answers the processing time, in real milliseconds. */
async function playOne(
  rehearsal: Rehearsal,
  apply: ReturnType<typeof effects>,
  event: RecordedEvent,
): Promise<{ ms: number; remark: string | undefined }> {
  const { cloud } = rehearsal;
  await cloud.advance(Math.max(0, event.at - cloud.clock.now()));
  const remark = await apply(event);
  const started = performance.now();
  cloud.deliver(event.event, { account: event.account, region: event.record.awsRegion });
  await cloud.settle();
  return { ms: performance.now() - started, remark };
}

async function play(rehearsal: Rehearsal, world: World, options: ReplayOptions): Promise<ReplaySummary> {
  const { cloud, organization, slack, jira } = rehearsal;
  const events = inOrder(options.events);
  const count = (decision: RecordedEvent['decision']) =>
    events.filter((event) => event.decision === decision).length;
  const told = () => ({
    messages: slack.channel('cloudtrail').messages.length,
    tickets: jira.issues.length,
  });
  // Only recorded events are delivered; events that the simulated accounts emit for the applied effects are dropped.
  organization.faults.cutEvents(true);
  await baseline(rehearsal, world);
  const [stood, before] = [findingsSince([], await issuesIn(rehearsal)), told()];
  const apply = effects(rehearsal);
  const ways: number[] = [];
  for (const event of events) {
    if (event.decision === 'ignore' && !isForwarded(event.event)) continue;
    const { ms, remark } = await playOne(rehearsal, apply, event);
    if (event.decision === 'evaluate') ways.push(ms);
    if (remark !== undefined) options.onRemark?.(remark);
  }
  cloud.runSchedule('watchOpen');
  await cloud.advance(afterwards);
  const findings: readonly ReplayedFinding[] = findingsSince(stood, await issuesIn(rehearsal));
  const after = told();
  return {
    events: events.length,
    evaluate: count('evaluate'),
    attempt: count('attempt'),
    ignore: count('ignore'),
    findings,
    incidents: incidentsOf(findings),
    messages: after.messages - before.messages,
    tickets: after.tickets - before.tickets,
    p50Ms: percentile(ways, 0.5),
    p99Ms: percentile(ways, 0.99),
  };
}

/**
 * Plays recorded events through the local cloud: the effect of each is applied to the simulated accounts, then it
 * travels the whole path. Findings from before the first event are not counted. Throws WorldError for an inconsistent
 * world.
 */
export async function replay(options: ReplayOptions): Promise<ReplaySummary> {
  const { events, world = worldOf(events) } = options;
  const first = Math.min(...events.map(({ at }) => at));
  const startAt = (Number.isFinite(first) ? first : Date.now()) - sweepTime(world) - 3 * minute;
  const cloud = { schedules: false, ...options.cloud, startAt };
  const rehearsal = await startRehearsal({ world, cloud });
  try {
    return await play(rehearsal, world, options);
  } finally {
    await rehearsal.stop();
  }
}
