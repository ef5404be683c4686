import { readFile } from 'node:fs/promises';
import type { World } from '#simulators/organization/world.ts';
import type { RecordedEvent } from '#local/replay/recorded-event.ts';
import { recordedEvent } from '#local/replay/recorded-event.ts';
import { replay } from '#local/replay/replay.ts';
import type { ReplaySummary } from '#local/replay/summary.ts';
import type { Bench, Measurement } from './bench.ts';
import type { PeerRow } from './peers-table.ts';
import { peerRows } from './peers-table.ts';

const fixture = (name: string): URL => new URL(`../../../test/fixtures/${name}`, import.meta.url);

/** The event ids of the hour's calls that harmed a live trail; determined by hand. */
const harmful = [
  '076e96d5-2983-473f-920a-2fc2d7e02777', // PutEventSelectors, 12:00:08
  '7823c70d-f7f9-4a04-b4c0-baa8fbe09ea3', // PutBucketLifecycle, 12:00:35
  'c0057a42-1625-4b1d-9db5-352f931f790a', // DeleteTrail, 12:08:04
  'fcec2e46-3cc3-4ac2-8144-3674f06990e4', // DeleteTrail, 12:08:04
] as const;

async function recordedHour(): Promise<readonly RecordedEvent[]> {
  const text = await readFile(fixture('events/invictus-2023-07-10.ndjson'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => recordedEvent(JSON.parse(line)) ?? []);
}

function ours(events: readonly RecordedEvent[], { messages, findings }: ReplaySummary): PeerRow {
  const failed = new Set(events.filter(({ record }) => record.errorCode).map(({ record }) => record.eventID));
  const causes = findings.map(({ causedBy }) => causedBy ?? '');
  const caught = harmful.filter((id) => causes.includes(id)).length;
  const known: readonly string[] = harmful;
  return {
    subject: 'Trailwarden',
    alerts: messages,
    caught,
    onFailed: causes.filter((id) => failed.has(id)).length,
    otherNoise: causes.filter((id) => !known.includes(id) && !failed.has(id)).length,
  };
}

function measured(
  { subject, alerts, caught, onFailed, otherNoise }: PeerRow,
  promise: boolean,
): Measurement[] {
  const goal = promise ? { goal: 1 } : {};
  return [
    { subject, figure: 'alerts', value: alerts, unit: '' },
    { subject, figure: `caught of ${harmful.length}`, value: caught, unit: '' },
    { subject, figure: 'missed', value: harmful.length - caught, unit: '', ...goal },
    { subject, figure: 'on failed calls', value: onFailed, unit: '', ...goal },
    { subject, figure: 'other noise', value: otherNoise, unit: '', ...goal },
  ];
}

/** Other people's rules beside ours, on the same recorded hour of attacks. */
export const peers: Bench = {
  name: 'peers',
  about:
    'An hour of recorded attacks (Stratus Red Team, 2023): what other rules made of it, and what Trailwarden makes of it now.',
  run: async (progress) => {
    const [events, worldText] = await Promise.all([
      recordedHour(),
      readFile(fixture('replay/invictus-world.json'), 'utf8'),
    ]);
    progress(`${events.length} recorded events are replayed`);
    const summary = await replay({ events, world: JSON.parse(worldText) as World });
    return {
      measurements: [
        ...peerRows.flatMap((row) => measured(row, false)),
        ...measured(ours(events, summary), true),
      ],
      notes: [
        `The rows of others are facts, counted over all 2,900 records of the hour. Ours was measured just now on the ${events.length}`,
        'of them that the project carries: those that touch trails, buckets, log groups or the organization, reads and failed',
        'calls included. The others are calls that no rule of EventBridge lets through. Two DeleteTrail of one run are one alert.',
      ],
    };
  },
};
