import { madeDay } from '#local/replay/made-day.ts';
import { replay } from '#local/replay/replay.ts';
import type { Bench } from './bench.ts';

/** As many records as the largest public hour of recorded attacks has. */
const records = 2900;
/** In milliseconds. */
const promised = 60_000;

/** How long a day of records takes to replay, and whether anything but the attacks was reported. */
export const replayedDay: Bench = {
  name: 'day',
  about: `A made-up day of ${records} records is replayed: what an account does all day, and four attacks on its trail.`,
  run: async (progress) => {
    const { world, events, attacks } = madeDay(records);
    progress(`${events.length} records, ${attacks.length} attacks`);
    const started = performance.now();
    const summary = await replay({ events, world });
    const took = performance.now() - started;
    const seen = new Set(summary.findings.map(({ causedBy }) => causedBy));
    const missed = attacks.filter((id) => !seen.has(id)).length;
    const others = summary.findings.filter(
      ({ causedBy }) => causedBy === null || !attacks.includes(causedBy),
    );
    const subject = 'a day';
    return {
      measurements: [
        { subject, figure: 'replayed in', value: took, unit: 'ms', goal: promised },
        { subject, figure: 'looked into', value: summary.evaluate, unit: '' },
        { subject, figure: 'attempts', value: summary.attempt, unit: '' },
        { subject, figure: 'messages', value: summary.messages, unit: '' },
        { subject, figure: 'attacks missed', value: missed, unit: '', goal: 1 },
        { subject, figure: 'other findings', value: others.length, unit: '', goal: 1 },
        { subject, figure: 'p99 of an event', value: summary.p99Ms, unit: 'ms' },
      ],
      notes: [
        'The records are made up, not recorded: one in ten is listened to (in a recorded hour of attacks it was one in fifty).',
      ],
    };
  },
};
