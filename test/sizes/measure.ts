import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import { memoryAnswers } from '#adapters/memory/memory-answers.ts';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryRollStore } from '#adapters/memory/memory-roll-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryLivingIncidents } from '#adapters/memory/memory-living-incidents.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { dynamoBaseline } from '#adapters/aws/dynamo-baseline.ts';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { dynamoOpenPlaces } from '#adapters/aws/dynamo-open-places.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { csvOf } from '#domain/reports/csv.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import { comparePlaces } from '#usecases/day/compare-places.ts';
import { gatherDay } from '#usecases/day/gather-day.ts';
import { carryOutPress } from '#usecases/answer/carry-out-press.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { acceptBaseline } from '#usecases/sweep/accept-baseline.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { renderDescription } from '#adapters/jira/render.ts';
import { renderMessage } from '#adapters/slack/render.ts';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueList } from '#adapters/aws/dynamo-issue-list.ts';
import { memoryChannel } from '#adapters/memory/memory-channel.ts';
import { selfCheckOf } from '#doors/day.ts';
import { composer, digest, wholeComposer } from '#doors/words.ts';
import { isWideView } from '#domain/issues/incident.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { Recipient } from '#ports/channel.ts';
import { announce } from '#usecases/report/announce.ts';
import { publishMilestones } from '#usecases/machines/publish-milestones.ts';
import { at, incidentId } from '#test/given/incidents.ts';
import { usable } from '#test/given/configurations.ts';
import { pagedTables } from './paged-table.ts';
import {
  accountAt,
  accountsCount,
  baselineRows,
  issueRows,
  outcomesOfAll,
  stateRows,
  widest,
} from './widest-incident.ts';

// A process of its own, so that its memory is that of one function: `node measure.ts WHAT` prints what it took.

let ofTheTable = 0;
const client = pagedTables(
  (table, partition) =>
    table === 'issues' ? issueRows : table === 'baseline' ? baselineRows : stateRows(partition),
  (microseconds) => {
    ofTheTable += microseconds;
  },
);
const clock = settableClock(at('12:30:00'));
const directory = memoryDirectory(
  Array.from({ length: accountsCount }, (_, index) => [accountAt(index), `account-${index}`] as const),
);
const receipts = memoryReceiptStore();
const incidents = dynamoIncidentStore({ client, stateTable: 'state', newId: () => incidentId('i-9') });
const config = { jira: { site: 'https://example.atlassian.net', ticketsWhenStillRecorded: false } };
const words = { config, receipts, directory, clock };

/** Tells the incident to one recipient, as a reporter does, and renders it. */
async function tell(recipient: Recipient): Promise<number> {
  let length = 0;
  const channel = memoryChannel({ clock, name: recipient.channel });
  const render = (announcement: Announcement): unknown =>
    recipient.channel === 'slack'
      ? renderMessage(announcement)
      : renderDescription(announcement, { textLimit: 32_767 });
  const outcome = await announce({
    channel: {
      ...channel,
      open: (to, announcement, marker) => {
        length = JSON.stringify(render(announcement)).length;
        return channel.open(to, announcement, marker);
      },
    },
    receipts,
    clock,
    digest,
    incidents,
    compose: composer({ ...words, ownersOf: () => [recipient] }),
    isWide: isWideView,
  })(widest, recipient);
  if (outcome.kind === 'refused') throw new Error(outcome.why);
  return length;
}

const measures: Readonly<Record<string, () => Promise<number>>> = {
  slack: () => tell({ channel: 'slack', to: '#security' }),
  jira: () => tell({ channel: 'jira', project: 'SEC' }),
  async machines() {
    let sent = 0;
    await publishMilestones({
      incidents,
      receipts,
      directory,
      clock,
      compose: wholeComposer(words),
      listeners: [
        {
          name: 'bus',
          sendEvents: async (events) => {
            sent += JSON.stringify(events).length;
          },
        },
      ],
      onSent: () => undefined,
    })({ incident: widest, destination: 'machines', attempts: 0 });
    return sent;
  },
  async day() {
    const sweeps = memorySweepLog();
    const accounts = outcomesOfAll.map(({ account }) => account);
    const begun = { id: '2026-11-21', startedAt: at('05:00:00'), deadline: at('12:00:00'), baseline: false };
    const { id } = await sweeps.beginSweep({ ...begun, accounts });
    for (const outcome of outcomesOfAll) await sweeps.noteOutcome(id, outcome);
    const living = memoryLivingIncidents(memoryTables());
    const threads = { readMessageState: async () => ({ kind: 'done', value: 'there' }) as const };
    const queue = memoryReportQueue(clock);
    const gathered = await gatherDay({
      directory,
      sweeps,
      destinations: memoryDestinations(),
      all: dynamoIssueList({ client, table: 'issues' }),
      receipts,
      baseline: memoryBaseline(memoryTables()),
      deadLetters: { listFilledQueues: async () => [] },
      selfCheck: selfCheckOf({
        config: usable(),
        stores: {
          heartbeats: dynamoHeartbeats({ client, table: 'state' }),
          forwarding: memoryForwardingLog(),
          rolls: memoryRollStore(),
        },
        directory,
        clock,
      }),
      exemptions: [],
      acceptances: memoryAcceptances(),
      ownerOf: () => undefined,
      jiraSite: config.jira.site,
      clock,
      enabled: true,
    })(at('00:00:00'));
    const compared = await comparePlaces({
      incidents,
      receipts,
      living,
      clock,
      threads,
      desk: undefined,
      issues: memoryIssueStore(memoryTables()),
      ownersOf: () => [{ channel: 'slack', to: '#security' }],
      isTicketed: () => true,
      queues: { slack: queue, jira: queue },
    })(gathered);
    const facts = { ...gathered, ...compared };
    return JSON.stringify(dailyReport(facts)).length + csvOf(facts).length;
  },
  async watch() {
    const { sent, ...followUps } = memoryFollowUps();
    const open = dynamoOpenPlaces({ client, table: 'state' });
    await watchOpen({ open, followUps, clock, everyMinutes: 5, enabled: true })();
    return sent.fannedOut.reduce((places, { regions }) => places + regions.length, 0);
  },
  async press() {
    const { sent, ...followUps } = memoryFollowUps();
    const tables = memoryTables();
    const queue = memoryReportQueue(clock);
    const carryOut = carryOutPress({
      incidents,
      followUps,
      issues: memoryIssueStore(tables),
      answers: memoryAnswers(tables),
      acceptances: memoryAcceptances(),
      desk: { askForReason: async () => undefined, sayTo: async () => undefined, isAmong: async () => true },
      queues: [queue],
      mayAccept: [],
      people: new Map(),
      names: new Map(),
    });
    const person = { id: 'U1', name: 'Jane' };
    await carryOut({ action: 'recheck', incident: widest, person, at: at('12:20:00'), channel: 'C1' });
    return sent.fannedOut.length + queue.waiting.length;
  },
  async baseline() {
    return acceptBaseline({
      baseline: dynamoBaseline({ client, table: 'state' }),
      issues: dynamoIssueStore({ client, issuesTable: 'baseline', stateTable: 'state' }),
      queues: [memoryReportQueue(clock), memoryReportQueue(clock)],
      clock,
    })();
  },
};

const measure = measures[process.argv[2] ?? ''];
if (measure === undefined) throw new Error(`one of ${Object.keys(measures).join(', ')}`);
const began = process.cpuUsage();
const result = await measure();
const { user, system } = process.cpuUsage(began);
const seconds = (user + system - ofTheTable) / 1e6;
process.stdout.write(
  JSON.stringify({
    result,
    seconds,
    mebibytes: process.resourceUsage().maxRSS / 1024,
    table: ofTheTable / 1e6,
  }),
);
