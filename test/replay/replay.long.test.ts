import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { readEventsFile } from '#cli/input/events-file.ts';
import type { World } from '#simulators/organization/world.ts';
import { recordedEvent, type RecordedEvent } from '#local/replay/recorded-event.ts';
import { replay } from '#local/replay/replay.ts';
import type { ReplayedFinding } from '#local/replay/summary.ts';

const fixture = (name: string): string => new URL(`../fixtures/${name}`, import.meta.url).pathname;

async function eventsIn(name: string): Promise<RecordedEvent[]> {
  const entries = await readEventsFile(fixture(name));
  return entries.flatMap((entry) => (entry.kind === 'event' ? (recordedEvent(entry.raw) ?? []) : []));
}

/** What happened to which trail, and by which recorded call. */
function told(events: readonly RecordedEvent[], finding: ReplayedFinding) {
  const { rule, subject, since, until, severity, causedBy } = finding;
  const cause = events.find(({ record }) => 'eventID' in record && record.eventID === causedBy);
  const trail = subject.split('-').at(-3);
  const end = until === null ? 'open' : `until ${until.slice(11, 16)}`;
  return `${since.slice(11, 19)} ${severity} ${rule} of ${String(trail)} by ${String(cause?.record.eventName)}, ${end}`;
}

test('an hour of real attacks is told as it was: three incidents, two of them over in time, and no other sound', async () => {
  const events = await eventsIn('events/invictus-2023-07-10.ndjson');
  const world = JSON.parse(readFileSync(fixture('replay/invictus-world.json'), 'utf8')) as World;
  const remarks: string[] = [];
  const summary = await replay({
    events,
    world,
    cloud: { dynamoDb: inject('dynamoDb') },
    onRemark: (remark) => void remarks.push(remark),
  });
  expect(remarks).toEqual([]);
  expect(summary).toMatchObject({ events: 53, evaluate: 25, attempt: 11, ignore: 17 });
  // Both trails went in one second: the first of them was a weakening, as the other one still recorded.
  expect(summary.findings.map((finding) => told(events, finding))).toEqual([
    '12:00:08 high management-events-unrecorded of ctes by PutEventSelectors, until 12:07',
    '12:00:35 high logs-expire-early of ctlr by PutBucketLifecycle, until 12:07',
    '12:08:04 critical trail-gone of ctes by DeleteTrail, open',
    '12:08:04 low trail-gone of ctlr by DeleteTrail, open',
  ]);
  expect(summary.incidents.map(({ findings, state, rules }) => ({ findings, state, rules }))).toEqual([
    { findings: 1, state: 'resolved', rules: ['management-events-unrecorded'] },
    { findings: 1, state: 'resolved', rules: ['logs-expire-early'] },
    { findings: 2, state: 'open', rules: ['trail-gone'] },
  ]);
  expect(summary).toMatchObject({ messages: 3, tickets: 3 });
});
